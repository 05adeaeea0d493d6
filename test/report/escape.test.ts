import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from '../../src/report/escape.js';

describe('what a terminal acts on is made visible', () => {
  test.each([
    ['an ANSI escape', 'a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a C1 control sequence', 'a\u009b31m', 'a\\u{9b}31m'],
    ['a newline', 'a\r\nb', 'a\\u{d}\\u{a}b'],
    ['a tab', 'a\tb', 'a\\u{9}b'],
    ['a bidi override', 'a\u202eb', 'a\\u{202e}b'],
    ['a bidi isolate', 'a\u2067b', 'a\\u{2067}b'],
    ['a bidi mark', 'a\u200fb', 'a\\u{200f}b'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a byte order mark', '\ufeffa', '\\u{feff}a'],
    ['a soft hyphen', 'a\u00adb', 'a\\u{ad}b'],
    ['a filler that looks like nothing', 'a\u3164b', 'a\\u{3164}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a lone surrogate', 'a\ud83db', 'a\\u{d83d}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a space that is none', 'a\u00a0b', 'a\\u{a0}b'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each(['Müller & Söhne', '日本語', 'e\u0301', '🧾', '^\\d+$', 'עברית'])(
    'and %s is left as it is',
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  test('twice is the same as once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => visible(visible(text)) === visible(text)));
  });
});
