import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import pg from 'pg';

/** A schema of its own on a PostgreSQL server. */
export type TestPostgres = {
  /** Address for `url`, and the account for `auth`. */
  readonly url: string;
  readonly auth: { readonly user: string; readonly password?: string };
  readonly schema: string;
  /** Runs statements in the schema; the rows of the last one. */
  run(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Drops the schema, and ends what was started. */
  close(): Promise<void>;
};

export type PostgresServer = {
  readonly name: string;
  /** Begin of why its tests are skipped, or empty. */
  readonly skipped: string;
  /** Roles, sessions that are ended, several connections at once. */
  readonly isWhole: boolean;
  start(): Promise<TestPostgres>;
};

const address = new URL(process.env['SEAM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test');
const database = decodeURIComponent(address.pathname.slice(1));
const user = decodeURIComponent(address.username);
const password = decodeURIComponent(address.password);

function connection(name = database): pg.Client {
  return new pg.Client({
    host: address.hostname,
    port: Number(address.port || '5432'),
    database: name,
    user,
    password: () => password,
    connectionTimeoutMillis: 3000,
  });
}

async function whyUnreachable(): Promise<string> {
  const client = connection();
  try {
    await client.connect();
    await client.end();
    return '';
  } catch (error) {
    const why = error instanceof Error ? error.message || error.name : String(error);
    return ` (skipped: no PostgreSQL at ${address.host}: ${why}; name one with SEAM_TEST_POSTGRES)`;
  }
}

let count = 0;

/** A name that no other run has. */
export function newName(): string {
  count += 1;
  return `seam_${process.pid}_${count}_${Math.random().toString(36).slice(2, 8)}`;
}

async function startReal(): Promise<TestPostgres> {
  const schema = newName();
  const client = connection();
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(`SET search_path = ${schema}`);
  return {
    url: `postgres://${address.host}/${database}`,
    auth: { user, ...(password === '' ? {} : { password }) },
    schema,
    async run(sql) {
      const results: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
      return [results].flat().at(-1)?.rows ?? [];
    },
    async close() {
      await client.query('SET client_min_messages = warning');
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.end();
    },
  };
}

/** PostgreSQL in this process, behind a socket. */
async function startPglite(): Promise<TestPostgres> {
  const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-socket'),
  ]);
  const db = await PGlite.create();
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 10 });
  await server.start();
  const schema = newName();
  await db.exec(`CREATE SCHEMA ${schema}; SET search_path = ${schema}`);
  return {
    url: `postgres://127.0.0.1:${port}/postgres`,
    auth: { user: 'postgres' },
    schema,
    async run(sql) {
      const results = await db.exec(sql);
      return (results.at(-1)?.rows ?? []) as Readonly<Record<string, unknown>>[];
    },
    async close() {
      await server.stop();
      await db.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

/** The server that is there, or that SEAM_TEST_POSTGRES names. */
export const realPostgres: PostgresServer = {
  name: 'PostgreSQL',
  skipped: await whyUnreachable(),
  isWhole: true,
  start: startReal,
};

/** Needs no server. */
export const pglite: PostgresServer = { name: 'PGlite', skipped: '', isWhole: false, start: startPglite };

export const postgresServers: readonly PostgresServer[] = [realPostgres, pglite];

/** `fixtures/postgres/orchard.sql` */
export const orchard = readFileSync(new URL('../../fixtures/postgres/orchard.sql', import.meta.url), 'utf8');
