import { randomBytes } from 'node:crypto';
import type { Span } from '../model/span.js';
import type { Target } from './refusal.js';

/** Makes a call a part of the run: headers that say so, and what is told when it has ended. */
export type BeginCall = (target: Target) => {
  readonly headers: Readonly<Record<string, string>>;
  /** @param failure the error code that it ended with */
  end(failure: string | undefined): void;
};

/**
 * Calls that carry the trace of the run. W3C Trace Context, 3.2: version, trace, this call, sampled.
 * @param trace 32 hexadecimal digits; absent: calls say nothing
 * @param span what the calls are parts of; absent: nobody looks at the calls themselves
 * @param shown a call without its secrets
 */
export function beginCall(
  trace: string | undefined,
  span: Span | undefined,
  shown: (target: Target) => string,
): BeginCall {
  return (target) => {
    const { method } = target;
    const part = span?.begin(method, {
      'http.request.method': method,
      'url.full': shown(target).slice(method.length + 1),
    });
    const id = part?.id ?? randomBytes(8).toString('hex');
    return {
      headers: trace === undefined ? {} : { traceparent: `00-${trace}-${id}-01` },
      end: (failure) => part?.end(failure),
    };
  };
}
