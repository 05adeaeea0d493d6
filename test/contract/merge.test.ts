import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/contract/canonical.js';
import { mergeSnapshot, restrictFields } from '../../src/contract/merge.js';
import type { FieldSchema } from '../../src/model/schema.js';
import { anyContract, contract } from './schemas.js';

const rows = (properties: Readonly<Record<string, FieldSchema>>, more: object = {}): FieldSchema => ({
  type: 'array',
  items: { type: 'object', properties, required: [], ...more },
});

describe('a snapshot over a contract', () => {
  test('takes what the connector says from the live schema', () => {
    const before = contract({ qty: { type: 'number', title: 'Quantity', maximum: 9 }, gone: {} }, ['gone'], {
      observed: ['type'],
    });
    const live = contract({ qty: { type: 'integer' }, fresh: {} }, ['fresh'], { mapping: 2 });
    expect(mergeSnapshot(before, live)).toEqual(live);
  });

  test('keeps what people wrote, at the root, on fields and in nested rows', () => {
    const words = { description: 'In our words.', $comment: 'Ask finance.', 'x-team': { owner: 'finance' } };
    const before = {
      ...contract({ qty: words, lines: { ...rows({ item: words }, words), ...words } }),
      ...words,
    };
    const live = contract({ qty: { type: 'integer' }, lines: rows({ item: { type: 'string' } }) });
    expect(mergeSnapshot(before, live)).toEqual({
      ...contract({
        qty: { type: 'integer', ...words },
        lines: { ...rows({ item: { type: 'string', ...words } }, words), ...words },
      }),
      ...words,
    });
  });

  test('keeps the team’s version, and gives a new contract the first', () => {
    const live = contract({}, [], { version: '0.0' });
    expect(mergeSnapshot(contract({}, [], { version: '2.7' }), live)['x-seam'].version).toBe('2.7');
    expect(mergeSnapshot(undefined, live)['x-seam'].version).toBe('1.0');
  });

  test('takes field names as data', () => {
    const before = contract(JSON.parse('{"__proto__": {"description": "kept"}, "a": {}}'));
    const live = contract(JSON.parse('{"__proto__": {"type": "string"}, "constructor": {"type": "string"}}'));
    expect(JSON.stringify(mergeSnapshot(before, live).properties)).toBe(
      '{"__proto__":{"type":"string","description":"kept"},"constructor":{"type":"string"}}',
    );
  });

  test('of any contract over itself changes nothing', () => {
    fc.assert(
      fc.property(anyContract, (schema) => {
        expect(canonicalText(mergeSnapshot(schema, schema))).toBe(canonicalText(schema));
      }),
    );
  });
});

describe('restricted to some fields', () => {
  const unknown = { required: 'unknown' } as const;
  const schema = contract(
    {
      name: {},
      list_price: {},
      x_size: {},
      other: {},
      demanded: {},
      bound: { 'x-seam': { ...unknown, requiredBy: ['database'] } },
      unbound: { 'x-seam': { ...unknown, requiredBy: [] } },
      untold: { 'x-seam': unknown },
      conditional: { 'x-seam': { requiredWhen: 'eval:doc.kumquat' } },
      items: rows({ qty: {}, rate: {} }),
    },
    ['demanded'],
  );
  const always = ['demanded', 'bound', 'conditional'];

  test.each([
    [
      ['name', 'x_*'],
      ['name', 'x_size', ...always],
    ],
    [['list?price'], ['list_price', ...always]],
    [['items'], [...always, 'items']],
    [['items.qty'], [...always, 'items']],
    [['items.*'], [...always, 'items']],
    [['kumquat'], always],
    [[], always],
  ])('%j keeps those, and what create demands or may demand', (patterns, names) => {
    const restricted = restrictFields(schema, patterns);
    expect(Object.keys(restricted.properties).sort()).toEqual([...names].sort());
    expect(restricted.required).toEqual(['demanded']);
  });
});
