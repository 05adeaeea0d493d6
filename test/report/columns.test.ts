import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, padded, wrapped } from '../../src/report/columns.js';

describe('the width of a text', () => {
  test.each([
    ['state', 5],
    ['Größe', 5],
    ['日本語', 6],
    ['한국어', 6],
    ['e\u0301', 1],
    ['ﾃｽﾄ', 3],
    ['🧾', 2],
    ['✖ · → !', 7],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(columns(text)).toBe(width);
  });

  test('padding counts columns, and never cuts', () => {
    expect(padded('日本', 6)).toBe('日本  ');
    expect(padded('kumquat', 3)).toBe('kumquat');
  });
});

describe('wrapped text', () => {
  test('breaks at spaces', () => {
    expect(wrapped('draft, sent, sale', 12)).toEqual(['draft, sent,', 'sale']);
  });

  test('breaks a word that is wider than the line', () => {
    expect(wrapped('a kumquatkumquat b', 7)).toEqual(['a', 'kumquat', 'kumquat', 'b']);
    expect(wrapped('日本語', 3)).toEqual(['日', '本', '語']);
  });

  test('keeps a web address whole', () => {
    const url = 'https://wiki.example.com/a/rather/long/address';
    expect(wrapped(`see ${url} now`, 12)).toEqual(['see', url, 'now']);
  });

  test('is never wider than the line, and loses nothing but spaces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '日', 'e\u0301', ','), maxLength: 120 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (given, width) => {
        const lines = wrapped(given, width);
        expect(lines.every((line) => columns(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
      }),
    );
  });
});
