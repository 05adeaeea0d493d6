import type { Readable } from 'node:stream';
import type { Dispatcher, request } from 'undici';
import { SeamError } from '../errors/seam-error.js';
import { bodyChunks } from './body.js';
import { encodingOf, isKnownEncoding } from './charset.js';
import { bodyless, classify, headSize, isRead } from './classify.js';
import { networkRefusal } from './faults.js';
import type { Refusal, Teller, Way } from './refusal.js';
import type { Asked, Class } from './seen.js';
import { openWatch, type Watch } from './watch.js';

/** One request, ready to be sent. */
export type Call = Asked & {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maxBytes: number;
};

/** What all calls of a source share. */
export type Wire = {
  readonly send: typeof request;
  readonly dispatcher: Dispatcher;
  readonly way: Way;
  /** Milliseconds that one exchange may keep us waiting. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly refuse: Teller['refuse'];
  /** Told the status and headers of every answer, whatever it is worth. */
  readonly heard?: Heard | undefined;
};

/** Names of headers are in lower case; `set-cookie` is not among them. */
export type Heard = (status: number, headers: Readonly<Record<string, string>>) => void;

/** A usable answer. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly encoding: string;
  /** What stops it is thrown as a SeamError; `source-truncated` where the connection broke off. */
  readonly body: AsyncIterable<Uint8Array>;
};

export type Outcome = { readonly status?: number } & (
  | { readonly answer: Answer }
  | { readonly follow: URL }
  | { readonly refusal: Refusal }
);

/**
 * Sends a call once, and judges the answer by its beginning. `leave` is called once the connection is free, for a usable
 * answer when its body has been read. Throws nothing but the reason of an abort.
 */
export async function exchange(call: Call, wire: Wire, leave: () => void): Promise<Outcome> {
  const watch = openWatch(wire.timeout, wire.signal);
  const end = () => {
    watch.end();
    leave();
  };
  let status: number | undefined;
  try {
    const { method, headers } = call;
    const options = { dispatcher: wire.dispatcher, method, headers, body: call.body, signal: watch.signal };
    const response = await watch.during(wire.send(call.url, options));
    status = response.statusCode;
    // Destroying a body that nobody reads is no error of ours.
    response.body.on('error', () => undefined);
    const seen = { status, ...headersOf(response.headers) };
    wire.heard?.(status, seen.headers);
    // A 304 may tell the length of what it does not send (RFC 9110, 8.6), which undici takes for a body that broke off.
    const body = bodyless.has(status) ? nothing(response.body) : response.body;
    const chunks = bodyChunks(body, seen.headers, call.maxBytes);
    const begun = isRead(status, call) ? await readHead(chunks, watch) : [];
    const head = Buffer.concat(begun).subarray(0, headSize);
    const encoding = encodingOf(head, seen.headers['content-type']);
    const worth = judged(classify({ ...seen, head }, call), encoding);
    if (worth !== 'usable') {
      response.body.destroy();
      await chunks.return();
      end();
      return { status, ...worth };
    }
    const explain = (error: unknown) => {
      wire.signal.throwIfAborted();
      return wire.refuse(explained(error, wire, watch, status), call, status);
    };
    return { status, answer: { ...seen, encoding, body: wholeBody(begun, chunks, { watch, end, explain }) } };
  } catch (error) {
    end();
    wire.signal.throwIfAborted();
    const refusal = explained(error, wire, watch, status);
    return status === undefined ? { refusal } : { status, refusal };
  }
}

/** The body of an answer that has none; the connection is free again once it has been passed over. */
function nothing(body: Readable): AsyncIterable<Uint8Array> {
  body.resume();
  return (async function* () {})();
}

function judged(worth: Class, encoding: string): Class {
  if (worth !== 'usable' || isKnownEncoding(encoding)) return worth;
  return {
    refusal: {
      code: 'source-unusable',
      why: 'The answer is in a character encoding that seam does not know.',
    },
  };
}

/** Repeated headers are joined as RFC 9110, 5.3 allows, but for cookies, which may hold commas. */
function headersOf(raw: Readonly<Record<string, string | string[] | undefined>>) {
  const { 'set-cookie': cookies = [], ...others } = raw;
  return {
    headers: Object.fromEntries(
      Object.entries(others).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    cookies: [cookies]
      .flat()
      .map((cookie) => cookie.split(';', 1)[0]?.trim() ?? '')
      .filter((cookie) => cookie.includes('=')),
  };
}

async function readHead(chunks: AsyncIterator<Uint8Array>, watch: Watch): Promise<readonly Uint8Array[]> {
  const begun: Uint8Array[] = [];
  for (let size = 0; size < headSize; ) {
    const next = await watch.during(chunks.next());
    if (next.done === true) break;
    begun.push(next.value);
    size += next.value.length;
  }
  return begun;
}

type Reading = {
  readonly watch: Watch;
  readonly end: () => void;
  /** The error that is thrown for what stopped the body. */
  readonly explain: (error: unknown) => SeamError;
};

async function* wholeBody(
  begun: readonly Uint8Array[],
  chunks: AsyncGenerator<Uint8Array, void>,
  { watch, end, explain }: Reading,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* begun;
    for (;;) {
      const next = await watch.during(chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw explain(error);
  } finally {
    end();
    await chunks.return();
  }
}

function explained(
  error: unknown,
  { way, timeout }: Wire,
  watch: Watch,
  status: number | undefined,
): Refusal {
  const begun = status !== undefined;
  if (watch.isLate()) {
    const seconds = timeout / 1000;
    return {
      code: 'source-timeout',
      why: begun
        ? `The answer was not complete after ${seconds} s.`
        : `There was no answer after ${seconds} s.`,
    };
  }
  if (error instanceof SeamError) return { code: error.code, why: error.message, fix: error.fix };
  return networkRefusal(error, way, begun);
}
