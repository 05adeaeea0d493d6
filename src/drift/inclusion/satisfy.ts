import type { Node } from './atoms.js';
import { maxQuestions, spend } from './limits.js';
import { everything, type Nodes, nothing } from './node.js';
import { empty, member, type Outcome, union, unknown } from './outcome.js';
import { searched } from './search.js';
import type { Solver } from './solver.js';
import type { Tester } from './text.js';
import { typeBits, type ValueType } from './values.js';

/** Simple values first: they make the shorter witness. */
const order: readonly ValueType[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/**
 * A solver that finds a member of any set, or shows that there is none. Answers are kept by set.
 *
 * A set that is asked for while it is being answered (a schema that is part of itself) counts as empty there: a
 * smallest member of it holds no other member of it. An "empty" that leans on this is kept only once the set that it
 * leans on is answered.
 */
export function createSolver(nodes: Nodes, tester: Tester): Solver {
  const answers = new Map<number, Outcome>();
  const active = new Map<number, number>();
  let lowest = Number.POSITIVE_INFINITY;
  const solver: Solver = { nodes, tester, satisfy };
  return solver;

  function satisfy(goal: Node): Outcome {
    if (goal === nothing) return empty;
    if (goal === everything) return member('');
    const answer = answers.get(goal.id);
    if (answer !== undefined) return answer;
    const above = active.get(goal.id);
    if (above !== undefined) {
      lowest = Math.min(lowest, above);
      return empty;
    }
    return asked(goal);
  }

  function asked(goal: Node): Outcome {
    spend(tester.budget);
    const depth = active.size;
    if (depth > maxQuestions) return unknown('the parts of the schemas are nested too deeply');
    const outer = lowest;
    lowest = Number.POSITIVE_INFINITY;
    active.set(goal.id, depth);
    const outcome = union(byType(goal));
    active.delete(goal.id);
    const leans = lowest < depth;
    if (outcome.kind === 'member' || !leans) answers.set(goal.id, outcome);
    lowest = leans ? Math.min(outer, lowest) : outer;
    return outcome;
  }

  function* byType(goal: Node): Generator<Outcome> {
    for (const type of order) if ((goal.mask & typeBits[type]) !== 0) yield searched(solver, type, [goal]);
  }
}
