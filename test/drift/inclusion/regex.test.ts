import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepts, includes } from '../../../src/drift/inclusion/includes.js';

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '\\d',
  '\\W',
  '[ab]',
  '[^a]',
  '[a-c\\s]',
  '^',
  '$',
  '\\u{1F432}',
  '\\cA',
  '\\x61',
  '',
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?');
const pattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(atom, quantifier)
      .map(([one, count]) => (one === '^' || one === '$' || one === '' ? one : one + count)),
    fc.array(tie('pattern'), { maxLength: 3 }).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern'), quantifier).map(([a, b, count]) => `(${a}|${b})${count}`),
    fc.tuple(tie('pattern'), quantifier).map(([a, count]) => `(?:${a})${count}`),
  ),
})).pattern;
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', '🐲', '\u0001'),
  maxLength: 6,
});

describe.each([20_240_229, Date.now() % 2 ** 31])('patterns (seed %i)', (seed) => {
  test('are matched as ECMA-262 matches them', () => {
    fc.assert(
      fc.property(pattern, text, (one, value) => {
        expect([one, value, accepts({ pattern: one }, value)]).toEqual([
          one,
          value,
          new RegExp(one, 'u').test(value),
        ]);
      }),
      { seed, numRuns: 10_000 },
    );
  });

  test('are compared by the texts that they match', () => {
    fc.assert(
      fc.property(pattern, pattern, fc.array(text, { minLength: 20 }), (one, other, values) => {
        const answer = includes({ type: 'string', pattern: one }, { pattern: other });
        const [left, right] = [new RegExp(one, 'u'), new RegExp(other, 'u')];
        if (answer.result === 'unproven') return;
        if (answer.result === 'yes')
          for (const value of values) expect(left.test(value) && !right.test(value)).toBe(false);
        else
          expect([left.test(String(answer.witness)), right.test(String(answer.witness))]).toEqual([
            true,
            false,
          ]);
      }),
      { seed, numRuns: 2_000 },
    );
  });
});

test.each(['(?=a)a', '(a)\\1', '\\bword', '\\p{L}', '(?<!a)b', '[', '\\', 'a{2,1}', '*', '(?<n>a)\\k<n>'])(
  '%s is not understood, and never run',
  (one) => expect(accepts({ pattern: one }, 'a')).toBe('unknown'),
);
