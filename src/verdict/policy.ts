import type { PolicyRule } from '../model/config.js';
import type { Change, Direction, Verdict } from '../model/drift.js';
import { matchesGlob } from '../model/glob.js';
import { pathText } from '../model/path-text.js';

/** The verdict that the user's policy gives a change in a direction; the last line that fits decides. */
export function policyFor(
  policy: readonly PolicyRule[],
  change: Change,
  direction: Direction,
): Verdict | undefined {
  const path = pathText(change.path);
  return policy.findLast(
    (line) =>
      line.rule === change.rule &&
      line.directions.includes(direction) &&
      (line.path === undefined || matchesGlob(line.path, path)),
  )?.verdict;
}
