import type { Json } from '../../model/json.js';

/** What is known of a set: that it has no member, or one of its members, or neither and why. */
export type Outcome =
  | { readonly kind: 'empty' }
  | { readonly kind: 'member'; readonly value: Json }
  | { readonly kind: 'unknown'; readonly reason: string; readonly keyword?: string };

export const empty: Outcome = { kind: 'empty' };

export function member(value: Json): Outcome {
  return { kind: 'member', value };
}

export function unknown(reason: string, keyword?: string): Outcome {
  return keyword === undefined ? { kind: 'unknown', reason } : { kind: 'unknown', reason, keyword };
}

/** The outcome for a union of sets, asked one after the other until one has a member. */
export function union(outcomes: Iterable<Outcome>): Outcome {
  let result = empty;
  for (const outcome of outcomes) {
    if (outcome.kind === 'member') return outcome;
    if (outcome.kind === 'unknown') result = outcome;
  }
  return result;
}
