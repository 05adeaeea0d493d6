import type { Client as PgClient } from 'pg';
import { SeamError } from '../../errors/seam-error.js';
import type { DatabaseOptions } from '../../protocols/sql/options.js';
import type { Context } from '../connector.js';
import { refusalOf } from './refusals.js';

/** A row of an answer, not looked at yet. */
export type Row = Readonly<Record<string, unknown>>;

/** One query of a piece of work. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A connection that only reads. */
export type Client = {
  readonly host: string;
  readonly database: string;
  /** Work within one read-only transaction: its queries see the same catalogue. */
  read<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Connects. Nothing comes from the environment: neither a password (PGPASSWORD, .pgpass) nor an option.
 * @throws SeamError `package-missing`, or why the server cannot be used
 */
export async function openClient(options: DatabaseOptions, link: Context['link']): Promise<Client> {
  if (link === undefined) {
    throw new SeamError('config-invalid', { why: 'The url of the source does not begin with postgres://.' });
  }
  if (link.path === '' || link.path.includes('/')) {
    throw new SeamError('config-invalid', {
      why: 'The url of the source does not name one database.',
      fix: 'Write it like postgres://db.example.com:5432/database.',
    });
  }
  const { Client: Driver } = await loadDriver();
  const { user, password } = options.auth;
  const tls = link.tls(options.tls);
  const client = new Driver({
    host: link.host,
    port: link.port ?? 5432,
    database: link.path,
    user,
    // A function, since an empty text would be looked up in PGPASSWORD and .pgpass.
    password: () => password ?? '',
    ssl: tls ?? false,
    sslnegotiation: 'postgres',
    application_name: 'seam',
    // The transport sees to the time.
    connectionTimeoutMillis: 0,
    keepAlive: true,
  });
  forgetEnvironment(client);
  // A connection that breaks between two queries: the next one says so.
  client.on('error', () => undefined);
  const facts = { user, database: link.path, host: link.host, encrypted: tls !== undefined };
  const endings = {
    stop: () => socketOf(client)?.destroy(),
    refusal: (error: unknown) => refusalOf(error, facts),
  };
  await link.ask(() => client.connect(), endings);
  return {
    host: link.host,
    database: link.path,
    async read(work) {
      const query: Query = (sql, values = []) =>
        link.ask(async () => (await client.query(sql, [...values])).rows as Row[], endings);
      await link.ask(() => client.query(beginning(link.timeout)), endings);
      try {
        return await work(query);
      } finally {
        // Where the connection is gone, so is the transaction.
        await query('ROLLBACK').catch(() => undefined);
      }
    },
    async close() {
      // A server that does not answer the goodbye is not waited for.
      await link.ask(() => client.end(), endings).catch(() => socketOf(client)?.destroy());
    },
  };
}

/**
 * A read-only transaction, and what holds in it alone: a pooler before the server may put it onto any connection. With
 * an empty search path, names outside of pg_catalog are written with their schema, whatever the account has set.
 */
function beginning(timeout: number): string {
  return [
    'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
    `SET LOCAL statement_timeout = ${Math.round(timeout)}`,
    "SET LOCAL search_path = ''",
    'SET LOCAL quote_all_identifiers = off',
    "SET LOCAL DateStyle = 'ISO, MDY'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL TimeZone = 'UTC'",
    'SET LOCAL extra_float_digits = 1',
    "SET LOCAL bytea_output = 'hex'",
    // Compiling these queries takes several times as long as they do.
    "SELECT pg_catalog.set_config(name, 'off', true) FROM pg_catalog.pg_settings WHERE name = 'jit'",
  ].join('; ');
}

/** pg looks for these in PGOPTIONS, PGREPLICATION, PGBINARY where they are empty. */
function forgetEnvironment(client: PgClient): void {
  const parameters: unknown = Reflect.get(client, 'connectionParameters');
  if (typeof parameters !== 'object' || parameters === null) return;
  for (const name of ['options', 'replication']) Reflect.set(parameters, name, undefined);
  Reflect.set(parameters, 'binary', false);
}

function socketOf(client: PgClient): { destroy(): void } | undefined {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  return stream as { destroy(): void } | undefined;
}

/** The driver is an optional dependency: only who has a PostgreSQL needs it. */
async function loadDriver(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch (cause) {
    throw new SeamError('package-missing', {
      why: 'Reading PostgreSQL needs the package pg, which is not installed.',
      fix: 'npm install pg@8',
      cause,
    });
  }
}
