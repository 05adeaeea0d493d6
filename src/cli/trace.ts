import { randomBytes } from 'node:crypto';

/** The trace that a run is part of. */
export type Trace = {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** 16 hexadecimal digits: the span that seam was started in; absent where nobody began the trace before. */
  readonly parent?: string;
};

/**
 * The trace that whoever started seam is in, or a new one.
 * @param given `TRACEPARENT` of the environment. W3C Trace Context, 3.2
 */
export function traceOf(given: string | undefined): Trace {
  const [, id, parent] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(given ?? '') ?? [];
  // All zeros are no trace. 3.2.2.3
  if (id !== undefined && parent !== undefined && !/^0+$/.test(id) && !/^0+$/.test(parent))
    return { id, parent };
  return { id: randomBytes(16).toString('hex') };
}
