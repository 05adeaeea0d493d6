import { describe, expect, test } from 'vitest';
import { composeSchema, readBaseSchema } from '../../src/config/schema.js';
import { validate } from '../../src/config/validate.js';
import { isJsonObject, type Json } from '../../src/model/json.js';
import { connectors } from './stub.js';

const base = await readBaseSchema();
const facts = new Map(Object.entries(connectors));
const source = (more: Readonly<Record<string, Json>>) => ({
  sources: { erp: { url: 'https://a', entities: ['a'], ...more } },
});

/** Every schema of a key or a definition, with its place. */
function* keys(schema: Json | undefined, path: string): Generator<readonly [string, Json]> {
  if (!isJsonObject(schema)) return;
  for (const group of ['properties', '$defs']) {
    for (const [name, value] of Object.entries(isJsonObject(schema[group]) ? schema[group] : {})) {
      yield [`${path}.${name}`, value];
      yield* keys(value, `${path}.${name}`);
    }
  }
  yield* keys(schema['items'], `${path}[]`);
  yield* keys(schema['additionalProperties'], `${path}.*`);
}

describe('the schema that ships', () => {
  test.each([...keys(base, 'seam.yaml')])('describes %s', (_, schema) => {
    expect(isJsonObject(schema) && schema['description']).toMatch(/\w/);
  });

  test('leaves the keys of connectors open', async () => {
    expect(await validate(base, source({ connector: 'kumquat', anything: 1 }))).toEqual([]);
  });

  test('refuses an unknown key everywhere else', async () => {
    expect(await validate(base, { ...source({ connector: 'kumquat' }), zzz: 1 })).toHaveLength(1);
  });
});

describe('the schema with connectors', () => {
  const composed = composeSchema(base, facts);

  test('closes their sources and leaves those of others open', async () => {
    expect(await validate(composed, source({ connector: 'pomelo', site: 'x', zzz: 1 }))).toHaveLength(1);
    expect(await validate(composed, source({ connector: './own.js', zzz: 1 }))).toEqual([]);
  });

  test('keeps references of a connector into its own schema', async () => {
    expect(await validate(composed, source({ connector: 'pomelo', site: 5, depth: 1 }))).toHaveLength(1);
  });

  test('lets a source be a file only where its connector reads documents', async () => {
    const of = (connector: string, place: Readonly<Record<string, Json>>) =>
      validate(composed, { sources: { erp: { connector, entities: ['a'], ...place } } });
    expect(await of('quince', { file: 'a.yaml' })).toEqual([]);
    expect(await of('quince', { url: 'https://a' })).toEqual([]);
    expect(await of('quince', {})).toHaveLength(1);
    expect(await of('quince', { url: 'https://a', file: 'a.yaml' })).toHaveLength(1);
    expect(await of('pomelo', { file: 'a.yaml', site: 'x' })).not.toEqual([]);
  });

  test('gives a source neither url nor file where its connector has other keys for it', async () => {
    const of = (place: Readonly<Record<string, Json>>) =>
      validate(composed, { sources: { erp: { connector: 'lychee', entities: ['a'], ...place } } });
    expect(await of({ command: 'a' })).toEqual([]);
    expect(await of({ command: 'a', url: 'https://a' })).toHaveLength(1);
    expect(await of({ command: 'a', file: 'a' })).toHaveLength(1);
  });

  test.each<[key: string, value: Json, refusedBy: readonly string[]]>([
    ['allowHttp', true, ['lime', 'lychee']],
    ['proxy', 'http://a', ['lime', 'lychee']],
    ['concurrency', 2, ['lime', 'lychee']],
    ['ca', 'a.pem', ['lychee']],
    ['clientCertificate', { cert: 'a', key: 'b' }, ['lychee']],
    ['timeout', 2, []],
  ])('takes no %s where it would have no effect', async (key, value, refusedBy) => {
    const refused = async (own: Readonly<Record<string, Json>>) =>
      (await validate(composed, { sources: { erp: { entities: ['a'], ...own, [key]: value } } })).length > 0;
    const ways = {
      quince: { url: 'https://a' },
      lime: { url: 'lime://a' },
      lychee: { command: 'a' },
    };
    for (const [connector, way] of Object.entries(ways)) {
      expect([connector, await refused({ connector, ...way })]).toEqual([
        connector,
        refusedBy.includes(connector),
      ]);
    }
  });

  test('does not let a connector change a key that every source has', async () => {
    const greedy = new Map([['greedy', { options: { properties: { url: { type: 'integer' } } } }]]);
    expect(await validate(composeSchema(base, greedy), source({ connector: 'greedy' }))).toEqual([]);
  });

  test('takes a connector of any name', async () => {
    const odd = new Map([['./a~b/c d%.js', { options: { properties: { kind: { type: 'string' } } } }]]);
    const composedOdd = composeSchema(base, odd);
    expect(await validate(composedOdd, source({ connector: './a~b/c d%.js', kind: 'x' }))).toEqual([]);
    expect(await validate(composedOdd, source({ connector: './a~b/c d%.js', knd: 'x' }))).toHaveLength(1);
  });

  test('of a connector that is no schema is the connector’s fault', async () => {
    const broken = new Map([['broken', { options: { type: 'nonsense' } }]]);
    await expect(
      validate(composeSchema(base, broken), source({ connector: 'broken' })),
    ).rejects.toMatchObject({
      code: 'connector-broken',
    });
  });
});
