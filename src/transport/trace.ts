import { randomUUID } from 'node:crypto';
import type { Span } from '../model/span.js';
import type { Target } from './refusal.js';

/** Makes a call a part of the run: headers that say so, and what is told when it has ended. */
export type BeginCall = (target: Target) => {
  readonly headers: Readonly<Record<string, string>>;
  /** @param failure the error code that it ended with */
  end(failure: string | undefined): void;
};

/** Id of a call that nobody looks at. W3C Trace Context, 3.2.2.4 */
export function newSpanId(): string {
  // Node keeps random bytes in stock for these alone; all of the digits that are taken are random.
  const digits = randomUUID();
  return digits.slice(0, 8) + digits.slice(-8);
}

/** The header `traceparent`. W3C Trace Context, 3.2: version, trace, this call, sampled. */
export function traceParent(trace: string, call: string): string {
  return `00-${trace}-${call}-01`;
}

/**
 * Calls that carry the trace of the run.
 * @param trace 32 hexadecimal digits; absent: calls say nothing
 * @param span what the calls are parts of; absent: nobody looks at the calls themselves
 * @param shown an address without its secrets
 */
export function beginCall(
  trace: string | undefined,
  span: Span | undefined,
  shown: (url: URL) => string,
): BeginCall {
  return ({ method, url }) => {
    const part = span?.begin(method, {
      'http.request.method': method,
      'url.full': shown(url),
    });
    const id = part?.id ?? newSpanId();
    return {
      headers: trace === undefined ? {} : { traceparent: traceParent(trace, id) },
      end: (failure) => part?.end(failure),
    };
  };
}
