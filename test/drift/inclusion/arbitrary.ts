import fc from 'fast-check';
import type { JsonSchema } from '../../../src/drift/inclusion/includes.js';
import type { Json, JsonObject } from '../../../src/model/json.js';

/** Few names and values, so that what one schema says concerns what another says. */
const names = ['kumquat', 'quince', 'q', 'constructor'];
const texts = ['', 'a', 'b', 'ab', 'kumquat', '2024-02-29', '🐲', '12'];
const numbers = [-1, 0, 1, 2, 3, 0.5, 0.01, 19.99, 100];
const patterns = ['a', '^a', 'b$', '^[ab]*$', '^\\d+$', '^q', 'u', '^.{2,3}$'];
const formats = ['date', 'date-time', 'uuid', 'email'];
const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

const name = fc.constantFrom(...names);
const count = fc.integer({ min: 0, max: 3 });
const number = fc.constantFrom(...numbers);

/** A document of the same few names and values. */
export const document: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false),
    number,
    fc.constantFrom(...texts),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false),
  number,
  fc.constantFrom(...texts),
);

type Keyword = fc.Arbitrary<readonly [string, Json]>;

function said(keyword: string, value: fc.Arbitrary<Json>): Keyword {
  return value.map((one) => [keyword, one] as const);
}

/** Schemas that refer to each other, through a child. */
const definition: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { type: 'integer' },
  { type: 'object', properties: { quince: { $ref: '#/$defs/one' } } },
  { type: ['array', 'null'], items: { $ref: '#/$defs/one' } },
);

/** Schemas of every keyword that the engine knows, references within the document included. */
export const schema: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema; part: Json }>((tie) => {
  const part = tie('part');
  const list = fc.array(part, { minLength: 1, maxLength: 3 });
  const named = fc.dictionary(name, part, { maxKeys: 3, noNullPrototype: true });
  const keyword: Keyword = fc.oneof(
    {
      weight: 6,
      arbitrary: said(
        'type',
        fc.oneof(fc.constantFrom(...types), fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 })),
      ),
    },
    {
      weight: 3,
      arbitrary: said(
        'enum',
        fc.array(fc.oneof({ weight: 3, arbitrary: scalar }, document), { minLength: 1, maxLength: 4 }),
      ),
    },
    said('const', fc.oneof(scalar, document)),
    said('multipleOf', fc.constantFrom(1, 2, 3, 0.5, 0.01)),
    said('minimum', number),
    said('maximum', number),
    said('exclusiveMinimum', number),
    said('exclusiveMaximum', number),
    said('minLength', count),
    said('maxLength', count),
    said('pattern', fc.constantFrom(...patterns)),
    said('format', fc.constantFrom(...formats)),
    said('minItems', count),
    said('maxItems', count),
    said('uniqueItems', fc.boolean()),
    said('prefixItems', list),
    said('items', part),
    said('contains', part),
    said('minContains', count),
    said('maxContains', count),
    said('minProperties', count),
    said('maxProperties', count),
    { weight: 3, arbitrary: said('required', fc.uniqueArray(name, { maxLength: 2 })) },
    { weight: 5, arbitrary: said('properties', named) },
    said(
      'patternProperties',
      fc.dictionary(fc.constantFrom(...patterns), part, { maxKeys: 2, noNullPrototype: true }),
    ),
    { weight: 2, arbitrary: said('additionalProperties', part) },
    said('propertyNames', part),
    said(
      'dependentRequired',
      fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true }),
    ),
    said('dependentSchemas', named),
    said('unevaluatedProperties', part),
    said('allOf', list),
    said('anyOf', list),
    said('oneOf', list),
    said('not', part),
    said('if', part),
    said('then', part),
    said('else', part),
  );
  const body: fc.Arbitrary<JsonObject> = fc
    .array(keyword, { minLength: 1, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
  return {
    part: fc.oneof(
      { depthSize: 'small' },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 1, arbitrary: fc.constant({ type: 'string' }) },
      { weight: 1, arbitrary: fc.constant({ $ref: '#/$defs/one' }) },
      { weight: 4, arbitrary: body },
    ),
    schema: fc
      .tuple(body, fc.oneof(definition, part))
      .map(([root, one]) =>
        JSON.stringify([root, one]).includes('$ref') ? { ...root, $defs: { one } } : root,
      ),
  };
}).schema;

/** A schema, and one that says nearly the same: a keyword dropped, added, moved into `allOf`, or another bound. */
export const pair: fc.Arbitrary<readonly [JsonSchema, JsonSchema]> = fc.oneof(
  fc.tuple(schema, schema),
  fc.tuple(schema, fc.nat(), fc.nat(3)).map(([one, place, edit]) => [one, edited(one, place, edit)] as const),
);

function edited(schema: JsonSchema, place: number, edit: number): JsonSchema {
  if (typeof schema === 'boolean') return !schema;
  const entries = Object.entries(schema);
  const at = place % Math.max(1, entries.length);
  const [keyword, value] = entries[at] ?? ['title', ''];
  if (keyword === '$defs') return schema;
  const others = entries.filter((_, index) => index !== at);
  if (edit === 0) return Object.fromEntries(others);
  if (edit === 1 && typeof value === 'number') return { ...schema, [keyword]: value + 1 };
  if (edit === 2 && (keyword === 'anyOf' || keyword === 'enum') && Array.isArray(value) && value.length > 1) {
    return { ...schema, [keyword]: value.slice(1) };
  }
  if (edit === 3 && (keyword === 'properties' || keyword === 'items')) return inside(schema, keyword, value);
  return { ...schema, maxProperties: 2, minLength: 1 };
}

function inside(schema: JsonObject, keyword: string, value: Json | undefined): JsonSchema {
  if (keyword === 'items') return { ...schema, items: { anyOf: [value ?? true, { type: 'null' }] } };
  const named = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const widened = named.map(([name, part]) => [name, { anyOf: [part, { type: 'null' }] }] as const);
  return { ...schema, properties: Object.fromEntries(widened) };
}
