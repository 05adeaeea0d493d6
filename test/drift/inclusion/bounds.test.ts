import { describe, expect, test } from 'vitest';
import { includes, type JsonSchema } from '../../../src/drift/inclusion/includes.js';
import type { JsonObject } from '../../../src/model/json.js';

const indexes = (count: number) => [...new Array(count).keys()];

function nested(depth: number, wrap: (inner: JsonSchema) => JsonSchema): JsonSchema {
  let schema: JsonSchema = { type: 'string' };
  for (let level = 0; level < depth; level++) schema = wrap(schema);
  return schema;
}

function doubling(depth: number): JsonObject {
  const step = (level: number) => ({
    type: 'object',
    required: ['l', 'r'],
    properties: { l: { $ref: `#/$defs/d${level + 1}` }, r: { $ref: `#/$defs/d${level + 1}` } },
  });
  const definitions = indexes(depth).map((level) => [`d${level}`, step(level)] as const);
  return {
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries([...definitions, [`d${depth}`, { type: 'string' }]]),
  };
}

/** Three variables a clause: a puzzle that is hard to decide. */
function clauses(variables: number, count: number): JsonObject {
  const name = (at: number) => `v${(at * 7919) % variables}`;
  const clause = (at: number) => ({
    anyOf: [1, 2, 3].map((part) => ({
      properties: { [name(at * part + part)]: { const: (at * part) % 3 === 0 } },
    })),
  });
  const names = indexes(variables).map((at) => `v${at}`);
  return {
    type: 'object',
    required: names,
    properties: Object.fromEntries(names.map((one) => [one, { type: 'boolean' }])),
    allOf: indexes(count).map(clause),
  };
}

const documents: readonly (readonly [string, JsonSchema, JsonSchema])[] = [
  ['deeply nested', nested(20_000, (inner) => ({ items: inner })), true],
  ['nested negations', nested(200, (inner) => ({ not: { properties: { a: inner } } })), { type: 'object' }],
  [
    'nested oneOf that doubles',
    nested(12, (inner) => ({ oneOf: [inner, { properties: { a: inner } }, { minLength: 1 }] })),
    { type: 'string' },
  ],
  ['definitions that double', doubling(100), doubling(99)],
  ['a long chain of references', chained(5_000), { type: 'number' }],
  [
    'a long chain of references, from its end',
    { ...chained(5_000), allOf: [{ $ref: '#/$defs/d4999' }] },
    { type: 'number' },
  ],
  [
    'many choices',
    {
      allOf: indexes(3_000).map((at) => ({ anyOf: [{ minLength: at }, { pattern: `x{${at % 7}}` }] })),
      type: 'string',
    },
    { maxLength: 5 },
  ],
  [
    'many choices of properties',
    {
      allOf: indexes(3_000).map((at) => ({ anyOf: [{ required: [`a${at}`] }, { required: [`b${at}`] }] })),
      type: 'object',
    },
    { maxProperties: 5 },
  ],
  ['many clauses', clauses(60, 250), false],
  [
    'a wide union against another',
    { anyOf: indexes(60).map((at) => ({ required: [`a${at}`] })) },
    { oneOf: indexes(60).map((at) => ({ required: [`b${at}`] })) },
  ],
  ['overlapping repetitions', { type: 'string', pattern: '(a.{20}){3}' }, { pattern: '(b.{20}){3}' }],
  [
    'a pattern that hangs other engines',
    { type: 'string', const: `${'a'.repeat(5_000)}!` },
    { pattern: '^(a+)+$' },
  ],
  ['repetitions of repetitions', { type: 'string', pattern: '^((a{1000}){1000}){1000}$' }, { pattern: 'b' }],
  ['a billion characters', { type: 'string', minLength: 1e9 }, { maxLength: 5 }],
  ['a billion items', { type: 'array', minItems: 1e9, uniqueItems: true }, { maxItems: 5 }],
  ['a billion properties', { type: 'object', minProperties: 1e9 }, { maxProperties: 5 }],
  ['numbers far apart', { type: 'number', multipleOf: 5e-324, minimum: 1e308 }, { multipleOf: 7e-300 }],
  ['a number too large for a double', JSON.parse('{ "const": 1e999 }'), { type: 'null' }],
  [
    'many kinds of names',
    { patternProperties: Object.fromEntries(indexes(20).map((at) => [`a.{${at}}b`, { minimum: at }])) },
    { patternProperties: { c: { minimum: 100 } }, minProperties: 3 },
  ],
];

/** A chain of definitions, the deepest first, so that each is known when the next is read. */
function chained(length: number): JsonObject {
  const link = (at: number) => ({
    allOf: [{ anyOf: [{ $ref: `#/$defs/d${at - 1}` }, { const: at }] }, { minimum: 0 }],
  });
  const links = indexes(length).map((at) => [`d${at}`, at === 0 ? { type: 'integer' } : link(at)] as const);
  const all = links.map(([name]) => ({ $ref: `#/$defs/${name}` }));
  return { allOf: all, $defs: Object.fromEntries(links) };
}

describe('a document built to blow up ends within the budget, in every direction', () => {
  test.each(documents)('%s', (_, left, right) => {
    for (const [a, b] of [
      [left, right],
      [right, left],
    ] as const) {
      expect(['yes', 'no', 'unproven']).toContain(includes(a, b).result);
    }
  });
});

test('a spent budget is unproven, and says so', () => {
  const answer = includes(clauses(30, 120), false, { steps: 50 });
  expect(answer).toEqual({ result: 'unproven', reason: 'the step limit is reached' });
});
