import { describe, expect, test } from 'vitest';
import { isGlob, matchesGlob } from '../../src/model/glob.js';

describe('a glob', () => {
  test.each<[string, string, boolean]>([
    ['sale.order', 'sale.order', true],
    ['sale.order', 'saleXorder', false],
    ['sale.order', 'sale.order.line', false],
    ['sale.*', 'sale.order.line', true],
    ['sale.*', 'sale.', true],
    ['sale.*', 'sale', false],
    ['*', '', true],
    ['*', 'a/b.c', true],
    ['*_id', 'partner_id', true],
    ['*_id', 'partner_ids', false],
    ['x_?', 'x_a', true],
    ['x_?', 'x_', false],
    ['?', '🍊', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a**c', 'ac', true],
    ['a*b', 'aXc', false],
    ['', '', true],
    ['', 'a', false],
    ['Order', 'order', false],
    ['[a-z](.+)+$', '[a-z](.+)+$', true],
    ['[a-z]', 'b', false],
    ['__proto__', '__proto__', true],
    ['*\n*', 'a\nb', true],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('is done with a hostile pattern in a bounded number of steps', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(5_000))).toBe(false);
  });

  test('is a name with * or ? in it', () => {
    expect(['a*', '?', 'a.b', '!a', '[a]'].map(isGlob)).toEqual([true, true, false, false, false]);
  });
});
