import type { Json } from '../model/json.js';
import type { FieldFacets, FieldSchema, TypeName } from '../model/schema.js';

/** One side of a pair of fields: its schema, and whether the object around it lists it in `required`. */
export type FieldSide = { readonly schema: FieldSchema; readonly required: boolean };

const noFacets: FieldFacets = {};

/** `x-seam` of a field, empty where it has none. */
export function facets({ schema }: FieldSide): FieldFacets {
  return schema['x-seam'] ?? noFacets;
}

/** The types a field may have, without null; `undefined` where any type is allowed. */
export function types({ schema }: FieldSide): ReadonlySet<TypeName> | undefined {
  if (schema.type === undefined) return undefined;
  const list = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return new Set(list.filter((type) => type !== 'null'));
}

/** True where an answer or a write may hold null. */
export function allowsNull({ schema }: FieldSide): boolean {
  if (schema.type === undefined) return true;
  return typeof schema.type === 'string' ? schema.type === 'null' : schema.type.includes('null');
}

/** True where a value of this type is allowed; an integer is a number. */
export function allows(side: FieldSide, type: TypeName): boolean {
  const allowed = types(side);
  return allowed === undefined || allowed.has(type) || (type === 'integer' && allowed.has('number'));
}

/** The listed values without null, or `undefined` where the field is no enum. */
export function enumValues({ schema }: FieldSide): readonly Json[] | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  return values?.filter((value) => value !== null);
}

/** Whether create demands the field, as far as the source can tell. */
export type Requiredness = 'required' | 'unknown' | 'conditional' | 'optional';

/** Requiredness on create: a doubt first, which views go by too, then `required` of the object and the condition. */
export function requiredness(side: FieldSide): Requiredness {
  const { required, requiredWhen } = facets(side);
  if (required === 'unknown') return 'unknown';
  if (side.required) return 'required';
  return requiredWhen === undefined ? 'optional' : 'conditional';
}
