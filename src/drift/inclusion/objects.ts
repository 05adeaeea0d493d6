import type { Json } from '../../model/json.js';
import type { Node } from './atoms.js';
import { holds } from './holds.js';
import type { Literal } from './literals.js';
import { and, everything, finiteNode, not, nothing, typesNode } from './node.js';
import {
  holdsOfUnmentioned,
  knownNames,
  type NameRule,
  type ObjectFacts,
  objectFacts,
  valueGoal,
  withPresent,
} from './object-facts.js';
import { empty, member, type Outcome, union, unknown } from './outcome.js';
import type { Solver } from './solver.js';
import { typeBits } from './values.js';

/** Kinds of unmentioned names that are told apart, and names that are made up for `minProperties`. */
const maxCells = 64;
const maxMadeUp = 64;

/** An object that satisfies all literals. */
export function solveObjects(solver: Solver, literals: Iterable<Literal>): Outcome {
  return placed(solver, objectFacts(solver.nodes, literals));
}

/** Tells of single literals that no object which satisfies the given ones satisfies them too. */
export function objectRefuter(solver: Solver, literals: Iterable<Literal>): (extra: Literal) => boolean {
  const facts = objectFacts(solver.nodes, literals);
  const isEmpty = (goal: Node) => solver.satisfy(goal).kind === 'empty';
  return ({ node, atom, holds }) => {
    if (atom.kind === 'required') {
      if (!holds) return facts.present.has(atom.name);
      return facts.absent.has(atom.name) || isEmpty(valueGoal(solver, facts, atom.name));
    }
    if (atom.kind === 'property') {
      if (!holds && facts.absent.has(atom.name)) return true;
      if (holds && !facts.present.has(atom.name)) return false;
      const wanted = holds ? atom.node : not(solver.nodes, atom.node);
      return isEmpty(and(solver.nodes, valueGoal(solver, facts, atom.name), wanted));
    }
    const { demands, least, most } = objectFacts(solver.nodes, [{ node, atom, holds }]);
    if (Math.max(least, facts.least, facts.present.size) > Math.min(most, facts.most)) return true;
    return demands.some((demand) => {
      const { places, open } = placesFor(solver, facts, demand);
      return open === undefined && places.length === 0;
    });
  };
}

/** Gives each demand a property in turn, in every way that there is. */
function placed(solver: Solver, facts: ObjectFacts): Outcome {
  const [demand, ...demands] = facts.demands;
  if (demand === undefined) return settled(solver, facts);
  const { places, open } = placesFor(solver, { ...facts, demands }, demand);
  const outcome = union(tried());
  return outcome.kind === 'empty' ? (open ?? outcome) : outcome;

  function* tried(): Generator<Outcome> {
    for (const name of places)
      yield placed(solver, withPresent({ ...facts, demands }, name, demand?.node ?? nothing));
  }
}

/** `open`: another place was not decided. */
type Places = { readonly places: readonly string[]; readonly open: Outcome | undefined };

/** Names of properties that can meet the demand: known ones, and one for each kind of unmentioned name. */
function placesFor(solver: Solver, facts: ObjectFacts, demand: NameRule): Places {
  const { nodes, tester } = solver;
  const known = knownNames({ ...facts, demands: [...facts.demands, demand] });
  const places: string[] = [];
  let open: Outcome | undefined;
  for (const name of known) {
    const picked = facts.absent.has(name) ? false : holds(tester, demand.names, name);
    if (picked === false) continue;
    const outcome = solver.satisfy(and(nodes, valueGoal(solver, facts, name), demand.node));
    if (outcome.kind === 'empty') continue;
    if (outcome.kind === 'unknown') open = outcome;
    else if (picked === true) places.push(name);
    else open = unknown(`a pattern is not decided for ${JSON.stringify(name)}`, 'pattern');
  }
  const fresh = freshPlaces(solver, facts, known, demand);
  return { places: [...places, ...fresh.places], open: open ?? fresh.open };
}

/** A name for each kind of unmentioned name, as the rules and demands tell them apart, whose value can be in the set. */
function freshPlaces(
  solver: Solver,
  facts: ObjectFacts,
  known: ReadonlySet<string>,
  demand: NameRule,
): Places {
  const { nodes } = solver;
  const text = typesNode(nodes, typeBits.string);
  let cells = [{ names: and(nodes, text, demand.names), node: demand.node }];
  for (const rule of [...facts.rules, ...facts.demands.map(({ names }) => ({ names, node: everything }))]) {
    cells = cells.flatMap(({ names, node }) => {
      if (holdsOfUnmentioned(rule.names)) return [{ names, node: and(nodes, node, rule.node) }];
      return [
        { names: and(nodes, names, rule.names), node: and(nodes, node, rule.node) },
        { names: and(nodes, names, not(nodes, rule.names)), node },
      ];
    });
    cells = cells.filter(({ names, node }) => names !== nothing && node !== nothing);
    if (cells.length > maxCells) {
      return { places: [], open: unknown('too many kinds of property names', 'patternProperties') };
    }
  }
  const places: string[] = [];
  let open: Outcome | undefined;
  for (const { names, node } of cells) {
    const value = solver.satisfy(node);
    if (value.kind === 'empty') continue;
    const name = solver.satisfy(and(nodes, names, not(nodes, finiteNode(nodes, known))));
    if (name.kind === 'empty') continue;
    if (name.kind === 'unknown') open = name;
    else if (value.kind === 'unknown') open = value;
    else places.push(String(name.value));
  }
  return { places, open };
}

/** An object with all properties that must be there, and as many more as `minProperties` wants. */
function settled(solver: Solver, facts: ObjectFacts): Outcome {
  const { present, absent, least, most } = facts;
  if (least > most || present.size > most || [...present.keys()].some((name) => absent.has(name)))
    return empty;
  const members = new Map<string, Json>();
  let open: Outcome | undefined;
  for (const name of present.keys()) {
    const outcome = solver.satisfy(valueGoal(solver, facts, name));
    if (outcome.kind === 'empty') return empty;
    if (outcome.kind === 'member') members.set(name, outcome.value);
    else open ??= outcome;
  }
  if (open !== undefined) return open;
  return members.size >= least ? member(Object.fromEntries(members)) : filled(solver, facts, members);
}

function filled(solver: Solver, facts: ObjectFacts, members: Map<string, Json>): Outcome {
  const known = knownNames(facts);
  let open: Outcome | undefined;
  for (const name of known) {
    if (members.size >= facts.least) break;
    if (members.has(name) || facts.absent.has(name)) continue;
    const outcome = solver.satisfy(valueGoal(solver, facts, name));
    if (outcome.kind === 'member') members.set(name, outcome.value);
    if (outcome.kind === 'unknown') open = outcome;
  }
  for (let made = 0; members.size < facts.least; made++) {
    if (made > maxMadeUp) return unknown('a witness would need too many properties', 'minProperties');
    const fresh = freshPlaces(solver, facts, known, { names: everything, node: everything });
    const [name] = fresh.places;
    if (name === undefined) return open ?? fresh.open ?? empty;
    const outcome = solver.satisfy(valueGoal(solver, facts, name));
    if (outcome.kind !== 'member') return unknown('no value was found for a property', 'minProperties');
    members.set(name, outcome.value);
    known.add(name);
  }
  return member(Object.fromEntries(members));
}
