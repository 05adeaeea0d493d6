import type { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import { proxyAddress } from './address.js';
import { networkRefusal } from './faults.js';
import type { Refusal } from './refusal.js';

export type LoneSettings = {
  /** Name of the source or channel, for errors. */
  readonly name: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  /** Milliseconds until a call is given up, and for an attempt to connect. */
  readonly timeout: number;
  readonly connectTimeout: number;
  /** The longest answer that is taken in. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

/** A call that came to nothing. */
export type LoneFault = {
  readonly url: URL;
  /** What happened on the network; absent: the time was up. */
  readonly refusal: Refusal | undefined;
  readonly error: unknown;
};

/** Calls that are sent once, each over a connection of its own. */
export type LoneCalls = {
  /**
   * What is made of the answer, which counts as part of the call.
   * @throws SeamError what `failed` makes of a call that came to nothing, `config-invalid` for a proxy or certificates
   * that cannot be used; the reason of an abort
   */
  call<T>(url: URL, init: RequestInit | undefined, use: (answer: Response) => Promise<T> | T): Promise<T>;
  /** Ends their connections; never throws. */
  close(): Promise<void>;
};

type RequestInit = NonNullable<Parameters<typeof fetch>[1]>;

/**
 * The standard `fetch`, through a proxy and with certificates of one's own. Nothing is opened before something is sent.
 * @param failed the error for a call that came to nothing
 */
export function openLoneCalls(settings: LoneSettings, failed: (fault: LoneFault) => SeamError): LoneCalls {
  const { name, transport, folder, timeout, connectTimeout, maxBytes, signal } = settings;
  const open: (() => Promise<void>)[] = [];
  return {
    async call(url, init, use) {
      const proxy = proxyAddress(transport.proxy, name);
      const [{ fetchThrough, openDispatcher }, { readTls }] = await Promise.all([
        import('./dispatcher.js'),
        import('./tls.js'),
      ]);
      const dispatcher = openDispatcher({
        address: url,
        proxy,
        tls: await readTls(transport, folder, name),
        connectTimeout,
        connections: 1,
        maxBytes,
      });
      open.push(() => dispatcher.destroy());
      const late = AbortSignal.timeout(timeout);
      try {
        const ended = AbortSignal.any([signal, late]);
        return await use(await fetchThrough(dispatcher, url, { ...init, signal: ended }));
      } catch (error) {
        signal.throwIfAborted();
        const way = { host: url.host, proxy: proxy?.host };
        const refusal = late.aborted ? undefined : networkRefusal(rootOf(error), way, false);
        throw failed({ url, refusal, error });
      }
    },
    async close() {
      await Promise.allSettled(open.map((end) => end()));
    },
  };
}

/** `fetch` hides what happened in the cause of its error. */
function rootOf(error: unknown): unknown {
  return error instanceof TypeError ? (error.cause ?? error) : error;
}
