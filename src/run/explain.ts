import { fieldRules, rules } from '../drift/rules/index.js';
import { effectsOf } from '../drift/rules/rule.js';
import { errorCodes } from '../errors/codes.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { exitCodes } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import { type Direction, directions, type Effect, type Verdict } from '../model/drift.js';
import type { Explanation, RuleSheet } from '../model/explanation.js';
import type { Json } from '../model/json.js';
import { currentRule } from '../model/retired-rules.js';
import { byCodePoint } from '../model/text.js';
import { law } from '../verdict/law.js';

/** Every rule, sorted by id. */
export function allRules(): readonly RuleSheet[] {
  return Object.keys(rules).sort(byCodePoint).map(ruleSheet);
}

/**
 * What a rule or an error code means and what to do about it.
 * @throws SeamError `usage-invalid` for an id that is neither
 */
export function explain(given: string): Explanation {
  const id = currentRule(given);
  if (Object.hasOwn(rules, id)) return { kind: 'rule', ...ruleSheet(id) };
  if (Object.hasOwn(errorCodes, id)) {
    const { exit, says, remedy } = errorCodes[id as keyof typeof errorCodes];
    return { kind: 'error', id, says, remedy, exit: exitCodes[exit].code };
  }
  const near = didYouMean(id, [...Object.keys(rules), ...Object.keys(errorCodes)]);
  throw new SeamError('usage-invalid', {
    why: `There is no rule and no error "${id}".`,
    fix: near === undefined ? 'See all rules with seam rules.' : `Did you mean "${near}"?`,
  });
}

function ruleSheet(id: string): RuleSheet {
  const row = rules[id];
  if (row === undefined) throw new RangeError(`there is no rule ${id}`);
  const effects = effectsOf(row.effect);
  const verdictOf = (direction: Direction): { readonly effect: Effect; readonly verdict: Verdict } => ({
    effect: effects[direction],
    verdict: law[direction][effects[direction]],
  });
  const example = fieldRules[id]?.example;
  return {
    id,
    detects: row.detects,
    advice: row.advice,
    judged: Object.fromEntries(
      directions.map((direction) => [direction, verdictOf(direction)]),
    ) as RuleSheet['judged'],
    // An example is a pair of field schemas, which are JSON, or a sentence.
    example:
      example === undefined ? String(row.example) : (example as unknown as RuleSheet['example'] & Json),
  };
}
