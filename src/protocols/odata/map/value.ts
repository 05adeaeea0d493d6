import type { Json } from '../../../model/json.js';
import { type Field, type FieldSchema, objectOf, type TypeName } from '../../../model/schema.js';
import { byCodePoint } from '../../../model/text.js';
import type { Edm, EdmEnum, EdmStructured, Facets, TypeUse } from '../edm.js';
import { chainOf, valueType } from './lookup.js';
import { primitiveSchema } from './primitive.js';
import { seam, type Work } from './work.js';

/**
 * The schema of a value of a type, where it may be null and where it may be many. An unknown type takes any value and is
 * warned of: one such field must not hide the others.
 */
export function valueSchema(work: Work, type: TypeUse, facets: Facets, nonNull: boolean): FieldSchema {
  if (!type.collection) return nonNull ? oneOf(work, type, facets) : orNull(oneOf(work, type, facets));
  // Whether an item may be null is not said where `Nullable` is absent (CSDL XML 4.01, 7.2.1).
  const item = oneOf(work, type, facets);
  const items =
    facets.nullable === false
      ? item
      : withFacets(orNull(item), facets.nullable === undefined ? { nullable: 'unknown' } : {});
  return {
    type: 'array',
    items,
    'x-seam': { nativeType: `Collection(${nativeType(work.edm, type, facets)})` },
  };
}

/** One value, never null. */
function oneOf(work: Work, type: TypeUse, facets: Facets): FieldSchema {
  const { edm } = work;
  const found = valueType(edm, type, facets);
  switch (found.kind) {
    case 'primitive': {
      const schema = primitiveSchema(found.name, found.facets, edm.protocol);
      if (schema === undefined) work.warn(`The type ${found.name} is not known.`);
      return withFacets(schema ?? {}, { nativeType: found.name });
    }
    case 'enum':
      return withFacets(enumSchema(found.type), { nativeType: found.type.name });
    case 'complex':
      return complexSchema(work, found.type);
    case 'entity':
      return { type: 'object', 'x-seam': { target: work.product.nameOf(found.name) } };
    case 'unknown':
      work.warn(`The type ${found.name} is declared nowhere.`);
      return { 'x-seam': { nativeType: found.name } };
  }
}

function nativeType(edm: Edm, type: TypeUse, facets: Facets): string {
  const found = valueType(edm, type, facets);
  return found.kind === 'primitive' ? found.name : type.name;
}

/**
 * Names travel, numbers stand behind them (`enumCodes`). The order in a document says nothing. `flags`: several at once.
 */
function enumSchema({ members, flags }: EdmEnum): FieldSchema {
  const sorted = [...members].sort((a, b) => byCodePoint(a.name, b.name));
  const names = [...new Set(sorted.map(({ name }) => name))];
  if (names.length === 0) return { type: 'string' };
  return {
    type: 'string',
    enum: names,
    'x-seam': {
      enumCodes: Object.fromEntries(sorted.map(({ name, value }) => [name, value])),
      ...(flags ? { flags: true } : {}),
    },
  };
}

/**
 * The properties of a complex type, its base types and the types that derive from it: a value of the base may be one of
 * those, and then has their properties, too.
 */
function complexSchema(work: Work, type: EdmStructured): FieldSchema {
  const { edm, around } = work;
  const native = { nativeType: type.name };
  if (around.includes(type)) return { type: 'object', 'x-seam': native };
  const inside: Work = { ...work, around: [...around, type] };
  const chain = chainOf(edm.complexTypes, type.name);
  const own = work.members(inside, { chain });
  const derived = (work.derived.get(type.name) ?? []).flatMap((other) =>
    work.members(inside, { chain: chainOf(edm.complexTypes, other.name) }),
  );
  const fields = new Map(derived.map((field) => [field.name, perhaps(field)]));
  for (const field of own) fields.set(field.name, field);
  const open = chain.some((each) => each.open);
  return {
    ...objectOf([...fields.values()]),
    ...(open ? { additionalProperties: true } : {}),
    'x-seam': native,
  };
}

/** A property of a derived type is not in every value. */
function perhaps({ name, schema }: Field): Field {
  return { name, required: false, schema: withFacets(orNull(schema), { nullable: 'unknown' }) };
}

/** The same schema with `null` allowed; one without `type` allows it already. */
function orNull(schema: FieldSchema): FieldSchema {
  const { type, enum: values } = schema;
  if (type === undefined || type.includes('null')) return schema;
  const names: readonly TypeName[] = typeof type === 'string' ? [type] : type;
  return {
    ...schema,
    type: [...names, 'null'],
    ...(values === undefined || values.includes(null as Json) ? {} : { enum: [...values, null] }),
  };
}

/** The same schema with more facets. */
export function withFacets(schema: FieldSchema, facets: NonNullable<FieldSchema['x-seam']>): FieldSchema {
  const { 'x-seam': own, ...keywords } = schema;
  return { ...keywords, ...seam(own, facets) };
}
