import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.js';
import { valueWords } from '../../../src/report/finding/value.js';

const short = { all: false };
const all = { all: true };

describe('a value in words', () => {
  const rows: readonly (readonly [value: Json, words: string])[] = [
    ['draft', 'draft'],
    ['', '""'],
    [' padded ', '" padded "'],
    ['64', '"64"'],
    ['null', '"null"'],
    ['"quoted"', '"\\"quoted\\""'],
    [64, '64'],
    [false, 'false'],
    [null, 'null'],
    [['draft', 'sent'], 'draft, sent'],
    [['', 'a, b', 1, '1', null], '"", "a, b", 1, "1", null'],
    [[], 'an empty list'],
    [{ draft: 'Quotation', done: 'Locked' }, 'draft: Quotation, done: Locked'],
    [{}, '{}'],
    [{ a: { b: [1, 'x'] } }, '{"a": {"b": [1, "x"]}}'],
    [[['a'], { b: 1 }], '["a"], {"b": 1}'],
  ];
  test.each(rows)('%j is shown as %s', (value, words) => {
    expect(valueWords(value, short)).toBe(words);
  });
});

describe('a field in words', () => {
  const rows: readonly (readonly [schema: Json, words: string])[] = [
    [{ type: 'string', maxLength: 16 }, 'string, at most 16 characters'],
    [{ type: 'string', maxLength: 1 }, 'string, at most 1 character'],
    [{ type: ['string', 'null'], format: 'date' }, 'string, may be empty, format date'],
    [{ type: ['integer', 'null'], 'x-seam': { nullable: 'unknown' } }, 'integer, perhaps empty'],
    [{ type: 'null' }, 'always empty'],
    [{ enum: ['a', 'b'] }, 'any type, one of a, b'],
    [
      { type: 'integer', 'x-seam': { target: ['kumquat.a', 'kumquat.b'] } },
      'integer, key of kumquat.a, kumquat.b',
    ],
    [{ type: 'number', 'x-seam': { precision: '21', scale: '9' } }, 'number, precision 21, scale 9'],
    [{ type: 'string', readOnly: false, 'x-seam': { stored: false } }, 'string, not stored'],
    [{ type: 'string', readOnly: true, 'x-seam': { stored: true } }, 'string, read only'],
    [
      {
        type: 'array',
        items: { type: 'object', properties: { qty: { type: 'number' } }, required: ['qty'] },
      },
      'list, each object, 1 field: qty, create demands qty',
    ],
    [{ type: 'string', 'x-seam': { kumquat: ['later'] } }, 'string, kumquat ["later"]'],
  ];
  test.each(rows)('%j is shown as %s', (schema, words) => {
    expect(valueWords(schema, short)).toBe(words);
  });

  test('labels, help texts and origin are said with --all', () => {
    const schema: Json = { type: 'string', title: 'Note', 'x-seam': { origin: { kind: 'custom' }, id: '7' } };
    expect(valueWords(schema, short)).toBe('string');
    expect(valueWords(schema, all)).toBe('string, label Note, origin {"kind": "custom"}, id "7"');
  });

  test('an object with any other member is no field', () => {
    expect(valueWords({ type: 'string', kumquat: 'x' }, short)).toBe('type: string, kumquat: x');
  });

  test('members that every object has are no keywords', () => {
    expect(valueWords(JSON.parse('{"__proto__": {"type": "string"}, "constructor": 1}'), short)).toBe(
      '{"__proto__": {"type": "string"}, "constructor": 1}',
    );
  });
});
