import fc from 'fast-check';
import type { Json } from '../../src/model/json.js';
import { dialect, type EntityFacets, type EntitySchema, type FieldSchema } from '../../src/model/schema.js';

/** A contract of `kumquat.line` with these fields. */
export function contract(
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
  facets: Partial<EntityFacets> = {},
): EntitySchema {
  return {
    $schema: dialect,
    type: 'object',
    properties,
    required,
    'x-seam': {
      connector: 'odoo',
      entity: 'kumquat.line',
      mapping: 1,
      version: '1.0',
      observed: ['nullability', 'requiredness', 'type'],
      ...facets,
    },
  };
}

/** Names as a hostile ERP may give them, among them those that JavaScript treats in a way of its own. */
export const hostileName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('name', 'state', 'Name', 'x_tax', '10', '9', 'ä', 'z') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '',
      '\ud800',
      '😀',
      '\uffff',
      'x-seam',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('Infinity', 'NaN', 'null', '1e5'));
const count = fc.nat(1000);
const number = fc.oneof(fc.integer(), fc.constantFrom(0.01, 1e21, -0, 1e-7));
const typeName = fc.constantFrom('string', 'number', 'integer', 'boolean', 'null' as const);

const facets = fc.record(
  {
    nativeType: text,
    target: fc.oneof(text, fc.uniqueArray(text, { minLength: 1, maxLength: 3 })),
    enumLabels: fc.dictionary(hostileName, text),
    scale: text,
    immutable: fc.constant(true),
    stored: fc.constant(false),
    required: fc.constant('unknown'),
    requiredBy: fc.uniqueArray(fc.constantFrom('api', 'database', 'condition'), { minLength: 1 }),
    permissionLevel: count,
    origin: fc.record({ kind: fc.constant('module'), by: text }),
    newFacet: json,
  },
  { requiredKeys: [] },
);

const handwritten = { description: text, $comment: text, 'x-team': json };

const leaf = fc.record(
  {
    ...handwritten,
    title: text,
    type: fc.oneof(typeName, fc.uniqueArray(typeName, { minLength: 1 })),
    format: text,
    enum: fc.array(json, { minLength: 1, maxLength: 3 }),
    maxLength: count,
    minimum: number,
    readOnly: fc.boolean(),
    default: json,
    'x-seam': facets,
    newKeyword: json,
  },
  { requiredKeys: [] },
);

type Objects = {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
};

function objects(field: fc.Arbitrary<unknown>): fc.Arbitrary<Objects> {
  return fc
    .uniqueArray(fc.tuple(hostileName, field), { selector: ([name]) => name, maxLength: 6 })
    .chain((fields) =>
      fc.record({
        properties: fc.constant(Object.fromEntries(fields) as Objects['properties']),
        required: fc.shuffledSubarray(fields.map(([name]) => name)),
      }),
    );
}

const rows = objects(leaf).map((row) => ({ type: 'array', items: { type: 'object', ...row } }));
const field = fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: rows });

/** Any contract: what connectors of this and of a newer seam write, and what people add. */
export const anyContract = fc
  .tuple(
    objects(field),
    fc.record({ ...handwritten, title: text, additionalProperties: fc.constant(true) }, { requiredKeys: [] }),
    fc.record(
      {
        connector: fc.constant('odoo'),
        entity: fc.string({ minLength: 1 }),
        mapping: count,
        version: fc.constantFrom('1.0', '12.3'),
        observed: fc.shuffledSubarray(['type', 'enum', 'default', 'newFacet']),
        cannot: fc.shuffledSubarray(['read', 'create', 'update']),
        newFacet: json,
      },
      { requiredKeys: ['connector', 'entity', 'mapping', 'version', 'observed'] },
    ),
  )
  .map(
    ([object, root, facts]) =>
      ({ $schema: dialect, type: 'object', ...root, ...object, 'x-seam': facts }) as unknown as EntitySchema,
  );

/** The same value with the names of every object, and every set, in another order. */
export function reordered(value: unknown, keyword = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((each) => reordered(each));
    return ['required', 'observed', 'cannot', 'target', 'requiredBy'].includes(keyword)
      ? items.reverse()
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, reordered(member, name)] as const)
      .reverse(),
  );
}
