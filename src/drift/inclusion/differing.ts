import { isJsonObject, type Json } from '../../model/json.js';
import { otherProperties } from './assertions.js';
import type { Node } from './atoms.js';
import type { Literal } from './literals.js';
import { atomNode, finiteNode, type Nodes, not, nothing, or } from './node.js';
import { typeOf, type ValueType } from './values.js';

/** True for "is none of these values" where the values have parts. */
export function isOtherValue({ atom, holds }: Literal, type: ValueType): boolean {
  return atom.kind === 'finite' && !holds && (type === 'array' || type === 'object');
}

/** "Is none of these arrays or objects" by their parts: for each of them, one part differs. */
export function differing(nodes: Nodes, { atom }: Literal, type: ValueType): readonly Node[] {
  if (atom.kind !== 'finite') return [];
  const values = [...atom.values.values()].filter((value) => typeOf(value) === type);
  return values.map((value) => or(nodes, ...differences(nodes, value)));
}

function differences(nodes: Nodes, value: Json): readonly Node[] {
  const only = (part: Json) => finiteNode(nodes, [part]);
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      not(nodes, atomNode(nodes, { kind: 'item', index, node: only(item) })),
    );
    const shorter = not(nodes, atomNode(nodes, { kind: 'min-items', count: value.length }));
    const longer = not(nodes, atomNode(nodes, { kind: 'max-items', count: value.length }));
    return [shorter, longer, ...items];
  }
  if (!isJsonObject(value)) return [];
  const names = Object.keys(value);
  const missing = names.map((name) => not(nodes, atomNode(nodes, { kind: 'required', name })));
  const others = otherProperties(nodes, names, [], nothing);
  const different = Object.entries(value).map(([name, member]) =>
    not(nodes, atomNode(nodes, { kind: 'property', name, node: only(member) })),
  );
  return [...missing, not(nodes, others), ...different];
}
