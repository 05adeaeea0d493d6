import { BrokenPromise, checks, NotApplicable } from './checks.js';
import type { Subject } from './subject.js';

/** What became of one promise. */
export type Outcome = {
  readonly id: string;
  readonly promise: string;
  readonly outcome: 'kept' | 'broken' | 'not applicable';
  readonly why?: string;
};

/** Puts a connector to every test, one after the other. An exception is a broken promise too. */
export async function* runConformance(subject: Subject): AsyncGenerator<Outcome> {
  for (const { id, promise, run } of checks) {
    try {
      await run(subject);
      yield { id, promise, outcome: 'kept' };
    } catch (error) {
      const outcome = error instanceof NotApplicable ? 'not applicable' : 'broken';
      const isPlain = error instanceof NotApplicable || error instanceof BrokenPromise;
      const why = isPlain
        ? error.message
        : `it threw ${error instanceof Error ? error.message : String(error)}`;
      yield { id, promise, outcome, why };
    }
  }
}
