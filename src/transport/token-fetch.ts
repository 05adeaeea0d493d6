import type { TransportOptions } from '../model/config.js';
import { proxyAddress } from './address.js';
import { networkRefusal } from './faults.js';
import { type Refusal, tellerOf, type Way } from './refusal.js';

/** What an authorization server is reached with: the ways of its source. */
export type TokenFetchSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  /** Milliseconds until a request is given up. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string;
};

export type TokenFetch = {
  /**
   * As the global `fetch`, through the proxy of the source and with its certificates.
   * @throws SeamError a `source-*` code where no answer came
   */
  readonly fetch: typeof fetch;
  /** Ends its connections; never throws. */
  close(): Promise<void>;
};

/** The longest answer that is taken in: a token is a few thousand characters. */
const mostBytes = 1024 * 1024;

/** A `fetch` for the authorization server of a source. Nothing is opened before it is called. */
export function openTokenFetch(settings: TokenFetchSettings): TokenFetch {
  const open: (() => Promise<void>)[] = [];
  const { timeout, signal, redact, source } = settings;
  const { refuse } = tellerOf(source, redact);
  return {
    async fetch(address, init) {
      const url = new URL(String(address));
      const proxy = proxyAddress(settings.transport.proxy, source);
      const way: Way = { host: url.host, proxy: proxy?.host };
      const [{ fetchThrough, openDispatcher }, { readTls }] = await Promise.all([
        import('./dispatcher.js'),
        import('./tls.js'),
      ]);
      const dispatcher = openDispatcher({
        address: url,
        proxy,
        tls: await readTls(settings.transport, settings.folder, source),
        connectTimeout: timeout,
        connections: 1,
        maxBytes: mostBytes,
      });
      open.push(() => dispatcher.destroy());
      const late = AbortSignal.timeout(timeout);
      try {
        return await fetchThrough(dispatcher, url, { ...init, signal: AbortSignal.any([signal, late]) });
      } catch (error) {
        signal.throwIfAborted();
        throw refuse(
          late.aborted ? tooLate(way, timeout) : refusalOf(error, way),
          { method: 'POST', url },
          undefined,
        );
      }
    },
    async close() {
      await Promise.allSettled(open.map((end) => end()));
    },
  };
}

function tooLate({ host }: Way, timeout: number): Refusal {
  return {
    code: 'source-timeout',
    why: `The authorization server ${host} gave no answer in ${timeout / 1000} s.`,
  };
}

/** `fetch` hides what happened in the cause of its error. */
function refusalOf(error: unknown, way: Way): Refusal {
  return networkRefusal(error instanceof TypeError ? (error.cause ?? error) : error, way, false);
}
