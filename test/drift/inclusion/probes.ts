import type { JsonSchema } from '../../../src/drift/inclusion/includes.js';

export type Probe = {
  readonly name: string;
  readonly left: JsonSchema;
  readonly right: JsonSchema;
  /** Whether left is included in right, and right in left. */
  readonly included: readonly [boolean, boolean];
};

const text = { type: 'string' };
const open = (properties: Record<string, JsonSchema>, more = {}) => ({ type: 'object', properties, ...more });
const closed = (properties: Record<string, JsonSchema>) => open(properties, { additionalProperties: false });

function probe(name: string, left: JsonSchema, right: JsonSchema, included: Probe['included']): Probe {
  return { name, left, right, included };
}

/** Minimal pairs on which public engines answer wrongly or not at all, and what is true. */
export const probes: readonly Probe[] = [
  probe('enum value added', { enum: ['draft', 'done'] }, { enum: ['draft', 'done', 'cancel'] }, [
    true,
    false,
  ]),
  probe('string to enum', text, { type: 'string', enum: ['a', 'b'] }, [false, true]),
  probe('const changed', { const: 'a' }, { const: 'b' }, [false, false]),
  probe('enum of one and const', { enum: ['a'] }, { const: 'a' }, [true, true]),
  probe('format added', text, { type: 'string', format: 'date' }, [false, true]),
  probe('pattern added', text, { type: 'string', pattern: '^[A-Z]+$' }, [false, true]),
  probe(
    'pattern changed',
    { type: 'string', pattern: '^[A-Z0-9]+$' },
    { type: 'string', pattern: '^[A-Z]+$' },
    [false, true],
  ),
  probe(
    'multipleOf 0.01 and 0.001',
    { type: 'number', multipleOf: 0.01 },
    { type: 'number', multipleOf: 0.001 },
    [true, false],
  ),
  probe('multipleOf 1 and integer', { type: 'number', multipleOf: 1 }, { type: 'integer' }, [true, true]),
  probe('maxLength 140 and 141', { type: 'string', maxLength: 140 }, { type: 'string', maxLength: 141 }, [
    true,
    false,
  ]),
  probe('minimum 0 and 1', { type: 'number', minimum: 0 }, { type: 'number', minimum: 1 }, [false, true]),
  probe(
    'integer minimum 1 and exclusiveMinimum 0',
    { type: 'integer', minimum: 1 },
    { type: 'integer', exclusiveMinimum: 0 },
    [true, true],
  ),
  probe('integer to number', { type: 'integer' }, { type: 'number' }, [true, false]),
  probe('null allowed', text, { type: ['string', 'null'] }, [true, false]),
  probe('type list and anyOf', { type: ['string', 'null'] }, { anyOf: [text, { type: 'null' }] }, [
    true,
    true,
  ]),
  probe('required added', open({ a: text }), open({ a: text }, { required: ['a'] }), [false, true]),
  probe('optional field added, open', open({ a: text }), open({ a: text, b: text }), [false, true]),
  probe('optional field added, closed', closed({ a: text }), closed({ a: text, b: text }), [true, false]),
  probe('opened', closed({ a: text }), open({ a: text }), [true, false]),
  probe('additionalProperties schema', open({ a: text }), open({ a: text }, { additionalProperties: text }), [
    false,
    true,
  ]),
  probe(
    'nested item field',
    open({ lines: { type: 'array', items: open({ qty: { type: 'integer' } }) } }),
    open({ lines: { type: 'array', items: open({ qty: { type: 'number' } }) } }),
    [true, false],
  ),
  probe('patternProperties added', open({}), open({}, { patternProperties: { '^x_': text } }), [false, true]),
  probe('propertyNames added', open({}), open({}, { propertyNames: { maxLength: 3 } }), [false, true]),
  probe('dependentRequired added', open({}), open({}, { dependentRequired: { a: ['b'] } }), [false, true]),
  // biome-ignore lint/suspicious/noThenProperty: the name of a keyword of JSON Schema.
  probe('if and then added', open({}), open({}, { if: { required: ['a'] }, then: { required: ['b'] } }), [
    false,
    true,
  ]),
  probe('minItems added', { type: 'array' }, { type: 'array', minItems: 1 }, [false, true]),
  probe('uniqueItems added', { type: 'array' }, { type: 'array', uniqueItems: true }, [false, true]),
  probe(
    'prefixItems length',
    { type: 'array', prefixItems: [text] },
    { type: 'array', prefixItems: [text, text] },
    [false, true],
  ),
  probe('contains added', { type: 'array' }, { type: 'array', contains: text }, [false, true]),
  probe(
    'oneOf and anyOf, overlapping',
    { anyOf: [{ type: 'integer' }, { minimum: 2 }] },
    { oneOf: [{ type: 'integer' }, { minimum: 2 }] },
    [false, true],
  ),
  probe(
    'oneOf branch added',
    { oneOf: [{ type: 'string', maxLength: 5 }] },
    {
      oneOf: [
        { type: 'string', maxLength: 5 },
        { type: 'string', minLength: 4 },
      ],
    },
    [false, false],
  ),
  probe('not added', text, { type: 'string', not: { const: '' } }, [false, true]),
  probe('double negation', text, { not: { not: text } }, [true, true]),
  probe('$ref inlined', open({ a: text }), open({ a: { $ref: '#/$defs/t' } }, { $defs: { t: text } }), [
    true,
    true,
  ]),
  probe(
    '$ref with a sibling',
    { $ref: '#/$defs/t', maxLength: 5, $defs: { t: text } },
    { $ref: '#/$defs/t', $defs: { t: text } },
    [true, false],
  ),
  probe('recursive $ref, leaf widened', tree({ type: 'integer' }), tree({ type: 'number' }), [true, false]),
  probe(
    'unevaluatedProperties false, allOf',
    { type: 'object', allOf: [{ properties: { a: text } }], unevaluatedProperties: false },
    {
      type: 'object',
      allOf: [{ properties: { a: text } }, { properties: { b: text } }],
      unevaluatedProperties: false,
    },
    [true, false],
  ),
  probe(
    'allOf split',
    { type: 'string', minLength: 1, maxLength: 9 },
    { allOf: [{ type: 'string', minLength: 1 }, { maxLength: 9 }] },
    [true, true],
  ),
  probe('unsatisfiable and anything', { type: 'string', enum: [1] }, { type: 'boolean' }, [true, false]),
  probe('field named constructor', open({}), open({ constructor: text }, { required: ['constructor'] }), [
    false,
    true,
  ]),
];

function tree(value: JsonSchema): JsonSchema {
  return {
    $ref: '#/$defs/node',
    $defs: {
      node: open(
        { value, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
        { required: ['value'] },
      ),
    },
  };
}
