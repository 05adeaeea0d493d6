import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../src/drift/inclusion/formats.js';
import { accepts, includes } from '../../../src/drift/inclusion/includes.js';

/** Texts near a format: some that it allows, one character changed, inserted or dropped. */
const samples: Readonly<Record<string, readonly string[]>> = {
  date: ['2024-02-29', '1999-12-31', '2023-02-28', '2100-02-29', '2000-02-29'],
  time: ['12:30:59Z', '23:59:60Z', '00:00:00.123+05:30', '01:02:03-0800'],
  'date-time': ['2024-02-29T12:30:59Z', '2024-02-29 12:30:59+01:00', '1990-12-31T23:59:60.5z'],
  duration: ['P1Y2M3DT4H5M6S', 'P2W', 'PT36H', 'P1DT', 'PT0.5S', 'P1Y2D', 'PT1H2S'],
  uuid: ['2eb8aa08-aa98-11ea-b4aa-73b441d16380', 'urn:uuid:2EB8AA08-aa98-11ea-b4aa-73b441d16380'],
  email: ['joe.bloggs@example.com', "a'b+c@a-b.example", 'a@b', '"joe"@example.com', 'a@1.2'],
  hostname: ['www.example.com', 'a', 'a-b.c', `${'a'.repeat(63)}.com`, 'example.com.', 'xn--4gbwdl'],
  ipv4: ['192.168.0.1', '255.255.255.255', '0.0.0.0', '01.2.3.4', '256.1.1.1'],
  ipv6: [
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '1::d6:192.168.0.1',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:7::',
    '1:2::7:8',
  ],
  uri: [
    'https://user:pw@example.com:8080/a/b;c?d=e&f#g',
    'urn:isbn:1',
    'mailto:a@b.c',
    'ftp://x',
    'a:/b//c',
    'http://[::1]/',
  ],
  'uri-reference': [
    '/a/b?c#d',
    '//example.com/a',
    'a/b',
    '?q',
    '#f',
    '',
    'https://example.com',
    '../a:b',
    'a:b',
  ],
  'json-pointer': ['', '/a/b~0c~1', '/', '//'],
  'relative-json-pointer': ['0#', '1/a', '10/b~1', '0'],
  'uri-template': ['https://example.com/{id}{?q*}', '/a/{b:3}', '{'],
  regex: ['^a+$', 'abc 1', '(', '\\d{2,}'],
};

const characters = fc.constantFrom(...'09aZ-:.+/@T {}~%?#\n_é[]"');

function damaged(sample: string): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(sample.length), fc.nat(2), characters).map(([at, edit, character]) => {
    if (edit === 0) return sample;
    return sample.slice(0, at) + character + sample.slice(edit === 1 ? at : at + 1);
  });
}

describe.each(Object.entries(samples))('%s', (format, texts) => {
  const known = fullFormats[format as keyof typeof fullFormats];

  test('what is certain ajv allows, and what is impossible it refuses', () => {
    const judge = (text: string) => {
      if (known instanceof RegExp) return known.test(text);
      const { validate } = typeof known === 'object' && 'validate' in known ? known : { validate: known };
      return typeof validate === 'function' ? (validate as (text: string) => boolean)(text) : undefined;
    };
    fc.assert(
      fc.property(fc.constantFrom(...texts).chain(damaged), (text) => {
        const own = accepts({ format }, text);
        if (own !== 'unknown') expect([text, own]).toEqual([text, judge(text)]);
      }),
      { seed: 20_240_229, numRuns: 1_500 },
    );
  });

  test('each of the samples that is certain is one that ajv takes', () => {
    expect(texts.some((text) => accepts({ format }, text) === true)).toBe(true);
  });
});

test('what is certain of a format is possible', () => {
  for (const { certain, possible } of Object.values(formats)) {
    expect(includes({ type: 'string', pattern: certain }, { pattern: possible })).toEqual({ result: 'yes' });
  }
});

test('a format and a pattern or length are compared where the format is certain', () => {
  expect(includes({ type: 'string', format: 'date' }, { pattern: '^\\d{4}-\\d{2}-\\d{2}$' })).toEqual({
    result: 'yes',
  });
  expect(includes({ type: 'string', format: 'date' }, { maxLength: 10, minLength: 10 })).toEqual({
    result: 'yes',
  });
  expect(includes({ type: 'string', pattern: '^2024-01-0[1-9]$' }, { format: 'date' })).toEqual({
    result: 'yes',
  });
  expect(includes({ type: 'string', format: 'date-time' }, { maxLength: 10 }).result).toBe('no');
});
