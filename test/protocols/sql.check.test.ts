import { describe, expect, test } from 'vitest';
import type { FieldSchema } from '../../src/model/schema.ts';
import { type Comparable, limitsOf } from '../../src/protocols/sql/check.ts';
import { type Default, defaultOf } from '../../src/protocols/sql/default.ts';
import { likePattern, regexPattern } from '../../src/protocols/sql/pattern.ts';
import type { Dialect } from '../../src/protocols/sql/tokens.ts';

const columns: Readonly<Record<string, Comparable>> = {
  word: { family: 'text', exact: true },
  folded: { family: 'text', exact: false },
  padded: { family: 'text', exact: true, padded: 2 },
  label: { family: 'enum', exact: true },
  count: { family: 'integer', exact: true },
  price: { family: 'number', exact: true },
  day: { family: 'other', exact: true },
};

const limitsIn = (text: string, dialect: Dialect) =>
  limitsOf(text, dialect, (name) => (Object.hasOwn(columns, name) ? columns[name] : undefined));

/** What the limits of the one column are. */
const read: readonly (readonly [dialect: Dialect, text: string, limits: readonly object[]])[] = [
  ['postgres', '(count >= 0)', [{ minimum: 0 }]],
  ['postgres', '(count > 0)', [{ minimum: 1 }]],
  ['postgres', "(price > ('-1.5'::numeric)::double precision)", [{ exclusiveMinimum: -1.5 }]],
  ['postgres', '((price)::double precision < (10)::double precision)', [{ exclusiveMaximum: 10 }]],
  ['postgres', '(0 < count)', [{ minimum: 1 }]],
  ['postgres', '((count >= 0) AND (count <= 5))', [{ minimum: 0 }, { maximum: 5 }]],
  [
    'postgres',
    "((word)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    [{ enum: ['a', 'b'] }],
  ],
  ['postgres', "(word = ANY (ARRAY['a'::text, 'it''s'::text]))", [{ enum: ['a', "it's"] }]],
  ['postgres', "((word = 'a'::text) OR (word = 'b'::text) OR (word IS NULL))", [{ enum: ['a', 'b'] }]],
  ['postgres', "(label = ANY (ARRAY['a'::x.kind, 'b'::x.kind]))", [{ enum: ['a', 'b'] }]],
  ['postgres', '(count = ANY (ARRAY[1, 2]))', [{ enum: [1, 2] }]],
  ['postgres', "(word ~ '^[A-Z]{2}[0-9]+$'::text)", [{ pattern: '^[A-Z]{2}[0-9]+$' }]],
  ['postgres', "((word)::text ~~ 'A%'::text)", [{ pattern: '^A' }]],
  ['postgres', "(word ~ E'^\\\\.'::text)", [{ pattern: '^\\.' }]],
  ['postgres', '(length((word)::text) <= 5)', [{ maxLength: 5 }]],
  ['postgres', '(char_length(word) > 2)', [{ minLength: 3 }]],
  ['postgres', "(word <> ''::text)", [{ minLength: 1 }]],
  ['postgres', '(word IS NOT NULL)', [{ notNull: true }]],
  ['postgres', "(padded = 'DE'::bpchar)", [{ enum: ['DE'] }]],
  ['mysql', '`count` > 0', [{ minimum: 1 }]],
  ['mysql', '(`count` between 1 and 9)', [{ minimum: 1 }, { maximum: 9 }]],
  ['mysql', "`word` in ('a','b')", [{ enum: ['a', 'b'] }]],
  ['mysql', "(`word` in (_utf8mb4\\'a\\',_utf8mb4\\'b\\'))", [{ enum: ['a', 'b'] }]],
  ['mysql', 'char_length(`word`) >= 3', [{ minLength: 3 }]],
  ['mysql', "`word` regexp '^[a-z]+$'", [{ pattern: '^[a-z]+\\n?$' }]],
  ['mysql', "regexp_like(`word`,_utf8mb4\\'^[a-z]\\')", [{ pattern: '^[a-z]' }]],
  ['mysql', "`word` like 'K-%'", [{ pattern: '^K-' }]],
];

/** What no keyword says, or not exactly. */
const unread: readonly (readonly [dialect: Dialect, text: string])[] = [
  ['postgres', '(word <> upper(word))'],
  ['postgres', '(count > price)'],
  ['postgres', "(day > '2020-01-01'::date)"],
  ['postgres', '((count % 2) = 0)'],
  ['postgres', "(folded = 'a'::text)"],
  ['postgres', "(padded = 'D'::bpchar)"],
  ['postgres', '((word)::integer > 5)'],
  ['postgres', "(word > 'a'::text)"],
  ['postgres', '(count <> 5)'],
  ['postgres', "(NOT (word = 'a'::text))"],
  ['postgres', "(word ~ '\\d+'::text)"],
  ['postgres', "(word ~ '^a.c$'::text)"],
  ['postgres', "(word ~* 'a'::text)"],
  ['postgres', '(price < 12345678901234567.25)'],
  ['postgres', "((count > 0) OR (word = 'a'::text))"],
  ['postgres', '((count > 0) OR (count < -9))'],
  ['postgres', '(nowhere > 0)'],
  ['postgres', '(count > 0) trailing'],
  ['postgres', '(CASE WHEN (count > 0) THEN true ELSE false END)'],
  ['postgres', '(word = \'a\'::text COLLATE "C")'],
  ['postgres', `${'('.repeat(60)}count > 0${')'.repeat(60)}`],
  ['postgres', `(word = '${'x'.repeat(30_000)}'::text)`],
  ['mysql', "`folded` in ('a','b')"],
  ['mysql', "`word` <> ''"],
  ['mysql', 'length(`word`) > 3'],
  ['mysql', 'json_valid(`word`)'],
];

describe('a check', () => {
  test.each(read)('of %s, %s, is keywords', (dialect, text, limits) => {
    expect(limitsIn(text, dialect)?.flatMap((found) => found.limits)).toEqual(limits);
  });

  test.each(unread)('of %s, %s, is none', (dialect, text) => {
    expect(limitsIn(text, dialect)).toBeUndefined();
  });

  test('of two columns that are apart is read for each', () => {
    expect(limitsIn('((count > 0) AND (price < (5)::numeric))', 'postgres')).toEqual([
      { column: 'count', limits: [{ minimum: 1 }] },
      { column: 'price', limits: [{ exclusiveMaximum: 5 }] },
    ]);
  });

  test('with many parentheses is read in no time', () => {
    expect(limitsIn(`${'('.repeat(40)}count${')'.repeat(40)} > 0`, 'postgres')).toEqual([
      { column: 'count', limits: [{ minimum: 1 }] },
    ]);
  });
});

describe('a pattern', () => {
  test.each([
    ['a.c%', '^a\\.c'],
    ['%x', 'x$'],
    ['%x%', 'x'],
    ['a_c', '^a[\\s\\S]c$'],
    ['%', undefined],
    ['a\\%', undefined],
  ])('LIKE %s is %s', (like, pattern) => {
    expect(likePattern(like)).toBe(pattern);
  });

  test.each(['\\w', '(?i)a', 'a.c', '[[:alpha:]]', '***:a', '\\y', 'a**', '\\1', '[[.a.]]'])(
    '%s may differ, and is none',
    (regex) => {
      expect(regexPattern(regex, 'postgres')).toBeUndefined();
    },
  );

  test.each(['^[A-Z]{2}-[0-9]{4}$', '^(a|b)+$', '^[^ ]+@[^ ]+$', 'a\\.b', '^[a-z_-]*$'])(
    '%s is the same',
    (regex) => {
      expect(regexPattern(regex, 'postgres')).toBe(regex);
    },
  );
});

describe('a default', () => {
  const string: FieldSchema = { type: 'string' };
  const number: FieldSchema = { type: 'number' };
  const json: FieldSchema = { 'x-seam': { nativeType: 'jsonb' } };
  test.each<[text: string, schema: FieldSchema, is: Default]>([
    ["'draft'::text", string, { constant: 'draft' }],
    ["'it''s'::character varying", string, { constant: "it's" }],
    ['NULL::character varying', string, 'none'],
    ['0', number, { constant: 0 }],
    ["'-5'::integer", number, { constant: -5 }],
    ['(0)::numeric', number, { constant: 0 }],
    ['12345678901234567890', number, 'computed'],
    ['true', { type: 'boolean' }, { constant: true }],
    ["'2020-01-01'::date", { type: 'string', format: 'date' }, { constant: '2020-01-01' }],
    ["'now'::date", { type: 'string', format: 'date' }, 'computed'],
    ['\'{"a": 1}\'::jsonb', json, { constant: { a: 1 } }],
    ["'\\x00'::bytea", { type: 'string', contentEncoding: 'base64' }, 'computed'],
    ['now()', string, 'computed'],
    ["nextval('a_id_seq'::regclass)", number, 'computed'],
    ["('a'::text || 'b'::text)", string, 'computed'],
    ["'{}'::text[]", { type: 'array' }, 'computed'],
  ])('%s', (text, schema, is) => {
    expect(defaultOf(text, schema, 'postgres')).toEqual(is);
  });
});
