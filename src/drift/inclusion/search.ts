import type { Json } from '../../model/json.js';
import { arrayRefuter, solveArrays } from './arrays.js';
import type { Node } from './atoms.js';
import { differing, isOtherValue } from './differing.js';
import { holds } from './holds.js';
import { spend } from './limits.js';
import { isUnderstood, type Literal, literalOf } from './literals.js';
import { decidedFor, not, or } from './node.js';
import { solveNumbers } from './numbers.js';
import { objectRefuter, solveObjects } from './objects.js';
import { empty, member, type Outcome, union, unknown } from './outcome.js';
import type { Solver } from './solver.js';
import { solveStrings } from './strings.js';
import { every, typeOf, type ValueType } from './values.js';

/** What must hold at once: literals that are settled, and choices (unions) of which one part must still be chosen. */
type Branch = {
  readonly literals: ReadonlyMap<number, Literal>;
  readonly choices: readonly Node[];
  /** All sets that were found to hold on the way, also those that were taken apart since. */
  readonly known: ReadonlySet<number>;
};

/** A value of one type that is in all of the sets. */
export function searched(solver: Solver, type: ValueType, goals: readonly Node[]): Outcome {
  const branch = extended(solver, type, { literals: new Map(), choices: [], known: new Set() }, goals);
  return branch === undefined ? empty : explored(solver, type, branch);
}

function explored(solver: Solver, type: ValueType, given: Branch): Outcome {
  spend(solver.tester.budget, 1 + (given.known.size + given.choices.length) / 8);
  const values = finiteValues(type, given);
  if (values !== undefined) return union(values.map((value) => checked(solver, given, value)));
  const branch = narrowed(solver, type, given);
  if (branch === undefined) return empty;
  if (branch.literals.size > given.literals.size) return explored(solver, type, branch);

  const outcome = solved(solver, type, [...branch.literals.values()].filter(isUnderstood));
  const [choice, ...others] = [...branch.choices].sort((a, b) => partsOf(a).length - partsOf(b).length);
  if (outcome.kind === 'empty') return empty;
  if (outcome.kind === 'member') {
    const lucky = checked(solver, branch, outcome.value);
    if (lucky.kind === 'member' || choice === undefined) return lucky.kind === 'empty' ? unsound : lucky;
  }
  if (choice === undefined) return outcome;
  return union(alternatives(solver, type, { ...branch, choices: others }, choice));
}

const unsound = unknown('no document was found that shows it');

function* alternatives(solver: Solver, type: ValueType, others: Branch, choice: Node): Generator<Outcome> {
  for (const part of partsOf(choice)) {
    const branch = extended(solver, type, others, [part]);
    yield branch === undefined ? empty : explored(solver, type, branch);
  }
}

/** The branch with more that must hold; `undefined` where that contradicts it. */
function extended(
  solver: Solver,
  type: ValueType,
  branch: Branch,
  more: readonly Node[],
): Branch | undefined {
  const { nodes } = solver;
  const literals = new Map(branch.literals);
  const choices = [...branch.choices];
  const known = new Set(branch.known);
  const stack = [...more];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const decided = decidedFor(node, type);
    if (decided === false || known.has(not(nodes, node).id)) return undefined;
    if (decided === true || known.has(node.id)) continue;
    known.add(node.id);
    const literal = literalOf(node);
    if (literal !== undefined && isOtherValue(literal, type)) stack.push(...differing(nodes, literal, type));
    else if (literal !== undefined) literals.set(node.id, literal);
    else if (node.form.kind === 'and') stack.push(...node.form.parts);
    else if (node.form.kind === 'or') choices.push(node);
    else stack.push(unfolded(solver, node));
  }
  return { literals, choices, known };
}

/** What a reference, or the complement of one, stands for. */
function unfolded({ nodes }: Solver, { form }: Node): Node {
  if (form.kind === 'reference') return form.target();
  if (form.kind === 'not' && form.of.form.kind === 'reference') return not(nodes, form.of.form.target());
  throw new Error(`a node of kind "${form.kind}" is no reference`);
}

/**
 * The branch without the parts of choices that cannot hold, and with those that alone are left; `undefined` where
 * nothing is left of a choice.
 */
function narrowed(solver: Solver, type: ValueType, given: Branch): Branch | undefined {
  let branch = given;
  for (;;) {
    const isRefuted = refuterFor(solver, type, branch);
    const choices: Node[] = [];
    const certain: Node[] = [];
    for (const choice of branch.choices) {
      spend(solver.tester.budget, partsOf(choice).length / 8);
      const parts = openParts(solver, type, branch, choice, isRefuted);
      if (parts === undefined) continue;
      const [only] = parts;
      if (only === undefined) return undefined;
      if (parts.length === 1) certain.push(only);
      else choices.push(parts.length === partsOf(choice).length ? choice : or(solver.nodes, ...parts));
    }
    const next = extended(solver, type, { ...branch, choices }, certain);
    if (next === undefined || certain.length === 0) return next;
    branch = next;
  }
}

/** The parts of a choice that may hold; `undefined` where one of them does anyway. */
function openParts(
  solver: Solver,
  type: ValueType,
  { known, choices }: Branch,
  choice: Node,
  isRefuted: (literal: Literal) => boolean,
): readonly Node[] | undefined {
  const { nodes } = solver;
  const isFalse = (node: Node): boolean => {
    if (decidedFor(node, type) === false || known.has(not(nodes, node).id)) return true;
    if (node.form.kind === 'and') return node.form.parts.some(isFalse);
    const literal = literalOf(node);
    return literal !== undefined && isRefuted(literal);
  };
  const isTrue = (node: Node): boolean =>
    decidedFor(node, type) === true || (known.has(node.id) && node !== choice);
  const parts = partsOf(choice);
  if (parts.some(isTrue)) return undefined;
  const open = parts.filter((part) => !isFalse(part));
  // With several choices it pays to see that one is met in any case: a branch of a union that is another kind of object.
  const isMet = (node: Node) => literalOf(node) !== undefined && isFalse(not(nodes, node));
  return choices.length > 1 && open.some(isMet) ? undefined : open;
}

function partsOf({ form }: Node): readonly Node[] {
  return form.kind === 'or' ? form.parts : [];
}

function refuterFor(solver: Solver, type: ValueType, { literals }: Branch): (literal: Literal) => boolean {
  const understood = [...literals.values()].filter(isUnderstood);
  const refuter = type === 'object' ? objectRefuter : type === 'array' ? arrayRefuter : undefined;
  if (refuter === undefined) return () => false;
  const isRefuted = refuter(solver, understood);
  return (literal) => isUnderstood(literal) && isRefuted(literal);
}

function solved(solver: Solver, type: ValueType, literals: readonly Literal[]): Outcome {
  switch (type) {
    case 'number':
      return solveNumbers(literals);
    case 'string':
      return solveStrings(literals, solver.tester);
    case 'array':
      return solveArrays(solver, literals);
    case 'object':
      return solveObjects(solver, literals);
    default:
      // Null and booleans are told one by one.
      return unknown('a type without a solver');
  }
}

/** All values that can satisfy the branch, where the type or an enum names them. */
function finiteValues(type: ValueType, { literals }: Branch): readonly Json[] | undefined {
  if (type === 'null') return [null];
  if (type === 'boolean') return [false, true];
  let least: readonly Json[] | undefined;
  for (const { atom, holds } of literals.values()) {
    if (!holds || atom.kind !== 'finite') continue;
    const values = [...atom.values.values()].filter((value) => typeOf(value) === type);
    if (least === undefined || values.length < least.length) least = values;
  }
  return least;
}

/** Whether a value is in all sets of the branch. */
function checked({ tester }: Solver, { literals, choices }: Branch, value: Json): Outcome {
  const nodes = [...[...literals.values()].map(({ node }) => node), ...choices];
  const truth = every(nodes, (node) => holds(tester, node, value));
  if (truth !== 'unknown') return truth ? member(value) : empty;
  const keywords = nodes.flatMap((node) => [...undecidedKeywords(node)]);
  // An unknown keyword is a better reason than a pattern or format, which only may be undecided.
  const keyword = keywords.find((name) => name !== 'pattern' && name !== 'format') ?? keywords[0];
  return unknown(
    keyword === undefined ? 'a value is not decided' : `"${keyword}" cannot be decided`,
    keyword,
  );
}

/** The keywords in a set of which it can be that their meaning is not certain. */
function* undecidedKeywords({ form }: Node): Generator<string> {
  if (form.kind === 'not') yield* undecidedKeywords(form.of);
  if (form.kind === 'and' || form.kind === 'or')
    for (const part of form.parts) yield* undecidedKeywords(part);
  if (form.kind !== 'atom') return;
  const { atom } = form;
  if (atom.kind === 'opaque') yield atom.keyword;
  if (atom.kind === 'pattern' || atom.kind === 'format') yield atom.kind;
  if ('node' in atom) yield* undecidedKeywords(atom.node);
}
