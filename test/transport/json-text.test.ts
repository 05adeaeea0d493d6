import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../src/transport/json-text.ts';

function codeOf(text: string): string {
  const parsed = parseJson(text);
  return 'refusal' in parsed ? parsed.refusal.code : 'value';
}

test.each([
  ['{', 'source-truncated'],
  ['[', 'source-truncated'],
  ['{"kumquat', 'source-truncated'],
  ['{"kumquat"', 'source-truncated'],
  ['{"kumquat":', 'source-truncated'],
  ['{"kumquat":"a\\', 'source-truncated'],
  ['{"kumquat":"a\\u00e', 'source-truncated'],
  ['{"kumquat":tru', 'source-truncated'],
  ['{"kumquat":-', 'source-truncated'],
  ['{"kumquat":1.', 'source-truncated'],
  ['{"kumquat":1e', 'source-truncated'],
  ['{"kumquat":1.5e+', 'source-truncated'],
  ['{"kumquat":[1,', 'source-truncated'],
  ['{"kumquat":{}', 'source-truncated'],
  ['"kumquat', 'source-truncated'],
  ['', 'source-truncated'],
  ['{"kumquat": oops', 'source-unusable'],
  ['{"kumquat"; 1', 'source-unusable'],
  ['{kumquat: 1', 'source-unusable'],
  ["{'kumquat", 'source-unusable'],
  ['[1, 2}', 'source-unusable'],
  ['[1,]', 'source-unusable'],
  ['{"a":1,}', 'source-unusable'],
  ['{} {}', 'source-unusable'],
  ['{"a":1}]', 'source-unusable'],
  ['[1 2', 'source-unusable'],
  ['["a\nb', 'source-unusable'],
  ['["a\\x', 'source-unusable'],
  ['["\\u00zz', 'source-unusable'],
  ['[01', 'source-unusable'],
  ['[1.e', 'source-unusable'],
  ['[truth', 'source-unusable'],
  ['[NaN', 'source-unusable'],
  ['Traceback (most recent call last)', 'source-unusable'],
  [')]}\',\n{"a": 1}', 'source-unusable'],
  ['{"a": 1}', 'value'],
  [' null\n', 'value'],
])('%s: %s', (text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('every beginning of a document is one that ends early', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, at) => {
      const text = `[${json}]`;
      expect(codeOf(text.slice(0, at % text.length))).toBe('source-truncated');
    }),
  );
});

test('what is no beginning of a document is not taken for one', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, at) => {
      const text = `[${json}]`;
      // No document has this character outside of a string, and none has it raw within one.
      expect(codeOf(`${text.slice(0, at % text.length)}\u0001 ]`)).toBe('source-unusable');
    }),
  );
});

test('names are data, also __proto__', () => {
  const parsed = parseJson('{"__proto__": {"kumquat": 1}}');
  expect(parsed).toHaveProperty('value');
  if ('value' in parsed) expect(Object.keys(parsed.value as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['kumquat']).toBeUndefined();
});

test('nesting is bounded, brackets in strings do not count', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(codeOf(nested(200))).toBe('value');
  expect(codeOf(nested(201))).toBe('source-unusable');
  expect(codeOf('['.repeat(1_000_000))).toBe('source-unusable');
  expect(codeOf(JSON.stringify([nested(1_000), `"\\${nested(1_000)}`]))).toBe('value');
});

test('a long string that breaks off is no burden', () => {
  expect(codeOf(`["${'kumquat'.repeat(2_000_000)}`)).toBe('source-truncated');
});
