import { codeOf } from './node-error.js';
import type { Refusal, Way } from './refusal.js';
import { tlsRefusal } from './tls-faults.js';

/**
 * What went wrong below HTTP, by the code of the error or of one of its causes.
 * @param begun whether the answer had begun
 */
export function networkRefusal(error: unknown, way: Way, begun: boolean): Refusal {
  const chain = chainOf(error);
  for (const cause of chain) {
    const code = codeOf(cause);
    const proxyStatus = proxyStatusOf(cause);
    if (proxyStatus !== undefined) return { ...proxyRefusal(proxyStatus, way), cause };
    // undici gives these a code only sometimes.
    if (isProtocolError(cause)) return { ...notHttp(way), cause };
    if (code === undefined) continue;
    const refusal = tlsRefusal(code, way) ?? faultOf(code, way, begun);
    if (refusal !== undefined) return { ...refusal, cause };
  }
  const code = chain.map(codeOf).find((found) => found !== undefined);
  return {
    code: 'source-unreachable',
    why: `The connection to ${toward(way)} failed${code === undefined ? '' : ` (${code})`}.`,
    cause: error,
  };
}

/** The error, what it was caused by, and the attempts that an AggregateError collects (one per IP address). */
function chainOf(error: unknown, depth = 0): readonly unknown[] {
  if (!(error instanceof Error) || depth > 5) return [error];
  const inner = [...(error instanceof AggregateError ? error.errors : []), error.cause];
  return [
    error,
    ...inner.filter((cause) => cause !== undefined).flatMap((cause) => chainOf(cause, depth + 1)),
  ];
}

function faultOf(code: string, way: Way, begun: boolean): Refusal | undefined {
  if (broken.has(code)) return begun ? brokenOff : { ...closed(way), again: 'retry' };
  const says = unreachable[code];
  if (says !== undefined) {
    return {
      code: 'source-unreachable',
      why: says(way.proxy ?? way.host),
      ...(way.proxy === undefined ? {} : { fix: 'Check `proxy` of the source, DNS and firewall.' }),
      ...(code === 'EAI_AGAIN' ? { again: 'retry' } : {}),
    };
  }
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return { code: 'connector-broken', why: 'The connector made a request that HTTP does not allow.' };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return unusable('The headers of the answer are too large.');
  // zlib's own codes, and those that Node makes of Brotli's.
  if (/^(?:Z_|ERR__ERROR_)/.test(code)) return unusable('The answer is not compressed as its headers say.');
  return undefined;
}

/** The other side closed a connection that was open. Worth another try: it happens when an idle one is used again. */
const broken: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  // A compressed body that ends early.
  'Z_BUF_ERROR',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** A body that broke off. Read again where nobody has used its beginning yet. */
export const brokenOff: Refusal = {
  code: 'source-truncated',
  why: 'The connection broke off in the middle of the answer.',
  again: 'retry',
};

function closed(way: Way): Refusal {
  return {
    code: 'source-unreachable',
    why: `${toward(way)} closed the connection before it answered.`,
    // With TLS 1.3 a missing client certificate shows only behind the handshake, and then as this.
    fix: 'Look at the log of the ERP or the gateway before it; one that asks for a client certificate does so, too.',
  };
}

/** What fails before a connection is there. With a proxy it is the way to the proxy that failed. */
const unreachable: Readonly<Record<string, (end: string) => string>> = {
  ENOTFOUND: (end) => `DNS knows no host ${end}.`,
  EAI_AGAIN: (end) => `DNS gave no answer for ${end}.`,
  ECONNREFUSED: (end) => `${end} refuses the connection: nothing listens there.`,
  ETIMEDOUT: (end) => `${end} does not answer attempts to connect.`,
  UND_ERR_CONNECT_TIMEOUT: (end) => `${end} does not answer attempts to connect.`,
  EHOSTUNREACH: (end) => `There is no way to ${end} in the network.`,
  ENETUNREACH: (end) => `There is no way to ${end} in the network.`,
  EACCES: (end) => `This machine does not allow connections to ${end}.`,
  EPERM: (end) => `This machine does not allow connections to ${end}.`,
};

function isProtocolError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function notHttp({ host }: Way): Refusal {
  return unusable(`What answers on ${host} does not speak HTTP.`);
}

function unusable(why: string): Refusal {
  return { code: 'source-unusable', why };
}

function toward({ host, proxy }: Way): string {
  return proxy === undefined ? host : `${host} through the proxy ${proxy}`;
}

/** undici tells the status of a CONNECT only in its message. */
function proxyStatusOf(error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : '';
  const [, tunnel, forward] =
    /^Proxy response \((\d+)\)|^Proxy Authentication Required \((407)\)/.exec(message) ?? [];
  const status = tunnel ?? forward;
  return status === undefined ? undefined : Number(status);
}

function proxyRefusal(status: number, { host, proxy = '' }: Way): Refusal {
  if (status === 407) {
    return {
      code: 'source-unreachable',
      why: `The proxy ${proxy} does not accept the credentials (407).`,
      fix: 'Write user and password into `proxy` of the source, as placeholders.',
    };
  }
  return {
    code: 'source-unreachable',
    why: `The proxy ${proxy} answered ${status} to the request for a connection to ${host}.`,
    fix: 'Check that the proxy may connect to the host and port in url.',
  };
}
