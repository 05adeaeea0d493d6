import { grouped } from '../../model/groups.js';
import type { EntityRef, SystemInfo } from '../../model/source.js';
import { labelOf } from '../../protocols/sql/table.js';
import type { Client, Row } from './client.js';
import * as queries from './queries.js';
import { perhapsIn, textIn } from './wire.js';

/** A table or view as the catalogue lists it. */
export type Listed = {
  readonly database: string;
  readonly name: string;
  readonly isView: boolean;
  readonly comment: string | undefined;
};

/** What holds for the server and this account. */
export type Server = {
  readonly account: string;
  /** A value that does not fit is refused, and not changed until it does. */
  readonly isStrict: boolean;
};

/** What the account may do with a database as a whole. */
export type Rights = {
  /** It sees every table and column, so that what it does not see is not there. */
  readonly isWhole: boolean;
  readonly seesTriggers: boolean;
};

export async function readServer({ query }: Client): Promise<Server> {
  const [row] = await query(queries.server);
  const mode = perhapsIn(row ?? {}, 'mode') ?? '';
  return { account: textIn(row ?? {}, 'account'), isStrict: /STRICT_(?:TRANS|ALL)_TABLES/.test(mode) };
}

/** What the server says of itself. */
export async function readSystem(client: Client): Promise<SystemInfo> {
  const { account } = await readServer(client);
  // `10.11.19-MariaDB-0+deb12u1`: what packaged it is no part of the version.
  const [version = client.version] = /^[\d.]+/.exec(client.version) ?? [];
  return { product: client.flavor, version, account };
}

/** Those of the url's own database by their name, those of further ones as `database.table`. */
export function entityOf({ database, name }: Pick<Listed, 'database' | 'name'>, own: string): string {
  return database === own ? name : `${database}.${name}`;
}

/** Tables and views by the name of their entity; two may have one, since a name can hold a dot. */
export async function readTables(
  { query, database: own }: Client,
  databases: readonly string[],
): Promise<ReadonlyMap<string, readonly Listed[]>> {
  const listed: Listed[] = [];
  for (const database of databases) {
    listed.push(...(await query(queries.tables, [database])).map((row) => listedIn(row, database)));
  }
  return grouped(listed, (table) => entityOf(table, own));
}

function listedIn(row: Row, database: string): Listed {
  const isView = textIn(row, 'type') === 'VIEW';
  return {
    database,
    name: textIn(row, 'name'),
    isView,
    // The comment of a view is its kind.
    comment: isView ? undefined : perhapsIn(row, 'comment'),
  };
}

/** What this account sees. */
export async function* listTables(client: Client, databases: readonly string[]): AsyncGenerator<EntityRef> {
  for (const [name, [first]] of await readTables(client, databases)) {
    const label = labelOf(first?.comment);
    yield { name, ...(label === undefined ? {} : { label }) };
  }
}

const ofRows: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'];

/**
 * The rights on a database. Those that a role gives are in no list: there the server is asked for a table that is not
 * there, which it admits only to who may see them all.
 */
export async function readRights(client: Client, database: string, { account }: Server): Promise<Rights> {
  const grantee = granteeOf(account);
  const rows = await client.query(queries.rights, [grantee, database, grantee]);
  const held = new Set(rows.map((row) => textIn(row, 'privilege')));
  const seesTriggers = held.has('TRIGGER');
  if (ofRows.some((right) => held.has(right))) return { isWhole: true, seesTriggers };
  const nowhere = `SHOW COLUMNS FROM ${quoted(database)}.${quoted('seam asks for a table that is not there')}`;
  const code = await client.attempt(nowhere, [
    'ER_NO_SUCH_TABLE',
    'ER_TABLEACCESS_DENIED_ERROR',
    'ER_DBACCESS_DENIED_ERROR',
    'ER_BAD_DB_ERROR',
  ]);
  return { isWhole: code === 'ER_NO_SUCH_TABLE', seesTriggers };
}

/** `user@host` as information_schema writes it: `'user'@'host'`. */
function granteeOf(account: string): string {
  const at = account.lastIndexOf('@');
  return `'${account.slice(0, at)}'@'${account.slice(at + 1)}'`;
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
