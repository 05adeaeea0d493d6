import fc from 'fast-check';
import type { JsonSchema } from '../../../src/drift/inclusion/includes.js';
import type { Json, JsonObject } from '../../../src/model/json.js';

const length = fc.constantFrom(1, 10, 64, 140, 255, 4000);
const states = fc.uniqueArray(fc.constantFrom('draft', 'sent', 'sale', 'done', 'cancel', ''), {
  minLength: 1,
});

/** Fields as connectors describe them, nested rows included. */
const field: fc.Arbitrary<JsonObject> = fc.letrec<{ field: JsonObject }>((tie) => ({
  field: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.record({ type: fc.constant('string'), maxLength: length }, { requiredKeys: ['type'] }),
    fc.record({ type: fc.constant('string'), enum: states }),
    fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'date-time', 'uuid', 'email') }),
    fc.record({
      type: fc.constant('string'),
      pattern: fc.constantFrom(
        '^[^,]+,[0-9]+$',
        '^-?\\d{1,17}(?:\\.\\d{1,4})?$',
        '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$',
      ),
    }),
    fc.record(
      {
        type: fc.constantFrom('integer', 'number'),
        minimum: fc.constantFrom(0, 1, -2_147_483_648),
        maximum: fc.constantFrom(100, 2_147_483_647),
        multipleOf: fc.constantFrom(0.01, 0.001, 1),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('boolean') }),
    tie('field').map((row) => ({
      type: 'array',
      items: {
        type: 'object',
        properties: { qty: row, item: { type: 'string' } },
        required: ['item'],
        additionalProperties: false,
      },
    })),
  ),
})).field;

const fields = fc.dictionary(
  fc.constantFrom('name', 'state', 'qty', 'partner_id', 'order_line', 'x_note', 'constructor'),
  field,
  {
    minKeys: 2,
    noNullPrototype: true,
  },
);

const entity: fc.Arbitrary<JsonObject> = fc
  .tuple(fields, fc.boolean(), fc.nat(7))
  .map(([properties, isOpen, mask]) => ({
    type: 'object',
    properties,
    required: Object.keys(properties).filter((_, index) => (mask >> index) & 1),
    ...(isOpen ? {} : { additionalProperties: false }),
  }));

type Edit = (schema: JsonObject, name: string, other: JsonObject) => JsonObject;

function withField(
  schema: JsonObject,
  name: string,
  change: (field: JsonObject) => Json | undefined,
): JsonObject {
  const entries = Object.entries(partsOf(schema)).map(
    ([key, value]) => [key, key === name ? change(value) : value] as const,
  );
  return {
    ...schema,
    properties: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject,
  };
}

function partsOf(schema: JsonObject): Record<string, JsonObject> {
  return schema['properties'] as Record<string, JsonObject>;
}

/** The field with null allowed, as connectors write it. */
function emptiable(field: JsonObject): JsonObject {
  if (typeof field['type'] !== 'string') return { anyOf: [field, { type: 'null' }] };
  const values = field['enum'];
  const type = [field['type'], 'null'];
  return Array.isArray(values) ? { ...field, type, enum: [...values, null] } : { ...field, type };
}

/** What upgrades, customisations and rewrites do to an entity. */
const edits: readonly Edit[] = [
  (schema, name) => withField(schema, name, () => undefined),
  (schema, _, other) => ({ ...schema, properties: { ...partsOf(schema), added: other } }),
  (schema, name, other) => withField(schema, name, () => other),
  (schema, name) => withField(schema, name, emptiable),
  (schema, name) => withField(schema, name, (field) => ({ anyOf: [field, { type: 'null' }] })),
  (schema, name) => withField(schema, name, (field) => ({ ...field, maxLength: 20 })),
  (schema, name) => withField(schema, name, (field) => ({ ...field, minimum: 0.5 })),
  (schema, name) => ({ ...schema, required: [name] }),
  (schema) => ({ ...schema, additionalProperties: true }),
  (schema) => ({ ...schema, additionalProperties: false }),
  (schema, name) => ({ ...schema, dependentRequired: { [name]: ['name'] } }),
  // biome-ignore lint/suspicious/noThenProperty: the name of a keyword of JSON Schema.
  (schema, name) => ({ ...schema, if: { required: [name] }, then: { required: ['state'] } }),
  (schema, name) => ({ ...schema, allOf: [{ required: [name] }], title: 'moved' }),
  (schema) => ({ type: 'object', $ref: '#/$defs/entity', $defs: { entity: schema } }),
];

/** An entity, and what became of it by one to three edits. */
export const erpPair: fc.Arbitrary<readonly [JsonSchema, JsonSchema]> = fc
  .tuple(
    entity,
    fc.array(fc.tuple(fc.constantFrom(...edits), fc.nat(6), field), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([before, steps, isTurned]) => {
    let after = before;
    for (const [edit, at, other] of steps) {
      if (after['properties'] === undefined) break;
      const names = Object.keys(partsOf(after));
      after = edit(after, names[at % Math.max(1, names.length)] ?? 'name', other);
    }
    return isTurned ? ([after, before] as const) : ([before, after] as const);
  });
