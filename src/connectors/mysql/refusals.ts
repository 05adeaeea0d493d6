import type { Asked, Refusal } from '../../protocols/sql/refusal.js';

const again = 'Run it again; if it stays, look at the log of the server.';

const denied = ({ user, database }: Asked): Refusal => ({
  code: 'source-unauthorised',
  why: `The server does not accept user "${user}" with this password on database "${database}".`,
  fix: 'Check auth.user and auth.password, and from which hosts the account may connect.',
});

const ended = (_: Asked, said: string): Refusal => ({
  code: 'source-truncated',
  why: `The server ended the connection in the middle of the work: ${said}.`,
  fix: again,
});

const full = (): Refusal => ({
  code: 'source-throttled',
  why: 'The server takes no further connection now.',
  fix: 'Run later, or raise the limit of connections of the account or the server.',
});

const tooLong = ({ host }: Asked): Refusal => ({
  code: 'source-timeout',
  why: `The server on ${host} ended a query that took too long.`,
});

const brokenOff = ({ host }: Asked): Refusal => ({
  code: 'source-truncated',
  why: `The connection to ${host} broke off.`,
  fix: again,
});

const otherProtocol = ({ host }: Asked): Refusal => ({
  code: 'source-unusable',
  why: `What answers on ${host} does not speak MySQL.`,
  fix: 'Check host and port in `url`.',
});

/**
 * Why the server gives no answer, by the codes of mysql2.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const byCode: Readonly<Record<string, (asked: Asked, said: string) => Refusal>> = {
  ER_ACCESS_DENIED_ERROR: denied,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: denied,
  ER_NOT_SUPPORTED_AUTH_MODE: (_, said) => ({
    code: 'source-unauthorised',
    why: `The account logs in in a way that is not served: ${said}.`,
    fix: 'Let the account use caching_sha2_password, ed25519 or mysql_native_password.',
  }),
  ER_HOST_NOT_PRIVILEGED: (_, said) => ({
    code: 'source-unauthorised',
    why: `The server takes no connection from this machine: ${said}.`,
    fix: 'Let the account connect from here.',
  }),
  ER_BAD_DB_ERROR: ({ database }) => ({
    code: 'source-not-found',
    why: `The server has no database "${database}".`,
    fix: 'Correct the database in `url`.',
  }),
  ER_DBACCESS_DENIED_ERROR: ({ user, database }) => ({
    code: 'source-forbidden',
    why: `User "${user}" has no right on database "${database}", or there is none.`,
    fix: `Let an administrator run: GRANT REFERENCES ON \`${database}\`.* TO the account.`,
  }),
  ER_SECURE_TRANSPORT_REQUIRED: () => ({
    code: 'source-tls',
    why: 'The server takes connections over TLS alone.',
    fix: 'Write `tls: verify-full` for this source, and `ca` for an authority of your own.',
  }),
  HANDSHAKE_NO_SSL_SUPPORT: ({ host }) => ({
    code: 'source-tls',
    why: `The server on ${host} does not speak TLS.`,
    fix: 'Give the server a certificate; or write `tls: none` for this source, if its network is trusted.',
  }),
  // mysql2 writes this over OpenSSL's own code.
  HANDSHAKE_SSL_ERROR: ({ host }, said) => ({
    code: 'source-tls',
    why: `The certificate of ${host} cannot be trusted, or the TLS handshake failed: ${said}.`,
    fix: 'Name the PEM file of the authority that signed it with `ca` of the source, and in `url` a name that it holds.',
  }),
  AUTH_SWITCH_PLUGIN_ERROR: denied,
  ER_CON_COUNT_ERROR: full,
  ER_TOO_MANY_USER_CONNECTIONS: full,
  ER_USER_LIMIT_REACHED: full,
  ER_QUERY_TIMEOUT: tooLong,
  ER_STATEMENT_TIMEOUT: tooLong,
  ER_LOCK_WAIT_TIMEOUT: tooLong,
  ER_QUERY_INTERRUPTED: ended,
  ER_SERVER_SHUTDOWN: ended,
  ER_CONNECTION_KILLED: ended,
  ER_NEW_ABORTING_CONNECTION: ended,
  PROTOCOL_CONNECTION_LOST: brokenOff,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  PROTOCOL_PACKETS_OUT_OF_ORDER: otherProtocol,
  PROTOCOL_UNEXPECTED_PACKET: otherProtocol,
  PROTOCOL_INCORRECT_PACKET_SEQUENCE: otherProtocol,
};

/** Codes of MariaDB that mysql2 has no name for. */
const byNumber: Readonly<Record<number, string>> = {
  1927: 'ER_CONNECTION_KILLED',
  1969: 'ER_STATEMENT_TIMEOUT',
};

/** The code of an error of mysql2 or of the server. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const number = 'errno' in error && typeof error.errno === 'number' ? byNumber[error.errno] : undefined;
  return number ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}

/** What an error of mysql2 or of the server means; `undefined` for one of the network. */
export function refusalOf(cause: unknown, asked: Asked): Refusal | undefined {
  if (!(cause instanceof Error)) return undefined;
  const said = cause.message.slice(0, 200).replace(/\s+/g, ' ');
  const code = codeOf(cause);
  const row = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (row !== undefined) return { ...row(asked, said), cause };
  if ('sqlState' in cause && code !== undefined) {
    return {
      code: 'source-server-error',
      why: `The server answered with an error (${code}): ${said}.`,
      fix: 'Look at the log of the server.',
      cause,
    };
  }
  if (/closed state|Connection lost/i.test(cause.message)) return { ...brokenOff(asked), cause };
  if (
    code === undefined ||
    /^ERR_(?:OUT_OF_RANGE|BUFFER)/.test(code) ||
    /packet|handshake|protocol/i.test(said)
  ) {
    return { ...otherProtocol(asked), cause };
  }
  return undefined;
}
