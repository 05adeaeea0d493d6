import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '../../src/connectors/connector.js';
import type { CsvOptions } from '../../src/connectors/csv/client.js';
import { csv } from '../../src/connectors/csv/index.js';
import { canonicalText } from '../../src/contract/canonical.js';
import { problemsOf } from '../../src/contract/guard.js';
import {
  type Answer,
  all,
  includedIn,
  judged,
  onFile,
  onWeb,
  resultOf,
  rulesOf,
  schemaOf,
  serve,
} from './documents.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seam-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onText(text: string | Uint8Array, options: CsvOptions = {}) {
  await writeFile(join(folder, 'crates.csv'), text);
  return onFile(csv, options, 'crates.csv', folder);
}

const columnsOf = async (text: string | Uint8Array, options: CsvOptions = {}) =>
  Object.keys((await schemaOf(await onText(text, options), 'crates')).properties);

describe('the header of a table', () => {
  test.each<[what: string, text: string, columns: readonly string[], options?: CsvOptions]>([
    ['commas', 'a,b\n1,2\n', ['a', 'b']],
    ['semicolons', 'a;b\n1,5;2,5\n', ['a', 'b']],
    ['tabs', 'a\tb\n', ['a', 'b']],
    ['a delimiter of its own', 'a#b\n', ['a', 'b'], { delimiter: '#' }],
    ['a delimiter within quotes', '"a;x";"b, ""y"""\n', ['a;x', 'b, "y"']],
    ['a line end within quotes', '"a\nx",b\r\n', ['a\nx', 'b']],
    ['a quote within a name', 'a"x,b\n', ['a"x', 'b']],
    ['one column', 'a\n1\n', ['a']],
    ['no line end', 'a,b', ['a', 'b']],
    ['old line ends', 'a,b\r1,2\r', ['a', 'b']],
    ['empty lines in front', '\n  \r\na,b\n', ['a', 'b']],
    ['the hint of Excel in front', 'sep=;\r\na;b\r\n', ['a', 'b']],
    ['other lines in front', 'Export\n\nx;y;z\na,b\n', ['a', 'b'], { header: 4 }],
    ['white space in names', ' a ,b\t\n', [' a ', 'b\t']],
    ['names that stand twice', 'a,b,a,a\n', ['a', 'b', 'a (2)', 'a (3)']],
    ['names that look like that', 'a,a (2),a\n', ['a', 'a (2)', 'a (3)']],
    ['columns without name', 'a,,\n', ['a', '(column 2)', '(column 3)']],
    ['names that every object has', '__proto__,constructor\n', ['__proto__', 'constructor']],
  ])('%s', async (_, text, columns, options) => {
    expect(await columnsOf(text, options)).toEqual(columns);
  });

  test.each<[what: string, file: string, columns: readonly string[], unmapped: string, options?: CsvOptions]>(
    [
      [
        'UTF-8 with a mark',
        'csv/crates.csv',
        ['Code', 'Fruit', 'Fruit (2)', '(column 4)', 'Weight; net'],
        '{"delimiter":";","encoding":"utf-8"}',
      ],
      ['UTF-16', 'csv/orders.csv', ['Nummer', 'Größe'], '{"delimiter":";","encoding":"utf-16le"}'],
      [
        'a header further down',
        'csv/growers.tsv',
        ['id', 'name'],
        '{"delimiter":"\\t","encoding":"utf-8"}',
        { header: 3 },
      ],
    ],
  )('in %s', async (_, file, columns, unmapped, options = {}) => {
    const connector = await onFile(csv, options, file);
    const [{ name: entity = '' } = {}] = await all(connector.list());
    const schema = await schemaOf(connector, entity);
    expect(Object.keys(schema.properties)).toEqual(columns);
    expect(schema['x-seam']).toMatchObject({ kind: 'table', cannot: ['create', 'update'], unmapped });
    expect(problemsOf(schema)).toEqual([]);
  });

  test('is the same whatever the rows hold: nothing is inferred from them', async () => {
    const texts = await Promise.all(
      ['a,b\n1,2\n', 'a,b\nx,\n', 'a,b\n'].map(async (text, index) => {
        await writeFile(join(folder, `same${index}.csv`), text);
        const connector = await onFile(csv, {}, `same${index}.csv`, folder);
        return canonicalText(await schemaOf(connector, `same${index}`)).replaceAll(`same${index}`, 'same');
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await schemaOf(await onText('a\n1\n'), 'crates')).properties).toEqual({ a: { type: 'string' } });
  });

  test('is all that is read of a large file', async () => {
    const large = `a,b\n${'1,2\n'.repeat(300_000)}`;
    expect(await columnsOf(large)).toEqual(['a', 'b']);
  });

  test.each<[what: string, text: string | Uint8Array, code: string, options?: CsvOptions]>([
    ['an empty file', '', 'source-empty'],
    ['empty lines', '\n\n', 'source-empty'],
    ['a header behind the end', 'a,b\n', 'source-empty', { header: 9 }],
    ['a quote that is not closed', `"a,b\n${'1,2\n'.repeat(10)}`, 'source-unusable'],
    ['a header that is longer than any', 'a,'.repeat(200_000), 'source-unusable'],
    ['another encoding', new Uint8Array([0x61, 0xe9, 0x2c, 0x62, 0x0a]), 'source-unusable'],
  ])('is not empty where it cannot be read: %s', async (_, text, code, options) => {
    const connector = await onText(text, options);
    await expect(all(connector.describe(['crates']))).rejects.toMatchObject({ code });
  });
});

describe('drift of a table', () => {
  test.each<[what: string, text: string, read: string, rules: readonly string[]]>([
    ['none, where only rows changed', 'code;fruit\n9;9\n9;9\n', 'info', []],
    ['none, where columns changed places', 'fruit;code\n', 'info', []],
    ['a column appears', 'code;fruit;tare\n', 'info', ['field-added tare']],
    ['a column is gone', 'code\n', 'breaking', ['document-unmapped-changed', 'field-removed fruit']],
    [
      'a column is called otherwise',
      'code;frucht\n',
      'breaking',
      ['field-added frucht', 'field-removed fruit'],
    ],
    ['the delimiter is another', 'code,fruit\n', 'warning', ['document-unmapped-changed']],
  ])('%s', async (_, text, read, rules) => {
    const was = await schemaOf(await onText('code;fruit\n1;kumquat\n'), 'crates');
    const now = await schemaOf(await onText(text), 'crates');
    expect(rulesOf(was, now)).toEqual(rules);
    expect(judged(was, now)).toEqual({ read, create: 'info', update: 'info' });
    expect(includedIn(was, now).read).toBe(read === 'breaking' ? 'no' : 'yes');
  });
});

describe('a folder of tables', () => {
  test('has an entity for each, and one that cannot be read leaves the others', async () => {
    const connector = await onFile(csv, {}, 'csv');
    expect(await all(connector.list())).toEqual(
      ['crates', 'empty', 'growers', 'orders'].map((name) => ({ name })),
    );
    expect(await resultOf(connector, 'empty')).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(/no header/),
    });
    expect((await resultOf(connector, 'crates')).status).toBe('described');
    expect(await resultOf(connector, 'medlar')).toMatchObject({ status: 'missing' });
  });
});

describe('a table behind HTTP', () => {
  test('is read like a file', async () => {
    const { url, asked } = await serve(() => ({ body: '\uFEFFa;b\r\n1;2\r\n', type: 'text/csv' }));
    const connector = await onWeb(
      csv,
      { auth: { token: 'secret' }, query: { all: '1' } },
      `${url}/exports/crates.csv`,
    );
    expect(Object.keys((await schemaOf(connector, 'crates')).properties)).toEqual(['a', 'b']);
    expect(asked.map((each) => [each.url, each.headers.authorization])).toEqual([
      ['/exports/crates.csv?all=1', 'Bearer secret'],
    ]);
  });

  test.each<[what: string, answer: Answer]>([
    ['what an API says in JSON', { type: 'application/json', body: 'Ok.' }],
    ['JSON of no type', { type: '', body: ' {"message":"quota, exceeded"}' }],
    ['XML', { type: '', body: '<Error><Code>AccessDenied</Code></Error>' }],
  ])('is not %s', async (_, answer) => {
    const { url } = await serve(() => answer);
    const connector = await onWeb(csv, {}, `${url}/crates.csv`);
    await expect(all(connector.describe(['crates']))).rejects.toMatchObject({ code: 'source-unusable' });
  });

  test('in UTF-16 is told to be read as a file', async () => {
    const { url } = await serve(() => ({ body: 'a\0;\0b\0', type: 'text/csv' }));
    const connector = await onWeb(csv, {}, `${url}/crates.csv`);
    await expect(all(connector.describe(['crates']))).rejects.toMatchObject({
      code: 'source-unusable',
      fix: expect.stringMatching(/UTF-8/),
    });
  });
});

describe('rows', () => {
  const sampled = async (connector: Connector, entity: string, limit: number) =>
    connector.sample === undefined ? undefined : all(connector.sample(entity, limit));

  test('are records of texts, as many as are wanted', async () => {
    const connector = await onFile(csv, {}, 'csv/crates.csv');
    const rows = await sampled(connector, 'crates', 5);
    expect(rows).toEqual([
      { Code: 'A1', Fruit: 'kumquat', 'Fruit (2)': 'x', '(column 4)': '', 'Weight; net': '1,5' },
      { Code: 'A2', Fruit: 'two\nlines', 'Fruit (2)': 'y', '(column 4)': '', 'Weight; net': 'say "x"' },
    ]);
    expect(await sampled(connector, 'crates', 1)).toHaveLength(1);
    expect(await sampled(connector, 'medlar', 1)).toEqual([]);
  });

  test('that are cut where reading ends are left out', async () => {
    const connector = await onText(`a,b\n${'1,2345\n'.repeat(100_000)}`);
    const rows = await sampled(connector, 'crates', 1_000_000);
    expect(rows?.length).toBeGreaterThan(30_000);
    expect(new Set(rows?.map((row) => JSON.stringify(row)))).toEqual(new Set(['{"a":"1","b":"2345"}']));
  });
});
