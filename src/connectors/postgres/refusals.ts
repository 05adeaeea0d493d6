import type { Asked, Refusal } from '../../protocols/sql/refusal.js';

const lookAtLog = 'Look at the log of PostgreSQL.';

/** Why PostgreSQL gives no answer. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byCode: Readonly<Record<string, (facts: Asked, said: string) => Refusal>> = {
  // invalid_password
  '28P01': ({ user, database }) => ({
    code: 'source-unauthorised',
    why: `PostgreSQL does not accept user "${user}" with this password on database "${database}".`,
    fix: 'Check auth.user and auth.password.',
  }),
  // invalid_authorization_specification: also "no pg_hba.conf entry … no encryption"
  '28000': ({ user, database, encrypted }, said) => ({
    code: 'source-unauthorised',
    why: `PostgreSQL does not let user "${user}" in on database "${database}": ${said}.`,
    fix: encrypted
      ? 'Check auth.user, and pg_hba.conf of the server.'
      : 'Check auth.user, and pg_hba.conf of the server: it may want TLS (tls: verify-full).',
  }),
  // invalid_catalog_name
  '3D000': ({ database }) => ({
    code: 'source-not-found',
    why: `PostgreSQL has no database "${database}".`,
    fix: 'Correct the database in `url`.',
  }),
  // insufficient_privilege
  '42501': ({ user, database }, said) => ({
    code: 'source-forbidden',
    why: `User "${user}" lacks a right on database "${database}": ${said}.`,
    fix: `Let an administrator run: GRANT CONNECT ON DATABASE "${database}" TO "${user}".`,
  }),
  // query_canceled
  '57014': ({ host }) => ({
    code: 'source-timeout',
    why: `PostgreSQL on ${host} ended a query that took too long.`,
  }),
  // too_many_connections
  '53300': () => ({
    code: 'source-throttled',
    why: 'PostgreSQL takes no further connection now.',
    fix: 'Run later, or raise the limit of connections of the account or the server.',
  }),
  // admin_shutdown, crash_shutdown, idle_in_transaction_session_timeout
  '57P01': (_, said) => ended(said),
  '57P02': (_, said) => ended(said),
  '25P03': (_, said) => ended(said),
  // cannot_connect_now
  '57P03': (_, said) => ({
    code: 'source-server-error',
    why: `PostgreSQL takes no connection yet: ${said}.`,
    fix: 'Run again when it is up.',
  }),
};

function ended(said: string): Refusal {
  return {
    code: 'source-truncated',
    why: `PostgreSQL ended the connection in the middle of the work: ${said}.`,
    fix: 'Run it again; if it stays, look at the log of PostgreSQL.',
  };
}

/** What an error of pg or of the server means; `undefined` for one of the network. */
export function refusalOf(cause: unknown, facts: Asked): Refusal | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { message } = cause;
  const said = message.slice(0, 200).replace(/\s+/g, ' ');
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  const row = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (row !== undefined) return { ...row(facts, said), cause };
  // Five characters: an SQLSTATE.
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && 'severity' in cause) {
    return {
      code: 'source-server-error',
      why: `PostgreSQL answered with an error (${code}): ${said}.`,
      fix: lookAtLog,
      cause,
    };
  }
  return ofDriver(message, facts, cause);
}

/** pg gives its own errors no code. */
function ofDriver(message: string, { host, encrypted }: Asked, cause: unknown): Refusal | undefined {
  if (/^Connection terminated|^Client has encountered a connection error|not queryable/.test(message)) {
    return {
      code: 'source-truncated',
      why: `The connection to ${host} broke off.`,
      fix: 'Run it again; if it stays, look at the log of PostgreSQL and what stands before it.',
      cause,
    };
  }
  if (message === 'The server does not support SSL connections') {
    return {
      code: 'source-tls',
      why: `PostgreSQL on ${host} does not speak TLS.`,
      fix: 'Turn on ssl in postgresql.conf; or write `tls: none` for this source, if its network is trusted.',
      cause,
    };
  }
  if (/^SASL|password must be a string/.test(message)) {
    return {
      code: 'source-unauthorised',
      why: 'PostgreSQL wants a password in a way that this one does not serve.',
      fix: 'Set auth.password of the source.',
      cause,
    };
  }
  if (/^received invalid response|^Unknown authenticationOk|There was an error establishing/.test(message)) {
    return {
      code: 'source-unusable',
      why: `What answers on ${host} does not speak PostgreSQL${encrypted ? ', or not over TLS' : ''}.`,
      fix: 'Check host and port in `url`.',
      cause,
    };
  }
  return undefined;
}
