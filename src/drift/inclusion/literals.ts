import { type Atom, isTyped, type Node } from './atoms.js';

/** An atom that holds, or one that does not. */
export type Literal = { readonly node: Node; readonly atom: Atom; readonly holds: boolean };

/** The literal of an atom or of its complement; `undefined` for any other node. */
export function literalOf(node: Node): Literal | undefined {
  const { form } = node;
  if (form.kind === 'atom') return { node, atom: form.atom, holds: true };
  if (form.kind !== 'not' || form.of.form.kind !== 'atom') return undefined;
  return { node, atom: form.of.form.atom, holds: false };
}

/** True for what a solver of one type can take into account. */
export function isUnderstood({ atom }: Literal): boolean {
  return isTyped(atom) || atom.kind === 'finite';
}
