import { type Json, sameJson } from '../../model/json.js';
import { compileDocument } from './compile.js';
import { evaluate } from './evaluate.js';
import type { JsonSchema } from './keywords.js';
import { lighter } from './lighter.js';
import { type Budget, isSmall, maxWitnessSize, OutOfBudget, surveyed } from './limits.js';
import { and, createNodes, not } from './node.js';
import { createSolver } from './satisfy.js';
import { createTester } from './text.js';
import type { Truth } from './values.js';

export type { JsonSchema } from './keywords.js';
export { RemoteReference } from './references.js';

/** Whether every document that `a` accepts is accepted by `b`. */
export type Inclusion =
  | { readonly result: 'yes' }
  /** `witness` is accepted by `a` and rejected by `b`. */
  | { readonly result: 'no'; readonly witness: Json }
  /** `keyword` is what could not be decided, where it is one. */
  | { readonly result: 'unproven'; readonly reason: string; readonly keyword?: string };

export type InclusionOptions = {
  /** Steps that the answer may take; about a million a second. */
  readonly steps?: number;
};

const defaultSteps = 100_000;

/**
 * Whether every document that `a` accepts is accepted by `b`, both JSON Schema 2020-12 with formats asserted and
 * decimals exact. Never a wrong yes; each witness has been judged by a validator on both sides. Nothing is claimed
 * about schemas with keywords that are not understood, where it depends on them. Throws `RemoteReference`.
 */
export function includes(
  a: JsonSchema,
  b: JsonSchema,
  { steps = defaultSteps }: InclusionOptions = {},
): Inclusion {
  const [left, right] = [surveyed(a), surveyed(b)];
  const reason = left.refusal ?? right.refusal;
  if (reason !== undefined) return unproven(reason);
  return withinBudget<Inclusion>(
    steps,
    (budget) => {
      const question = { budget, a, b };
      if (left.refers || right.refers) return answered(question, a, b);
      const light = answered(question, ...lighter(a, b));
      return light.result === 'unproven' ? answered(question, a, b) : light;
    },
    (message) => unproven(message),
  );
}

/** Whether the schema accepts the document: a validator with exact decimals and asserted formats. */
export function accepts(
  schema: JsonSchema,
  document: Json,
  { steps = defaultSteps }: InclusionOptions = {},
): Truth {
  if ((surveyed(schema).refusal ?? surveyed(document).refusal) !== undefined) return 'unknown';
  return withinBudget<Truth>(
    steps,
    (budget) => evaluate({ document: { root: schema }, budget, tester: createTester(budget) }, document),
    () => 'unknown',
  );
}

type Question = { readonly budget: Budget; readonly a: JsonSchema; readonly b: JsonSchema };

/** The answer by `left` and `right`, which stand for `a` and `b`; a witness is judged by these. */
function answered({ budget, a, b }: Question, left: JsonSchema, right: JsonSchema): Inclusion {
  const nodes = createNodes();
  const tester = createTester(budget);
  const accepted = compileDocument(nodes, left, 'a');
  // Whatever it means, a schema includes itself.
  if (sameJson(left, right)) return { result: 'yes' };
  const goal = and(nodes, accepted, not(nodes, compileDocument(nodes, right, 'b')));
  const outcome = createSolver(nodes, tester).satisfy(goal);
  if (outcome.kind === 'empty') return { result: 'yes' };
  if (outcome.kind === 'unknown') return unproven(outcome.reason, outcome.keyword);
  const witness = outcome.value;
  if (!isSmall(witness, maxWitnessSize)) return unproven('the witness is too large');
  const isProof =
    evaluate({ document: { root: a }, budget, tester }, witness) === true &&
    evaluate({ document: { root: b }, budget, tester }, witness) === false;
  return isProof ? { result: 'no', witness } : unproven('the witness is not confirmed');
}

function unproven(reason: string, keyword?: string): Inclusion {
  return keyword === undefined ? { result: 'unproven', reason } : { result: 'unproven', reason, keyword };
}

function withinBudget<Answer>(
  steps: number,
  work: (budget: Budget) => Answer,
  otherwise: (reason: string) => Answer,
): Answer {
  try {
    return work({ left: steps });
  } catch (error) {
    if (error instanceof OutOfBudget) return otherwise(error.message);
    // A stack that is full, by references that nest deeper than the schema: all that is half done belongs to this call.
    if (error instanceof RangeError) return otherwise('the schemas are too deep to be compared');
    throw error;
  }
}
