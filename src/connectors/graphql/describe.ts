import { SeamError } from '../../errors/seam-error.js';
import { type Direction, directions } from '../../model/drift.js';
import { dialect, type EntityFacets, type EntitySchema, objectOf } from '../../model/schema.js';
import type { EntityRef, EntityResult } from '../../model/source.js';
import { usualDepth } from '../../protocols/document/options.js';
import { combine, type Side } from '../../protocols/sides/sides.js';
import { observed } from './capabilities.js';
import type { GraphqlOptions } from './client.js';
import { innermost, oneOf, printed, readFields, singleField, writtenFields } from './fields.js';
import { mapping } from './mapping.js';
import { type GraphqlSchema, type NamedType, type OutputField, roots } from './wire.js';

/** Object types, interfaces and input types; operations too, where the options say so. */
export function* listTypes(
  schema: GraphqlSchema,
  { operations = false }: GraphqlOptions,
): Generator<EntityRef> {
  for (const type of schema.types.values()) if (isEntity(type, schema)) yield { name: type.name };
  if (!operations) return;
  for (const root of roots) {
    const type = schema.types.get(schema.roots.get(root) ?? '');
    for (const { name } of type?.fields ?? []) yield { name: `${root}.${name}` };
  }
}

/** A type with fields that is neither a part of introspection nor a list of operations. */
function isEntity({ kind, name }: NamedType, { roots: rootTypes }: GraphqlSchema): boolean {
  if (name.startsWith('__') || [...rootTypes.values()].includes(name)) return false;
  return kind === 'OBJECT' || kind === 'INTERFACE' || kind === 'INPUT_OBJECT';
}

/** Live schemas of these entities: types by name, operations as `Mutation.createCustomer`. */
export function* describeTypes(
  schema: GraphqlSchema,
  entities: readonly string[],
  options: GraphqlOptions,
): Generator<EntityResult> {
  for (const entity of new Set(entities)) {
    try {
      yield describeOne(entity, schema, options);
    } catch (error) {
      if (!(error instanceof SeamError)) throw error;
      yield { entity, status: 'unreadable', why: error.message, fix: error.fix };
    }
  }
}

function describeOne(entity: string, schema: GraphqlSchema, options: GraphqlOptions): EntityResult {
  const operation = findOperation(entity, schema);
  if (operation !== undefined) return describeOperation(entity, operation, schema, options);
  const type = schema.types.get(entity);
  if (type === undefined) {
    const what = entity.includes('.') ? 'operation' : 'type';
    return { entity, status: 'missing', why: `The schema has no ${what} ${entity}.` };
  }
  if (!isEntity(type, schema)) {
    const why = `${entity} is no type that records are read or written as.`;
    return {
      entity,
      status: 'not-applicable',
      why,
      fix: 'Name an object type, an input type or an operation.',
    };
  }
  if (type.kind === 'INPUT_OBJECT')
    return described(entity, combine(undefined, writtenSide(type, schema, options)), ['read']);
  const read: Side = { fields: readFields(type, schema), open: false };
  const input = inputOf(entity, schema, options);
  if (input === undefined) return described(entity, combine(read, undefined), ['create', 'update']);
  return described(entity, combine(read, writtenSide(input, schema, options)), []);
}

function writtenSide(type: NamedType, schema: GraphqlSchema, { depth = usualDepth }: GraphqlOptions): Side {
  const fields = writtenFields(type.inputFields, schema, { depth }, type.name);
  return { fields, open: false, ...(type.isOneOf ? { unmapped: oneOf } : {}) };
}

/** The input type that the user names for an object type. */
function inputOf(
  entity: string,
  schema: GraphqlSchema,
  { inputs = {} }: GraphqlOptions,
): NamedType | undefined {
  const name = Object.hasOwn(inputs, entity) ? inputs[entity] : undefined;
  if (name === undefined) return undefined;
  const type = schema.types.get(name);
  if (type?.kind === 'INPUT_OBJECT') return type;
  throw new SeamError('source-unusable', {
    why: `The schema has no input type ${name}, which \`inputs\` names for ${entity}.`,
    fix: 'Correct `inputs` of the source.',
  });
}

function findOperation(entity: string, schema: GraphqlSchema): OutputField | undefined {
  const root = roots.find((each) => entity.startsWith(`${each}.`));
  const type = root === undefined ? undefined : schema.types.get(schema.roots.get(root) ?? '');
  return type?.fields.find(({ name }) => `${root}.${name}` === entity);
}

/** An operation: its arguments are its create view, what it returns is read. */
function describeOperation(
  entity: string,
  { args, type }: OutputField,
  schema: GraphqlSchema,
  { depth = usualDepth }: GraphqlOptions,
): EntityResult {
  const returned = schema.types.get(innermost(type));
  const hasFields = returned?.kind === 'OBJECT' || returned?.kind === 'INTERFACE';
  const fields = hasFields ? readFields(returned, schema) : [singleField(type, schema)];
  const unmapped = JSON.stringify({ returns: printed(type) });
  const written: Side = { fields: writtenFields(args, schema, { depth }), open: false };
  const cannot: readonly Direction[] = args.length === 0 ? ['create', 'update'] : ['update'];
  const both = combine({ fields, open: false }, written);
  return described(entity, { ...both, unmapped }, cannot, { kind: 'operation' });
}

function described(
  entity: string,
  side: Side,
  cannot: readonly Direction[],
  more: Pick<EntityFacets, 'kind'> = {},
): EntityResult {
  const schema: EntitySchema = {
    $schema: dialect,
    ...objectOf(side.fields),
    'x-seam': {
      connector: 'graphql',
      entity,
      mapping,
      version: '1.0',
      observed,
      ...more,
      ...(cannot.length === 0
        ? {}
        : { cannot: directions.filter((direction) => cannot.includes(direction)) }),
      ...(side.unmapped === undefined ? {} : { unmapped: side.unmapped }),
    },
  };
  return { entity, status: 'described', schema };
}
