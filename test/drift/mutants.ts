import type { Direction } from '../../src/model/drift.ts';
import type { EntitySchema, FieldSchema, TypeName } from '../../src/model/schema.ts';

/** A field as the ERP could change it, and the directions that this certainly breaks. */
export type Mutant = {
  readonly name: string;
  /** Absent: the field is gone. */
  readonly schema?: FieldSchema;
  readonly required: boolean;
  readonly breaks: readonly Direction[];
};

type Field = { readonly schema: FieldSchema; readonly required: boolean };

/** Directions whose documents can hold the field. */
function holding({ schema: { readOnly, writeOnly, 'x-seam': facets } }: Field): readonly Direction[] {
  return [
    ...(writeOnly === true ? [] : (['read'] as const)),
    ...(readOnly === true || facets?.updateOnly === true ? [] : (['create'] as const)),
    ...(readOnly === true || facets?.immutable === true ? [] : (['update'] as const)),
  ];
}

const writing = (field: Field) => holding(field).filter((direction) => direction !== 'read');
const reading = (field: Field) => holding(field).filter((direction) => direction === 'read');

const typesOf = ({ type }: FieldSchema): readonly TypeName[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

/** A type that no value of the field has, where it is no field for values of any kind. */
function otherType(schema: FieldSchema): TypeName {
  return typesOf(schema).includes('boolean') ? 'string' : 'boolean';
}

const isOfSomeType = ({ schema }: Field) =>
  typesOf(schema).length > 0 && !typesOf(schema).includes(otherType(schema));

const isText = ({ schema }: Field) =>
  typesOf(schema).includes('string') && schema.enum === undefined && schema.const === undefined;
/** Texts of any form, so that a limit of their length always decides. */
const isFreeText = (field: Field) =>
  isText(field) && field.schema.pattern === undefined && field.schema.format === undefined;
const isPlain = ({ schema }: Field) =>
  schema.properties === undefined && schema.items?.properties === undefined;

const isOnDemand = ({ schema }: Field) => schema['x-seam']?.onDemand === true;

/** True where every answer has the field. */
function isAlwaysThere(schema: FieldSchema): boolean {
  const { presence, onDemand } = schema['x-seam'] ?? {};
  if (onDemand === true) return false;
  if (presence !== undefined) return presence === 'always';
  return typesOf(schema).length > 0 && !typesOf(schema).includes('null');
}

/** A value that is not listed, and no longer than values may be. */
function furtherValue({ enum: values = [], maxLength = 99 }: FieldSchema): string {
  const tries = ['kumquat, of all things', ...'kumqatice0123456789'].filter(
    (each) => each.length <= maxLength,
  );
  return tries.find((each) => !values.includes(each)) ?? '';
}

type Edit = {
  readonly name: string;
  /** About the field and not its values: the same where it is written otherwise than it is read. */
  readonly flag?: true;
  readonly fits: (field: Field) => boolean;
  readonly apply: (schema: FieldSchema) => FieldSchema;
  readonly breaks: (field: Field) => readonly Direction[];
};

const withFacets = (schema: FieldSchema, facets: FieldSchema['x-seam']): FieldSchema => ({
  ...schema,
  'x-seam': { ...schema['x-seam'], ...facets },
});

/** A field that is certainly required is not perhaps so. */
function withoutDoubt({ 'x-seam': facets = {}, ...schema }: FieldSchema): FieldSchema {
  const { required: _, ...others } = facets;
  return { ...schema, 'x-seam': others };
}

const edits: readonly Edit[] = [
  {
    name: 'retyped',
    fits: (field) => isPlain(field) && isOfSomeType(field),
    apply(schema) {
      const { enum: _e, const: _c, pattern: _p, format: _f, items: _i, maxLength: _m, ...rest } = schema;
      const { minimum: _n, maximum: _x, ...kept } = rest;
      return { ...kept, type: otherType(schema) };
    },
    breaks: holding,
  },
  {
    name: 'lengthened',
    fits: (field) => isFreeText(field) && field.schema.maxLength !== undefined,
    apply: (schema) => ({ ...schema, maxLength: (schema.maxLength ?? 0) + 1 }),
    breaks: reading,
  },
  {
    name: 'shortened',
    fits: (field) => isFreeText(field) && (field.schema.maxLength ?? 9) > 1,
    apply: (schema) => ({ ...schema, maxLength: (schema.maxLength ?? 9) - 1 }),
    breaks: writing,
  },
  {
    name: 'freed of its limit',
    fits: (field) => isFreeText(field) && field.schema.maxLength !== undefined,
    apply: ({ maxLength: _, ...schema }) => schema,
    breaks: reading,
  },
  {
    name: 'given a form',
    fits: isFreeText,
    apply: (schema) => ({ ...schema, format: 'date' }),
    breaks: writing,
  },
  {
    name: 'freed of its form',
    fits: ({ schema }) => schema.pattern !== undefined || schema.format !== undefined,
    apply: ({ pattern: _p, format: _f, ...schema }) => schema,
    breaks: reading,
  },
  {
    name: 'made one of a list',
    fits: (field) => isFreeText(field) && field.schema['x-seam']?.enumSource === undefined,
    apply: (schema) => ({
      ...schema,
      enum: ['kumquat', 'quince', ...(typesOf(schema).includes('null') ? [null] : [])],
    }),
    breaks: writing,
  },
  {
    name: 'given a further value',
    fits: ({ schema }) =>
      schema.enum !== undefined && typesOf(schema).includes('string') && schema.pattern === undefined,
    apply: (schema) => ({ ...schema, enum: [furtherValue(schema), ...(schema.enum ?? [])] }),
    breaks: reading,
  },
  {
    name: 'robbed of a value',
    fits: ({ schema }) => (schema.enum ?? []).filter((value) => value !== null).length > 1,
    apply: (schema) => ({ ...schema, enum: (schema.enum ?? []).slice(1) }),
    breaks: writing,
  },
  {
    name: 'allowed to be empty',
    fits: ({ schema }) => typesOf(schema).length > 0 && !typesOf(schema).includes('null'),
    apply: (schema) => ({
      ...schema,
      type: [...typesOf(schema), 'null'],
      ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
    }),
    breaks: reading,
  },
  {
    name: 'forbidden to be empty',
    fits: ({ schema }) => typesOf(schema).includes('null') && typesOf(schema).length > 1,
    apply: (schema) => ({
      ...schema,
      type: typesOf(schema).filter((type) => type !== 'null'),
      ...(schema.enum === undefined ? {} : { enum: schema.enum.filter((value) => value !== null) }),
    }),
    breaks: writing,
  },
  {
    name: 'bound from below',
    fits: ({ schema }) =>
      typesOf(schema).some((type) => type === 'integer' || type === 'number') && !schema.enum,
    // The least of a single-precision number and one more are the same number.
    apply: (schema) => ({ ...schema, minimum: Math.max(-1, schema.minimum ?? 0) + 1 }),
    breaks: writing,
  },
  {
    name: 'freed of its bounds',
    fits: ({ schema }) => schema.minimum !== undefined && schema.enum === undefined,
    apply: ({ minimum: _n, maximum: _x, ...schema }) => schema,
    breaks: reading,
  },
  {
    name: 'made a decimal',
    fits: ({ schema }) => typesOf(schema).includes('integer') && schema.enum === undefined,
    apply: (schema) => ({
      ...schema,
      type: typesOf(schema).map((type) => (type === 'integer' ? 'number' : type)),
    }),
    breaks: reading,
  },
  {
    name: 'made read-only',
    flag: true,
    fits: ({ schema }) => schema.readOnly !== true,
    apply: (schema) => ({ ...schema, readOnly: true }),
    breaks: writing,
  },
  {
    name: 'made immutable',
    flag: true,
    fits: ({ schema }) => schema.readOnly !== true && schema['x-seam']?.immutable !== true,
    apply: (schema) => withFacets(schema, { immutable: true }),
    breaks: (field) => writing(field).filter((direction) => direction === 'update'),
  },
  {
    name: 'made unique',
    fits: ({ schema }) => schema['x-seam']?.unique !== true,
    apply: (schema) => withFacets(schema, { unique: true }),
    breaks: writing,
  },
  {
    name: 'pointed elsewhere',
    fits: ({ schema }) => schema['x-seam']?.target !== undefined,
    apply: (schema) => withFacets(schema, { target: 'kumquat.elsewhere' }),
    breaks: holding,
  },
  {
    name: 'made a reference',
    fits: (field) => isFreeText(field) && field.schema['x-seam']?.target === undefined,
    apply: (schema) => withFacets(schema, { target: 'kumquat.elsewhere' }),
    breaks: writing,
  },
  {
    name: 'left out of some answers',
    flag: true,
    fits: (field) => reading(field).length > 0 && isAlwaysThere(field.schema),
    apply: (schema) => withFacets(schema, { presence: 'optional' }),
    breaks: reading,
  },
  {
    name: 'put into every answer',
    flag: true,
    fits: (field) => reading(field).length > 0 && !isAlwaysThere(field.schema) && !isOnDemand(field),
    apply: (schema) => withFacets(schema, { presence: 'always' }),
    breaks: () => [],
  },
  {
    name: 'left to those who ask for it',
    flag: true,
    fits: (field) => reading(field).length > 0 && !isOnDemand(field),
    apply: (schema) => withFacets(schema, { onDemand: true }),
    breaks: reading,
  },
  {
    name: 'told without being asked for',
    flag: true,
    fits: isOnDemand,
    apply({ 'x-seam': { onDemand: _, ...facets } = {}, ...schema }) {
      return { ...schema, 'x-seam': facets };
    },
    breaks: () => [],
  },
  {
    name: 'written otherwise',
    fits: (field) => holding(field).length === 3 && isPlain(field) && isOfSomeType(field),
    apply: (schema) => withFacets(schema, { written: { type: otherType(schema) } }),
    breaks: writing,
  },
  {
    name: 'given a rule that no keyword says',
    fits: ({ schema }) => schema['x-seam']?.unmapped === undefined,
    apply: (schema) => withFacets(schema, { unmapped: '{"not":{"const":"kumquat"}}' }),
    breaks: () => [],
  },
  {
    name: 'relabelled',
    flag: true,
    fits: () => true,
    apply: (schema) => ({ ...schema, title: 'Kumquat, of all labels' }),
    breaks: () => [],
  },
];

/** The edits of a field; of one that is written otherwise than it is read, those of each of its two schemas. */
function editsOf({ schema: { readOnly, 'x-seam': facets } }: Field): readonly Edit[] {
  const written = facets?.written;
  if (written === undefined) return edits;
  const ofValues = edits.filter(({ name, flag }) => flag === undefined && name !== 'written otherwise');
  const asWritten: Field = {
    schema: { ...written, ...(readOnly === undefined ? {} : { readOnly }) },
    required: false,
  };
  return [
    ...edits.filter(({ flag }) => flag === true),
    ...ofValues.map((edit) => ({
      ...edit,
      name: `${edit.name}, as it is read`,
      breaks: (field: Field) => edit.breaks(field).filter((direction) => direction === 'read'),
    })),
    ...ofValues
      .filter(({ fits }) => fits(asWritten))
      .map((edit) => ({
        name: `${edit.name}, as it is written`,
        fits: () => true,
        apply: (schema: FieldSchema) => withFacets(schema, { written: edit.apply(written) }),
        breaks: (field: Field) =>
          edit
            .breaks(asWritten)
            .filter((direction) => direction !== 'read' && holding(field).includes(direction)),
      })),
  ];
}

/** Every mutant of one field. */
export function mutantsOf(field: Field): readonly Mutant[] {
  const { schema, required } = field;
  const edited = editsOf(field)
    .filter(({ fits }) => fits(field))
    .map(({ name, apply, breaks }) => ({ name, schema: apply(schema), required, breaks: breaks(field) }));
  const demands = writing(field).filter((direction) => direction === 'create' && !required);
  return [
    { name: 'removed', required: false, breaks: holding(field) },
    ...(demands.length === 0 || schema.readOnly === true
      ? []
      : [{ name: 'made mandatory', schema: withoutDoubt(schema), required: true, breaks: demands }]),
    ...edited,
  ];
}

/** The entity with one field, as it is or as a mutant. */
export function withField(entity: EntitySchema, name: string, field: Partial<Field>): EntitySchema {
  const { schema, required } = field;
  return {
    ...entity,
    properties: schema === undefined ? {} : Object.fromEntries([[name, schema]]),
    required: required === true && schema !== undefined ? [name] : [],
  };
}
