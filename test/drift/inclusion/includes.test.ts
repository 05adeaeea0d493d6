import { describe, expect, test } from 'vitest';
import {
  accepts,
  includes,
  type JsonSchema,
  RemoteReference,
} from '../../../src/drift/inclusion/includes.js';
import { judgeOf } from './judge.js';
import { probes } from './probes.js';

/** The answer in a word; a witness is judged by ajv on both sides first. */
function answer(left: JsonSchema, right: JsonSchema): string {
  const inclusion = includes(left, right);
  if (inclusion.result === 'no') {
    const { witness } = inclusion;
    expect([witness, judgeOf(left)(witness), judgeOf(right)(witness)]).toEqual([witness, true, false]);
  }
  return inclusion.result;
}

describe('minimal pairs on which other engines are wrong', () => {
  test('there are forty', () => expect(probes).toHaveLength(40));

  test.each(probes)('$name', ({ left, right, included }) => {
    const [there, back] = included.map((yes) => (yes ? 'yes' : 'no'));
    expect([answer(left, right), answer(right, left)]).toEqual([there, back]);
  });
});

/** Schemas of equal sets: yes in both directions. */
const same: readonly (readonly [string, JsonSchema, JsonSchema])[] = [
  ['the order of keys', { type: 'string', maxLength: 2 }, { maxLength: 2, type: 'string' }],
  [
    'the order of enum and required',
    { enum: [1, 'a'], required: ['x', 'y'] },
    { required: ['y', 'x'], enum: ['a', 1] },
  ],
  ['a list of one type', { type: 'string' }, { type: ['string'] }],
  [
    'allOf, anyOf and oneOf of one',
    { allOf: [{ anyOf: [{ oneOf: [{ type: 'null' }] }] }] },
    { type: 'null' },
  ],
  ['boolean and both values', { type: 'boolean' }, { enum: [false, true] }],
  [
    '1 and 1.0, 1e-2 and 0.01',
    { const: 1, multipleOf: 1e-2 },
    JSON.parse('{ "const": 1.0, "multipleOf": 0.01 }'),
  ],
  [
    '0.3 divides 3',
    { type: 'number', multipleOf: 3 },
    { type: 'number', multipleOf: 3, allOf: [{ multipleOf: 0.3 }] },
  ],
  ['integer beside number', { type: ['integer', 'number'] }, { type: 'number' }],
  [
    'an exclusive bound between integers',
    { type: 'integer', minimum: 1 },
    { type: 'integer', exclusiveMinimum: 0.5 },
  ],
  ['annotations', { title: 'A', description: 'b', default: 1, 'x-seam': { scale: '2' }, readOnly: true }, {}],
  ['nothing demanded', { minItems: 0, required: [], additionalProperties: true, uniqueItems: false }, true],
  ['a length that cannot be', { type: 'string', minLength: 3, maxLength: 2 }, false],
  [
    'more properties than there can be',
    { type: 'object', additionalProperties: false, minProperties: 1 },
    false,
  ],
  [
    'more different items than values',
    { type: 'array', uniqueItems: true, items: { enum: [1, 2] }, minItems: 3 },
    false,
  ],
  [
    'a list that must hold itself',
    { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' }, minItems: 1 } } },
    false,
  ],
  ['keywords of other types', { type: 'string', minimum: 5, required: ['a'] }, { type: 'string' }],
  ['a pattern that is found everywhere', { pattern: '[a-z]*' }, {}],
  ['an anchored pattern and an enum', { type: 'string', pattern: '^[ab]$' }, { enum: ['a', 'b'] }],
  [
    'a pattern and a length',
    { type: 'string', pattern: '^[\\s\\S]{2,3}$' },
    { type: 'string', minLength: 2, maxLength: 3 },
  ],
  [
    'dependentRequired and if',
    { type: 'object', dependentRequired: { a: ['b'] } },
    // biome-ignore lint/suspicious/noThenProperty: the name of a keyword of JSON Schema.
    { type: 'object', if: { required: ['a'] }, then: { required: ['b'] } },
  ],
  [
    'a definition under another name',
    {
      $ref: '#/$defs/a',
      $defs: { a: { type: ['object', 'null'], properties: { next: { $ref: '#/$defs/a' } } } },
    },
    {
      $ref: '#/$defs/b',
      $defs: {
        b: { anyOf: [{ type: 'null' }, { type: 'object', properties: { next: { $ref: '#/$defs/b' } } }] },
      },
    },
  ],
  [
    'anchors and embedded ids',
    {
      $ref: 'other',
      $defs: { a: { $id: 'other', $ref: '#t', $defs: { t: { $anchor: 't', type: 'null' } } } },
    },
    { type: 'null' },
  ],
];

describe('schemas that mean the same include each other', () => {
  test.each(same)('%s', (_, left, right) => {
    expect([answer(left, right), answer(right, left)]).toEqual(['yes', 'yes']);
  });
});

const different: readonly (readonly [string, JsonSchema, JsonSchema])[] = [
  ['one emoji has length 1', { const: '🐲' }, { minLength: 2 }],
  ['a point matches no line end', { type: 'string', minLength: 1 }, { pattern: '.+' }],
  ['date is no date-time', { type: 'string', format: 'date' }, { format: 'date-time' }],
  ['an empty array passes prefixItems', { const: [] }, { not: { prefixItems: [false] } }],
  ['required alone lets other types pass', { type: 'integer' }, { not: { required: ['a'] } }],
  [
    'additionalProperties does not look into allOf',
    { properties: { a: true } },
    { allOf: [{ properties: { a: true } }], additionalProperties: false },
  ],
  [
    'a union of objects needs several branches',
    { type: 'object', properties: { k: { enum: ['a', 'b', 'c'] } }, required: ['k'] },
    { anyOf: [{ properties: { k: { const: 'a' } } }, { properties: { k: { const: 'b' } } }] },
  ],
];

describe('what looks alike and differs has a witness', () => {
  test.each(different)('%s', (_, left, right) => expect(answer(left, right)).toBe('no'));
});

test('a union is included in another by cases: each branch in several others', () => {
  const kind = (k: JsonSchema, v: JsonSchema) => ({ type: 'object', properties: { k, v }, required: ['k'] });
  const left = kind({ enum: ['a', 'b'] }, { type: 'integer' });
  const right = {
    anyOf: [
      kind({ const: 'a' }, { type: 'number' }),
      kind({ const: 'b' }, { minimum: 0 }),
      kind({ const: 'b' }, { maximum: 0 }),
    ],
  };
  expect([answer(left, right), answer(right, left)]).toEqual(['yes', 'no']);
});

test('a text of a form may be longer than any length that an ERP allows', () => {
  for (const maxLength of [64, 320, 4_000, 10_000]) {
    const answer = includes({ type: 'string', format: 'email' }, { maxLength });
    expect(answer).toMatchObject({ result: 'no', witness: expect.stringMatching(/^a+@a\.a$/) });
  }
});

test('uri is within uri-reference, and email within idn-email', () => {
  for (const [narrow, wide] of [
    ['uri', 'uri-reference'],
    ['email', 'idn-email'],
    ['hostname', 'idn-hostname'],
  ]) {
    expect(includes({ type: 'string', format: narrow ?? '' }, { format: wide ?? '' })).toEqual({
      result: 'yes',
    });
  }
});

describe('what is not understood is unproven, and the keyword is named', () => {
  test.each([
    ['nullable', { type: 'string', nullable: true }, { type: 'string', minLength: 1 }],
    ['$dynamicRef', { $dynamicRef: '#x' }, { type: 'string' }],
    ['discount', { type: 'object' }, { type: 'object', discount: 5 }],
    ['maximum', { type: 'number' }, { maximum: '5' }],
    ['format', { type: 'string', format: 'iban' }, { type: 'string', maxLength: 34 }],
    ['pattern', { type: 'string', pattern: '(a)\\1' }, { type: 'string', maxLength: 2 }],
  ])('%s', (keyword, left, right) => {
    expect(includes(left, right)).toMatchObject({ result: 'unproven', keyword });
  });

  test('it does not stand in the way where the answer does not depend on it', () => {
    expect(includes({ type: 'string', nullable: true }, { type: ['string', 'null'] })).toEqual({
      result: 'yes',
    });
    expect(answer({ type: 'string' }, { type: 'integer', magic: 1 })).toBe('no');
    expect(includes({ type: 'string', magic: 1 }, { magic: 1, type: 'string', title: 'A' })).toEqual({
      result: 'yes',
    });
  });

  test('a reference that leads back to itself without progress', () => {
    const cycle = { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/a' }, { type: 'string' }] } } };
    expect(includes({ type: 'string' }, cycle)).toMatchObject({ result: 'unproven', keyword: '$ref' });
    expect(accepts(cycle, 'a')).toBe('unknown');
  });
});

test('a reference out of the document is an error that names it', () => {
  for (const ref of ['https://example.com/schema.json', 'other.json#/$defs/a', 'urn:example:a']) {
    expect(() => includes({ items: { $ref: ref } }, true)).toThrow(RemoteReference);
    expect(() => includes(true, { items: { $ref: ref } })).toThrow(ref);
  }
});

describe('hostile names', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'a/b~c', '', '$ref', 'x-'])(
    '%s',
    (name) => {
      const holding = (schema: JsonSchema) => Object.fromEntries([[name, schema]]);
      const with_ = { type: 'object', properties: holding({ type: 'string' }), required: [name] };
      expect(includes({ type: 'object' }, with_)).toMatchObject({ result: 'no', witness: {} });
      const wider = { ...with_, properties: holding({ type: ['string', 'null'] }) };
      expect(includes(with_, wider)).toEqual({ result: 'yes' });
      expect(includes(wider, with_)).toEqual({ result: 'no', witness: Object.fromEntries([[name, null]]) });
      expect(includes({ ...with_, additionalProperties: false }, { maxProperties: 1 })).toEqual({
        result: 'yes',
      });
      const [pointer] = [encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))];
      const referring = {
        type: 'object',
        $defs: holding({ type: 'null' }),
        items: { $ref: `#/$defs/${pointer}` },
      };
      expect(includes({ type: 'array', items: { type: 'null' } }, { ...referring, type: 'array' })).toEqual({
        result: 'yes',
      });
    },
  );
});
