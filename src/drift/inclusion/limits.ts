import type { Json } from '../../model/json.js';

/** The work that one question may cost, so that no document can hang the process. */
export type Budget = { left: number };

/** Thrown where a question costs more than its budget; `includes` turns it into "unproven". */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';
}

/** Takes `cost` steps from the budget, or throws. */
export function spend(budget: Budget, cost = 1): void {
  budget.left -= cost;
  if (budget.left < 0) throw new OutOfBudget('the step limit is reached');
}

/** Nesting of a schema, or of the values in it, that is looked at; deeper documents are unproven. */
const maxDepth = 256;

/** Nesting of questions about parts of a document, which recursion can make deeper than the schema is. */
export const maxQuestions = 200;

/** Members of a witness: a longer one helps nobody. */
export const maxWitnessSize = 20_000;

/** Characters of a witness string. */
export const maxWitnessLength = 1_100_000;

/** Members of a schema that is looked at. */
const maxMembers = 2_000_000;

/** What must be known of a schema before it is looked at. */
export type Survey = {
  /** Why it is not looked at: too deep, too large, or with a number too large for a double. */
  readonly refusal?: string;
  /** It holds a keyword, or at least a name, by which one schema refers to another. */
  readonly refers: boolean;
};

const referring: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$id', '$anchor', '$dynamicAnchor']);

export function surveyed(schema: Json): Survey {
  let refers = false;
  let seen = 0;
  const refusal = refused(schema, 0);
  return refusal === undefined ? { refers } : { refers, refusal };

  function refused(value: Json, depth: number): string | undefined {
    if (typeof value === 'number' && !Number.isFinite(value)) return 'a number in the schema is too large';
    if (typeof value !== 'object' || value === null) return undefined;
    if (depth > maxDepth) return `the schema is nested deeper than ${maxDepth} levels`;
    seen += 1;
    if (seen > maxMembers) return 'the schema is too large';
    for (const name of Object.keys(value)) {
      if (referring.has(name)) refers = true;
      const refusal = refused(Reflect.get(value, name), depth + 1);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
}

/** True where the value has at most `limit` members, counted at every place they occur. */
export function isSmall(value: unknown, limit: number): boolean {
  const stack = [value];
  for (let count = 0; stack.length > 0; count++) {
    if (count > limit) return false;
    const item = stack.pop();
    if (typeof item === 'object' && item !== null) for (const child of Object.values(item)) stack.push(child);
  }
  return true;
}
