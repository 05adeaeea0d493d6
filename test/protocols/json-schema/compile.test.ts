import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.js';
import type { FieldSchema } from '../../../src/model/schema.js';
import { compile } from '../../../src/protocols/json-schema/compile.js';
import { type Dialect, dialectOf, dialects } from '../../../src/protocols/json-schema/dialect.js';
import { schemaOf } from '../../../src/protocols/json-schema/field.js';
import { openLibrary } from '../../../src/protocols/json-schema/references.js';

/** The field that a schema becomes. */
async function field(schema: Json, dialect: Dialect = '2020-12', depth = 2): Promise<FieldSchema> {
  const library = await openLibrary(
    ['file:///kumquat.json'],
    async () => schema,
    () => dialect,
  );
  const root = library.at('file:///kumquat.json', '');
  if (root === undefined) throw new Error('no root');
  return schemaOf(compile(root, { library, dialect, digests: new Map(), depth }));
}

const optional = { 'x-seam': { presence: 'optional' } } as const;

describe('a schema becomes a field', () => {
  test.each<[what: string, schema: Json, field: FieldSchema]>([
    ['true', true, {}],
    ['nothing', {}, {}],
    ['one type', { type: 'string' }, { type: 'string' }],
    ['several types', { type: ['string', 'null'] }, { type: ['string', 'null'] }],
    ['a number that is whole by its types', { type: ['integer', 'number'] }, { type: 'number' }],
    ['a type that nobody knows', { type: 'file' }, { 'x-seam': { nativeType: 'file' } }],
    ['values without type', { enum: ['a', 1] }, { type: ['string', 'integer'], enum: ['a', 1] }],
    [
      'values of other types than its own',
      { type: 'string', enum: ['a', null] },
      { type: 'string', enum: ['a'] },
    ],
    ['null that no value is', { type: ['string', 'null'], enum: ['a'] }, { type: 'string', enum: ['a'] }],
    ['no values', { type: 'string', enum: [] }, { type: 'string' }],
    ['one value', { const: 5 }, { type: 'integer', enum: [5] }],
    [
      'limits of another type',
      { type: 'integer', maxLength: 5, minimum: 1 },
      { type: 'integer', minimum: 1 },
    ],
    [
      'a limit of another kind',
      { type: 'string', maxLength: '5' },
      { type: 'string', 'x-seam': { unmapped: '{"maxLength":"5"}' } },
    ],
    [
      'a pattern of another dialect',
      { type: 'string', pattern: '(?i)a' },
      { type: 'string', 'x-seam': { unmapped: '{"pattern":"(?i)a"}' } },
    ],
    [
      'a multiple that is a scale',
      { type: 'number', multipleOf: 0.01 },
      { type: 'number', 'x-seam': { scale: '2' } },
    ],
    [
      'a multiple that is a small scale',
      { type: 'number', multipleOf: 1e-7 },
      { type: 'number', 'x-seam': { scale: '7' } },
    ],
    ['a whole multiple', { type: 'integer', multipleOf: 5 }, { type: 'integer', multipleOf: 5 }],
    [
      'another multiple',
      { type: 'number', multipleOf: 0.05 },
      { type: 'number', 'x-seam': { unmapped: '{"multipleOf":0.05}' } },
    ],
    ['a format that validators know', { type: 'string', format: 'uuid' }, { type: 'string', format: 'uuid' }],
    [
      'a format that they do not',
      { type: 'string', format: 'phone' },
      { type: 'string', 'x-seam': { nativeType: 'phone' } },
    ],
    [
      'a format of a text on a number',
      { type: 'integer', format: 'date' },
      { type: 'integer', 'x-seam': { nativeType: 'date' } },
    ],
    [
      'bytes',
      { type: 'string', format: 'byte' },
      { type: 'string', contentEncoding: 'base64', 'x-seam': { nativeType: 'byte' } },
    ],
    [
      'rows',
      { type: 'array', items: { type: 'string' }, maxItems: 3, uniqueItems: true },
      { type: 'array', items: { type: 'string' }, maxItems: 3, uniqueItems: true },
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ type: 'string' }] },
      { type: 'array', 'x-seam': { unmapped: '{"prefixItems":[{"type":"string"}]}' } },
    ],
    [
      'an object by its members',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string', ...optional } } },
    ],
    [
      'a member that must be there and is not described',
      { required: ['a'] },
      { type: 'object', properties: { a: { 'x-seam': { presence: 'always' } } }, required: ['a'] },
    ],
    [
      'a member that may not be there',
      { properties: { a: false, b: true } },
      { type: 'object', properties: { b: {} } },
    ],
    [
      'other members that must not be there',
      { type: 'object', properties: {}, additionalProperties: false },
      { type: 'object', properties: {} },
    ],
    [
      'other members that may be there',
      { type: 'object', properties: {}, additionalProperties: {} },
      { type: 'object', properties: {}, additionalProperties: true },
    ],
    [
      'members by pattern',
      { type: 'object', patternProperties: { '^x': {} }, additionalProperties: false },
      {
        type: 'object',
        additionalProperties: true,
        'x-seam': { unmapped: '{"patternProperties":{"^x":{}}}' },
      },
    ],
    [
      'parts with one type',
      {
        allOf: [
          { type: 'string', maxLength: 9 },
          { maxLength: 5, minLength: 1 },
        ],
      },
      { type: 'string', minLength: 1, maxLength: 5 },
    ],
    [
      'parts with two patterns',
      { allOf: [{ type: 'string', pattern: 'a' }, { pattern: 'b' }] },
      { type: 'string', pattern: 'a', 'x-seam': { unmapped: '{"pattern":"b"}' } },
    ],
    [
      'parts whose values overlap',
      { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
      { type: 'string', enum: ['b'] },
    ],
    [
      'null as an alternative',
      { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] },
      { type: ['string', 'null'], maxLength: 5 },
    ],
    [
      'alternatives of different types',
      { oneOf: [{ type: 'string', maxLength: 5 }, { type: 'boolean' }] },
      { type: ['string', 'boolean'], maxLength: 5 },
    ],
    [
      'alternatives that list values',
      { oneOf: [{ enum: ['a'] }, { enum: ['b'] }] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'alternatives with titles',
      {
        oneOf: [
          { const: 0, title: 'Off' },
          { const: 1, title: 'On' },
        ],
      },
      { type: 'integer', enum: [0, 1], 'x-seam': { enumLabels: { '0': 'Off', '1': 'On' } } },
    ],
    [
      'alternatives of one type',
      {
        oneOf: [
          { type: 'integer', maximum: 5 },
          { type: 'integer', maximum: 9 },
        ],
      },
      {
        type: 'integer',
        maximum: 9,
        'x-seam': { unmapped: '{"oneOf":[{"maximum":5,"type":"integer"},{"maximum":9,"type":"integer"}]}' },
      },
    ],
    [
      'an alternative that is anything',
      { anyOf: [{ type: 'string' }, {}] },
      { 'x-seam': { unmapped: '{"anyOf":[{"type":"string"},{}]}' } },
    ],
    [
      'what it must not be',
      { type: 'string', not: { const: '' } },
      { type: 'string', 'x-seam': { unmapped: '{"not":{"const":""}}' } },
    ],
    [
      'annotations',
      { type: 'string', description: 'x', examples: ['a'], deprecated: true, 'x-own': 1 },
      { type: 'string' },
    ],
  ])('%s', async (_, schema, expected) => {
    expect(await field(schema)).toEqual(expected);
  });
});

describe('a condition', () => {
  const kinds = { kind: { type: 'string' }, iban: { type: 'string' } };

  test('that only demands members stands on them', async () => {
    const schema = {
      properties: kinds,
      if: { properties: { kind: { const: 'bank' } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { required: ['iban'] },
    };
    expect((await field(schema)).properties?.['iban']?.['x-seam']).toEqual({
      requiredWhen: '{"if":{"properties":{"kind":{"const":"bank"}}}}',
      presence: 'optional',
    });
  });

  test('that says more is kept as text', async () => {
    const schema = {
      properties: kinds,
      if: { required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { properties: { iban: { minLength: 1 } } },
    };
    expect((await field(schema))['x-seam']?.unmapped).toMatch(/^\{"if":.*"then":/);
  });

  test('of alternatives that only demand members is kept as text', async () => {
    const schema = { properties: kinds, oneOf: [{ required: ['kind'] }, { required: ['iban'] }] };
    expect((await field(schema))['x-seam']?.unmapped).toBe(
      '{"oneOf":[{"required":["kind"]},{"required":["iban"]}]}',
    );
  });
});

describe('a dialect', () => {
  test.each<[string, Dialect]>([
    ['http://json-schema.org/draft-04/schema#', 'draft-04'],
    ['http://json-schema.org/draft-03/schema#', 'draft-04'],
    ['https://json-schema.org/draft-06/hyper-schema#', 'draft-06'],
    ['http://json-schema.org/draft-07/schema', 'draft-07'],
    ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
    ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
    ['https://example.com/own', '2020-12'],
  ])('is told by %s', ($schema, dialect) => {
    expect(dialectOf({ $schema })).toBe(dialect);
  });

  test.each(dialects)('of %s may say an exclusive limit in either way', async (dialect) => {
    const flagged = {
      type: 'number',
      minimum: 5,
      exclusiveMinimum: true,
      maximum: 9,
      exclusiveMaximum: false,
    };
    expect(await field(flagged, dialect)).toEqual({ type: 'number', exclusiveMinimum: 5, maximum: 9 });
    expect(await field({ type: 'number', exclusiveMinimum: 5 }, dialect)).toEqual({
      type: 'number',
      exclusiveMinimum: 5,
    });
  });

  test('decides whether what stands beside a reference counts', async () => {
    const schema = {
      properties: { a: { $ref: '#/$defs/a', maxLength: 3, title: 'A', readOnly: true } },
      $defs: { a: { type: 'string', title: 'Type' } },
    };
    const member = async (dialect: Dialect) => (await field(schema, dialect)).properties?.['a'];
    expect(await member('draft-07')).toEqual({ title: 'A', type: 'string', readOnly: true, ...optional });
    expect(await member('2020-12')).toEqual({
      title: 'A',
      type: 'string',
      maxLength: 3,
      readOnly: true,
      ...optional,
    });
  });

  test.each<[what: string, schema: Json, dialect: Dialect, nullable: boolean | 'unknown']>([
    ['beside a type in OpenAPI 3.0', { type: 'string', nullable: true }, 'openapi-3.0', true],
    [
      'beside a reference in OpenAPI 3.0',
      { $ref: '#/$defs/a', nullable: true, $defs: { a: { type: 'string' } } },
      'openapi-3.0',
      'unknown',
    ],
    [
      'beside allOf in OpenAPI 3.0',
      { allOf: [{ type: 'string' }], nullable: true },
      'openapi-3.0',
      'unknown',
    ],
    [
      'beside a type whose parts allow no null',
      { type: 'object', nullable: true, allOf: [{ type: 'object', properties: {} }] },
      'openapi-3.0',
      'unknown',
    ],
    ['beside values without null', { type: 'string', enum: ['a'], nullable: true }, 'openapi-3.0', 'unknown'],
    [
      'beside values with null',
      { type: 'string', enum: ['a', null], nullable: true },
      'openapi-3.0',
      'unknown',
    ],
    ['in a dialect that does not know it', { type: 'string', nullable: true }, 'openapi-3.1', 'unknown'],
    ['that is false', { type: 'string', nullable: false }, 'openapi-3.0', false],
  ])('says what nullable means: %s', async (_, schema, dialect, nullable) => {
    const { type, enum: values, 'x-seam': facets } = await field(schema, dialect);
    expect([type].flat().includes('null')).toBe(nullable !== false);
    expect(facets?.nullable).toBe(nullable === 'unknown' ? 'unknown' : undefined);
    if (values !== undefined) expect(values.includes(null)).toBe(true);
  });
});

describe('how deep an object is described', () => {
  const nested = { properties: { a: { properties: { b: { properties: { c: { type: 'string' } } } } } } };

  test('follows the levels of objects, whether or not they are schemas of their own', async () => {
    const split = {
      $ref: '#/$defs/x',
      $defs: { x: { properties: { a: { $ref: '#/$defs/y' } } }, y: nested.properties.a },
    };
    expect(await field(split, '2020-12', 1)).toMatchObject({
      properties: { a: { properties: { b: { type: 'object' } } } },
    });
    expect(await field(split, '2020-12', 2)).toEqual(await field(nested, '2020-12', 2));
  });

  test('is as deep as the rows of lists within lists', async () => {
    const rows = {
      type: 'array',
      items: { type: 'array', items: { properties: { a: { type: 'string' } } } },
    };
    expect(await field(rows, '2020-12', 0)).toMatchObject({
      items: { items: { properties: { a: { type: 'string' } } } },
    });
  });

  test('has an end: what would be written out too far is told', async () => {
    const ref = { $ref: '#/$defs/x' };
    const wide = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`a${index}`, { properties: { x: ref } }]),
    );
    const schema = {
      ...ref,
      $defs: {
        x: {
          type: 'object',
          properties: Object.fromEntries(Object.keys(wide).map((name) => [name, { $ref: '#/$defs/y' }])),
        },
        y: { properties: { z: { $ref: '#/$defs/z' } } },
        z: { properties: wide },
      },
    };
    await expect(field(schema, '2020-12', 10)).resolves.toBeDefined();
    const exploding = Object.fromEntries(
      Array.from({ length: 30 }, (_, step) => [
        `s${step}`,
        {
          properties: Object.fromEntries(
            Array.from({ length: 30 }, (_, to) => [`m${to}`, { $ref: `#/$defs/s${to}` }]),
          ),
        },
      ]),
    );
    await expect(field({ $ref: '#/$defs/s0', $defs: exploding }, '2020-12', 10)).rejects.toMatchObject({
      code: 'source-unusable',
      fix: expect.stringMatching(/depth/),
    });
  });
});

describe('what no keyword says', () => {
  const withMap = (label: object) => ({
    type: 'object',
    additionalProperties: { $ref: '#/$defs/label' },
    $defs: { label },
  });
  const text = async (label: object) => (await field(withMap(label) as Json))['x-seam']?.unmapped;

  test('changes with every schema behind it, and with no annotation', async () => {
    const was = await text({ type: 'string' });
    expect(was).toMatch(/^\{"additionalProperties":\{"\$ref":"label #[0-9a-f]{12}"\}\}$/);
    expect(await text({ type: 'string', description: 'A label', title: 'Label' })).toBe(was);
    expect(await text({ type: 'string', maxLength: 5 })).not.toBe(was);
  });

  test('ends in circles, and is cut where it is long', async () => {
    expect(await text({ properties: { inner: { $ref: '#/$defs/label' } } })).toMatch(/#[0-9a-f]{12}/);
    const long = await field({ not: { enum: Array.from({ length: 500 }, (_, index) => `value ${index}`) } });
    expect(long['x-seam']?.unmapped).toMatch(/^.{300}… #[0-9a-f]{12}$/s);
  });
});
