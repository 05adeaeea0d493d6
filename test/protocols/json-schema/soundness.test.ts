import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { view } from '../../../src/contract/views.js';
import type { Json, JsonObject } from '../../../src/model/json.js';
import { compile } from '../../../src/protocols/json-schema/compile.js';
import { schemaOf } from '../../../src/protocols/json-schema/field.js';
import { openLibrary } from '../../../src/protocols/json-schema/references.js';
import { contract } from '../../contract/schemas.js';

/** Schemas of the keywords that a contract has words for, and how they combine; objects and lists say their type. */
const schemas = fc.letrec<{ schema: JsonObject; leaf: JsonObject }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ type: fc.constantFrom('string', 'boolean', 'null', 'integer', 'number') }),
    fc.record(
      { type: fc.constant('string'), maxLength: fc.nat(3), minLength: fc.nat(2) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { type: fc.constant('integer'), minimum: fc.nat(3), maximum: fc.nat(5) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.uniqueArray(fc.constantFrom('string', 'integer', 'null'), { minLength: 1 }) }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom<Json>('a', 'bb', 1, null, true), { minLength: 1 }) }),
    fc.record({ const: fc.constantFrom<Json>('a', 1, null) }),
    fc.record({ $ref: fc.constantFrom('#/$defs/text', '#/$defs/tree', '#/$defs/either') }),
    fc.constant({}),
  ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('schema'), { maxKeys: 2 }),
        fc.subarray(['a', 'b']),
      )
      .map(([properties, wanted]) => closed(properties, wanted)),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), maxItems: fc.nat(2) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ allOf: fc.array(tie('leaf'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('leaf'), type: fc.constant('string') }),
  ),
}));

/** An object that has no other members, as seam takes an object that says nothing of them. */
function closed(properties: JsonObject, wanted: readonly string[]): JsonObject {
  const required = wanted.filter((name) => Object.hasOwn(properties, name));
  return { type: 'object', properties, required, additionalProperties: false };
}

const $defs: JsonObject = {
  text: { type: 'string', maxLength: 2 },
  tree: closed({ a: { $ref: '#/$defs/tree' }, b: { type: 'integer' } }, ['b']),
  either: { anyOf: [{ type: 'string' }, closed({ b: {} }, ['b'])] },
};

const documents = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('', 'a', 'bb', 'long text', 0, 1, 4, 1.5, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Whether the schema accepts a document, and whether the field that it becomes does. */
async function verdicts(schema: JsonObject, value: Json) {
  const root = { ...schema, $defs };
  const library = await openLibrary(
    ['file:///a'],
    async () => root,
    () => '2020-12',
  );
  const spot = library.at('file:///a', '');
  if (spot === undefined) throw new Error('no root');
  const field = schemaOf(compile(spot, { library, dialect: '2020-12', digests: new Map(), depth: 5 }));
  const seen = view(contract({ field }), 'read', 'live')['properties'] as JsonObject;
  const ajv = new Ajv2020({ strict: false });
  return { said: ajv.validate(root, value), kept: ajv.validate(seen['field'] as JsonObject, value), field };
}

test('a field accepts all that its schema accepts, and no more unless it says so', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schemas.schema, documents, async (schema, value) => {
      const { said, kept, field } = await verdicts(schema, value);
      if (said) expect(kept, JSON.stringify(field)).toBe(true);
      // A circle ends in a relation, which says no more than that it is an object.
      const isWhole = !/"(?:unmapped|requiredWhen|target)":/.test(JSON.stringify(field));
      if (isWhole && !isImpossible(schema)) expect(kept, JSON.stringify(field)).toBe(said);
    }),
    { numRuns: 150 },
  );
});

/** Parts that have nothing in common, or a limit above another: no document fits, and the field says what was meant. */
function isImpossible(schema: JsonObject): boolean {
  return /"allOf"|"minLength"|"minimum"/.test(JSON.stringify(schema));
}
