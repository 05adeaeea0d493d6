import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { TlsOptions } from './tls.js';

export { request } from 'undici';

export type DispatcherOptions = {
  readonly address: URL;
  readonly proxy: URL | undefined;
  readonly tls: TlsOptions;
  /** Milliseconds until an attempt to connect is given up. */
  readonly connectTimeout: number;
  readonly connections: number;
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
}: DispatcherOptions): Dispatcher {
  const connect = { ...tls, rejectUnauthorized: true, timeout: connectTimeout };
  // The time of a whole exchange is limited where its body is read.
  const common = { connections, maxHeaderSize, headersTimeout: 0, bodyTimeout: 0 };
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

function credentials({ username, password }: URL): { readonly token?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A user or password of a URL as it is; one with a bare "%" is taken literally. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
