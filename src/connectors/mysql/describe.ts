import { grouped } from '../../model/groups.js';
import type { FieldFacets } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import {
  type Check,
  type Column,
  type ForeignKey,
  labelOf,
  type Table,
  tableSchema,
} from '../../protocols/sql/table.js';
import { tokensOf } from '../../protocols/sql/tokens.js';
import { observed } from './capabilities.js';
import {
  entityOf,
  type Listed,
  quoted,
  type Rights,
  readRights,
  readServer,
  readTables,
  type Server,
} from './catalogue.js';
import type { Client, Flavor, Row } from './client.js';
import { fallbackOf, valuesOf } from './fields.js';
import { mapping } from './mapping.js';
import * as queries from './queries.js';
import { type CatalogueColumn, columnIn, perhapsIn, textIn } from './wire.js';

/** Live schemas of these entities. */
export async function* describeTables(
  client: Client,
  databases: readonly string[],
  entities: readonly string[],
): AsyncGenerator<EntityResult> {
  const wanted = [...new Set(entities)];
  if (wanted.length === 0) return;
  const server = await readServer(client);
  const listed = await readTables(client, databases);
  const rights = new Map<string, Rights>();
  for (const database of databases) rights.set(database, await readRights(client, database, server));
  const readable = new Map<string, Listed[]>();
  for (const entity of wanted) {
    const [table, ...others] = listed.get(entity) ?? [];
    const database = table?.database ?? databaseOf(entity, client.database, databases);
    const isWhole = rights.get(database)?.isWhole === true;
    if (!isWhole) yield forbidden(entity, database, server);
    else if (table === undefined) yield missing(entity, database);
    else if (others.length > 0) yield ambiguous(entity);
    else readable.set(database, [...(readable.get(database) ?? []), table]);
  }
  for (const [database, tables] of readable) {
    const catalogue = await readCatalogue(client, database, tables);
    const seesTriggers = rights.get(database)?.seesTriggers === true;
    for (const table of tables) yield described(table, { client, catalogue, server, seesTriggers });
  }
}

/** The database that a name would be in. */
function databaseOf(entity: string, own: string, databases: readonly string[]): string {
  const others = databases.filter((database) => database !== own);
  return others.find((database) => entity.startsWith(`${database}.`)) ?? own;
}

function missing(entity: string, database: string): EntityResult {
  return { entity, status: 'missing', why: `The database ${database} has no table or view ${entity}.` };
}

function ambiguous(entity: string): EntityResult {
  const why = `Two tables are called ${entity}, since their names hold dots.`;
  return { entity, status: 'unreadable', why, fix: 'Rename one of them, or leave both out.' };
}

/** Without a right on the database as a whole, columns and checks are left out in silence. */
function forbidden(entity: string, database: string, { account }: Server): EntityResult {
  return {
    entity,
    status: 'forbidden',
    why: `The account ${account} has no right on the database ${database} as a whole, so that the server may hide the table, columns or checks of it.`,
    fix: `Let an administrator run: GRANT REFERENCES ON ${quoted(database)}.* TO the account.`,
  };
}

/** Rows of the catalogue by their table. */
type Catalogue = {
  readonly columns: ReadonlyMap<string, readonly Row[]>;
  readonly views: ReadonlyMap<string, readonly Row[]>;
  readonly uniques: ReadonlyMap<string, readonly Row[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly Row[]>;
  readonly checks: ReadonlyMap<string, readonly Row[]>;
  readonly filled: ReadonlyMap<string, readonly Row[]>;
  /** `database.table.column` of each part of a primary key that a foreign key leads to. */
  readonly keys: ReadonlySet<string>;
};

/** All that the catalogue says of these tables of a database: seven queries. */
async function readCatalogue(
  { query, flavor }: Client,
  database: string,
  tables: readonly Listed[],
): Promise<Catalogue> {
  const isFew = tables.length <= queries.fewTables;
  const values = isFew ? [database, tables.map(({ name }) => name)] : [database];
  const read = async (sql: string) => byRelation(await query(sql, values));
  const foreignKeys = await read(queries.foreignKeys(isFew));
  return {
    columns: await read(queries.columns(isFew)),
    views: await read(queries.views(isFew)),
    uniques: await read(queries.uniques(isFew)),
    foreignKeys,
    checks: await read(queries.checks(flavor, isFew)),
    filled: await read(queries.triggers(isFew)),
    keys: await readKeys(query, [...foreignKeys.values()].flat()),
  };
}

function byRelation(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return grouped(rows, (row) => textIn(row, 'relation'));
}

function byConstraint(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return grouped(rows, (row) => textIn(row, 'constraint_name'));
}

async function readKeys(query: Client['query'], leads: readonly Row[]): Promise<ReadonlySet<string>> {
  if (leads.length === 0) return new Set();
  const unique = (name: string) => [...new Set(leads.map((row) => textIn(row, name)))];
  return new Set(
    (await query(queries.keys, [unique('target_schema'), unique('target_name')])).map(targetText),
  );
}

function targetText(row: Row): string {
  return ['target_schema', 'target_name', 'target_column'].map((name) => textIn(row, name)).join('.');
}

type Around = {
  readonly client: Client;
  readonly catalogue: Catalogue;
  readonly server: Server;
  readonly seesTriggers: boolean;
};

function described(
  { database, name, isView, comment }: Listed,
  { client, catalogue, server, seesTriggers }: Around,
): EntityResult {
  const entity = entityOf({ database, name }, client.database);
  const columns = (catalogue.columns.get(name) ?? []).map(columnIn);
  // Every table has a column: an empty answer would say that all fields are gone.
  if (columns.length === 0) {
    return { entity, status: 'unreadable', why: 'The server tells no column of it.', fix: 'Run it again.' };
  }
  const checks = (catalogue.checks.get(name) ?? []).map((row) => textIn(row, 'clause'));
  const json = new Set(checks.flatMap(jsonColumn));
  const indexes = indexesOf(catalogue.uniques.get(name) ?? []);
  const mayFill = !seesTriggers || catalogue.filled.has(name);
  const isUpdatable = (catalogue.views.get(name) ?? []).some((row) => textIn(row, 'updatable') === 'YES');
  const table: Table = {
    entity,
    kind: isView ? 'view' : 'table',
    comment: labelOf(comment),
    columns: columns
      .map((column) =>
        columnOf(column, { isJson: json.has(column.name), isView, flavor: client.flavor, mayFill }),
      )
      .sort((a, b) => byCodePoint(a.name, b.name)),
    key: [indexes.get('PRIMARY') ?? []].flat(),
    uniques: [...indexes].filter(([index]) => index !== 'PRIMARY').map(([, unique]) => unique),
    checks: checks.filter((check) => jsonColumn(check).length === 0).map((check) => checkOf(check, columns)),
    foreignKeys: foreignKeysOf(catalogue.foreignKeys.get(name) ?? [], catalogue.keys, client.database),
    others: [],
    cannot: isView && !isUpdatable ? ['create', 'update'] : [],
    doubted: isView || !server.isStrict || mayFill,
  };
  return {
    entity,
    status: 'described',
    schema: tableSchema(table, { connector: 'mysql', mapping, observed, dialect: 'mysql' }),
  };
}

/** JSON of MariaDB is a longtext with this check, which somebody may have written with or without parentheses. */
function jsonColumn(check: string): readonly string[] {
  const name = /^\(*json_valid\(`((?:[^`]|``)*)`\)\)*$/i.exec(check)?.[1];
  return name === undefined ? [] : [name.replaceAll('``', '`')];
}

/** Columns of each unique index; its text where a part of it is a prefix or an expression. */
function indexesOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[] | string> {
  return new Map(
    [...byConstraint(rows)].map(([index, found]) => {
      const isPlain = found.every((row) => row['name'] != null && row['prefix'] == null);
      const texts = found.map((row) => {
        const name = perhapsIn(row, 'name') ?? 'an expression';
        return row['prefix'] == null ? name : `${name}(${String(row['prefix'])})`;
      });
      return [index, isPlain ? texts : texts.join(', ')];
    }),
  );
}

/** information_schema does not say which columns a check is about. */
function checkOf(text: string, columns: readonly CatalogueColumn[]): Check {
  const known = new Set(columns.map(({ name }) => name));
  const names = tokensOf(text, 'mysql')
    ?.filter((token) => token.kind === 'name' && known.has(token.text))
    .map((token) => token.text);
  return { text, columns: [...new Set(names ?? [])], unproved: false };
}

function foreignKeysOf(rows: readonly Row[], keys: ReadonlySet<string>, own: string): readonly ForeignKey[] {
  return [...byConstraint(rows).values()].flatMap((found) => {
    const [first] = found;
    if (first === undefined) return [];
    const database = textIn(first, 'target_schema');
    return [
      {
        columns: found.map((row) => textIn(row, 'name')),
        target: entityOf({ database, name: textIn(first, 'target_name') }, own),
        targetColumns: found.map((row) => textIn(row, 'target_column')),
        toKey: found.every((row) => keys.has(targetText(row))),
      },
    ];
  });
}

type ColumnFacts = {
  readonly isJson: boolean;
  readonly isView: boolean;
  readonly flavor: Flavor;
  /** A trigger before INSERT is there, or may be. */
  readonly mayFill: boolean;
};

function columnOf(column: CatalogueColumn, { isJson, isView, flavor, mayFill }: ColumnFacts): Column {
  const { name, nullable, extra, comment, formula, charset } = column;
  const { schema, comparable } = valuesOf(column, isJson);
  const [, kind] = /\b(VIRTUAL|STORED|PERSISTENT) GENERATED\b/i.exec(extra) ?? [];
  const isGenerated = kind !== undefined;
  const facets: FieldFacets = {
    ...(isGenerated ? { computed: true as const } : {}),
    ...(kind?.toUpperCase() === 'VIRTUAL' ? { stored: false as const } : {}),
    ...(/\bINVISIBLE\b/i.test(extra) ? { onDemand: true as const } : {}),
  };
  return {
    name,
    schema,
    comparable,
    nullable: isView ? 'unknown' : nullable,
    // The catalogue tells some of views too, which no write takes.
    default: isGenerated || isView ? 'none' : fallbackOf(column, schema, flavor, mayFill),
    readOnly: isGenerated,
    comment: labelOf(comment),
    facets,
    notes: {
      ...(isGenerated && formula !== undefined ? { generated: formula } : {}),
      ...(charset === undefined || charset === 'utf8mb4' || isJson ? {} : { characterSet: charset }),
      ...(/\bon update\b/i.test(extra) ? { onUpdate: true } : {}),
    },
  };
}
