import { expect, test } from 'vitest';
import { counted, listed, shortened } from '../../src/report/words.js';

const short = { all: false };
const all = { all: true };

test('a text of a million characters is cut, and says how much is missing', () => {
  const text = '🧾'.repeat(1_000_000);
  expect(shortened(text, short)).toBe(`${'🧾'.repeat(400)}… (and 999,600 more characters)`);
  expect(shortened(text, all)).toBe(`${'🧾'.repeat(4_000)}… (and 996,000 more characters)`);
});

test('a text that just fits is left as it is', () => {
  expect(shortened('🧾'.repeat(400), short)).toBe('🧾'.repeat(400));
  expect(shortened('🧾'.repeat(401), short)).toMatch(/and 1 more character\)$/);
});

test('a long list says how many are missing', () => {
  const names = Array.from({ length: 603 }, (_, index) => `v${index}`);
  expect(listed(names, short)).toMatch(/^v0, v1, .*, v19, and 583 more$/);
  expect(listed(names, all)).toMatch(/, v602$/);
});

test('a list is never cut to save one item', () => {
  const names = Array.from({ length: 21 }, (_, index) => `v${index}`);
  expect(listed(names, short)).toMatch(/, v20$/);
});

test('numbers look the same in every locale', () => {
  expect([counted(1, 'change'), counted(0, 'change'), counted(1_234_567, 'entity', 'entities')]).toEqual([
    '1 change',
    '0 changes',
    '1,234,567 entities',
  ]);
});
