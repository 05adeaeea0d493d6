import type { Json, JsonObject } from '../../model/json.js';
import type { FieldFacets, FieldSchema, TypeName } from '../../model/schema.js';

/** Keywords that limit one type of value, by that type. https://json-schema.org/draft/2020-12/json-schema-validation */
export const keywordsOf = {
  string: ['format', 'pattern', 'minLength', 'maxLength', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['minItems', 'maxItems', 'uniqueItems'],
} as const;

/** Keywords whose value a field takes over as it is. */
export type Limits = Pick<
  FieldSchema,
  (typeof keywordsOf)[keyof typeof keywordsOf][number] | 'title' | 'default' | 'readOnly' | 'writeOnly'
>;

/**
 * A schema with its references followed and its combinations worked out: what may stand in `allOf` and `oneOf` is one
 * node. It accepts no less than the schema; what it cannot say is in `unmapped`.
 */
export type Node = {
  /** Absent: any type, null too. */
  readonly types?: readonly TypeName[];
  /** The source does not say clearly whether null is allowed. */
  readonly maybeNull?: true;
  readonly limits: Limits;
  /** The only values, where they are listed. */
  readonly values?: readonly Json[];
  readonly facets: FieldFacets;
  readonly items?: Node;
  /** The members that are described; absent where none is. */
  readonly properties?: ReadonlyMap<string, Node>;
  /** Members that every object has, in whichever direction it goes. */
  readonly required: readonly string[];
  /** Said outright: objects may, or may not, have other members. */
  readonly open?: boolean;
  /** Fragments of the schema that no member here can say. */
  readonly unmapped: readonly JsonObject[];
};

/** Accepts anything. */
export const anything: Node = { limits: {}, facets: {}, required: [], unmapped: [] };

/** True where null is accepted. */
export function allowsNull({ types, values }: Node): boolean {
  if (values !== undefined) return values.includes(null);
  return types === undefined || types.includes('null');
}

/** True where an object is accepted, and nothing else but null. */
export function isObject({ types, properties }: Node): boolean {
  if (types === undefined) return properties !== undefined;
  return types.includes('object') && types.every((type) => type === 'object' || type === 'null');
}

/** The rows of a node that is a list of objects; any other node as it is. */
export function rowsOf(node: Node): Node {
  const isList = node.types?.every((type) => type === 'array' || type === 'null') === true;
  return isList && node.items !== undefined && isObject(node.items) ? node.items : node;
}

/** Name of the type of a value, `integer` for a whole number. */
export function typeOf(value: Json): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'string' | 'boolean' | 'object';
}
