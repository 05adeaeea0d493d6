import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import type { HttpRequest } from './http.js';
import type { Refusal } from './refusal.js';

/** Seconds until one exchange is given up, where the source does not say. */
export const usualTimeout = 60;

/**
 * The address of a source, if requests with credentials may go there. Its path ends with a slash.
 * @throws SeamError `config-invalid`, without the address where it may hold a credential
 */
export function sourceAddress(url: string, source: string, { allowHttp, proxy }: TransportOptions): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const refuse = (why: string, fix: string) =>
    new SeamError('config-invalid', { why, where: { source }, fix });
  if (address === undefined || (address.protocol !== 'https:' && address.protocol !== 'http:')) {
    throw refuse('The url of the source is no address.', 'Write it with https:// at the beginning.');
  }
  if (address.username !== '' || address.password !== '') {
    throw refuse('The url of the source holds a user or a password.', 'Put them into `auth` of the source.');
  }
  // Behind a proxy a loopback address is the proxy's machine, and the way there is not ours.
  const near = proxy === undefined && isLoopback(address.hostname);
  if (address.protocol === 'http:' && !near && allowHttp !== true) {
    throw refuse(
      'The url of the source is plain http: all in between could read the credentials.',
      'Use https; or write `allowHttp: true` for this source, if its network is trusted.',
    );
  }
  address.search = '';
  address.hash = '';
  if (!address.pathname.endsWith('/')) address.pathname += '/';
  return address;
}

/**
 * The address of an HTTP proxy; absent where there is none.
 * @throws SeamError `config-invalid`, without the address, which may hold a credential
 */
export function proxyAddress(proxy: string | undefined, source: string): URL | undefined {
  if (proxy === undefined) return undefined;
  const address = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address;
  throw new SeamError('config-invalid', {
    why: 'The `proxy` of the source is no address of an HTTP proxy.',
    where: { source },
    fix: 'Write it as http://proxy.example.com:3128.',
  });
}

/** True for a host name that can only be this machine. `URL` writes an IPv4 address of http in any spelling as four numbers. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** A part of a URL as it is meant; one with a bare "%" is taken literally. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The host of an address; without the brackets of an IPv6 one, as sockets take it. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Where a request goes: below the address of the source, or a full URL with the same origin. Else why it may not go. */
export function requestAddress(
  base: URL,
  { path, query = {} }: Pick<HttpRequest, 'path' | 'query'>,
): URL | Refusal {
  if (leadsElsewhere(path)) {
    return {
      code: 'source-unusable',
      why: 'A name that the source gave leads out of its address, so it was not asked for.',
    };
  }
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
  const text = (full ? path : base.href + path.replace(/^\//, '')).replaceAll('#', '%23');
  const target = URL.canParse(text) ? new URL(text) : undefined;
  if (target === undefined || target.origin !== base.origin) {
    const where = target === undefined ? '' : ` (${target.origin})`;
    return {
      code: 'source-redirected',
      why: `The source names an address on another host${where}; credentials are never sent there.`,
      fix: 'Set url to the address that the ERP itself uses in its links.',
    };
  }
  target.username = '';
  target.password = '';
  const added = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  if (added.length > 0) target.search = [target.search.slice(1), ...added].filter(Boolean).join('&');
  return target;
}

/** encodeURIComponent leaves ".." alone; `URL` resolves it, drops tabs and line ends, and takes "\" for "/". */
function leadsElsewhere(path: string): boolean {
  const segments = path.split(/[?#]/, 1)[0]?.split(/[/\\]/) ?? [];
  return /\p{Cc}/u.test(path) || segments.some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Not as URLSearchParams does it: to some OData servers "+" is no space, and "%24format" no option of theirs. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%24', '$').replaceAll('%2C', ',');
}
