import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { TransportOptions } from '../model/config.js';
import { bareHost, proxyAddress, sourceAddress } from './address.js';
import { networkRefusal } from './faults.js';
import { isHttp } from './link.js';
import type { Refusal } from './refusal.js';
import { readTls } from './tls.js';

/** What a step on the way to a source gave: facts, or why it goes no further. */
export type Step = { readonly step: 'dns' | 'connection' | 'tls' } & (
  | { readonly refusal: Refusal }
  | { readonly facts: StepFacts }
);

export type StepFacts = {
  /** The host that was asked, with its port; of the proxy where there is one. */
  readonly host: string;
  /** Addresses of the host. */
  readonly addresses?: readonly string[];
  /** Milliseconds that the connection took. */
  readonly milliseconds?: number;
  /** `TLSv1.3` */
  readonly protocol?: string;
  /** Whoever signed the certificate, and its last moment. */
  readonly issuer?: string;
  readonly validTo?: Date;
};

export type ProbeSettings = {
  readonly source: string;
  readonly url: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds that one step may take. */
  readonly patience: number;
};

/** Of what an address without a port means; a driver knows its own. */
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Goes the way to a source step by step, and sends nothing: name, connection, certificate. It ends at the first step that
 * fails. Behind a proxy the way ends at the proxy.
 * @throws SeamError `config-invalid` for an address or certificates that cannot be used; the reason of an abort
 */
export async function* probe(settings: ProbeSettings): AsyncGenerator<Step> {
  const { source, url, transport, folder, signal, patience } = settings;
  // The address of a driver was checked when the config was read.
  const address = isHttp(url) ? sourceAddress(url, source, transport) : new URL(url);
  const proxy = proxyAddress(transport.proxy, source);
  const target = proxy ?? address;
  const hostname = bareHost(target);
  const port = Number(target.port) || usualPorts[target.protocol];
  const host = port === undefined ? target.hostname : `${target.hostname}:${port}`;
  const way = { host: address.host, proxy: proxy?.host };

  async function attempt(step: Step['step'], work: () => Promise<Omit<StepFacts, 'host'>>): Promise<Step> {
    try {
      return { step, facts: { host, ...(await work()) } };
    } catch (error) {
      signal.throwIfAborted();
      return { step, refusal: networkRefusal(error, way, false) };
    }
  }

  const steps: readonly (readonly [Step['step'], () => Promise<Omit<StepFacts, 'host'>>])[] = [
    ['dns', async () => ({ addresses: (await lookup(hostname, { all: true })).map((each) => each.address) })],
    ...(port === undefined
      ? []
      : [['connection', () => connection(hostname, port, patience, signal)] as const]),
  ];
  for (const [step, work] of steps) {
    const result = await attempt(step, work);
    yield result;
    if ('refusal' in result) return;
  }
  if (address.protocol !== 'https:' || proxy !== undefined || port === undefined) return;
  const tls = await readTls(transport, folder, source);
  yield attempt('tls', async () => {
    const socket = connectTls({ ...tls, host: hostname, port, ...nameOf(hostname), timeout: patience });
    return settled(socket, 'secureConnect', signal, () => certificateFacts(socket));
  });
}

/** The name for SNI; an address has none. RFC 6066, 3 */
function nameOf(hostname: string): { readonly servername?: string } {
  return /^[\d.]+$|:/.test(hostname) ? {} : { servername: hostname };
}

async function connection(host: string, port: number, patience: number, signal: AbortSignal) {
  const begin = performance.now();
  const socket = connectTcp({ host, port, timeout: patience });
  return settled(socket, 'connect', signal, () => ({ milliseconds: Math.round(performance.now() - begin) }));
}

function certificateFacts(socket: TLSSocket): Omit<StepFacts, 'host'> {
  const { issuer, valid_to }: Partial<PeerCertificate> = socket.getPeerCertificate();
  const by = issuer?.O ?? issuer?.CN;
  const protocol = socket.getProtocol();
  return {
    ...(protocol === null ? {} : { protocol }),
    ...(by === undefined ? {} : { issuer: String(by) }),
    ...(valid_to === undefined ? {} : { validTo: new Date(valid_to) }),
  };
}

type Socket = ReturnType<typeof connectTcp>;

/** What is read of a socket once it is open; it is closed in any case. */
function settled<T>(socket: Socket, open: string, signal: AbortSignal, read: () => T): Promise<T> {
  const stop = () => socket.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop);
  return new Promise<T>((resolve, reject) => {
    socket.once(open, () => resolve(read()));
    socket.once('error', reject);
    socket.once('timeout', () => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  });
}
