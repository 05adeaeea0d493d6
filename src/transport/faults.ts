import { codeOf } from './redact.js';
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
    if (code === undefined) continue;
    const refusal = tlsRefusal(code, cause, way) ?? faultOf(code, way, begun);
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
  if (broken.has(code)) return begun ? brokenOff : { ...closed(way), next: 'retry' };
  const says = unreachable[code];
  if (says !== undefined) {
    const refusal: Refusal = { code: 'source-unreachable', why: says(way) };
    return code === 'EAI_AGAIN' ? { ...refusal, next: 'retry' } : refusal;
  }
  if (code.startsWith('HPE_')) return unusable(`What answers on ${way.host} does not speak HTTP.`);
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
const brokenOff: Refusal = {
  code: 'source-truncated',
  why: 'The connection broke off in the middle of the answer.',
  next: 'retry',
};

function closed(way: Way): Refusal {
  return { code: 'source-unreachable', why: `${toward(way)} closed the connection before it answered.` };
}

const unreachable: Readonly<Record<string, (way: Way) => string>> = {
  ENOTFOUND: (way) => `DNS knows no host ${toward(way)}.`,
  EAI_AGAIN: (way) => `DNS gave no answer for ${toward(way)}.`,
  ECONNREFUSED: (way) => `${toward(way)} refuses the connection: nothing listens there.`,
  ETIMEDOUT: (way) => `${toward(way)} does not answer attempts to connect.`,
  UND_ERR_CONNECT_TIMEOUT: (way) => `${toward(way)} does not answer attempts to connect.`,
  EHOSTUNREACH: (way) => `There is no way to ${toward(way)} in the network.`,
  ENETUNREACH: (way) => `There is no way to ${toward(way)} in the network.`,
  EACCES: (way) => `This machine does not allow connections to ${toward(way)}.`,
  EPERM: (way) => `This machine does not allow connections to ${toward(way)}.`,
};

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
