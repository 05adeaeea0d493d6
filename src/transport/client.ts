import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import type { Json } from '../model/json.js';
import { requestAddress, shownUrl, sourceAddress } from './address.js';
import { attemptAt, type Begun, type Caller, type Outcome } from './attempt.js';
import { openDispatcher } from './dispatcher.js';
import type { Http, HttpRequest } from './http.js';
import { openPace, sleep } from './pace.js';
import { parseJson } from './parse-json.js';
import { redactedError, redactor } from './redact.js';
import { type CallPlace, type Refusal, refused } from './refusal.js';

export type HttpSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly url: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  /** Values that no error and no log line may hold. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly log: (message: string, facts?: Readonly<Record<string, Json>>) => void;
};

export type OpenHttp = { readonly http: Http; close(): Promise<void> };

const defaults = { timeout: 60, concurrency: 4 } as const;

/** How often the same call is sent again after a fault that may pass. */
const mostRetries = 2;
const mostRedirects = 5;
/** Milliseconds that all pauses of one source may take together, and the first one where the server names no time. */
const mostPause = 120_000;
const firstPause = 1000;
/** How often a source that names no time is given a pause, each twice as long as the one before. */
const mostBlindPauses = 3;
/** Accept headers, the next one where a server does not speak the one before. */
const acceptLists = {
  json: ['application/json', '*/*'],
  xml: ['application/xml', '*/*', 'application/xml;q=1,text/xml;q=0.9,*/*;q=0.1'],
  text: ['*/*'],
} as const;

/**
 * The HTTP client of one source. Nothing is sent yet.
 * @throws SeamError `config-invalid` where the settings cannot be used
 */
export async function openHttp(settings: HttpSettings): Promise<OpenHttp> {
  const { source, url, transport, folder, secrets, signal, log } = settings;
  const base = sourceAddress(url, source, transport);
  const timeout = (transport.timeout ?? defaults.timeout) * 1000;
  const concurrency = transport.concurrency ?? defaults.concurrency;
  const dispatcher = await openDispatcher({ source, transport, folder, timeout, concurrency });
  const pace = openPace(concurrency, mostPause, signal);
  const redact = redactor(secrets);
  const caller: Caller = { dispatcher, timeout, signal, proxy: transport.proxy };

  function failed(refusal: Refusal, place: CallPlace): SeamError {
    const { why, fix, cause } = refusal;
    return refused(
      {
        ...refusal,
        why: redact(why),
        ...(fix === undefined ? {} : { fix: redact(fix) }),
        ...(cause === undefined ? {} : { cause: redactedError(cause, redact) }),
      },
      { ...place, url: redact(place.url) },
    );
  }

  /** Sends until an answer is usable, or not worth another try; `read` then owns the place in the queue. */
  async function call<T>(
    asked: HttpRequest,
    read: (begun: Begun, leave: () => void) => Promise<T>,
  ): Promise<T> {
    const method = asked.method ?? 'GET';
    const address = requestAddress(base, asked);
    if (!(address instanceof URL)) throw failed(address, { source, method, url: shownUrl(base) });
    let target = address;
    for (let [tries, hops, list] = [0, 0, 0]; ; ) {
      const leave = await pace.enter();
      log(`${method} ${shownUrl(target)}`);
      const accept = acceptLists[asked.expect][list] ?? '*/*';
      const outcome: Outcome<T> = await attemptAt(target, accept, asked, caller, (begun) =>
        read(begun, leave),
      );
      if ('value' in outcome) return outcome.value;
      leave();
      signal.throwIfAborted();
      if ('follow' in outcome) {
        hops += 1;
        if (hops > mostRedirects) throw failed(tooManyRedirects, { source, method, url: shownUrl(target) });
        target = outcome.follow;
        continue;
      }
      const { refusal, status } = outcome;
      const place = { source, method, url: shownUrl(target), ...(status === undefined ? {} : { status }) };
      if (refusal.next === 'negotiate' && list + 1 < acceptLists[asked.expect].length) {
        list += 1;
        continue;
      }
      const again = await waited(refusal, tries);
      if (!again) throw failed(refusal, place);
      tries += 1;
    }
  }

  /** Waits before another try; false where none is worth it. */
  async function waited({ next }: Refusal, tries: number): Promise<boolean> {
    if (next === 'retry') {
      if (tries >= mostRetries) return false;
      await sleep(250 * 2 ** tries * (0.5 + Math.random()), signal);
      return true;
    }
    if (typeof next !== 'object') return false;
    if (next.wait === undefined && tries >= mostBlindPauses) return false;
    return pace.pause(next.wait ?? firstPause * 2 ** tries);
  }

  const http: Http = {
    request: (asked) =>
      call(asked, async ({ answered, text }, leave) => {
        const parts: string[] = [];
        for await (const part of text) parts.push(part);
        leave();
        return { ...answered, text: parts.join('') };
      }),
    async json(asked) {
      const { text, ...answered } = await http.request(asked);
      const parsed = parseJson(text);
      if ('body' in parsed) return { ...answered, body: parsed.body };
      const address = requestAddress(base, asked);
      const where = shownUrl(address instanceof URL ? address : base);
      throw failed(parsed.refusal, {
        source,
        method: asked.method ?? 'GET',
        url: where,
        status: answered.status,
      });
    },
    stream: (asked) =>
      call(asked, async ({ answered, text, refusalOf }, leave) => {
        const place = { source, method: asked.method ?? 'GET', url: shownUrl(base), status: answered.status };
        return {
          ...answered,
          chunks: guarded(text, leave, (error) => failed(refusalOf(error), place), signal),
        };
      }),
  };
  return { http, close: () => dispatcher.destroy() };
}

const tooManyRedirects: Refusal = {
  code: 'source-unusable',
  why: `The source redirects more than ${mostRedirects} times.`,
};

/** The pieces of a text; what goes wrong on the way becomes an error of ours, and the place is left at the end. */
async function* guarded(
  text: AsyncIterable<string>,
  leave: () => void,
  errorOf: (error: unknown) => SeamError,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    yield* text;
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SeamError ? error : errorOf(error);
  } finally {
    leave();
  }
}
