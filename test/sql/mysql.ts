import { readFileSync } from 'node:fs';
import { type Connection, createConnection } from 'mysql2/promise';
import { newName } from './postgres.ts';

/** A database of its own on a MySQL or MariaDB server. */
export type TestMysql = {
  /** Address for `url`, and the account for `auth`. */
  readonly url: string;
  readonly auth: { readonly user: string; readonly password?: string };
  readonly database: string;
  readonly host: string;
  readonly port: number;
  /** Runs statements in the database; the rows of the last one. */
  run(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Drops the database. */
  close(): Promise<void>;
};

const address = new URL(process.env['SEAM_TEST_MYSQL'] ?? 'mysql://root@127.0.0.1:3306/test');
const user = decodeURIComponent(address.username);
const password = decodeURIComponent(address.password);
const port = Number(address.port || '3306');

async function connection(): Promise<Connection> {
  return createConnection({
    host: address.hostname,
    port,
    user,
    password,
    charset: 'utf8mb4',
    dateStrings: true,
    multipleStatements: true,
    connectTimeout: 3000,
  });
}

async function whyUnreachable(): Promise<string> {
  try {
    await (await connection()).end();
    return '';
  } catch (error) {
    const why = error instanceof Error ? error.message || error.name : String(error);
    return ` (skipped: no MySQL or MariaDB at ${address.host}: ${why}; name one with SEAM_TEST_MYSQL)`;
  }
}

/** Begin of why the tests are skipped, or empty. */
export const skipped = await whyUnreachable();

/** Makes a database. */
export async function startMysql(): Promise<TestMysql> {
  const database = newName();
  const client = await connection();
  await client.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4; USE ${database}`);
  return {
    url: `mysql://${address.hostname}:${port}/${database}`,
    auth: { user, ...(password === '' ? {} : { password }) },
    database,
    host: address.hostname,
    port,
    async run(sql) {
      const [rows] = await client.query(sql);
      const last: unknown = Array.isArray(rows) && Array.isArray(rows.at(-1)) ? rows.at(-1) : rows;
      return Array.isArray(last) ? (last as Readonly<Record<string, unknown>>[]) : [];
    },
    async close() {
      await client.query(`DROP DATABASE IF EXISTS ${database}`);
      await client.end();
    },
  };
}

/** `fixtures/mysql/orchard.sql` */
export const mysqlOrchard = readFileSync(
  new URL('../../fixtures/mysql/orchard.sql', import.meta.url),
  'utf8',
);
