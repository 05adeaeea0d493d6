import type { Node } from './atoms.js';
import { holds } from './holds.js';
import type { Literal } from './literals.js';
import { and, type Nodes, not } from './node.js';
import type { Solver } from './solver.js';

/** Every property whose name is in `names` has a value in `node`; as a demand: some property does. */
export type NameRule = { readonly names: Node; readonly node: Node };

/** What literals say of an object. */
export type ObjectFacts = {
  /** Sets for the value of a property, where it is there. */
  readonly properties: ReadonlyMap<string, readonly Node[]>;
  readonly rules: readonly NameRule[];
  /** Properties that must be there, and further sets for their values. */
  readonly present: ReadonlyMap<string, readonly Node[]>;
  readonly absent: ReadonlySet<string>;
  readonly demands: readonly NameRule[];
  readonly least: number;
  readonly most: number;
};

export function objectFacts(nodes: Nodes, literals: Iterable<Literal>): ObjectFacts {
  const properties = new Map<string, Node[]>();
  const present = new Map<string, Node[]>();
  const absent = new Set<string>();
  const rules: NameRule[] = [];
  const demands: NameRule[] = [];
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const { atom, holds } of literals) {
    if (atom.kind === 'named') {
      if (holds) rules.push(atom);
      else demands.push({ names: atom.names, node: not(nodes, atom.node) });
    } else if (atom.kind === 'property') {
      if (holds) appended(properties, atom.name, atom.node);
      else appended(present, atom.name, not(nodes, atom.node));
    } else if (atom.kind === 'required') {
      if (holds) appended(present, atom.name);
      else absent.add(atom.name);
    } else if (atom.kind === 'min-properties') {
      if (holds) least = Math.max(least, atom.count);
      else most = Math.min(most, atom.count - 1);
    } else if (atom.kind === 'max-properties') {
      if (holds) most = Math.min(most, atom.count);
      else least = Math.max(least, atom.count + 1);
    }
  }
  return { properties, rules, present, absent, demands, least, most };
}

function appended(lists: Map<string, Node[]>, name: string, ...more: readonly Node[]): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [...more]);
  else list.push(...more);
}

/** The facts with one more property that must be there. */
export function withPresent(facts: ObjectFacts, name: string, node: Node): ObjectFacts {
  const present = new Map(facts.present).set(name, [...(facts.present.get(name) ?? []), node]);
  return { ...facts, present };
}

/** The set for the value of this property. A rule whose reach is not certain is left out: the set may be too large. */
export function valueGoal({ nodes, tester }: Solver, facts: ObjectFacts, name: string): Node {
  const reaching = facts.rules.filter(({ names }) => holds(tester, names, name) === true);
  const own = [...(facts.properties.get(name) ?? []), ...(facts.present.get(name) ?? [])];
  return and(nodes, ...own, ...reaching.map(({ node }) => node));
}

/** All names that the facts mention. */
export function knownNames(facts: ObjectFacts): Set<string> {
  const known = new Set([...facts.properties.keys(), ...facts.present.keys(), ...facts.absent]);
  for (const { names } of [...facts.rules, ...facts.demands]) collect(names, known);
  return known;
}

function collect({ form }: Node, into: Set<string>): void {
  if (form.kind === 'and' || form.kind === 'or') for (const part of form.parts) collect(part, into);
  else if (form.kind === 'not') collect(form.of, into);
  else if (form.kind === 'atom' && form.atom.kind === 'finite') {
    for (const value of form.atom.values.values()) if (typeof value === 'string') into.add(value);
  }
}

/** True where each name that is not mentioned is in the set, as its form shows. */
export function holdsOfUnmentioned({ form }: Node): boolean {
  if (form.kind === 'true') return true;
  return form.kind === 'not' && form.of.form.kind === 'atom' && form.of.form.atom.kind === 'finite';
}
