import { finished } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { BodyRefused, decoded, decompressed, limited, peeked, tooLarge } from './body.js';
import { bodyless, classify, headSize, isRead } from './classify.js';
import { networkRefusal } from './faults.js';
import type { HttpAnswer, HttpRequest } from './http.js';
import { codeOf } from './redact.js';
import type { Refusal, Way } from './refusal.js';

/** What every attempt at one source has in common. */
export type Caller = {
  readonly dispatcher: Dispatcher;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Address of the proxy, where there is one. */
  readonly proxy: string | undefined;
};

/** A usable answer whose body is still to be read. */
export type Begun = {
  readonly answered: Omit<HttpAnswer, 'text'>;
  readonly text: AsyncIterable<string>;
  /** Why reading the text failed. */
  readonly refusalOf: (error: unknown) => Refusal;
};

/** What became of one attempt. */
export type Outcome<T> =
  | { readonly value: T }
  | { readonly follow: URL }
  | { readonly refusal: Refusal; readonly status?: number };

/** Bytes of a body that are read where the caller does not say. */
const mostBytes = 256 * 2 ** 20;

/** Sends a request once. Whatever goes wrong is an outcome; only what `read` throws of its own goes on. */
export async function attemptAt<T>(
  target: URL,
  accept: string,
  asked: HttpRequest,
  caller: Caller,
  read: (begun: Begun) => Promise<T>,
): Promise<Outcome<T>> {
  const refusalOf = refusals(target, caller);
  let answer: Dispatcher.ResponseData;
  try {
    answer = await send(target, accept, asked, caller);
  } catch (error) {
    return { refusal: refusalOf(error, false) };
  }
  const { statusCode: status, body } = answer;
  try {
    const headers = headersOf(answer.headers);
    const { method = 'GET', expect, accept: accepted = [], maxBytes: most = mostBytes } = asked;
    if (isRead(status, { accept: accepted }) && Number(headers['content-length']) > most) {
      return await abandoned(body, { refusal: tooLarge(most), status });
    }
    const pieces = limited(decompressed(body, headers['content-encoding']), {
      most,
      timeout: caller.timeout,
    });
    const { head, all } = await peeked(bodyless.has(status) ? nothing() : pieces, headSize);
    const seen = { status, headers, head };
    const verdict = classify(seen, { method, expect, accept: accepted, url: target });
    if (verdict !== 'usable') return await abandoned(body, { ...verdict, status });
    const answered = { status, headers, cookies: cookiesOf(answer.headers) };
    const text = decoded(all, head, headers['content-type']);
    return { value: await read({ answered, text, refusalOf: (error) => refusalOf(error, true) }) };
  } catch (error) {
    return abandoned(body, { refusal: refusalOf(error, true), status });
  }
}

async function send(
  target: URL,
  accept: string,
  { method = 'GET', headers = {}, json }: HttpRequest,
  { dispatcher, signal }: Caller,
): Promise<Dispatcher.ResponseData> {
  const { request } = await import('undici');
  return request(target, {
    dispatcher,
    method,
    signal,
    headers: {
      accept,
      'accept-encoding': 'gzip, deflate, br',
      // Some login pages vary by it, and some gateways refuse a request without one.
      'user-agent': 'seam',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? null : JSON.stringify(json),
  });
}

/** What an exception on the way means. */
function refusals(target: URL, { timeout, proxy }: Caller): (error: unknown, begun: boolean) => Refusal {
  const way: Way = {
    host: target.host,
    proxy: proxy !== undefined && URL.canParse(proxy) ? new URL(proxy).host : undefined,
  };
  return (error, begun) => {
    if (error instanceof BodyRefused) return error.refusal;
    const code = codeOf(error);
    if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
      const said = begun ? 'stopped in the middle of its answer, for' : 'did not answer within';
      return { code: 'source-timeout', why: `The source ${said} ${timeout / 1000} s.`, cause: error };
    }
    return networkRefusal(error, way, begun);
  };
}

/** An outcome after which nobody reads the body: its connection is closed, for who knows how much is still to come. */
async function abandoned<T>(
  body: Dispatcher.ResponseData['body'],
  outcome: Exclude<Outcome<never>, { readonly value: unknown }>,
): Promise<Outcome<T>> {
  body.on('error', () => undefined);
  body.destroy();
  await finished(body).catch(() => undefined);
  return outcome;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function headersOf(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const named = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name === 'set-cookie' ? [] : [[name, [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(named);
}

/** `name=value` of each cookie that is set. RFC 6265, 4.1 */
function cookiesOf({ 'set-cookie': set = [] }: Dispatcher.ResponseData['headers']): readonly string[] {
  return [set].flat().map((cookie) => cookie.split(';', 1)[0]?.trim() ?? '');
}
