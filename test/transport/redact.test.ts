import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from '../../src/transport/redact.ts';

const secret = 'k/Um+qu"at \\é&ü%\u{1F34A}9';
/** What latin1 can say. */
const redactable = 'grün-kümmel';
const redact = redactor([secret]);
const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');

describe('a secret is masked', () => {
  test.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    [
      'URL-encoded in small letters',
      encodeURIComponent(secret).replace(/%../g, (triplet) => triplet.toLowerCase()),
    ],
    ['URL-encoded twice', encodeURIComponent(encodeURIComponent(secret))],
    ['as a form field', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['in the path of a URL', new URL(`https://x/${encodeURI(secret)}`).pathname.slice(1)],
    ['JSON-escaped', JSON.stringify(secret).slice(1, -1)],
    ['JSON-escaped twice', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['JSON-escaped as Python does it', String.raw`k/Um+qu\"at \\\u00e9&\u00fc%\ud83c\udf4a9`],
    ['JSON-escaped as PHP does it', String.raw`k\/Um+qu\"at \\\u00E9&\u00FC%\uD83C\uDF4A9`],
    ['HTML-escaped', secret.replace('&', '&amp;').replace('"', '&quot;')],
    ['HTML-escaped by number', secret.replace('&', '&#38;').replace('"', '&#x22;')],
    ['in base64', base64(secret)],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in the base64 of Basic auth', base64(`reader:${secret}`)],
    ['in the base64 of Basic auth, one letter more', base64(`readers:${secret}`)],
    ['in the base64 of Basic auth, two letters more', base64(`reader-x:${secret}`)],
    ['in base64 of latin1', base64(`reader:${redactable}`, 'latin1')],
  ])('%s', (_what, spelling) => {
    const masking = redactor([secret, redactable]);
    expect(masking(`before ${spelling} after`)).toBe('before *** after');
    expect(masking(`{"a": "${spelling}"}`)).toBe('{"a": "***"}');
  });

  test('in base64 behind letters that base64 could have', () => {
    for (const before of ['/', 'x/', 'xy/', 'xyz/', 'path/to/']) {
      expect(redact(`${before}${base64(`reader:${secret}`)}`)).toBe('***');
    }
  });

  test('every time, and among others of which it is a part', () => {
    const masking = redactor(['kumquat', 'kumquat-and-quince', 'quince']);
    expect(masking('kumquat kumquat-and-quince quince.kumquat')).toBe('*** *** ***.***');
  });

  test('whatever special characters of a pattern it holds', () => {
    for (const special of [
      'a.*b',
      '(?:x)',
      '[a-z]+',
      '^ab$|',
      'a{2}b',
      'a-b-c',
      '$&$1$$',
      '\\d\\d',
      '****',
    ]) {
      expect(redactor([special])(`<${special}>`)).toBe('<***>');
    }
    expect(redactor(['a.cd'])('abcd')).toBe('abcd');
  });

  test('with and without the white space around it', () => {
    expect(redactor([' kumquat\n'])('x kumquat y')).toBe('x *** y');
  });

  test('line by line where it has several, as a key in PEM', () => {
    const key = '-----BEGIN KEY-----\nMIGHAgEAMBMGByqGSM49\nAgEGCCqGSM49AwEHBG0w\n-----END KEY-----\n';
    const masking = redactor([key]);
    expect(masking('near AgEGCCqGSM49AwEHBG0w')).toBe('near ***');
    expect(masking(`all ${key}`)).toBe('all ***\n');
    expect(masking(JSON.stringify(key))).toBe('"***\\n"');
  });

  test('as long as a key may be', () => {
    let state = 7;
    const letters = Array.from({ length: 65_536 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (state % 94));
    });
    const long = letters.join('');
    const masking = redactor([long]);
    expect(masking(`<${long}>`)).toBe('<***>');
    expect(masking(JSON.stringify(long))).toBe('"***"');
  });
});

describe('a text of at most three characters', () => {
  const masking = redactor(['a', 'x1', 'pw9']);

  test('is masked where it stands alone', () => {
    expect(masking('password=pw9&user=x1')).toBe('password=***&user=***');
    expect(masking('{"pin":"a"}')).toBe('{"pin":"***"}');
    expect(masking(`Basic ${base64('reader:pw9')}`)).toBe('Basic ***');
  });

  test('is left in words', () => {
    expect(masking('a certain apw9x1 has max1 data')).toBe('*** certain apw9x1 has max1 data');
  });
});

describe('nothing else is masked', () => {
  test('without secrets, and with empty ones', () => {
    for (const none of [redactor([]), redactor(['', ' \n'])]) {
      expect(none('all of this stays')).toBe('all of this stays');
    }
  });

  test('in a text without a secret', () => {
    const text = `GET https://erp.example.com/api/kum?x=quat ${base64('reader:nothing')} "\\u00e9" %C3%A9`;
    expect(redactor(['kumquat', 'secret-of-ours'])(text)).toBe(text);
  });
});

test('no spelling of a secret comes through, whatever it is', () => {
  const texts = fc
    .string({ minLength: 4, maxLength: 40, unit: 'binary' })
    .filter((text) => text.trim().length > 3);
  fc.assert(
    fc.property(texts, fc.string(), (value, user) => {
      const masking = redactor([value]);
      const trimmed = value.trim();
      const spellings = [trimmed, encodeURIComponent(trimmed), JSON.stringify(trimmed).slice(1, -1)];
      for (const spelling of spellings) expect(masking(`<${spelling}>`)).not.toContain(spelling);
      const basic = base64(`${user}:${trimmed}`);
      expect(masking(`<${basic}>`)).toBe('<***>');
    }),
  );
});
