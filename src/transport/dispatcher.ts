import { Agent, type Dispatcher, fetch as fetchOfUndici, ProxyAgent } from 'undici';
import { decoded } from './address.js';
import type { TlsOptions } from './tls.js';

export { request } from 'undici';

export type DispatcherOptions = {
  readonly address: URL;
  readonly proxy: URL | undefined;
  readonly tls: TlsOptions;
  /** Milliseconds until an attempt to connect is given up. */
  readonly connectTimeout: number;
  readonly connections: number;
  /** The longest body; absent: the reader of the body sets the limit. */
  readonly maxBytes?: number;
};

/** Answers of single sign-on gateways carry large cookies. */
const maxHeaderSize = 64 * 1024;

/** The connections to one source, kept alive, directly or through its proxy. TLS is always verified. */
export function openDispatcher({
  address,
  proxy,
  tls,
  connectTimeout,
  connections,
  maxBytes,
}: DispatcherOptions): Dispatcher {
  const connect = { ...tls, rejectUnauthorized: true, timeout: connectTimeout };
  // The time of a whole exchange is limited where its body is read.
  const common = {
    connections,
    maxHeaderSize,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(maxBytes === undefined ? {} : { maxResponseSize: maxBytes }),
  };
  if (proxy === undefined) return new Agent({ ...common, connect });
  const { ca } = tls;
  return new ProxyAgent({
    ...common,
    uri: proxy.origin,
    ...credentials(proxy),
    requestTls: connect,
    // The client certificate is for the source alone.
    proxyTls: { ...(ca === undefined ? {} : { ca }), rejectUnauthorized: true, timeout: connectTimeout },
    // Many proxies tunnel to port 443 only.
    proxyTunnel: address.protocol === 'https:',
  });
}

/** The standard `fetch`, over these connections. */
export async function fetchThrough(dispatcher: Dispatcher, url: URL, init: RequestInit): Promise<Response> {
  // undici's own types of the same standard differ from Node's in what nobody here uses.
  return (await fetchOfUndici(url, { ...(init as object), dispatcher })) as unknown as Response;
}

type RequestInit = NonNullable<Parameters<typeof fetch>[1]>;

function credentials({ username, password }: URL): { readonly token?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` };
}
