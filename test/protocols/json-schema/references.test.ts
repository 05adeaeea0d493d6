import { describe, expect, test } from 'vitest';
import { SeamError } from '../../../src/errors/seam-error.js';
import type { Json } from '../../../src/model/json.js';
import { dialectOf } from '../../../src/protocols/json-schema/dialect.js';
import { openLibrary } from '../../../src/protocols/json-schema/references.js';

/** Follows a reference from the root of the first document. */
async function followed(reference: string, documents: Readonly<Record<string, Json>>) {
  const [address = ''] = Object.keys(documents);
  const load = async (wanted: string): Promise<Json> => {
    const document = documents[wanted];
    if (document === undefined) throw new SeamError('source-not-found', { why: `no ${wanted}` });
    return document;
  };
  const library = await openLibrary([address], load, (document) => dialectOf(document));
  return library.follow(reference, { base: rootBase(documents[address], address), home: address }).schema;
}

const rootBase = (document: Json | undefined, address: string) =>
  new URL((document as { $id?: string } | undefined)?.$id ?? '', address).href;

const root = 'https://erp.example.com/schemas/order.json';

describe('a reference', () => {
  test.each<[what: string, reference: string, document: Json, found: Json]>([
    ['to a pointer', '#/$defs/a~1b/c~0d', { $defs: { 'a/b': { 'c~d': 1 } } }, 1],
    ['to a pointer that is encoded', '#/%24defs/a%20b', { $defs: { 'a b': 1 } }, 1],
    ['to an item of a list', '#/allOf/1', { allOf: [0, 7] }, 7],
    ['to the document', '#', { a: 1 }, { a: 1 }],
    ['to an anchor', '#kumquat', { $defs: { a: { $anchor: 'kumquat' } } }, { $anchor: 'kumquat' }],
    [
      'to an anchor of draft 7',
      '#kumquat',
      { $schema: 'http://json-schema.org/draft-07/schema', definitions: { a: { $id: '#kumquat' } } },
      { $id: '#kumquat' },
    ],
    [
      'to a schema with an address',
      'line.json',
      { $defs: { a: { $id: 'line.json' } } },
      { $id: 'line.json' },
    ],
    ['into a schema with an address', 'line.json#/x', { $defs: { a: { $id: 'line.json', x: 2 } } }, 2],
    [
      'to a dynamic anchor',
      '#node',
      { $defs: { a: { $dynamicAnchor: 'node' } } },
      { $dynamicAnchor: 'node' },
    ],
  ])('%s', async (_, reference, document, found) => {
    expect(await followed(reference, { [root]: document })).toEqual(found);
  });

  test('is resolved against the address that a schema gives itself, or else where it was found', async () => {
    const other = 'https://erp.example.com/schemas/line.json';
    const documents = {
      [root]: { $id: 'https://example.org/order', x: { $ref: 'line.json' } },
      [other]: { type: 'string' },
    };
    expect(await followed('line.json', documents)).toEqual({ type: 'string' });
  });

  test.each(['#/a/b', '#none', 'gone.json', '#/__proto__', '#/constructor', '::', '#/a/%zz'])(
    'to nothing is told: %s',
    async (reference) => {
      await expect(followed(reference, { [root]: { a: 1 } })).rejects.toBeInstanceOf(SeamError);
    },
  );

  test('within data is none', async () => {
    const library = await openLibrary(
      [root],
      async () => ({ enum: [{ $id: 'https://x.example/a' }], default: { $ref: 'https://x.example/b' } }),
      () => '2020-12',
    );
    expect(() => library.follow('https://x.example/a', { base: root, home: root })).toThrow(/not there/);
  });

  test('among the names of members is a name', async () => {
    const document = { properties: { $ref: { type: 'string' }, default: { $anchor: 'd' } } };
    expect(await followed('#/properties/$ref', { [root]: document })).toEqual({ type: 'string' });
    expect(await followed('#d', { [root]: document })).toEqual({ $anchor: 'd' });
  });
});
