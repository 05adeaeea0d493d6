import type { Decimal } from '../../model/decimals.js';
import type { Json } from '../../model/json.js';
import type { ValueType } from './values.js';

/** One assertion about values of one type; a value of another type satisfies it. */
export type TypedAtom =
  | { readonly kind: 'minimum' | 'maximum'; readonly bound: Decimal; readonly exclusive: boolean }
  | { readonly kind: 'multiple-of'; readonly step: Decimal }
  | { readonly kind: 'min-length' | 'max-length'; readonly count: number }
  | { readonly kind: 'pattern' | 'format'; readonly text: string }
  | { readonly kind: 'min-items' | 'max-items'; readonly count: number }
  | { readonly kind: 'unique' }
  /** The item at this index, where there is one. */
  | { readonly kind: 'item'; readonly index: number; readonly node: Node }
  /** All items from this index on. */
  | { readonly kind: 'tail'; readonly from: number; readonly node: Node }
  | { readonly kind: 'at-least' | 'at-most'; readonly count: number; readonly node: Node }
  | { readonly kind: 'min-properties' | 'max-properties'; readonly count: number }
  | { readonly kind: 'required'; readonly name: string }
  /** The property of this name, where there is one. */
  | { readonly kind: 'property'; readonly name: string; readonly node: Node }
  /** All properties whose names are in `names`, a set of strings. */
  | { readonly kind: 'named'; readonly names: Node; readonly node: Node };

export type Atom =
  | TypedAtom
  | { readonly kind: 'types'; readonly mask: number }
  | { readonly kind: 'finite'; readonly values: ReadonlyMap<string, Json> }
  /** What is not understood. `text` is the same only where the meaning is the same. */
  | { readonly kind: 'opaque'; readonly keyword: string; readonly text: string };

export type Form =
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'atom'; readonly atom: Atom }
  /** The complement of an atom or a reference. */
  | { readonly kind: 'not'; readonly of: Node }
  /** A schema that is part of itself, by way of a child. */
  | { readonly kind: 'reference'; readonly name: string; readonly target: () => Node };

/** A set of JSON values. Equal forms are one object, so that equality is `===`. */
export type Node = {
  readonly id: number;
  readonly form: Form;
  /** Types that values of the set can have; may name too many, never too few. */
  readonly mask: number;
};

/** The type that an atom speaks about. */
export const guards = {
  minimum: 'number',
  maximum: 'number',
  'multiple-of': 'number',
  'min-length': 'string',
  'max-length': 'string',
  pattern: 'string',
  format: 'string',
  'min-items': 'array',
  'max-items': 'array',
  unique: 'array',
  item: 'array',
  tail: 'array',
  'at-least': 'array',
  'at-most': 'array',
  'min-properties': 'object',
  'max-properties': 'object',
  required: 'object',
  property: 'object',
  named: 'object',
} as const satisfies Record<TypedAtom['kind'], ValueType>;

export function isTyped(atom: Atom): atom is TypedAtom {
  return Object.hasOwn(guards, atom.kind);
}

/** Text that is the same for equal atoms and no others. */
export function atomKey(atom: Atom): string {
  switch (atom.kind) {
    case 'types':
      return `types ${atom.mask}`;
    case 'finite':
      return `finite ${JSON.stringify([...atom.values.keys()].sort())}`;
    case 'opaque':
      return `opaque ${atom.text}`;
    case 'minimum':
    case 'maximum':
      return `${atom.kind} ${atom.bound.digits} ${atom.bound.scale} ${atom.exclusive}`;
    case 'multiple-of':
      return `${atom.kind} ${atom.step.digits} ${atom.step.scale}`;
    case 'pattern':
    case 'format':
      return `${atom.kind} ${atom.text}`;
    case 'unique':
      return atom.kind;
    case 'item':
      return `${atom.kind} ${atom.index} ${atom.node.id}`;
    case 'tail':
      return `${atom.kind} ${atom.from} ${atom.node.id}`;
    case 'at-least':
    case 'at-most':
      return `${atom.kind} ${atom.count} ${atom.node.id}`;
    case 'required':
      return `${atom.kind} ${atom.name}`;
    case 'property':
      return `${atom.kind} ${atom.node.id} ${atom.name}`;
    case 'named':
      return `${atom.kind} ${atom.names.id} ${atom.node.id}`;
    default:
      return `${atom.kind} ${atom.count}`;
  }
}
