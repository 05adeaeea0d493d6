// @ts-check
import pg from 'pg';
import { postgres } from '../../dist/connectors/postgres/index.js';

const url = new URL(process.env['SEAM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test');

/** Each column once, with its type, default and comment. */
const rows = `
SELECT c.relname, a.attname, a.attnum, a.atttypmod, a.attnotnull, t.typname, col_description(c.oid, a.attnum),
  pg_get_expr(d.adbin, d.adrelid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`;

/**
 * A schema of its own with so many tables of twenty columns, keys, checks and foreign keys.
 * @param {number} tables
 * @returns {Promise<import('./index.js').Bench>}
 */
export async function postgresBench(tables) {
  const schema = `seam_bench_${process.pid}`;
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const database = decodeURIComponent(url.pathname.slice(1));
  const port = Number(url.port || '5432');
  const client = new pg.Client({ host: url.hostname, port, database, user, password: () => password });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(`SET search_path = ${schema}`);
  const texts = Array.from({ length: 15 }, (_, index) => `text_${index} varchar(${index + 5})`);
  for (let begin = 0; begin < tables; begin += 250) {
    // A transaction of all would need a lock for each table.
    await client.query(`DO $$ BEGIN FOR number IN ${begin}..${Math.min(begin + 250, tables) - 1} LOOP
      EXECUTE format('CREATE TABLE kumquat_%s (id integer PRIMARY KEY, ${texts.join(', ')},
        state text NOT NULL DEFAULT ''draft'' CHECK (state IN (''draft'', ''done'')), price numeric(12, 2) CHECK (price >= 0),
        code text UNIQUE, parent integer REFERENCES kumquat_%s)', number, number); END LOOP; END $$`);
  }
  await client.query('ANALYZE');
  return {
    name: 'PostgreSQL',
    url: `postgres://${url.host}${url.pathname}`,
    options: { auth: { user, ...(password === '' ? {} : { password }) }, schemas: [schema] },
    plugin: /** @type {any} */ (postgres),
    bare: async () => (await client.query(rows, [schema])).rows.length,
    async close() {
      // One by one: dropping the schema at once needs a lock for everything in it.
      for (let begin = 0; begin < tables; begin += 250) {
        const names = Array.from({ length: 250 }, (_, index) => `kumquat_${begin + index}`);
        await client.query(`DROP TABLE IF EXISTS ${names.join(', ')} CASCADE`);
      }
      await client.query('SET client_min_messages = warning');
      await client.query(`DROP SCHEMA ${schema} CASCADE`);
      await client.end();
    },
  };
}
