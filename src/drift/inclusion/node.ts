import type { Json } from '../../model/json.js';
import { type Atom, atomKey, type Form, guards, isTyped, type Node } from './atoms.js';
import { allTypes, type Truth, typeBits, typeOf, type ValueType, valueKey } from './values.js';

/** All nodes of one question, each form once. */
export type Nodes = { readonly byKey: Map<string, Node>; readonly complements: Map<number, Node> };

export const everything: Node = { id: 0, form: { kind: 'true' }, mask: allTypes };
export const nothing: Node = { id: 1, form: { kind: 'false' }, mask: 0 };

export function createNodes(): Nodes {
  return { byKey: new Map(), complements: new Map() };
}

/** The node of an atom: everything or nothing where the atom says no more than that. */
export function atomNode(nodes: Nodes, atom: Atom): Node {
  const plain = trivial(nodes, atom);
  if (plain !== undefined) return plain;
  return interned(nodes, atomKey(atom), { kind: 'atom', atom }, atomMask(atom));
}

export function typesNode(nodes: Nodes, mask: number): Node {
  return atomNode(nodes, { kind: 'types', mask });
}

export function finiteNode(nodes: Nodes, values: Iterable<Json>): Node {
  return atomNode(nodes, {
    kind: 'finite',
    values: new Map([...values].map((value) => [valueKey(value), value])),
  });
}

export function referenceNode(nodes: Nodes, name: string, target: () => Node): Node {
  return interned(nodes, `reference ${name}`, { kind: 'reference', name, target }, allTypes);
}

/** What all of the sets have in common. */
export function and(nodes: Nodes, ...given: readonly Node[]): Node {
  const parts = flattened('and', given, everything);
  let mask = allTypes;
  for (const part of parts.values()) mask &= part.mask;
  if (mask === 0 || hasComplements(nodes, parts)) return nothing;
  const kept = [...parts.values()].filter((part) => !saysNothing(part, mask));
  const types = kept.some((part) => part.mask === mask) || mask === allTypes ? [] : [typesNode(nodes, mask)];
  return joined(nodes, 'and', [...kept, ...types], everything, mask);
}

/** What at least one of the sets has. */
export function or(nodes: Nodes, ...given: readonly Node[]): Node {
  const parts = flattened('or', given, nothing);
  if (parts.has(everything.id) || hasComplements(nodes, parts)) return everything;
  let types = 0;
  const values = new Map<string, Json>();
  const others: Node[] = [];
  for (const part of parts.values()) {
    const { form } = part;
    if (form.kind === 'atom' && form.atom.kind === 'types') types |= form.atom.mask;
    else if (form.kind === 'atom' && form.atom.kind === 'finite') {
      for (const [key, value] of form.atom.values) values.set(key, value);
    } else others.push(part);
  }
  if (types === allTypes) return everything;
  const rest = [...values.values()].filter((value) => (typeBits[typeOf(value)] & types) === 0);
  const simple = [typesNode(nodes, types), finiteNode(nodes, rest)].filter((part) => part !== nothing);
  const kept = others.filter((part) => (part.mask & ~types) !== 0);
  const all = [...simple, ...kept];
  return joined(
    nodes,
    'or',
    all,
    nothing,
    all.reduce((mask, part) => mask | part.mask, 0),
  );
}

/** All values that are not in the set. */
export function not(nodes: Nodes, node: Node): Node {
  const known = nodes.complements.get(node.id);
  if (known !== undefined) return known;
  const complement = complementOf(nodes, node);
  nodes.complements.set(node.id, complement);
  nodes.complements.set(complement.id, node);
  return complement;
}

function complementOf(nodes: Nodes, node: Node): Node {
  const { form } = node;
  switch (form.kind) {
    case 'true':
      return nothing;
    case 'false':
      return everything;
    case 'and':
      return or(nodes, ...form.parts.map((part) => not(nodes, part)));
    case 'or':
      return and(nodes, ...form.parts.map((part) => not(nodes, part)));
    case 'not':
      return form.of;
    case 'atom':
      if (form.atom.kind === 'types') return typesNode(nodes, allTypes & ~form.atom.mask);
      return interned(
        nodes,
        `not ${node.id}`,
        { kind: 'not', of: node },
        isTyped(form.atom) ? typeBits[guards[form.atom.kind]] : allTypes,
      );
    case 'reference':
      return interned(nodes, `not ${node.id}`, { kind: 'not', of: node }, allTypes);
  }
}

/** What an atom or its complement says of values of one type, where that is the same for all of them. */
export function decidedFor(node: Node, type: ValueType): Truth {
  if ((node.mask & typeBits[type]) === 0) return false;
  return saysNothing(node, typeBits[type]) ? true : 'unknown';
}

/** True where all values of these types are in the set, as far as can be seen at once. */
function saysNothing({ form }: Node, mask: number): boolean {
  if (form.kind === 'true') return true;
  if (form.kind === 'atom' && form.atom.kind === 'types') return (mask & ~form.atom.mask) === 0;
  return form.kind === 'atom' && isTyped(form.atom) && (typeBits[guards[form.atom.kind]] & mask) === 0;
}

function flattened(kind: 'and' | 'or', given: readonly Node[], unit: Node): Map<number, Node> {
  const parts = new Map<number, Node>();
  for (const node of given) {
    if (node.form.kind === kind) for (const part of node.form.parts) parts.set(part.id, part);
    else if (node !== unit) parts.set(node.id, node);
  }
  return parts;
}

function hasComplements(nodes: Nodes, parts: ReadonlyMap<number, Node>): boolean {
  for (const id of parts.keys()) {
    const complement = nodes.complements.get(id);
    if (complement !== undefined && parts.has(complement.id)) return true;
  }
  return false;
}

function joined(nodes: Nodes, kind: 'and' | 'or', parts: readonly Node[], unit: Node, mask: number): Node {
  const [only] = parts;
  if (only === undefined) return unit;
  if (parts.length === 1) return only;
  const sorted = [...parts].sort((a, b) => a.id - b.id);
  return interned(nodes, `${kind} ${sorted.map(({ id }) => id).join()}`, { kind, parts: sorted }, mask);
}

function interned(nodes: Nodes, key: string, form: Form, mask: number): Node {
  const known = nodes.byKey.get(key);
  if (known !== undefined) return known;
  const node = { id: nodes.byKey.size + 2, form, mask };
  nodes.byKey.set(key, node);
  return node;
}

function trivial(nodes: Nodes, atom: Atom): Node | undefined {
  switch (atom.kind) {
    case 'types':
      return atom.mask === 0 ? nothing : atom.mask === allTypes ? everything : undefined;
    case 'finite':
      return trivialFinite(nodes, atom.values);
    case 'min-length':
    case 'min-items':
    case 'min-properties':
      return atom.count === 0 ? everything : undefined;
    case 'at-least':
      if (atom.count === 0) return everything;
      if (atom.node === everything) return atomNode(nodes, { kind: 'min-items', count: atom.count });
      return atom.node === nothing ? typesNode(nodes, allTypes & ~typeBits.array) : undefined;
    case 'at-most':
      if (atom.node === nothing) return everything;
      if (atom.node === everything) return atomNode(nodes, { kind: 'max-items', count: atom.count });
      return atom.count === 0
        ? atomNode(nodes, { kind: 'tail', from: 0, node: not(nodes, atom.node) })
        : undefined;
    case 'tail':
      if (atom.node === nothing) return atomNode(nodes, { kind: 'max-items', count: atom.from });
      return atom.node === everything ? everything : undefined;
    case 'item':
      if (atom.node === nothing) return atomNode(nodes, { kind: 'max-items', count: atom.index });
      return atom.node === everything ? everything : undefined;
    case 'property':
      return atom.node === everything ? everything : undefined;
    case 'named':
      return atom.node === everything || atom.names === nothing ? everything : undefined;
    default:
      return undefined;
  }
}

/** `[true, false]` is the type boolean and `[null]` the type null, so that both ways of writing are one node. */
function trivialFinite(nodes: Nodes, values: ReadonlyMap<string, Json>): Node | undefined {
  if (values.size === 0) return nothing;
  if (values.size === 1 && values.has('null')) return typesNode(nodes, typeBits.null);
  const onlyBooleans = values.size === 2 && values.has('true') && values.has('false');
  return onlyBooleans ? typesNode(nodes, typeBits.boolean) : undefined;
}

function atomMask(atom: Atom): number {
  if (atom.kind === 'types') return atom.mask;
  if (atom.kind !== 'finite') return allTypes;
  let mask = 0;
  for (const value of atom.values.values()) mask |= typeBits[typeOf(value)];
  return mask;
}
