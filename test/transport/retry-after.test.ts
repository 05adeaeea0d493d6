import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfter } from '../../src/transport/retry-after.ts';

const now = Date.UTC(2026, 0, 15, 12);
const after = (value: string, others: Readonly<Record<string, string>> = {}) =>
  retryAfter({ 'retry-after': value, ...others }, now);

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['1.5', 1_500],
  ['Thu, 15 Jan 2026 12:00:30 GMT', 30_000],
  ['Thursday, 15-Jan-26 12:00:30 GMT', 30_000],
  ['Thu Jan 15 12:00:30 2026', 30_000],
  ['Fri Jan  2 12:00:30 2026', 0],
  ['Wed, 14 Jan 2026 12:00:00 GMT', 0],
])('"%s" asks to wait', (value, milliseconds) => {
  expect(after(value)).toBe(milliseconds);
});

test.each([
  '',
  '-1',
  '+1',
  '1e3',
  '0x10',
  'soon',
  '2026-01-15T12:00:30Z',
  'Thu, 15 Jan 2026 12:00:30',
  'Thu, 15 Jan 2026 12:00:30 CET',
  'Thu, 15 Jan 2026 32:00:30 GMT',
  '1, 2',
])('"%s" says nothing', (value) => {
  expect(after(value)).toBeUndefined();
});

test('without the header there is no wait to know', () => {
  expect(retryAfter({}, now)).toBeUndefined();
});

test("a date is relative to the server's own clock", () => {
  const wrong = { date: 'Thu, 15 Jan 2026 09:00:00 GMT' };
  expect(after('Thu, 15 Jan 2026 09:00:10 GMT', wrong)).toBe(10_000);
});

test('a date means the same in all three forms', () => {
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const seconds = fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
  fc.assert(
    fc.property(seconds, seconds, (then, at) => {
      const fixdate = new Date(then * 1000).toUTCString();
      const [, day = '', date = '', month = '', year = '', time = ''] =
        /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(fixdate) ?? [];
      const longDay = days.find((name) => name.startsWith(day)) ?? '';
      const forms = [
        fixdate,
        `${longDay}, ${date}-${month}-${year.slice(2)} ${time} GMT`,
        `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`,
      ];
      const expected = Math.max(0, (then - at) * 1000);
      expect(forms.map((form) => retryAfter({ 'retry-after': form }, at * 1000))).toEqual(
        forms.map(() => expected),
      );
    }),
  );
});

test('whatever a server sends, the wait is a number that is not negative, or none', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, date) => {
      const wait = after(value, { date });
      expect(wait === undefined || wait >= 0).toBe(true);
    }),
  );
});
