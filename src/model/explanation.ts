import type { Direction, Effect, Verdict } from './drift.js';
import type { Json } from './json.js';

/** A rule as it is explained to people. */
export type RuleSheet = {
  readonly id: string;
  /** What happened, in a sentence. */
  readonly detects: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** What the rule's row declares, and what the law makes of it; a real change carries what was proved of it. */
  readonly judged: Readonly<Record<Direction, { readonly effect: Effect; readonly verdict: Verdict }>>;
  /** The smallest pair that shows it, or the case in words. */
  readonly example: string | { readonly contract: Json; readonly live: Json };
};

/** What a rule or an error code means. */
export type Explanation =
  | ({ readonly kind: 'rule' } & RuleSheet)
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly says: string;
      readonly remedy: string;
      /** The exit code that follows from it. */
      readonly exit: number;
    };
