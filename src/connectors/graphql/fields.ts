import { SeamError } from '../../errors/seam-error.js';
import type { Json } from '../../model/json.js';
import {
  type Field,
  type FieldFacets,
  type FieldSchema,
  objectOf,
  type TypeName,
} from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { parseLiteral } from './literal.js';
import type { GraphqlSchema, InputValue, NamedType, OutputField, TypeRef } from './wire.js';

/** Built-in scalars. https://spec.graphql.org/October2021/#sec-Scalars.Built-in-Scalars */
const scalars: Readonly<Record<string, FieldSchema>> = {
  Int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  Float: { type: 'number' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  ID: { type: 'string' },
};

/** An id is always sent as text, and taken as a whole number too. */
const writtenScalars: Readonly<Record<string, FieldSchema>> = {
  ...scalars,
  ID: { type: ['string', 'integer'] },
};

/** Anything but null: what a custom scalar that is non-null may be. */
const anyValue: readonly TypeName[] = ['array', 'boolean', 'number', 'object', 'string'];

/** Fields of one entity; a schema that needs more is written out in a way that nobody could read. */
const mostFields = 20_000;

/** How far to write out input types. */
export type Extent = { readonly depth: number };

type Way = {
  readonly schema: GraphqlSchema;
  readonly side: 'read' | 'written';
  readonly depth: number;
  readonly level: number;
  /** Input types that are being written out around this one. */
  readonly around: ReadonlySet<string>;
  readonly budget: { left: number };
};

/** The fields of an object type or interface, as they are read. */
export function readFields({ fields }: Pick<NamedType, 'fields'>, schema: GraphqlSchema): readonly Field[] {
  const way = readWay(schema);
  return fields.map((field) => readField(field, way));
}

/** What an operation returns that has no fields, as a field of its own. */
export function singleField(type: TypeRef, schema: GraphqlSchema): Field {
  return { name: '@result', schema: valuesOf(type, readWay(schema)), required: false };
}

function readWay(schema: GraphqlSchema): Way {
  return { schema, side: 'read', depth: 0, level: 0, around: new Set(), budget: { left: mostFields } };
}

function readField({ name, type, args }: OutputField, way: Way): Field {
  const value = valuesOf(type, way);
  const demanded = args.filter(isDemanded).map((argument) => `${argument.name}: ${printed(argument.type)}`);
  if (demanded.length === 0) return { name, schema: value, required: false };
  const unmapped = JSON.stringify({ arguments: demanded.sort(byCodePoint) });
  return { name, schema: { ...value, 'x-seam': { ...value['x-seam'], unmapped } }, required: false };
}

/**
 * The fields of an input type, or arguments, as they are written; input types within it are written out.
 * @throws SeamError `source-unusable` where that is too much
 */
export function writtenFields(
  inputs: readonly InputValue[],
  schema: GraphqlSchema,
  { depth }: Extent,
  name?: string,
): readonly Field[] {
  const around = new Set(name === undefined ? [] : [name]);
  const way: Way = { schema, side: 'written', depth, level: 0, around, budget: { left: mostFields } };
  return inputs.map((input) => writtenField(input, way));
}

function writtenField(input: InputValue, way: Way): Field {
  way.budget.left -= 1;
  if (way.budget.left < 0) {
    throw new SeamError('source-unusable', {
      why: `Written out ${way.depth} levels deep it has more than ${mostFields} fields.`,
      fix: 'Lower `depth` of the source: input types below it are then described by contracts of their own.',
    });
  }
  const { name, type, defaultValue } = input;
  const schema = valuesOf(type, way);
  if (defaultValue === undefined) return { name, schema, required: isDemanded(input) };
  const value = parseLiteral(defaultValue);
  if (value !== undefined) return { name, schema: { ...schema, default: value }, required: false };
  return {
    name,
    schema: { ...schema, 'x-seam': { ...schema['x-seam'], hasDefault: true } },
    required: false,
  };
}

/** https://spec.graphql.org/October2021/#sec-Input-Objects.Input-Coercion: non-null without default must be given. */
function isDemanded({ type, defaultValue }: InputValue): boolean {
  return type.kind === 'NON_NULL' && defaultValue === undefined;
}

/** The values of a type: with null, unless it is non-null. */
function valuesOf(type: TypeRef, way: Way): FieldSchema {
  if (type.kind !== 'NON_NULL') return withNull(filled(type, way));
  const value = filled(type.of, way);
  return value.type === undefined ? { ...value, type: anyValue } : value;
}

/** The values of a type that are not null; without `type` where nobody knows. */
function filled(type: TypeRef, way: Way): FieldSchema {
  if (type.kind === 'LIST') return { type: 'array', items: valuesOf(type.of, way) };
  if (type.kind === 'NON_NULL') return filled(type.of, way);
  const named = way.schema.types.get(type.name);
  const facets: FieldFacets = { nativeType: type.name };
  if (named === undefined) return { 'x-seam': facets };
  switch (named.kind) {
    case 'SCALAR':
      return scalar(named, way, facets);
    case 'ENUM':
      // One without values cannot be, and an empty list would accept nothing.
      if (named.enumValues.length === 0) return { type: 'string', 'x-seam': facets };
      return { type: 'string', enum: named.enumValues, 'x-seam': facets };
    case 'OBJECT':
    case 'INTERFACE':
      return { type: 'object', 'x-seam': { ...facets, target: named.name } };
    case 'UNION':
      return { type: 'object', 'x-seam': { ...facets, target: [...named.possibleTypes].sort(byCodePoint) } };
    case 'INPUT_OBJECT':
      return inputObject(named, way, facets);
  }
}

function scalar({ name, specifiedByURL }: NamedType, { side }: Way, facets: FieldFacets): FieldSchema {
  const table = side === 'read' ? scalars : writtenScalars;
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known !== undefined) return { ...known, 'x-seam': facets };
  if (specifiedByURL === undefined) return { 'x-seam': facets };
  return { 'x-seam': { ...facets, unmapped: JSON.stringify({ specifiedByURL }) } };
}

function inputObject({ name, inputFields, isOneOf }: NamedType, way: Way, facets: FieldFacets): FieldSchema {
  const said = { ...facets, ...(isOneOf ? { unmapped: oneOf } : {}) };
  if (way.around.has(name) || way.level >= way.depth) {
    return { type: 'object', 'x-seam': { ...said, target: name } };
  }
  const inner = { ...way, level: way.level + 1, around: new Set([...way.around, name]) };
  const { required, ...members } = objectOf(inputFields.map((field) => writtenField(field, inner)));
  return { ...members, ...(required.length === 0 ? {} : { required }), 'x-seam': said };
}

/** https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects */
export const oneOf = JSON.stringify({ oneOf: true });

function withNull(schema: FieldSchema): FieldSchema {
  if (schema.type === undefined) return schema;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  const values: readonly Json[] | undefined = schema.enum === undefined ? undefined : [...schema.enum, null];
  return { ...schema, type: [...types, 'null'], ...(values === undefined ? {} : { enum: values }) };
}

/** A type as SDL writes it. */
export function printed(type: TypeRef): string {
  if (type.kind === 'NAMED') return type.name;
  return type.kind === 'LIST' ? `[${printed(type.of)}]` : `${printed(type.of)}!`;
}

/** The name inside of a type. */
export function innermost(type: TypeRef): string {
  return type.kind === 'NAMED' ? type.name : innermost(type.of);
}
