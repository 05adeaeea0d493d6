import { describe, expect, test } from 'vitest';
import { resultProblem } from '../../src/contract/pull-guard.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { errorOf } from '../config/stub.ts';
import { connectExec, describedBy, programIn, script } from './exec-source.ts';

const lines = (...rows: readonly Json[]) =>
  script(`process.stdout.write(${JSON.stringify(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))})`);
const system: JsonObject = { seam: 1, type: 'system', product: 'Grove', version: '1' };
const end: JsonObject = { type: 'end' };

/** The schema of an entity. */
async function schemaOf(options: JsonObject, entity: string) {
  const result = await describedBy(await connectExec(options), entity);
  expect(resultProblem(result)).toBeUndefined();
  if (result.status !== 'described') throw new Error(`${entity} is ${result.status}: ${result.why}`);
  return result.schema;
}

async function names(options: JsonObject): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of (await connectExec(options)).list()) found.push(name);
  return found;
}

describe('lines of seam', () => {
  const grove = { command: [process.execPath, programIn('grove.mjs')] };

  test('say what the source is, and what it has', async () => {
    const connector = await connectExec(grove);
    expect(await connector.system()).toEqual({
      product: 'Grove ERP',
      version: '7.2',
      account: 'reader',
      apps: { press: '1.4' },
    });
    expect(await names(grove)).toEqual(['crate', 'grower', 'ledger']);
  });

  test('describe an entity by JSON Schema and x-seam', async () => {
    const { properties, required, 'x-seam': facts } = await schemaOf(grove, 'crate');
    expect(properties).toMatchObject({
      number: { type: 'string', maxLength: 12, 'x-seam': { nativeType: 'varchar(12)', unique: true } },
      grower: { type: 'integer', 'x-seam': { target: 'grower' } },
      ripeness: { enum: ['green', 'ripe', null] },
      picked: { type: ['string', 'null'], format: 'date' },
      weight: { type: 'number', 'x-seam': { scale: '3', required: 'unknown', requiredBy: ['default'] } },
      lines: { items: { properties: { piece: { 'x-seam': { nativeType: 'text' } } } } },
    });
    expect(required).toEqual(['number', 'grower']);
    expect(facts).toMatchObject({ connector: 'exec', entity: 'crate', key: ['number'], kind: 'table' });
    expect(facts.observed).toEqual(expect.arrayContaining(['requiredness', 'unique', 'key']));
    expect((await schemaOf(grove, 'grower'))['x-seam'].cannot).toEqual(['create']);
  });

  test('say what could not be described', async () => {
    expect(await describedBy(await connectExec(grove), 'ledger')).toEqual({
      entity: 'ledger',
      status: 'forbidden',
      why: 'The account lacks the role Press.',
      fix: 'Give it.',
    });
  });

  test('an entity that is listed without a result is unreadable, one that is not listed is missing', async () => {
    const connector = await connectExec(lines(system, { type: 'entity', name: 'crate' }, end));
    expect(await describedBy(connector, 'crate')).toMatchObject({ status: 'unreadable' });
    expect(await describedBy(connector, 'tree')).toMatchObject({ status: 'missing' });
  });

  test.each<[what: string, rows: readonly Json[], says: RegExp]>([
    ['another version', [{ ...system, seam: 2 }, end], /line 1: it is of version 2; this seam reads 1/],
    ['no system first', [end], /line 1: the first line must have the type "system"/],
    [
      'a system without version',
      [{ seam: 1, type: 'system', product: 'a' }, end],
      /lacks "product" or "version"/,
    ],
    ['an unknown facet', [{ ...system, observes: ['smell'] }, end], /"observes" names "smell"/],
    ['a line of another type', [system, { type: 'tree' }, end], /line 2: the type "tree" is none of/],
    ['a nameless entity', [system, { type: 'entity' }, end], /line 2: it names no entity/],
    ['a result without schema', [system, { type: 'result', entity: 'a' }, end], /"a" has no "schema"/],
    [
      'an unknown status',
      [system, { type: 'result', entity: 'a', status: 'gone', why: 'b' }, end],
      /status "gone"/,
    ],
    ['no reason', [system, { type: 'result', entity: 'a', status: 'missing' }, end], /does not say why/],
    [
      'an entity that is described twice',
      [system, { type: 'result', entity: 'a', schema: {} }, { type: 'result', entity: 'a', schema: {} }, end],
      /line 3: "a" is described twice/,
    ],
    ['something behind the end', [system, end, system], /line 3: there is something behind the line "end"/],
    ['no end', [system], /breaks off: the line "end" is missing/],
  ])('with %s are refused', async (_, rows, says) => {
    const connector = await connectExec(lines(...rows));
    const error = await errorOf(connector.system());
    expect(error.message).toMatch(says);
    expect(error.exit).toBe('unchecked');
  });

  test('x-seam that the system line does not announce makes its entity unreadable', async () => {
    const property = { type: 'string', 'x-seam': { unique: true } };
    const schema = {
      type: 'object',
      properties: { rows: { type: 'array', items: { type: 'object', properties: { property } } } },
    };
    const connector = await connectExec(lines(system, { type: 'result', entity: 'a', schema }, end));
    expect(await describedBy(connector, 'a')).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(/says "unique" in x-seam/),
    });
  });

  test.each<[what: string, schema: JsonObject, status: string]>([
    ['no object', { type: 'string' }, 'not-applicable'],
    ['a reference to another document', { $ref: 'https://grove.invalid/a.json' }, 'unreadable'],
    ['a reference to nowhere', { type: 'object', properties: { a: { $ref: '#/$defs/b' } } }, 'unreadable'],
  ])('a schema that is %s spoils no other', async (_, schema, status) => {
    const good = { type: 'object', properties: { a: { type: 'string' } } };
    const connector = await connectExec(
      lines(
        system,
        { type: 'result', entity: 'a', schema },
        { type: 'result', entity: 'b', schema: good },
        end,
      ),
    );
    expect(await describedBy(connector, 'a')).toMatchObject({ status });
    expect(await describedBy(connector, 'b')).toMatchObject({ status: 'described' });
  });

  test('names are hostile, and schemas lead in circles', async () => {
    const tree = { type: 'object', properties: { ['__proto__']: { type: 'string' }, next: { $ref: '#' } } };
    const text = JSON.stringify({ type: 'result', entity: 'constructor', schema: tree });
    const row = text.replace('"properties":{', '"properties":{"__proto__":{"type":"integer"},');
    const options = script(
      `console.log(${JSON.stringify(`${JSON.stringify(system)}\n${row}\n{"type":"end"}`)})`,
    );
    const { properties } = await schemaOf(options, 'constructor');
    expect(Object.keys(properties)).toEqual(['__proto__', 'next']);
    expect(await describedBy(await connectExec(options), 'toString')).toMatchObject({ status: 'missing' });
  });
});

describe('an Airbyte source', () => {
  const source = (...args: readonly string[]): JsonObject => ({
    command: [process.execPath, programIn('source-grove.mjs'), ...args],
    format: 'airbyte',
  });

  test('is read by the catalog among its messages', async () => {
    expect(await names(source())).toEqual(['public.crate', 'grower']);
    const schema = await schemaOf(source(), 'public.crate');
    expect(schema).toMatchObject({
      additionalProperties: true,
      required: [],
      properties: {
        id: { type: 'number', 'x-seam': { nativeType: 'integer' } },
        picked: { type: ['null', 'string'], 'x-seam': { nativeType: 'timestamp_without_timezone' } },
      },
      'x-seam': { key: ['id', 'meta.grove'], cannot: ['create', 'update'] },
    });
  });

  test('that says that it failed has failed, in its own words and without secrets', async () => {
    const options = { ...source('fail'), env: { GROVE_KEY: 'canary-grove-key' } };
    const error = await errorOf((await connectExec(options, { secrets: ['canary-grove-key'] })).system());
    expect(error.message).toBe(
      '"node" says that it failed: The key *** is not accepted.'.replace('node', nodeName),
    );
    expect(error).toMatchObject({ code: 'program-failed', exit: 'unchecked' });
  });

  const log = { type: 'LOG', log: { level: 'INFO', message: 'hello' } };
  const catalog = { type: 'CATALOG', catalog: { streams: [] } };
  const trace = { type: 'TRACE', trace: { type: 'ERROR', error: { message: 'late' } } };

  test.each<[what: string, rows: readonly Json[], says: RegExp]>([
    ['no catalog', [log], /wrote no message of the type CATALOG/],
    [
      'a catalog without streams',
      [{ type: 'CATALOG', catalog: {} }],
      /no message of the type CATALOG with a list/,
    ],
    ['an error behind its catalog', [catalog, trace], /says that it failed: late/],
    ['a stream without name', [{ type: 'CATALOG', catalog: { streams: [{}] } }], /Stream 1 .* has no name/],
    [
      'a stream that is there twice',
      [{ type: 'CATALOG', catalog: { streams: [{ name: 'a' }, { name: 'a' }] } }],
      /has the stream "a" twice/,
    ],
  ])('with %s is refused', async (_, rows, says) => {
    const connector = await connectExec({ ...lines(...rows), format: 'airbyte' });
    expect((await errorOf(connector.system())).message).toMatch(says);
  });

  test('an empty catalog is one', async () => {
    expect(await names({ ...lines(catalog), format: 'airbyte' })).toEqual([]);
  });
});

describe('a Singer catalog', () => {
  const stream = (more: JsonObject): JsonObject => ({
    tap_stream_id: 'a',
    schema: { type: 'object', properties: { b: { type: ['null', 'string'] } } },
    ...more,
  });
  const catalog = (...streams: readonly Json[]): JsonObject => ({ ...lines({ streams }), format: 'singer' });

  test('may come behind a greeting', async () => {
    const text = JSON.stringify({ streams: [stream({})] });
    expect(
      await names({ ...script(`console.log('Welcome!\\n' + ${JSON.stringify(text)})`), format: 'singer' }),
    ).toEqual(['a']);
  });

  test('has no order and no counts', async () => {
    const facts = (count: number) => [
      { breadcrumb: [], metadata: { 'row-count': count, 'table-key-properties': ['b'] } },
    ];
    const [one, other] = await Promise.all(
      [1, 2].map((count) => schemaOf(catalog(stream({ metadata: facts(count) })), 'a')),
    );
    expect(other).toEqual(one);
    expect(one?.['x-seam'].key).toEqual(['b']);
  });

  test.each<[what: string, options: JsonObject, says: RegExp]>([
    [
      'no JSON',
      { ...script('console.log("usage: tap")'), format: 'singer' },
      /wrote no Singer catalog, and no JSON/,
    ],
    [
      'JSON of something else',
      { ...lines({ hello: 'world' }), format: 'singer' },
      /no Singer catalog: it has no list/,
    ],
    ['a stream without id', catalog({}), /Stream 1 .* has no tap_stream_id/],
    ['a stream that is there twice', catalog(stream({}), stream({})), /has the stream "a" twice/],
  ])('that is %s is refused', async (_, options, says) => {
    expect((await errorOf((await connectExec(options)).system())).message).toMatch(says);
  });

  test('a stream without schema is unreadable, and spoils no other', async () => {
    const connector = await connectExec(catalog({ tap_stream_id: 'c' }, stream({})));
    expect(await describedBy(connector, 'c')).toMatchObject({ status: 'unreadable' });
    expect(await describedBy(connector, 'a')).toMatchObject({ status: 'described' });
  });
});

const nodeName = process.execPath.replace(/^.*[/\\]/, '');
