import type { PolicyRule } from '../model/config.js';
import type { Change, Direction, Verdict } from '../model/drift.js';
import { matchesGlob } from '../model/glob.js';
import { pathText } from '../model/path-text.js';
import { currentRule, type RetiredRules } from '../model/retired-rules.js';

/** The verdict that the user's policy gives a change in a direction; the last line that fits decides. */
export function policyFor(
  policy: readonly PolicyRule[],
  change: Change,
  direction: Direction,
  retired?: RetiredRules,
): Verdict | undefined {
  const path = pathText(change.path);
  return policy.findLast(
    (line) =>
      currentRule(line.rule, retired) === change.rule &&
      line.directions.includes(direction) &&
      (line.path === undefined || matchesGlob(line.path, path)),
  )?.verdict;
}
