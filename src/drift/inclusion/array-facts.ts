import type { Node } from './atoms.js';
import type { Literal } from './literals.js';
import { and, type Nodes, not } from './node.js';

/** What literals say of an array. */
export type ArrayFacts = {
  /** Sets for the item at an index, where there is one. */
  readonly items: ReadonlyMap<number, readonly Node[]>;
  /** All items from an index on are in the set; as a demand: some item is. */
  readonly tails: readonly Tail[];
  readonly demands: readonly Tail[];
  readonly atLeast: readonly Count[];
  readonly atMost: readonly Count[];
  readonly isUnique: boolean;
  /** Two items are equal. */
  readonly repeats: boolean;
  readonly least: number;
  readonly most: number;
};
export type Tail = { readonly from: number; readonly node: Node };
export type Count = { readonly count: number; readonly node: Node };

export function arrayFacts(nodes: Nodes, literals: Iterable<Literal>): ArrayFacts {
  const items = new Map<number, Node[]>();
  const tails: Tail[] = [];
  const demands: Tail[] = [];
  const atLeast: Count[] = [];
  const atMost: Count[] = [];
  let [isUnique, repeats] = [false, false];
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const { atom, holds } of literals) {
    switch (atom.kind) {
      case 'item':
        items.set(atom.index, [...(items.get(atom.index) ?? []), holds ? atom.node : not(nodes, atom.node)]);
        if (!holds) least = Math.max(least, atom.index + 1);
        break;
      case 'tail':
        if (holds) tails.push(atom);
        else demands.push({ from: atom.from, node: not(nodes, atom.node) });
        break;
      case 'at-least':
      case 'at-most': {
        const isLower = (atom.kind === 'at-least') === holds;
        const count = holds ? atom.count : atom.kind === 'at-least' ? atom.count - 1 : atom.count + 1;
        if (isLower && count === 1) demands.push({ from: 0, node: atom.node });
        else if (isLower) atLeast.push({ count, node: atom.node });
        else if (count === 0) tails.push({ from: 0, node: not(nodes, atom.node) });
        else atMost.push({ count, node: atom.node });
        break;
      }
      case 'unique':
        if (holds) isUnique = true;
        else repeats = true;
        break;
      case 'min-items':
        if (holds) least = Math.max(least, atom.count);
        else most = Math.min(most, atom.count - 1);
        break;
      case 'max-items':
        if (holds) most = Math.min(most, atom.count);
        else least = Math.max(least, atom.count + 1);
        break;
      default:
    }
  }
  return { items, tails, demands, atLeast, atMost, isUnique, repeats, least, most };
}

/** The set for the item at this index. */
export function itemGoal(nodes: Nodes, { items, tails }: ArrayFacts, index: number): Node {
  const reaching = tails.filter(({ from }) => from <= index).map(({ node }) => node);
  return and(nodes, ...(items.get(index) ?? []), ...reaching);
}

/** The first index from which on all items are alike. */
export function prefixOf({ items, tails, demands }: ArrayFacts): number {
  let prefix = 0;
  for (const index of items.keys()) prefix = Math.max(prefix, index + 1);
  for (const { from } of [...tails, ...demands]) prefix = Math.max(prefix, from);
  return prefix;
}

/** The facts with an item that is there and in the set. */
export function withItem(facts: ArrayFacts, index: number, node: Node): ArrayFacts {
  const items = new Map(facts.items).set(index, [...(facts.items.get(index) ?? []), node]);
  return { ...facts, items, least: Math.max(facts.least, index + 1) };
}
