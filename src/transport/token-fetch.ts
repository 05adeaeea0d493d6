import type { TransportOptions } from '../model/config.js';
import { openLoneCalls } from './lone-calls.js';
import { tellerOf } from './refusal.js';

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
const maxBytes = 1024 * 1024;

/** A `fetch` for the authorization server of a source. Nothing is opened before it is called. */
export function openTokenFetch({ source: name, redact, timeout, ...way }: TokenFetchSettings): TokenFetch {
  const { refuse } = tellerOf(name, redact);
  const settings = { ...way, name, timeout, connectTimeout: timeout, maxBytes };
  const { call, close } = openLoneCalls(settings, ({ url, refusal }) => {
    const why = `The authorization server ${url.host} gave no answer in ${timeout / 1000} s.`;
    return refuse(refusal ?? { code: 'source-timeout', why }, { method: 'POST', url }, undefined);
  });
  return { fetch: async (address, init) => call(new URL(String(address)), init, (answer) => answer), close };
}
