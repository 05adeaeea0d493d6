import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.js';
import { loadValidator } from '../../src/validate/validator.js';

const judge = await loadValidator();

/** A document that nests so deep that a validator which recurses overflows. */
function deep(levels: number): Json {
  let value: Json = {};
  for (let level = 0; level < levels; level++) value = { kumquat: value };
  return value;
}

const recursive: JsonObject = { type: 'object', properties: { kumquat: { $ref: '#' } } };
/** ajv writes code for it that uses a variable which it never defined. */
const broken: JsonObject = {
  allOf: [
    { $ref: '#/$defs/one' },
    { not: true, anyOf: [{ additionalProperties: false, type: ['null'] }, false] },
  ],
  $defs: { one: { type: ['array', 'null'], items: { $ref: '#/$defs/one' } } },
};

describe('the validator of single documents', () => {
  test.each<[what: string, schema: JsonObject, document: Json, says: boolean | undefined]>([
    ['takes decimals by their digits', { multipleOf: 0.01 }, 19.99, true],
    ['refuses a decimal with more digits', { multipleOf: 0.01 }, 19.999, false],
    ['takes formats as rules', { format: 'date' }, '2026-02-30', false],
    ['takes a property of every object for absent', { required: ['constructor'] }, {}, false],
    [
      'has no opinion of a property that ajv passes over',
      { required: ['a'] },
      { ['__proto__']: 1 },
      undefined,
    ],
    ['passes over a format that it does not know', { format: 'kumquat' }, 'a', true],
    ['has no opinion where it cannot compile the pattern', { pattern: '(' }, 'a', undefined],
    ['has no opinion where the generated code breaks', broken, false, undefined],
    ['has no opinion where it overflows', recursive, deep(5_000), undefined],
  ])('%s', (_, schema, document, says) => {
    expect(judge(schema, document)).toBe(says);
  });

  test('goes on after it broke', () => {
    expect([judge(broken, false), judge(broken, null), judge({ type: 'null' }, null)]).toEqual([
      undefined,
      false,
      true,
    ]);
  });
});
