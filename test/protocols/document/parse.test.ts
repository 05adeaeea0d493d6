import { describe, expect, test } from 'vitest';
import { parseText } from '../../../src/protocols/document/parse.js';

const errorOf = (text: string) => {
  try {
    parseText(text, 'erp.yaml');
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('a document', () => {
  test.each<[what: string, text: string, value: unknown]>([
    ['JSON', ' {"a": [1, null]}\n', { a: [1, null] }],
    ['YAML', 'a:\n  - 1\n  - ~\n', { a: [1, null] }],
    ['YAML that begins like JSON', '{ a: 1 }', { a: 1 }],
    ['anchors and merge keys', 'x: &x { a: 1 }\ny: { <<: *x, b: 2 }', { x: { a: 1 }, y: { a: 1, b: 2 } }],
    ['statuses as keys', '200: ok', { '200': 'ok' }],
    ['dates and yes as text', 'a: 2026-01-02\nb: yes', { a: '2026-01-02', b: 'yes' }],
    ['numbers that JSON cannot hold', 'a: .inf\nb: [.nan]', { a: null, b: [null] }],
    [
      'a thousand uses of an anchor',
      `x: &x a\ny: [${'*x, '.repeat(1000)}]`,
      { x: 'a', y: Array(1000).fill('a') },
    ],
  ])('%s', (_, text, value) => {
    expect(parseText(text, 'erp.yaml')).toEqual(value);
  });

  test.each(['{"__proto__": {"a": 1}}', '__proto__: { a: 1 }', '__proto__: { a: .nan }'])(
    'has __proto__ as a name like any other: %s',
    (text) => {
      const value = parseText(text, 'erp.yaml');
      expect(Object.keys(value as object)).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );

  test.each<[what: string, text: string, code: string, line: number | undefined]>([
    ['JSON with a slip', '{\n"a": 1,\n}', 'source-unusable', 3],
    ['JSON that breaks off', '{"a": [1, 2', 'source-truncated', undefined],
    ['JSON that breaks off in a text', '{"a": "b', 'source-truncated', undefined],
    ['YAML with a slip', 'a: 1\nb: [', 'source-unusable', 2],
    ['a second document', 'a: 1\n---\nb: 2', 'source-unusable', 2],
    ['a tag of its own', 'a: 1\nb: !Secret x', 'source-unusable', 2],
    ['an alias without anchor', 'a: *x', 'source-unusable', undefined],
    ['nothing', '\n\n', 'source-empty', undefined],
  ])('that is %s is told by its line', (_, text, code, line) => {
    expect(errorOf(text)).toMatchObject({
      code,
      where: { file: 'erp.yaml', ...(line === undefined ? {} : { line }) },
    });
  });

  test('with values that multiply by aliases is refused', () => {
    const row = `x: &x [${'a, '.repeat(2000)}]\ny: [${'*x, '.repeat(5000)}]`;
    expect(errorOf(row)).toMatchObject({
      code: 'source-unusable',
      message: expect.stringMatching(/aliases/),
    });
  });
});
