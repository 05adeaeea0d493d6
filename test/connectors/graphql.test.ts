import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildASTSchema, graphqlSync, introspectionFromSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GraphqlOptions } from '../../src/connectors/graphql/client.js';
import { graphql } from '../../src/connectors/graphql/index.js';
import { parseLiteral } from '../../src/connectors/graphql/literal.js';
import { canonicalText } from '../../src/contract/canonical.js';
import { problemsOf } from '../../src/contract/guard.js';
import { directions } from '../../src/model/drift.js';
import type { Json } from '../../src/model/json.js';
import type { EntitySchema } from '../../src/model/schema.js';
import {
  type Asked,
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

const sdl = await readFile(`${fixtures}/graphql/kumquat.graphql`, 'utf8');
const schemaFrom = (text: string) => buildASTSchema(parse(text), { assumeValid: true });
const kumquat = (options: GraphqlOptions = {}) => onFile(graphql, options, 'graphql/kumquat.graphql');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seam-graphql-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onText(text: string, options: GraphqlOptions = {}) {
  await writeFile(join(folder, 'erp.graphql'), text);
  return onFile(graphql, options, 'erp.graphql', folder);
}

async function withEdit(
  entity: string,
  from: string,
  to: string,
  options: GraphqlOptions = {},
): Promise<EntitySchema> {
  if (!sdl.includes(from)) throw new Error(`${from} is not in the fixture`);
  return schemaOf(await onText(sdl.replace(from, to), options), entity);
}

const queryOf = ({ body }: Asked): string => JSON.parse(body).query;
/** A server of today, over the fixture. */
const answerOf = (asked: Asked) => ({
  body: JSON.stringify(graphqlSync({ schema: schemaFrom(sdl), source: queryOf(asked) })),
});

describe('the connector graphql', () => {
  test('lists types that are read or written, and operations where the options say so', async () => {
    const names = async (options: GraphqlOptions) =>
      (await all((await kumquat(options)).list())).map(({ name }) => name);
    const types = ['Grower', 'Node', 'Crate', 'Orchard', 'CrateInput', 'LineInput', 'Pick', 'CratePayload'];
    expect((await names({})).sort()).toEqual([...types].sort());
    expect((await names({ operations: true })).filter((name) => name.includes('.'))).toEqual([
      'Query.crate',
      'Query.crates',
      'Query.count',
      'Mutation.createCrate',
    ]);
  });

  test('says the same of SDL, of the answer of introspection, and of a running server', async () => {
    const { url } = await serve(answerOf);
    await writeFile(
      join(folder, 'schema.json'),
      JSON.stringify({
        data: introspectionFromSchema(schemaFrom(sdl), {
          specifiedByUrl: true,
          inputValueDeprecation: true,
          oneOf: true,
        }),
      }),
    );
    const connectors = [
      await kumquat({ operations: true }),
      await onFile(graphql, { operations: true }, 'schema.json', folder),
      await onWeb(graphql, { operations: true }, `${url}/graphql`),
    ];
    const texts = await Promise.all(
      connectors.map(async (connector) => {
        const names = (await all(connector.list())).map(({ name }) => name);
        const results = await all(connector.describe(names));
        return results
          .map((result) => {
            if (result.status !== 'described') throw new Error(JSON.stringify(result));
            expect(problemsOf(result.schema)).toEqual([]);
            return canonicalText(result.schema);
          })
          .sort();
      }),
    );
    expect(texts[0]).toHaveLength(12);
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
    expect(await Promise.all(connectors.map((connector) => connector.system()))).toEqual([
      { product: 'GraphQL', version: 'by SDL' },
      { product: 'GraphQL', version: 'by introspection' },
      { product: 'GraphQL', version: 'by introspection' },
    ]);
  });
});

describe('an object type', () => {
  test('is read, and its relations lead to other types', async () => {
    const { properties, ...schema } = await schemaOf(await kumquat(), 'Crate');
    expect(schema['x-seam'].cannot).toEqual(['create', 'update']);
    expect(properties).toEqual({
      id: { type: 'string', readOnly: true, 'x-seam': { nativeType: 'ID' } },
      code: { type: 'string', readOnly: true, 'x-seam': { nativeType: 'String' } },
      pieces: {
        type: ['integer', 'null'],
        minimum: -2_147_483_648,
        maximum: 2_147_483_647,
        readOnly: true,
        'x-seam': { nativeType: 'Int' },
      },
      share: { type: ['number', 'null'], readOnly: true, 'x-seam': { nativeType: 'Float' } },
      sealed: { type: 'boolean', readOnly: true, 'x-seam': { nativeType: 'Boolean' } },
      stage: {
        type: ['string', 'null'],
        enum: ['DRAFT', 'SEALED', 'LOST', null],
        readOnly: true,
        'x-seam': { nativeType: 'Stage' },
      },
      weight: {
        readOnly: true,
        'x-seam': { nativeType: 'Weight', unmapped: '{"specifiedByURL":"https://erp.example.com/weight"}' },
      },
      gross: {
        type: ['array', 'boolean', 'number', 'object', 'string'],
        readOnly: true,
        'x-seam': { nativeType: 'Weight', unmapped: '{"specifiedByURL":"https://erp.example.com/weight"}' },
      },
      sealedAt: { readOnly: true, 'x-seam': { nativeType: 'Stamp' } },
      grower: { type: 'object', readOnly: true, 'x-seam': { nativeType: 'Grower', target: 'Grower' } },
      owner: {
        type: ['object', 'null'],
        readOnly: true,
        'x-seam': { nativeType: 'Owner', target: ['Grower', 'Orchard'] },
      },
      tags: {
        type: ['array', 'null'],
        items: { type: ['string', 'null'], 'x-seam': { nativeType: 'String' } },
        readOnly: true,
      },
    });
  });

  test('tells deprecated fields, and which arguments a field demands', async () => {
    const { properties } = await schemaOf(await kumquat(), 'Grower');
    expect(properties).toHaveProperty('old');
    expect(properties['crates']?.['x-seam']).toEqual({ unmapped: '{"arguments":["first: Int!"]}' });
  });
});

describe('an input type', () => {
  test('is written: non-null without default is demanded, also in nested types', async () => {
    const { properties, required, ...schema } = await schemaOf(await kumquat(), 'CrateInput');
    expect(schema['x-seam'].cannot).toEqual(['read']);
    expect(required).toEqual(['code', 'grower']);
    expect(properties['pieces']).toMatchObject({ type: 'integer', default: 1 });
    expect(properties['stage']).toMatchObject({ type: ['string', 'null'], default: 'DRAFT' });
    expect(properties['grower']).toMatchObject({ type: ['string', 'integer'] });
    expect(properties['legacy']).toBeDefined();
    expect(properties['extra']).toMatchObject({ default: { fruit: 'kumquat', qty: 2 } });
    expect(properties['lines']).toMatchObject({
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['fruit', 'qty'],
        properties: { inner: { type: ['object', 'null'], 'x-seam': { target: 'CrateInput' } } },
      },
    });
  });

  test('of which exactly one field is to be given says so', async () => {
    expect((await schemaOf(await kumquat(), 'Pick'))['x-seam'].unmapped).toBe('{"oneOf":true}');
  });

  test('is one with the object type that the options name', async () => {
    const options = { inputs: { Crate: 'CrateInput' } };
    const { properties, required, ...schema } = await schemaOf(await kumquat(options), 'Crate');
    expect(schema['x-seam'].cannot).toBeUndefined();
    expect(required).toEqual(['code', 'grower']);
    expect(properties['id']).toMatchObject({ readOnly: true });
    expect(properties['lines']).toMatchObject({ writeOnly: true });
    expect(properties['code']).toEqual({ type: 'string', 'x-seam': { nativeType: 'String' } });
    expect(properties['grower']).toEqual({
      type: 'object',
      'x-seam': {
        nativeType: 'Grower',
        target: 'Grower',
        written: { type: ['string', 'integer'], 'x-seam': { nativeType: 'ID' } },
      },
    });
  });

  test('that the options name and the schema lacks makes the entity unreadable', async () => {
    expect(await resultOf(await kumquat({ inputs: { Crate: 'Medlar' } }), 'Crate')).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(/Medlar/),
    });
  });
});

describe('an operation', () => {
  test('takes its arguments and returns the fields of its type', async () => {
    const { properties, required, ...schema } = await schemaOf(await kumquat(), 'Mutation.createCrate');
    expect(schema['x-seam']).toMatchObject({
      kind: 'operation',
      cannot: ['update'],
      unmapped: '{"returns":"CratePayload!"}',
    });
    expect(required).toEqual(['input']);
    expect(properties['crate']).toMatchObject({ readOnly: true, 'x-seam': { target: 'Crate' } });
    expect(properties['dryRun']).toMatchObject({ writeOnly: true, default: false });
    expect(properties['input']).toMatchObject({ writeOnly: true, required: ['code', 'grower'] });
  });

  test('that returns no object has one field for what it returns', async () => {
    const { properties, ...schema } = await schemaOf(await kumquat(), 'Query.count');
    expect(schema['x-seam'].cannot).toEqual(['create', 'update']);
    expect(properties).toMatchObject({ '@result': { type: 'integer', readOnly: true } });
  });
});

describe('drift of a schema', () => {
  const breaks = (...which: readonly string[]) =>
    Object.fromEntries(
      directions.map((direction) => [direction, which.includes(direction) ? 'breaking' : 'info']),
    );
  const both: GraphqlOptions = { inputs: { Crate: 'CrateInput' } };

  test.each<
    [what: string, entity: string, from: string, to: string, verdicts: object, rules: readonly string[]]
  >([
    [
      'a field appears',
      'Crate',
      '  share: Float\n',
      '  share: Float\n  tare: Int!\n',
      breaks(),
      ['field-added tare'],
    ],
    ['a field is gone', 'Crate', '  share: Float\n', '', breaks('read'), ['field-removed share']],
    ['a field may be null', 'Crate', 'code: String!', 'code: String', breaks('read'), ['null-allowed code']],
    [
      'a field is never null',
      'Crate',
      'pieces: Int\n',
      'pieces: Int!\n',
      breaks(),
      ['null-disallowed pieces'],
    ],
    [
      'a value is added',
      'Crate',
      '  DRAFT\n',
      '  DRAFT\n  TORN\n',
      breaks('read'),
      ['enum-value-added stage'],
    ],
    [
      'a union has a further type',
      'Crate',
      'Grower | Orchard',
      'Grower | Orchard | CratePayload',
      breaks('read'),
      ['target-added owner'],
    ],
    [
      'a scalar of its own becomes another',
      'Crate',
      'sealedAt: Stamp',
      'sealedAt: Weight',
      { read: 'warning', create: 'info', update: 'info' },
      ['native-type-changed sealedAt', 'unmapped-changed sealedAt'],
    ],
    [
      'a field demands an argument',
      'Grower',
      'after: String,',
      'after: String!,',
      { read: 'warning', create: 'info', update: 'info' },
      ['unmapped-changed crates'],
    ],
    [
      'an input field is demanded',
      'CrateInput',
      'share: Float\n  sealed: Boolean\n',
      'share: Float!\n  sealed: Boolean\n',
      breaks('create', 'update'),
      ['null-disallowed share', 'required-added share'],
    ],
    [
      'an input field loses its default',
      'CrateInput',
      'pieces: Int! = 1',
      'pieces: Int!',
      breaks('create', 'update'),
      ['default-dropped pieces', 'required-added pieces'],
    ],
    [
      'a nested input field appears that is demanded',
      'CrateInput',
      '  qty: Int!\n',
      '  qty: Int!\n  unit: String!\n',
      breaks('create', 'update'),
      ['default-dropped extra', 'mandatory-field-added extra.unit', 'mandatory-field-added lines.unit'],
    ],
    [
      'a value is removed',
      'CrateInput',
      '  LOST @deprecated\n',
      '',
      breaks('create', 'update'),
      ['enum-value-removed stage'],
    ],
    [
      'an operation demands an argument',
      'Mutation.createCrate',
      'dryRun: Boolean = false',
      'dryRun: Boolean!',
      breaks('create'),
      ['default-dropped dryRun', 'null-disallowed dryRun', 'required-added dryRun'],
    ],
    [
      'an operation returns a list',
      'Query.crate',
      'crate(by: Pick!): Crate',
      'crate(by: Pick!): [Crate]',
      { read: 'warning', create: 'warning', update: 'info' },
      ['document-unmapped-changed'],
    ],
  ])('%s', async (_, entity, from, to, expected, rules) => {
    const was = await schemaOf(await kumquat(), entity);
    const now = await withEdit(entity, from, to);
    expect(rulesOf(was, now)).toEqual([...rules].sort());
    expect(judged(was, now)).toEqual(expected);
    expect(rulesOf(was, was)).toEqual([]);
  });

  test('of the input type alone concerns writers of the type that it is one with', async () => {
    const was = await schemaOf(await kumquat(both), 'Crate');
    const written = await withEdit('Crate', 'grower: ID!\n  lines', 'grower: String!\n  lines', both);
    expect(judged(was, written)).toEqual(breaks('create', 'update'));
    expect(includedIn(was, written)).toMatchObject({ read: 'yes', create: 'no' });
    const read = await withEdit('Crate', 'grower: Grower!', 'grower: Grower', both);
    expect(judged(was, read)).toEqual(breaks('read'));
    expect(includedIn(was, read)).toMatchObject({ read: 'no', create: 'yes' });
  });
});

describe('a server', () => {
  test('is asked twice, with the login', async () => {
    const { url, asked } = await serve(answerOf);
    const connector = await onWeb(graphql, { auth: { header: 'X-Key', value: 'secret' } }, `${url}/graphql`);
    await connector.system();
    await resultOf(connector, 'Crate');
    expect(asked.map(({ headers }) => headers['x-key'])).toEqual(['secret', 'secret']);
  });

  test('of old is asked for what it knows', async () => {
    const old = { fields: ['name', 'fields', 'inputFields'].map((name) => ({ name, args: [] })) };
    const { url, asked } = await serve((question) => {
      const query = queryOf(question);
      if (query.includes('SeamProbe'))
        return { body: JSON.stringify({ data: { typeType: old, fieldType: old } }) };
      const isNew = /(?:args|inputFields)\(includeDeprecated|specifiedByURL|isOneOf/.test(query);
      return isNew
        ? { status: 400, body: '{"errors":[{"message":"Unknown argument"}]}' }
        : answerOf(question);
    });
    const connector = await onWeb(graphql, {}, `${url}/graphql`);
    expect((await schemaOf(connector, 'Crate')).properties['weight']).toEqual({
      readOnly: true,
      'x-seam': { nativeType: 'Weight' },
    });
    expect((await schemaOf(connector, 'CrateInput')).properties).not.toHaveProperty('legacy');
    expect(asked).toHaveLength(2);
  });

  test('that refuses the probe alone is asked the plain question', async () => {
    const { url } = await serve((question) =>
      queryOf(question).includes('SeamProbe')
        ? { status: 400, body: '{"errors":[{"message":"no __type"}]}' }
        : answerOf(question),
    );
    expect((await schemaOf(await onWeb(graphql, {}, `${url}/graphql`), 'Crate')).properties).toHaveProperty(
      'code',
    );
  });

  test.each<[what: string, status: number, body: Json, code: string, says: RegExp]>([
    [
      'Apollo',
      400,
      { errors: [{ message: 'GraphQL introspection is not allowed by Apollo Server\u001b[2J' }] },
      'source-forbidden',
      /not allowed by Apollo Server \[2J/,
    ],
    ['a null schema', 200, { data: { __schema: null } }, 'source-forbidden', /does not tell its schema/],
    [
      'a null schema with an error',
      200,
      { data: null, errors: [{ message: 'Introspection is disabled' }] },
      'source-forbidden',
      /Introspection is disabled/,
    ],
    ['an error without message', 200, { errors: [{}] }, 'source-unusable', /no answer to introspection/],
    ['something else', 200, { hello: 1 }, 'source-unusable', /no answer to introspection/],
    [
      'a type without name',
      200,
      { data: { __schema: { types: [{ kind: 'OBJECT' }] } } },
      'source-unusable',
      /lacks a name/,
    ],
    [
      'a type of a kind to come',
      200,
      { data: { __schema: { types: [{ kind: 'KUMQUAT', name: 'A' }] } } },
      'source-unusable',
      /lacks the kind/,
    ],
    [
      'a field without type',
      200,
      {
        data: {
          __schema: {
            types: [{ kind: 'OBJECT', name: 'A', fields: [{ name: 'a', type: { kind: 'NON_NULL' } }] }],
          },
        },
      },
      'source-unusable',
      /lacks the type/,
    ],
  ])('that hides its schema is told: %s', async (_, status, body, code, says) => {
    const { url } = await serve(() => ({ status, body: JSON.stringify(body) }));
    const connector = await onWeb(graphql, {}, `${url}/graphql`);
    await expect(all(connector.describe(['Crate']))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
    });
  });

  test('that answers deeper than any schema is told', async () => {
    const deep = `${'{"ofType":'.repeat(50_000)}null${'}'.repeat(50_000)}`;
    const { url } = await serve(() => ({ body: `{"data":{"__schema":{"types":[${deep}]}}}` }));
    const connector = await onWeb(graphql, {}, `${url}/graphql`);
    await expect(connector.system()).rejects.toMatchObject({ code: 'source-unusable' });
  });

  test('with an enum without values, and names that every object has, is described', async () => {
    const scalar = { kind: 'SCALAR', name: 'String' };
    const types = [
      { kind: 'ENUM', name: 'Empty', enumValues: [] },
      {
        kind: 'OBJECT',
        name: 'constructor',
        fields: [
          { name: '__proto__', type: { kind: 'ENUM', name: 'Empty' } },
          {
            name: 'toString',
            type: scalar,
            args: [{ name: '__proto__', type: { kind: 'NON_NULL', ofType: scalar } }],
          },
          { name: 'valueOf', type: { kind: 'OBJECT', name: 'Nowhere' } },
        ],
      },
    ];
    const { url } = await serve(() => ({ body: JSON.stringify({ data: { __schema: { types } } }) }));
    const schema = await schemaOf(await onWeb(graphql, {}, `${url}/graphql`), 'constructor');
    expect(problemsOf(schema)).toEqual([]);
    expect(Object.keys(schema.properties)).toEqual(['__proto__', 'toString', 'valueOf']);
  });

  test('may serve SDL as a document', async () => {
    const { url, asked } = await serve(() => ({ body: sdl, type: 'text/plain' }));
    expect((await resultOf(await onWeb(graphql, {}, `${url}/schema.graphql`), 'Crate')).status).toBe(
      'described',
    );
    expect(asked.map(({ body }) => body)).toEqual(['']);
  });
});

describe('SDL', () => {
  test.each<[what: string, text: string]>([
    ['without a Query', 'type Crate { id: ID! }'],
    [
      'whose Query is no root',
      'schema { mutation: M } type M { a: Int } type Query { a: Int } type Crate { id: ID }',
    ],
    ['with unknown directives', 'type Query { a: Int } type Crate @key(fields: "id") { id: ID! @external }'],
    ['with extensions', 'type Query { a: Int } type Crate { id: ID! } extend type Crate { code: String }'],
  ])('%s is read', async (_, text) => {
    expect((await resultOf(await onText(text), 'Crate')).status).toBe('described');
  });

  test.each<[what: string, text: string]>([
    ['with a slip', 'type Crate {'],
    ['that is deep', `type Query { a: ${'['.repeat(20_000)}Int${']'.repeat(20_000)} }`],
    ['that is something else', 'openapi: 3.0.3'],
  ])('%s is told', async (_, text) => {
    await expect((await onText(text)).system()).rejects.toMatchObject({ code: 'source-unusable' });
  });

  test.each<[what: string, text: string, entity: string, status: string]>([
    ['a type that is not there', 'type Query { a: Int }', 'Medlar', 'missing'],
    ['an operation that is not there', 'type Query { a: Int }', 'Query.medlar', 'missing'],
    ['a name that every object has', 'type Query { a: Int }', '__proto__', 'missing'],
    ['a part of introspection', 'type Query { a: Int }', '__Type', 'not-applicable'],
    ['a scalar', 'scalar Stamp type Query { a: Stamp }', 'Stamp', 'not-applicable'],
    ['the list of operations', 'type Query { a: Int }', 'Query', 'not-applicable'],
  ])('%s is a result', async (_, text, entity, status) => {
    expect(await resultOf(await onText(text), entity)).toMatchObject({ entity, status });
  });

  test('with input types that multiply is told, and how to go on', async () => {
    const types = Array.from({ length: 40 }, (_, type) => {
      const fields = Array.from({ length: 40 }, (_, to) => `f${to}: T${to}`).join(' ');
      return `input T${type} { ${fields} }`;
    });
    const connector = await onText(`type Query { a: Int } ${types.join(' ')}`, { depth: 5 });
    expect(await resultOf(connector, 'T0')).toMatchObject({
      status: 'unreadable',
      fix: expect.stringMatching(/depth/),
    });
  });
});

describe('a literal', () => {
  test.each<[string, Json | undefined]>([
    ['1', 1],
    ['-1.5e3', -1500],
    ['"a\\"b\\u0041\\u{1F600}"', 'a"bA😀'],
    ['"""block "x" """', 'block "x"'],
    ['true', true],
    ['null', null],
    ['DRAFT', 'DRAFT'],
    ['[1, "a", [DRAFT]]', [1, 'a', ['DRAFT']]],
    ['{a: 1, b: {c: [true]}}', { a: 1, b: { c: [true] } }],
    ['{', undefined],
    ['[1', undefined],
    ['$x', undefined],
    ['1 2', undefined],
    ['"a', undefined],
    ['', undefined],
    ['['.repeat(10_000), undefined],
  ])('%s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value);
  });
});
