import type { Connection } from 'mysql2';
import { SeamError } from '../../errors/seam-error.js';
import type { DatabaseOptions } from '../../protocols/sql/options.js';
import type { Context } from '../connector.js';
import { codeOf, refusalOf } from './refusals.js';

/** A row of an answer, not looked at yet; names of its columns as the query writes them. */
export type Row = Readonly<Record<string, unknown>>;

/** MySQL and MariaDB have grown apart in their catalogue. */
export type Flavor = 'MySQL' | 'MariaDB';

/** A connection that only reads. */
export type Client = {
  readonly database: string;
  readonly user: string;
  readonly flavor: Flavor;
  readonly version: string;
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The code of the error that a statement ends with; `undefined` where it ends well. Other failures are thrown. */
  attempt(sql: string, codes: readonly string[]): Promise<string | undefined>;
  close(): Promise<void>;
};

/**
 * Connects.
 * @throws SeamError `package-missing`, or why the server cannot be used
 */
export async function openClient(options: DatabaseOptions, link: Context['link']): Promise<Client> {
  if (link === undefined) {
    throw new SeamError('config-invalid', {
      why: 'The url of the source does not begin with mysql:// or mariadb://.',
    });
  }
  if (link.path === '' || link.path.includes('/')) {
    throw new SeamError('config-invalid', {
      why: 'The url of the source does not name one database.',
      fix: 'Write it like mysql://db.example.com:3306/database.',
    });
  }
  const { user, password } = options.auth;
  const ssl = tlsOf(options, link);
  const facts = { user, database: link.path, host: link.host, encrypted: ssl !== undefined };
  const { createConnection } = await loadDriver();
  const connection = createConnection({
    host: link.host,
    port: link.port ?? 3306,
    user,
    password: password ?? '',
    database: link.path,
    charset: 'utf8mb4',
    dateStrings: true,
    // A server may not ask for a file of this machine.
    flags: ['-LOCAL_FILES'],
    // The transport sees to the time.
    connectTimeout: 0,
    ...(ssl === undefined ? {} : { ssl }),
  });
  const open = connection.promise();
  // `destroy` of the driver says goodbye, and waits for an answer.
  const stop = () => socketOf(connection)?.destroy();
  const endings = {
    stop,
    refusal: (error: unknown) => refusalOf(error, facts),
  };
  // A connection that breaks between two queries: the next one says so.
  connection.on('error', () => undefined);
  await link
    .ask(() => open.connect(), endings)
    .catch((error: unknown) => {
      stop();
      throw error;
    });
  const query: Client['query'] = async (sql, values = []) => {
    const answer = await link.ask(() => open.query(sql, [...values]), endings);
    return Array.isArray(answer[0]) ? (answer[0] as Row[]) : [];
  };
  const [row] = await query('SELECT VERSION() AS version');
  const version = String(row?.['version'] ?? '');
  const flavor = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  for (const setting of settingsOf(flavor, link.timeout)) await query(setting);
  return {
    database: link.path,
    user,
    flavor,
    version,
    query,
    async attempt(sql, codes) {
      return link.ask(async () => {
        try {
          await open.query(sql);
          return undefined;
        } catch (error) {
          const code = codeOf(error);
          if (code === undefined || !codes.includes(code)) throw error;
          return code;
        }
      }, endings);
    },
    async close() {
      // The driver waits for ever where the goodbye is not answered.
      await link.ask(() => open.end(), endings).catch(() => undefined);
      stop();
    },
  };
}

/** The session writes nothing, and no query takes longer than the source allows. */
function settingsOf(flavor: Flavor, timeout: number): readonly string[] {
  return [
    // The driver escapes names as this mode reads them.
    "SET SESSION sql_mode = ''",
    'SET SESSION TRANSACTION READ ONLY',
    flavor === 'MariaDB'
      ? `SET SESSION max_statement_time = ${timeout / 1000}`
      : `SET SESSION max_execution_time = ${Math.round(timeout)}`,
  ];
}

/** What mysql2 hands to Node's TLS. */
function tlsOf({ tls }: DatabaseOptions, link: NonNullable<Context['link']>) {
  const settings = link.tls(tls);
  if (settings === undefined) return undefined;
  const { ca, cert, key, passphrase } = settings;
  const verifyIdentity = settings.checkServerIdentity === undefined;
  // The driver compares the certificate with a host name, and with nothing where there is none.
  if (verifyIdentity && /^[\d.]+$|:/.test(link.host)) {
    throw new SeamError('config-invalid', {
      why: 'With an IP address in `url`, it cannot be checked that the certificate is of this host.',
      fix: 'Write the name that the certificate holds; or `tls: verify-ca`, or `tls: none` where the network is trusted.',
    });
  }
  return {
    rejectUnauthorized: true,
    verifyIdentity,
    ...(ca === undefined ? {} : { ca: ca as string[] }),
    ...(cert === undefined ? {} : { cert: cert as string }),
    ...(key === undefined ? {} : { key: key as string }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function socketOf(connection: Connection): { destroy(): void } | undefined {
  return Reflect.get(connection, 'stream') as { destroy(): void } | undefined;
}

/** The driver is an optional dependency: only who has a MySQL or MariaDB needs it. */
async function loadDriver(): Promise<typeof import('mysql2')> {
  try {
    return await import('mysql2');
  } catch (cause) {
    throw new SeamError('package-missing', {
      why: 'Reading MySQL and MariaDB needs the package mysql2, which is not installed.',
      fix: 'npm install mysql2@3',
      cause,
    });
  }
}
