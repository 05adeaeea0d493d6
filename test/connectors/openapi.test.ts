import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenApiOptions } from '../../src/connectors/openapi/client.js';
import { openapi } from '../../src/connectors/openapi/index.js';
import { canonicalText } from '../../src/contract/canonical.js';
import { problemsOf } from '../../src/contract/guard.js';
import { view } from '../../src/contract/views.js';
import type { Verdict } from '../../src/model/drift.js';
import { directions } from '../../src/model/drift.js';
import type { EntitySchema } from '../../src/model/schema.js';
import {
  all,
  fixtures,
  includedIn,
  judged,
  onFile,
  onWeb,
  resultOf,
  rulesOf,
  schemaOf,
  serve,
} from './documents.js';

const kumquat = (options: OpenApiOptions = {}) => onFile(openapi, options, 'openapi/kumquat.yaml');
const text = await readFile(`${fixtures}/openapi/kumquat.yaml`, 'utf8');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seam-openapi-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A connector on a document of this text. */
async function onText(document: string, options: OpenApiOptions = {}) {
  await writeFile(join(folder, 'erp.yaml'), document);
  return onFile(openapi, options, 'erp.yaml', folder);
}

/** A schema of the fixture after a change of its text. */
async function withEdit(entity: string, from: string | RegExp, to: string): Promise<EntitySchema> {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${from} is not in the fixture`);
  return schemaOf(await onText(changed), entity);
}

describe('the connector openapi', () => {
  test('says what the API is', async () => {
    expect(await (await kumquat()).system()).toEqual({
      product: 'Kumquat ERP',
      version: '4.2.0',
      apps: { OpenAPI: '3.0.3' },
    });
  });

  test('lists the schemas that are objects, and operations where the options say so', async () => {
    const names = async (options: OpenApiOptions) =>
      (await all((await kumquat(options)).list())).map(({ name }) => name);
    const schemas = [
      'NewGrower',
      'Grower',
      'GrowerPatch',
      'Address',
      'Crate',
      'Contents',
      'Fruit',
      'Juice',
      'Fault',
      'Loose',
    ];
    expect(await names({})).toEqual(schemas);
    expect(await names({ operations: true })).toEqual([
      ...schemas,
      'GET /growers',
      'POST /growers',
      'GET /growers/{grower_id}',
      'PATCH /growers/{grower_id}',
      'POST /crates',
      'PUT /crates',
    ]);
  });

  test('tells what each document holds in a form that a contract may have, twice the same', async () => {
    const connector = await kumquat({ operations: true });
    const names = (await all(connector.list())).map(({ name }) => name);
    const [first, second] = [
      await all(connector.describe(names)),
      await all((await kumquat()).describe(names.toReversed())),
    ];
    const texts = (results: typeof first) =>
      results.map((result) => (result.status === 'described' ? canonicalText(result.schema) : '')).sort();
    expect(texts(first)).toEqual(texts(second));
    for (const result of first) {
      expect(result.status === 'described' && problemsOf(result.schema), result.entity).toEqual([]);
    }
  });
});

describe('a named schema', () => {
  test('binds answers by required, and creating only as far as a field is written', async () => {
    const { properties, required } = await schemaOf(await kumquat(), 'Crate');
    expect(required).toEqual(['code', 'weight']);
    expect(properties['code']).toEqual({ type: 'string', maxLength: 12 });
    expect(properties['weight']).toEqual({
      type: 'integer',
      minimum: -2_147_483_648,
      maximum: 2_147_483_647,
      'x-seam': { nativeType: 'int32' },
    });
    expect(properties['sealed_at']).toEqual({ type: 'string', format: 'date-time', readOnly: true });
    expect(properties['seal']).toEqual({ type: 'string', writeOnly: true });
  });

  test('has the labels of values, the scale of numbers and limits of any form', async () => {
    const { properties } = await schemaOf(await kumquat(), 'Grower');
    expect(properties['region']).toEqual({
      type: 'string',
      enum: ['north', 'south'],
      'x-seam': { enumLabels: { north: 'North shore', south: 'South shore' } },
    });
    expect(properties['rating']).toEqual({
      type: 'number',
      exclusiveMinimum: 0,
      'x-seam': { scale: '1', presence: 'optional' },
    });
    expect(properties['note']).toEqual({ type: ['string', 'null'], 'x-seam': { presence: 'always' } });
  });

  test('is written out, but for circles, which are relations', async () => {
    const { properties } = await schemaOf(await kumquat(), 'Grower');
    expect(properties['parent']).toEqual({
      type: 'object',
      'x-seam': { target: 'Grower', presence: 'optional' },
    });
    expect(properties['address']).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string' },
        zip: { type: 'string', pattern: '^[0-9]{4}$', 'x-seam': { presence: 'optional' } },
      },
      required: ['city'],
      'x-seam': { presence: 'optional' },
    });
    const flat = await schemaOf(await kumquat({ depth: 0 }), 'Grower');
    expect(flat.properties['address']).toEqual({
      type: 'object',
      'x-seam': { target: 'Address', presence: 'optional' },
    });
  });

  test('is perhaps null where its version ignores what the author meant', async () => {
    const { properties } = await schemaOf(await kumquat(), 'Crate');
    expect(properties['grower']).toMatchObject({
      type: ['object', 'null'],
      'x-seam': { nullable: 'unknown' },
    });
  });

  test('joins its alternatives: members of some are conditional, the discriminator lists its values', async () => {
    const { properties } = await schemaOf(await kumquat(), 'Contents');
    expect(properties['kind']).toEqual({ type: 'string', enum: ['fruit', 'juice'] });
    expect(properties['pieces']).toEqual({
      type: 'integer',
      'x-seam': { requiredWhen: 'Fruit', unmapped: '{"with":["Fruit"]}', presence: 'optional' },
    });
  });

  test('is open where it may hold other members, whose schema is kept as text', async () => {
    const schema = await schemaOf(await kumquat(), 'Loose');
    expect(schema.additionalProperties).toBe(true);
    expect(schema['x-seam'].unmapped).toBe('{"additionalProperties":{"type":"string"}}');
    expect(Object.keys(schema.properties)).toEqual(['__proto__', 'constructor']);
  });

  test('cannot be read, created or updated where no operation does', async () => {
    const connector = await kumquat();
    const cannot = async (entity: string) => (await schemaOf(connector, entity))['x-seam'].cannot;
    expect(await cannot('Crate')).toBeUndefined();
    expect(await cannot('NewGrower')).toEqual(['read', 'update']);
    expect(await cannot('GrowerPatch')).toEqual(['read', 'create']);
    expect(await cannot('Grower')).toEqual(['create', 'update']);
    expect(await cannot('Fault')).toEqual(['create', 'update']);
  });

  test('that no operation uses does not tell what can be done with it', async () => {
    const result = await resultOf(await kumquat(), 'Loose');
    expect(result).toMatchObject({ notObserved: [{ facet: 'operations' }] });
    expect(result.status === 'described' && result.schema['x-seam'].observed).not.toContain('operations');
  });

  test('of 3.1 has null among its types, constants with titles, and siblings of references', async () => {
    const { properties, required, ...schema } = await schemaOf(
      await onFile(openapi, {}, 'openapi/kumquat-3.1.json'),
      'Seal',
    );
    expect(properties).toEqual({
      code: { title: 'Code', type: 'string', minLength: 1 },
      note: { type: ['string', 'null'], maxLength: 80, 'x-seam': { presence: 'always' } },
      weight: { type: ['number', 'null'], exclusiveMinimum: 0 },
      stage: { type: 'integer', enum: [1, 2], 'x-seam': { enumLabels: { '1': 'Open', '2': 'Closed' } } },
      old: { type: ['string', 'null'], 'x-seam': { requiredWhen: 'weight is there', nullable: 'unknown' } },
      either: { type: ['string', 'integer'], maxLength: 5, 'x-seam': { presence: 'optional' } },
      torn: {
        type: 'string',
        'x-seam': {
          unmapped: '{"anyOf":[{"pattern":"^a","type":"string"},{"pattern":"^b","type":"string"}]}',
          presence: 'optional',
        },
      },
      labelled: {
        title: 'Tag',
        type: 'string',
        maxLength: 9,
        readOnly: true,
        'x-seam': { presence: 'optional' },
      },
      tags: {
        type: 'object',
        additionalProperties: true,
        'x-seam': {
          unmapped: expect.stringMatching(/^\{"additionalProperties":\{"\$ref":"Label #[0-9a-f]{12}"\}\}$/),
          presence: 'optional',
        },
      },
      fixed: { type: 'string', enum: ['kg'], 'x-seam': { presence: 'optional' } },
    });
    expect(required).toEqual(['code', 'note', 'stage']);
    expect(schema).toMatchObject({
      title: 'Seal',
      'x-seam': { cannot: ['create', 'update'], unmapped: '{"minProperties":1}' },
    });
  });
});

describe('an operation', () => {
  test('is created as its request says, and read as its answer does', async () => {
    const { properties, required, ...schema } = await schemaOf(await kumquat(), 'POST /growers');
    expect(schema).toMatchObject({
      title: 'Create a grower',
      'x-seam': { entity: 'POST /growers', kind: 'operation', cannot: ['update'] },
    });
    expect(required).toEqual(['name', 'region', '@header']);
    expect(properties['id']).toMatchObject({ readOnly: true });
    expect(properties['pin']).toEqual({
      type: 'string',
      writeOnly: true,
      'x-seam': { nativeType: 'password' },
    });
    expect(properties['name']).toEqual({
      type: 'string',
      'x-seam': { written: { type: 'string', maxLength: 40 } },
    });
    expect(properties['region']).toEqual({
      type: 'string',
      enum: ['north', 'south'],
      'x-seam': { enumLabels: { north: 'North shore', south: 'South shore' } },
    });
    expect(properties['parent']).toEqual({
      type: 'object',
      'x-seam': { target: 'Grower', presence: 'optional', written: { type: 'string', format: 'uuid' } },
    });
    expect(properties['@header']).toEqual({
      type: 'object',
      properties: { 'X-Orchard': { type: 'string' } },
      required: ['X-Orchard'],
      writeOnly: true,
    });
  });

  test('gives each direction its own view', async () => {
    const schema = await schemaOf(await kumquat(), 'POST /growers');
    const [read, create, update] = directions.map((direction) => view(schema, direction, 'live'));
    expect(Object.keys(read?.['properties'] ?? {})).toEqual([
      'id',
      'name',
      'region',
      'note',
      'address',
      'parent',
      'rating',
    ]);
    expect(read?.['required']).toEqual(['id', 'name', 'note', 'region']);
    expect(read?.['properties']).toMatchObject({ name: { type: 'string' }, parent: { type: 'object' } });
    expect(Object.keys(create?.['properties'] ?? {})).toEqual([
      'name',
      'region',
      'note',
      'address',
      'parent',
      'pin',
      '@header',
    ]);
    expect(create?.['required']).toEqual(['@header', 'name', 'region']);
    expect(create?.['properties']).toMatchObject({ name: { maxLength: 40 }, parent: { format: 'uuid' } });
    expect(update).toEqual({ not: {} });
  });

  test('that changes a record is updated, and its path has parameters by their place', async () => {
    const { properties, ...schema } = await schemaOf(await kumquat(), 'PATCH /growers/{any_name}');
    expect(schema).toMatchObject({
      required: ['@path'],
      'x-seam': { cannot: ['read', 'create'], unmapped: '{"content":["application/merge-patch+json"]}' },
    });
    expect(properties['@path']).toEqual({
      type: 'object',
      properties: { '1': { title: 'grower_id', type: 'string', format: 'uuid' } },
      required: ['1'],
      writeOnly: true,
    });
    expect(properties['name']).toEqual({ type: 'string', maxLength: 40, writeOnly: true });
  });

  test('that answers a list is read as its rows', async () => {
    const { properties, ...schema } = await schemaOf(await kumquat(), 'GET /growers');
    expect(schema['x-seam'].cannot).toEqual(['update']);
    expect(Object.keys(properties)).toEqual([
      'id',
      'name',
      'region',
      'note',
      'address',
      'parent',
      'rating',
      '@query',
    ]);
  });
});

describe('drift of a document', () => {
  const breaks = (...which: readonly string[]) =>
    Object.fromEntries(
      directions.map((direction) => [direction, which.includes(direction) ? 'breaking' : 'info']),
    ) as Record<(typeof directions)[number], Verdict>;
  const warns = { read: 'warning', create: 'warning', update: 'warning' };

  test.each<
    [
      what: string,
      entity: string,
      from: string | RegExp,
      to: string,
      verdicts: Readonly<Record<'read' | 'create' | 'update', string>>,
      rules: readonly string[],
    ]
  >([
    [
      'an optional member appears',
      'Crate',
      '        code: {',
      '        tare: { type: number }\n        code: {',
      breaks(),
      ['field-added tare'],
    ],
    [
      'a mandatory member appears',
      'Crate',
      /required: \[code, weight, sealed_at\]\n {6}properties:/,
      'required: [code, weight, sealed_at, tare]\n      properties:\n        tare: { type: number }',
      breaks('create', 'update'),
      ['mandatory-field-added tare'],
    ],
    ['a member is gone', 'Crate', / {8}seal: .*\n/, '', breaks('create', 'update'), ['field-removed seal']],
    [
      'a member of an answer is gone',
      'Crate',
      /required: \[code, weight, sealed_at\]([\s\S]*?) {8}sealed_at: .*\n/,
      'required: [code, weight]$1',
      breaks('read'),
      ['field-removed sealed_at'],
    ],
    [
      'a member becomes optional',
      'Crate',
      'required: [code, weight, sealed_at]',
      'required: [code, weight]',
      breaks('read'),
      ['presence-dropped sealed_at'],
    ],
    [
      'a limit goes up',
      'Crate',
      'code: { type: string, maxLength: 12',
      'code: { type: string, maxLength: 20',
      breaks('read'),
      ['max-length-raised code'],
    ],
    [
      'a limit goes down',
      'Crate',
      'code: { type: string, maxLength: 12',
      'code: { type: string, maxLength: 9',
      breaks('create', 'update'),
      ['max-length-lowered code'],
    ],
    [
      'int32 becomes int64',
      'Crate',
      'weight: { type: integer, format: int32 }',
      'weight: { type: integer, format: int64 }',
      breaks('read'),
      ['maximum-dropped weight', 'minimum-dropped weight', 'native-type-changed weight'],
    ],
    [
      'a member becomes read-only',
      'Crate',
      'code: { type: string, maxLength: 12 }',
      'code: { type: string, maxLength: 12, readOnly: true }',
      breaks('create', 'update'),
      ['read-only-set code', 'required-dropped code'],
    ],
    [
      'a value is added',
      'Grower',
      'enum: [north, south]',
      'enum: [north, south, west]',
      breaks('read'),
      ['enum-value-added region'],
    ],
    [
      'a value is removed',
      'NewGrower',
      'enum: [north, south]',
      'enum: [north]',
      breaks('create'),
      ['enum-value-removed region'],
    ],
    [
      'null is allowed',
      'Crate',
      'code: { type: string, maxLength: 12 }',
      'code: { type: string, maxLength: 12, nullable: true }',
      breaks('read'),
      ['null-allowed code'],
    ],
    [
      'an alternative is added',
      'Crate',
      "juice: '#/components/schemas/Juice' }",
      "juice: '#/components/schemas/Juice', pulp: '#/components/schemas/Juice' }",
      breaks('read'),
      ['enum-value-added contents.kind'],
    ],
    [
      'a member moves between alternatives',
      'Contents',
      'kind: { type: string }\n        litres',
      'kind: { type: string }\n        pieces: { type: integer }\n        litres',
      warns,
      ['unmapped-changed pieces'],
    ],
    [
      'a member of a nested object is demanded',
      'Crate',
      'required: [city]',
      'required: [city, zip]',
      { read: 'info', create: 'breaking', update: 'breaking' },
      ['presence-set grower.zip', 'required-added grower.zip'],
    ],
    [
      'what a map holds changes',
      'Loose',
      'additionalProperties: { type: string }',
      'additionalProperties: { type: integer }',
      warns,
      ['document-unmapped-changed'],
    ],
    [
      'the request is a form now',
      'POST /crates',
      "application/json:\n            schema: { $ref: '#/components/schemas/Crate' }\n      responses",
      "multipart/form-data:\n            schema: { $ref: '#/components/schemas/Crate' }\n      responses",
      { read: 'warning', create: 'warning', update: 'info' },
      ['document-unmapped-changed'],
    ],
    [
      'no operation takes it with PUT any more',
      'Crate',
      / {4}put:\n(?: {6}.*\n)+/,
      '',
      breaks('update'),
      ['update-lost'],
    ],
  ])('%s', async (_, entity, from, to, expected, rules) => {
    const was = await schemaOf(await kumquat(), entity);
    const now = await withEdit(entity, from, to);
    expect(rulesOf(was, now)).toEqual([...rules].sort());
    expect(judged(was, now)).toEqual(expected);
    expect(rulesOf(was, was)).toEqual([]);
    const { read, create } = includedIn(was, now);
    const agrees: Readonly<Record<string, string>> = { breaking: 'no', info: 'yes', warning: 'yes' };
    expect({ read, create }).toEqual({ read: agrees[expected.read], create: agrees[expected.create] });
  });

  test('of the request alone concerns writers, of the answer alone readers', async () => {
    const was = await schemaOf(await kumquat(), 'POST /growers');
    const request = await withEdit(
      'POST /growers',
      'maxLength: 40 }\n        region',
      'maxLength: 30 }\n        region',
    );
    expect(judged(was, request)).toEqual(breaks('create'));
    expect(includedIn(was, request)).toEqual({ read: 'yes', create: 'no', update: 'yes' });
    const answer = await withEdit(
      'POST /growers',
      'name: { type: string }',
      'name: { type: string, nullable: true }',
    );
    expect(judged(was, answer)).toEqual(breaks('read'));
    expect(includedIn(was, answer)).toEqual({ read: 'no', create: 'yes', update: 'yes' });
  });

  test('by a parameter that is demanded breaks those who send', async () => {
    const was = await schemaOf(await kumquat(), 'GET /growers');
    const now = await withEdit('GET /growers', 'in: query, schema', 'in: query, required: true, schema');
    expect(judged(was, now)).toEqual(breaks('create'));
  });

  test('by the name of a parameter in a path is none', async () => {
    const was = await schemaOf(await kumquat(), 'GET /growers/{grower_id}');
    const now = await schemaOf(await onText(text.replaceAll('grower_id', 'id')), 'GET /growers/{grower_id}');
    expect(rulesOf(was, now)).toEqual(['label-changed @path.1']);
  });

  test('by moving a part into a schema of its own is none', async () => {
    const was = await schemaOf(await kumquat(), 'Crate');
    const now = await withEdit(
      'Crate',
      'code: { type: string, maxLength: 12 }',
      "code: { $ref: '#/components/schemas/Code' }",
    );
    expect(rulesOf(was, now)).toEqual([]);
  });

  test('is none where the document only moved its parts', async () => {
    const was = await schemaOf(await kumquat(), 'Address');
    const now = await withEdit(
      'Address',
      / {8}city: (.*)\n {8}zip: (.*)\n/,
      '        zip: $2\n        city: $1\n',
    );
    expect(canonicalText(now)).toBe(canonicalText(was));
  });
});

describe('what cannot be described is told', () => {
  test.each<[what: string, entity: string, status: string]>([
    ['a schema that is not there', 'Medlar', 'missing'],
    ['an operation that is not there', 'DELETE /growers', 'missing'],
    ['a schema that is no object', 'Region', 'not-applicable'],
    ['a name that every object has', '__proto__', 'missing'],
  ])('%s', async (_, entity, status) => {
    expect(await resultOf(await kumquat(), entity)).toMatchObject({ entity, status });
  });

  test.each<[what: string, entity: string, says: RegExp]>([
    ['a reference to another host', 'Lost', /elsewhere\.example\.com.*another document/],
    ['a reference out of the folder', 'Escaped', /lies outside/],
    ['a reference to nothing', 'Dangling', /Gone.*not there/],
  ])('%s makes the entity unreadable, and no other', async (_, entity, says) => {
    const connector = await onFile(openapi, {}, 'openapi/parts/erp.yaml');
    expect(await resultOf(connector, entity)).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(says),
    });
    expect((await schemaOf(connector, 'Bin')).properties).toMatchObject({
      code: { type: 'string' },
      shelf: { type: 'object', properties: { bin: { type: 'object', 'x-seam': { target: 'Bin' } } } },
    });
  });

  test.each<[what: string, document: string, code: string, says: RegExp]>([
    ['Swagger 2.0', '{"swagger":"2.0"}', 'source-unusable', /Swagger 2\.0/],
    ['a later version', 'openapi: 4.0.0', 'source-unusable', /OpenAPI 4\.0\.0/],
    ['something else', '{"a":1}', 'source-unusable', /no OpenAPI document/],
    ['a scalar', '5', 'source-unusable', /no OpenAPI document/],
    ['JSON that breaks off', '{"openapi":"3.0.3","info":{', 'source-truncated', /breaks off/],
    ['JSON with a slip', '{"openapi":"3.0.3",}', 'source-unusable', /no JSON/],
    ['YAML with a slip', 'openapi: 3.0.3\n\tinfo: {', 'source-unusable', /no YAML/],
    ['a tag', 'openapi: !Ref version', 'source-unusable', /TAG_RESOLVE_FAILED/],
    ['nothing', ' \n', 'source-empty', /empty/],
    [
      'lists within lists',
      `{"openapi":"3.0.3","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'source-unusable',
      /nested/,
    ],
    ['a ladder of keys', `openapi: 3.0.3\nx: ${'? '.repeat(100_000)}`, 'source-unusable', /nested/],
    ['an alias bomb', bomb(), 'source-unusable', /aliases/i],
    ['an alias within itself', 'openapi: 3.0.3\nx: &x [*x]', 'source-unusable', /holds itself/],
  ])('%s in place of a document', async (_, document, code, says) => {
    const connector = await onText(document);
    await expect(connector.system()).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test.each<[what: string, schema: object]>([
    ['a schema that is itself', { A: { $ref: '#/components/schemas/A' } }],
    [
      'a circle of references',
      { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
    ],
    ['a schema made of itself', { A: { allOf: [{ $ref: '#/components/schemas/A' }] } }],
    ['alternatives of itself', { A: { oneOf: [{ $ref: '#/components/schemas/A' }, { type: 'object' }] } }],
    ['schemas that double', doubling()],
    [
      'broken keywords',
      {
        A: {
          type: 7,
          properties: [],
          required: 'x',
          enum: {},
          allOf: 5,
          oneOf: [null],
          items: 3,
          maxLength: -1,
          pattern: '(',
          format: 4,
          additionalProperties: 'x',
          discriminator: 1,
          $ref: 5,
        },
      },
    ],
    [
      'members that are no schemas',
      { A: { type: 'object', properties: { a: null, b: 7, c: 'x', d: [], __proto__: true } } },
    ],
  ])('%s ends', async (_, schemas) => {
    const connector = await onText(
      JSON.stringify({ openapi: '3.0.3', info: {}, paths: {}, components: { schemas } }),
    );
    const { status } = await resultOf(connector, 'A');
    expect(['described', 'unreadable', 'not-applicable']).toContain(status);
  });
});

/** Each alias stands for two of the one before. */
function bomb(): string {
  const steps = Array.from(
    { length: 30 },
    (_, index) => `x${index + 1}: &x${index + 1} [*x${index}, *x${index}]`,
  );
  return ['openapi: 3.0.3', 'x0: &x0 [a]', ...steps].join('\n');
}

/** Each schema has two members of the next one. */
function doubling(): object {
  const ref = (step: number) => ({ $ref: `#/components/schemas/${String.fromCharCode(65 + step)}` });
  const entries = Array.from({ length: 25 }, (_, step) => [
    String.fromCharCode(65 + step),
    { allOf: [ref(step + 1), { properties: { a: ref(step + 1), b: ref(step + 1) } }] },
  ]);
  return Object.fromEntries([...entries, ['Z', { type: 'object' }]]);
}

describe('a document behind HTTP', () => {
  test('is read once, with the login and the query that the options say', async () => {
    const { url, asked } = await serve(({ url: path }) =>
      path === '/v3/api-docs?group=erp' ? { body: text, type: 'application/yaml' } : undefined,
    );
    const options = { auth: { token: 'secret' }, query: { group: 'erp' } };
    const connector = await onWeb(openapi, options, `${url}/v3/api-docs`);
    await connector.system();
    await all(connector.list());
    expect((await resultOf(connector, 'Crate')).status).toBe('described');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret']);
  });

  test('leads to others at the same address only where the options say so', async () => {
    const files: Readonly<Record<string, string>> = {
      '/erp.yaml': await readFile(`${fixtures}/openapi/parts/erp.yaml`, 'utf8'),
      '/bin.yaml': await readFile(`${fixtures}/openapi/parts/bin.yaml`, 'utf8'),
    };
    const { url } = await serve(({ url: path }) =>
      files[path] === undefined ? undefined : { body: files[path] },
    );
    const closed = await onWeb(openapi, {}, `${url}/erp.yaml`);
    expect(await resultOf(closed, 'Shelf')).toMatchObject({
      status: 'unreadable',
      fix: expect.stringMatching(/followRefs/),
    });
    const open = await onWeb(openapi, { followRefs: true }, `${url}/erp.yaml`);
    expect((await resultOf(open, 'Shelf')).status).toBe('described');
    expect((await resultOf(open, 'Lost')).status).toBe('unreadable');
  });

  test.each<[number, string, string]>([
    [401, '{}', 'source-unauthorised'],
    [404, '{}', 'source-not-found'],
    [200, '<!DOCTYPE html><title>Swagger UI</title>', 'source-html'],
    [200, '', 'source-empty'],
  ])('that answers %i %j is not read as empty', async (status, body, code) => {
    const { url } = await serve(() => ({ status, body }));
    const connector = await onWeb(openapi, {}, `${url}/openapi.json`);
    await expect(all(connector.describe(['Crate']))).rejects.toMatchObject({ code });
  });
});

const recordings = process.env['SEAM_RECORDINGS'];

describe('documents of real products', () => {
  test.skipIf(recordings === undefined).each([
    ['dynamics/business_central/openapi_v1.0.yaml', 57],
    ['dynamics/finance_operations/ledger.openapi.json', 138],
    ['dynamics/finance_operations/payable.openapi.json', 48],
    ['dynamics/finance_operations/receivable.openapi.json', 72],
  ])('%s is described as a whole (SEAM_RECORDINGS names its folder)', async (file, schemas) => {
    const connector = await onFile(openapi, { operations: true }, file, recordings ?? '');
    const names = (await all(connector.list())).map(({ name }) => name);
    expect(names.filter((name) => !name.includes(' '))).toHaveLength(schemas);
    for (const result of await all(connector.describe(names))) {
      if (result.status !== 'described') throw new Error(JSON.stringify(result));
      expect(problemsOf(result.schema), result.entity).toEqual([]);
    }
  });
});
