/** Queries of pg_catalog, each for many tables at once. https://www.postgresql.org/docs/current/catalogs.html */

/** Rights of which each lets an account know a column, as information_schema has it. */
const rights = "'SELECT, INSERT, UPDATE, REFERENCES'";

/** A row trigger before INSERT, on the origin: what it fills in cannot be told. `7`: ROW, BEFORE, INSERT. */
const fills = (table: string) => `EXISTS (
  SELECT FROM pg_catalog.pg_trigger t
  WHERE t.tgrelid = ${table} AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 7 = 7)`;

/** Tables, views, materialized views and foreign tables of the schemas `$1`. */
export const relations = `
SELECT c.oid::text AS id, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
  c.relispartition AS partition,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  pg_catalog.has_any_column_privilege(c.oid, ${rights}) AS granted
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY n.nspname, c.relname`;

/** What may be written into the relations `$1`, and whether something fills in values. 8: INSERT, 4: UPDATE. */
export const writing = `
SELECT c.oid::text AS id,
  CASE c.relkind WHEN 'm' THEN 0 WHEN 'r' THEN 28 WHEN 'p' THEN 28
    ELSE pg_catalog.pg_relation_is_updatable(c.oid, true) END AS events,
  pg_catalog.has_table_privilege(c.oid, ${rights}) AS granted,
  ${fills('c.oid')}
  OR (c.relkind = 'p' AND EXISTS (
    SELECT FROM pg_catalog.pg_partition_tree(c.oid) p WHERE p.relid <> c.oid AND ${fills('p.relid')}))
  OR EXISTS (
    SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '3' AND r.is_instead) AS filled
FROM pg_catalog.pg_class c
WHERE c.oid = ANY ($1::oid[])`;

/** Columns of the relations `$1`. */
export const columns = `
SELECT a.attrelid::text AS relation, a.attnum::int AS number, a.attname::text AS name,
  a.atttypid::text AS type, a.atttypmod AS modifier, a.attndims::int AS dimensions,
  a.attnotnull AS filled,
  a.attidentity::text AS identity, a.attgenerated::text AS generated,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
  pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
  coalesce(l.collisdeterministic, true) AS exact,
  CASE WHEN pg_catalog.has_table_privilege(a.attrelid, ${rights}) THEN true
    ELSE pg_catalog.has_column_privilege(a.attrelid, a.attnum, ${rights}) END AS granted,
  CASE WHEN c.relkind = 'v' THEN pg_catalog.pg_column_is_updatable(a.attrelid, a.attnum, true) ELSE true END AS written
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

/** The types `$1`, and those that they are made of. */
export const types = `
WITH RECURSIVE wanted (oid) AS (
  SELECT pg_catalog.unnest($1::oid[])
  UNION
  SELECT part FROM wanted w
  JOIN pg_catalog.pg_type t ON t.oid = w.oid
  CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[
    t.typbasetype, CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0::oid END]) AS part
  WHERE part <> 0)
SELECT t.oid::text AS id, n.nspname::text AS schema, t.typname::text AS name, t.typtype::text AS kind,
  t.typcategory::text AS category, t.typbasetype::text AS base, t.typelem::text AS element,
  t.typtypmod AS modifier, t.typnotnull AS filled, t.typndims::int AS dimensions,
  pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS expression,
  coalesce(l.collisdeterministic, true) AS exact,
  ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
  ARRAY(SELECT pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
    WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated ORDER BY k.conname) AS checks,
  ARRAY(SELECT pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
    WHERE k.contypid = t.oid AND k.contype = 'c' AND NOT k.convalidated ORDER BY k.conname) AS unproved,
  (SELECT pg_catalog.string_agg(
      pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS parts
FROM wanted w
JOIN pg_catalog.pg_type t ON t.oid = w.oid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation`;

const names = (numbers: string, relation: string) => `ARRAY(
  SELECT a.attname::text FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS u (number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number ORDER BY u.place)`;

/** Checks, foreign keys, primary keys and exclusions of the relations `$1`. */
export const constraints = `
SELECT k.conrelid::text AS relation, k.contype::text AS kind, k.convalidated AS proved,
  ${names('k.conkey', 'k.conrelid')} AS columns,
  pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
  CASE WHEN k.contype = 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END AS text,
  tn.nspname::text AS target_schema, t.relname::text AS target_name,
  ${names('k.confkey', 'k.confrelid')} AS target_columns,
  coalesce(i.indisprimary, false) AS to_key
FROM pg_catalog.pg_constraint k
LEFT JOIN pg_catalog.pg_class t ON k.contype = 'f' AND t.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
LEFT JOIN pg_catalog.pg_index i ON k.contype = 'f' AND i.indexrelid = k.conindid
WHERE k.conrelid = ANY ($1::oid[]) AND k.contype IN ('c', 'f', 'p', 'x', 'n')
  -- A key into a partitioned table stands once more for each of its partitions.
  AND (k.contype <> 'f' OR k.conparentid = 0)
ORDER BY k.conrelid, k.conname`;

/** Unique indexes beside primary keys, with and without a constraint. An expression stands as its text. */
export const uniques = `
SELECT i.indrelid::text AS relation,
  ARRAY(SELECT coalesce(a.attname::text, pg_catalog.pg_get_indexdef(i.indexrelid, k, false))
    FROM pg_catalog.generate_series(1, i.indnkeyatts::int) AS k
    LEFT JOIN pg_catalog.pg_attribute a
      ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND i.indkey[k - 1] <> 0
    ORDER BY k) AS columns,
  i.indexprs IS NULL AND i.indpred IS NULL AS plain,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS condition
FROM pg_catalog.pg_index i
WHERE i.indrelid = ANY ($1::oid[]) AND i.indisunique AND NOT i.indisprimary AND i.indisvalid
ORDER BY i.indrelid, i.indexrelid`;

/** What the server is. */
export const system = `
SELECT pg_catalog.current_setting('server_version') AS version, current_user::text AS account,
  pg_catalog.current_setting('server_encoding') AS encoding,
  (SELECT d.oid::text FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) AS database,
  pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS identified`;

/** The id of the cluster. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CONTROLDATA */
export const cluster = 'SELECT system_identifier::text AS cluster FROM pg_catalog.pg_control_system()';

/** Extensions by name and version. */
export const extensions = `
SELECT e.extname::text AS name, e.extversion AS version FROM pg_catalog.pg_extension e ORDER BY e.extname`;
