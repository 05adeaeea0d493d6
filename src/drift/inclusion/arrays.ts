import type { Json } from '../../model/json.js';
import {
  type ArrayFacts,
  arrayFacts,
  type Count,
  itemGoal,
  prefixOf,
  type Tail,
  withItem,
} from './array-facts.js';
import type { Node } from './atoms.js';
import { holds } from './holds.js';
import type { Literal } from './literals.js';
import { and, finiteNode, not, nothing } from './node.js';
import { empty, member, type Outcome, union, unknown } from './outcome.js';
import type { Solver } from './solver.js';
import { typeBits, valueKey } from './values.js';

/** Items of a witness, and items that `contains` wants. */
const maxItems = 2_000;
const maxWanted = 100;

/** An array that satisfies all literals. */
export function solveArrays(solver: Solver, literals: Iterable<Literal>): Outcome {
  return placed(solver, bounded(solver, arrayFacts(solver.nodes, literals)));
}

/** Tells of single literals that no array which satisfies the given ones satisfies them too. */
export function arrayRefuter(solver: Solver, literals: Iterable<Literal>): (extra: Literal) => boolean {
  const given = [...literals];
  return (extra) => {
    const facts = bounded(solver, arrayFacts(solver.nodes, [...given, extra]));
    if (facts.least > facts.most) return true;
    return facts.demands.some((demand) => {
      const { places, open } = placesFor(solver, facts, demand);
      return open === undefined && places.length === 0;
    });
  };
}

/** The facts with the length cut where an item could have no value. */
function bounded(solver: Solver, facts: ArrayFacts): ArrayFacts {
  const prefix = prefixOf(facts);
  for (let index = 0; index <= prefix && index < facts.most; index++) {
    const goal = itemGoal(solver.nodes, facts, index);
    if (solver.satisfy(goal).kind === 'empty') return { ...facts, most: index };
  }
  return facts;
}

/** Gives each demand an item in turn, in every way that there is. */
function placed(solver: Solver, facts: ArrayFacts): Outcome {
  if (facts.least > facts.most) return empty;
  const [demand, ...demands] = facts.demands;
  if (demand === undefined) return repeated(solver, facts);
  const { places, open } = placesFor(solver, facts, demand);
  const outcome = union(tried());
  return outcome.kind === 'empty' ? (open ?? outcome) : outcome;

  function* tried(): Generator<Outcome> {
    for (const index of places) {
      yield placed(solver, withItem({ ...facts, demands }, index, demand?.node ?? nothing));
    }
  }
}

/** `open`: another place was not decided. */
type Places = { readonly places: readonly number[]; readonly open: Outcome | undefined };

/** Indexes of items that can meet the demand; one index behind the prefix stands for all of them. */
function placesFor(solver: Solver, facts: ArrayFacts, demand: Tail): Places {
  const places: number[] = [];
  let open: Outcome | undefined;
  for (let index = demand.from; index <= prefixOf(facts) && index < facts.most; index++) {
    const goal = and(solver.nodes, itemGoal(solver.nodes, facts, index), demand.node);
    const outcome = solver.satisfy(goal);
    if (outcome.kind === 'member') places.push(index);
    if (outcome.kind === 'unknown') open = outcome;
  }
  return { places, open };
}

/** Chooses the two items that are equal, where the literals want some. */
function repeated(solver: Solver, facts: ArrayFacts): Outcome {
  if (!facts.repeats) return counted(solver, facts);
  const { nodes } = solver;
  const last = Math.min(facts.most - 1, prefixOf(facts) + 1);
  return union(pairs());

  function* pairs(): Generator<Outcome> {
    for (let second = 1; second <= last; second++) {
      for (let first = 0; first < second; first++) {
        const both = and(nodes, itemGoal(nodes, facts, first), itemGoal(nodes, facts, second));
        const outcome = solver.satisfy(both);
        if (outcome.kind !== 'member') yield outcome;
        else {
          const same = finiteNode(nodes, [outcome.value]);
          const chosen = counted(solver, withItem(withItem(facts, first, same), second, same));
          // Another pair of equal values could do where this one did not.
          yield chosen.kind === 'empty' ? unknown('no equal items were found', 'uniqueItems') : chosen;
        }
      }
    }
  }
}

/** Chooses the items that `contains` wants, after what the counts alone exclude. */
function counted(solver: Solver, facts: ArrayFacts): Outcome {
  if (facts.atLeast.some((count) => isTooMany(solver, facts, count))) return empty;
  if (facts.atMost.some((count) => isForced(solver, facts, count))) return empty;
  if (facts.isUnique && isCrowded(solver, facts)) return empty;
  let chosen = facts;
  for (const { count, node } of facts.atLeast) {
    if (count > maxWanted) return unknown('a witness would need too many items', 'minContains');
    let found = 0;
    for (let index = 0; found < count && index < facts.most && index < maxItems; index++) {
      const goal = and(solver.nodes, itemGoal(solver.nodes, chosen, index), node);
      if (solver.satisfy(goal).kind !== 'member') continue;
      chosen = withItem(chosen, index, node);
      found += 1;
    }
    if (found < count) return unknown('not enough items were found', 'minContains');
  }
  const outcome = filled(solver, chosen);
  // Other places could do where these did not.
  return outcome.kind === 'empty' && chosen !== facts
    ? unknown('not enough items were found', 'minContains')
    : outcome;
}

/** More items are wanted than there are places for them, or than another count allows. */
function isTooMany(solver: Solver, facts: ArrayFacts, { count, node }: Count): boolean {
  const { nodes } = solver;
  const prefix = Math.min(prefixOf(facts), facts.most);
  const goals = Array.from({ length: prefix + 1 }, (_, index) =>
    and(nodes, itemGoal(nodes, facts, index), node),
  );
  const isEmpty = (goal: Node) => solver.satisfy(goal).kind === 'empty';
  const inTail = facts.most - prefix > 0 && !isEmpty(goals[prefix] ?? node) ? facts.most - prefix : 0;
  const places = goals.slice(0, prefix).filter((goal) => !isEmpty(goal)).length + inTail;
  if (places < count) return true;
  return facts.atMost.some(
    (limit) =>
      limit.count < count && goals.every((goal) => isEmpty(and(nodes, goal, not(nodes, limit.node)))),
  );
}

/** More items than the count allows cannot but be in its set. */
function isForced(solver: Solver, facts: ArrayFacts, { count, node }: Count): boolean {
  const { nodes } = solver;
  const prefix = prefixOf(facts);
  const isInside = (index: number) =>
    solver.satisfy(and(nodes, itemGoal(nodes, facts, index), not(nodes, node))).kind === 'empty';
  let forced = facts.least > prefix && isInside(prefix) ? facts.least - prefix : 0;
  for (let index = 0; index < Math.min(prefix, facts.least); index++) if (isInside(index)) forced += 1;
  return forced > count;
}

/** An array of the least length; where items must differ, each is chosen beside those before it. */
function filled(solver: Solver, facts: ArrayFacts): Outcome {
  const { nodes } = solver;
  if (facts.least > maxItems) return unknown('a witness would need too many items', 'minItems');
  const items: Json[] = [];
  for (let index = 0; index < facts.least; index++) {
    let goal = itemGoal(nodes, facts, index);
    if (facts.isUnique) goal = and(nodes, goal, not(nodes, finiteNode(nodes, items)));
    for (const { node } of facts.atMost) {
      const outside = and(nodes, goal, not(nodes, node));
      if (solver.satisfy(outside).kind === 'member') goal = outside;
    }
    const outcome = solver.satisfy(goal);
    if (outcome.kind === 'member') items.push(outcome.value);
    else if (outcome.kind === 'unknown') return outcome;
    // All items are alike, so that those chosen are all values that there are.
    else if (prefixOf(facts) === 0 && facts.atMost.length === 0) return empty;
    else return unknown('not enough different items were found', 'uniqueItems');
  }
  return member(items);
}

/** Items that must differ come from fewer values than there are items. */
function isCrowded(solver: Solver, facts: ArrayFacts): boolean {
  const values = new Set<string>();
  for (let index = 0; index < facts.least && index <= prefixOf(facts); index++) {
    const domain = finiteDomain(solver, itemGoal(solver.nodes, facts, index));
    if (domain === undefined) return false;
    for (const value of domain) values.add(valueKey(value));
  }
  return values.size < facts.least;
}

/** The few values that a set can have, where its form shows them. */
function finiteDomain({ tester }: Solver, node: Node): readonly Json[] | undefined {
  const parts = node.form.kind === 'and' ? node.form.parts : [node];
  const small = typeBits.null | typeBits.boolean;
  const candidates: Json[] = [];
  if ((node.mask & ~small) === 0) candidates.push(null, false, true);
  else {
    const list = parts.find(({ form }) => form.kind === 'atom' && form.atom.kind === 'finite');
    if (list?.form.kind !== 'atom' || list.form.atom.kind !== 'finite') return undefined;
    candidates.push(...list.form.atom.values.values());
  }
  return candidates.filter((value) => holds(tester, node, value) !== false);
}
