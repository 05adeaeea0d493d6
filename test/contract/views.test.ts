import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Side, type ViewOptions, view } from '../../src/contract/views.js';
import { type Direction, directions } from '../../src/model/drift.js';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { anyContract, contract } from './schemas.js';

const sides: readonly Side[] = ['contract', 'live'];

const rows = (
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
  more = {},
): FieldSchema => ({
  type: ['array', 'null'],
  items: { type: 'object', properties, required, ...more },
});

/** Names of the fields in a view, which of them it requires, and whether others are allowed. */
function shape(schema: EntitySchema, direction: Direction, side: Side, options?: ViewOptions) {
  const { properties, required, additionalProperties } = view(schema, direction, side, options);
  return {
    fields: Object.keys(properties ?? {}).sort(),
    required: required ?? [],
    others: additionalProperties === undefined ? 'allowed' : 'refused',
  };
}

const order = contract(
  {
    name: { type: 'string' },
    note: { type: ['string', 'null'] },
    total: { type: 'number', readOnly: true },
    secret: { type: 'string', writeOnly: true },
    key: { type: 'string', 'x-seam': { immutable: true } },
    perhaps: { type: ['string', 'null'], 'x-seam': { required: 'unknown', requiredBy: ['database'] } },
    closedAt: { type: ['string', 'null'], 'x-seam': { updateOnly: true } },
    lines: { type: 'array', 'x-seam': { onDemand: true, target: 'kumquat.line' } },
  },
  ['key', 'name', 'secret', 'total'],
);
const readable = ['closedAt', 'key', 'lines', 'name', 'note', 'perhaps', 'total'];
const filled = ['key', 'name', 'total'];
const creatable = ['key', 'lines', 'name', 'note', 'perhaps', 'secret'];
const updatable = ['closedAt', 'lines', 'name', 'note', 'perhaps', 'secret'];

describe('the table of views', () => {
  test.each<[Direction, Side, ViewOptions, ReturnType<typeof shape>]>([
    ['read', 'contract', {}, { fields: readable, required: filled, others: 'allowed' }],
    ['read', 'contract', { strict: true }, { fields: readable, required: filled, others: 'refused' }],
    ['read', 'live', {}, { fields: readable, required: filled, others: 'refused' }],
    ['create', 'contract', {}, { fields: creatable, required: ['key', 'name', 'secret'], others: 'refused' }],
    ['create', 'live', {}, { fields: creatable, required: ['key', 'name', 'secret'], others: 'refused' }],
    ['update', 'contract', {}, { fields: updatable, required: [], others: 'refused' }],
    ['update', 'live', {}, { fields: updatable, required: [], others: 'refused' }],
  ])('%s, %s, %j', (direction, side, options, expected) => {
    expect(shape(order, direction, side, options)).toEqual(expected);
  });

  test.each(directions)('an open type stays open: %s', (direction) => {
    const open = { ...order, additionalProperties: true as const };
    for (const side of sides) expect(shape(open, direction, side, { strict: true }).others).toBe('allowed');
  });

  test.each(directions)('a direction that the entity does not allow accepts no document: %s', (direction) => {
    const schema = { ...order, 'x-seam': { ...order['x-seam'], cannot: [direction] } };
    const accepts = new Ajv2020().compile(view(schema, direction, 'live'));
    expect([accepts({}), accepts({ name: 'a' }), accepts(null)]).toEqual([false, false, false]);
  });
});

describe('a field is required in answers', () => {
  test.each<[string, FieldSchema, boolean]>([
    ['where it is never null', { type: 'string' }, true],
    ['where none of its types is null', { type: ['string', 'integer'] }, true],
    ['not where it may be null', { type: ['string', 'null'] }, false],
    ['not where nobody knows', { type: ['string', 'null'], 'x-seam': { nullable: 'unknown' } }, false],
    [
      'not where nobody knows, whatever the type says',
      { type: 'string', 'x-seam': { nullable: 'unknown' } },
      false,
    ],
    ['not where it may be anything', {}, false],
    ['where it has one value', { const: 1 }, true],
    ['not where that is null', { const: null }, false],
    ['where none of its values is null', { enum: [1, 2] }, true],
    ['not where one is', { enum: [1, null] }, false],
    [
      'where the source says so, although it may be null',
      { type: ['string', 'null'], 'x-seam': { presence: 'always' } },
      true,
    ],
    [
      'not where an answer may lack it, although it is never null',
      { type: 'string', 'x-seam': { presence: 'optional' } },
      false,
    ],
  ])('%s', (_, field, required) => {
    expect(shape(contract({ field }), 'read', 'live').required).toEqual(required ? ['field'] : []);
  });
});

test('a field that is written otherwise than it is read has a schema for each', () => {
  const written = { type: 'integer', 'x-seam': { nativeType: 'id' } } as const;
  const field: FieldSchema = { type: 'object', properties: {}, 'x-seam': { written } };
  const seen = directions.map((direction) => view(contract({ field }), direction, 'live')['properties']);
  const read = { type: 'object', properties: {}, additionalProperties: false };
  expect(seen).toEqual([{ field: read }, { field: { type: 'integer' } }, { field: { type: 'integer' } }]);
});

describe('nested rows', () => {
  const schema = contract({
    items: rows(
      {
        qty: { type: 'number' },
        amount: { type: 'number', readOnly: true },
        code: { type: ['string', 'null'], 'x-seam': { immutable: true } },
        pin: { type: 'string', writeOnly: true },
      },
      ['amount', 'code', 'qty'],
    ),
  });
  const created = {
    type: 'object',
    properties: { qty: { type: 'number' }, code: { type: ['string', 'null'] }, pin: { type: 'string' } },
    required: ['code', 'qty'],
    additionalProperties: false,
  };
  const read = {
    type: 'object',
    properties: { qty: { type: 'number' }, amount: { type: 'number' }, code: { type: ['string', 'null'] } },
    required: ['amount', 'qty'],
  };

  test.each<[Direction, Side, object]>([
    ['read', 'contract', read],
    ['read', 'live', { ...read, additionalProperties: false }],
    ['create', 'contract', created],
    ['create', 'live', created],
    ['update', 'contract', created],
    ['update', 'live', created],
  ])('are read in an answer, and new to the ERP in a write: %s, %s', (direction, side, row) => {
    const { properties } = view(schema, direction, side);
    expect(properties).toEqual({ items: { type: ['array', 'null'], items: row } });
  });

  test('that are open stay open', () => {
    const open = contract({ items: rows({ qty: {} }, [], { additionalProperties: true }) });
    for (const direction of directions) {
      expect(view(open, direction, 'live').properties).toEqual({
        items: { type: ['array', 'null'], items: { type: 'object', properties: { qty: {} } } },
      });
    }
  });

  test('an object within the document is updated in part; one without named fields is left as it is', () => {
    const inner = {
      street: { type: 'string' },
      id: { type: 'integer', 'x-seam': { immutable: true } },
    } as const;
    const nested = contract({
      address: { type: 'object', properties: inner, required: ['id', 'street'] },
      free: { type: 'object' },
      closed: { type: 'object', additionalProperties: false },
    });
    const others = { free: { type: 'object' }, closed: { type: 'object', additionalProperties: false } };
    expect(view(nested, 'update', 'live').properties).toEqual({
      address: { type: 'object', properties: { street: { type: 'string' } }, additionalProperties: false },
      ...others,
    });
    expect(view(nested, 'create', 'live').properties).toMatchObject({
      address: { required: ['id', 'street'] },
      ...others,
    });
  });
});

describe('where saving validates the whole record', () => {
  const before = contract({ a: {}, b: {}, gone: {} }, ['a', 'gone']);
  const after = contract(
    {
      a: {},
      b: {},
      c: {},
      fixed: { 'x-seam': { immutable: true } },
      shown: { readOnly: true },
      perhaps: { 'x-seam': { required: 'unknown' } },
    },
    ['a', 'b', 'c', 'fixed', 'perhaps', 'shown'],
  );

  test('an update must hold what became required, and what can be written', () => {
    expect(shape(after, 'update', 'live', { revalidatedSince: before }).required).toEqual(['b', 'c']);
    expect(shape(after, 'update', 'live').required).toEqual([]);
  });

  test('nothing became required of a schema that is the same', () => {
    expect(shape(after, 'update', 'live', { revalidatedSince: after }).required).toEqual([]);
  });

  test('create and read are as ever', () => {
    for (const direction of ['read', 'create'] as const) {
      expect(view(after, direction, 'live', { revalidatedSince: before })).toEqual(
        view(after, direction, 'live'),
      );
    }
  });
});

test('a view holds what decides which documents are accepted, and nothing else', () => {
  const kept = {
    type: 'string',
    format: 'date',
    pattern: '^a',
    minLength: 1,
    maxLength: 9,
    enum: ['a'],
    allOf: [{ title: 'not ours' }],
  } as const;
  const said = {
    title: 't',
    description: 'd',
    $comment: 'c',
    default: 'a',
    contentMediaType: 'text/html',
    readOnly: false,
    'x-team': 1,
    'x-seam': { unit: 'b' },
  } as const;
  const schema = { ...contract({ a: { ...kept, ...said } }), title: 'T', description: 'D', 'x-team': 1 };
  expect(view(schema, 'create', 'live')).toEqual({
    type: 'object',
    properties: { a: kept },
    additionalProperties: false,
  });
});

test('names of fields are data', () => {
  const schema = contract(JSON.parse('{"__proto__": {"type": "string"}, "constructor": {}}'), ['__proto__']);
  const seen = view(schema, 'create', 'live');
  expect(JSON.stringify(seen.properties)).toBe('{"__proto__":{"type":"string"},"constructor":{}}');
  expect(seen.required).toEqual(['__proto__']);
});

test('of any contract, each view is a schema that ajv takes, and no view changes the contract', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: true });
  const isSchema = (schema: object) =>
    ajv.validateSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema });
  fc.assert(
    fc.property(
      anyContract,
      fc.constantFrom(...directions),
      fc.constantFrom(...sides),
      fc.boolean(),
      (schema, direction, side, strict) => {
        const before = JSON.stringify(schema);
        const seen = view(schema, direction, side, { strict, revalidatedSince: schema });
        expect(isSchema(seen), JSON.stringify(ajv.errors)).toBe(true);
        expect(JSON.stringify(schema)).toBe(before);
      },
    ),
  );
});
