import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import { codeOf } from './redact.js';

export type DispatcherSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly concurrency: number;
};

/** Milliseconds that an idle connection is kept. */
const keepAlive = 10_000;

/**
 * undici's agent for one source: TLS is verified against the system's authorities and the source's own, and the proxy is
 * used for every request.
 * @throws SeamError `config-invalid` for a file that cannot be read
 */
export async function openDispatcher(settings: DispatcherSettings): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici');
  const { transport, timeout, concurrency } = settings;
  const common = {
    connections: concurrency,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    keepAliveTimeout: keepAlive,
  };
  const tls = await tlsOptions(settings);
  const connect = { ...tls, timeout };
  if (transport.proxy === undefined) return new Agent({ ...common, connect });
  const proxyTls = tls.ca === undefined ? {} : { proxyTls: { ca: [...tls.ca] } };
  return new ProxyAgent({ ...common, uri: transport.proxy, requestTls: connect, ...proxyTls });
}

type Tls = {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
};

async function tlsOptions({ source, transport, folder }: DispatcherSettings): Promise<Tls> {
  const { ca, clientCertificate } = transport;
  const read = (key: string, path: string) => readPem(resolve(folder, path), source, key);
  const own = ca === undefined ? undefined : await read('ca', ca);
  // Naming authorities replaces those that Node knows, so they are named as well.
  const authorities = own === undefined ? {} : { ca: [...rootCertificates, own] };
  if (clientCertificate === undefined) return authorities;
  const { cert, key, passphrase } = clientCertificate;
  return {
    ...authorities,
    cert: await read('clientCertificate.cert', cert),
    key: await read('clientCertificate.key', key),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

async function readPem(file: string, source: string, key: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) =>
    new SeamError('config-invalid', { why, where: { source, file }, cause });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = codeOf(cause) ?? 'unknown';
    throw refuse(
      `The file of \`${key}\` ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}.`,
      cause,
    );
  }
  if (text.includes('-----BEGIN ')) return text;
  throw refuse(`The file of \`${key}\` is no PEM file: it has no line "-----BEGIN …".`);
}
