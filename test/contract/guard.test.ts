import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemsOf } from '../../src/contract/guard.js';
import { facetShapes, keywordShapes, rootFacetShapes } from '../../src/contract/shapes.js';
import { anyContract, contract } from './schemas.js';

const metaSchema = JSON.parse(
  readFileSync(new URL('../../schema/contract.schema.json', import.meta.url), 'utf8'),
);
const isValid = new Ajv2020({ allErrors: true }).compile(metaSchema);

/** A value of each kind, to be put where it does not belong. */
const kinds = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  '',
  'unknown',
  '1.0',
  'string',
  [],
  ['string'],
  [1],
  [''],
  {},
  { a: 1 },
];

/** The contract with a value at a place, or without it. */
function withValue(path: readonly string[], value: unknown): unknown {
  const place = (at: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return value;
    const object = (at ?? {}) as Record<string, unknown>;
    const others = Object.entries(object).filter(([each]) => each !== name);
    const member = place(Object.hasOwn(object, name) ? object[name] : undefined, rest);
    return Object.fromEntries(member === undefined ? others : [...others, [name, member]]);
  };
  return place(contract({ qty: { type: 'number' } }), path);
}

const places: readonly (readonly string[])[] = [
  [],
  ...[
    '$schema',
    'title',
    'description',
    '$comment',
    'type',
    'properties',
    'required',
    'additionalProperties',
  ].map((keyword) => [keyword]),
  ['x-seam'],
  ['x-other'],
  ...Object.keys(rootFacetShapes).map((facet) => ['x-seam', facet]),
  ['x-seam', 'fromTheFuture'],
  ['properties', 'qty'],
  ...[...Object.keys(keywordShapes), 'items', 'properties', 'required', 'x-seam', 'fromTheFuture'].map(
    (keyword) => ['properties', 'qty', keyword],
  ),
  ...[...Object.keys(facetShapes), 'fromTheFuture'].map((facet) => ['properties', 'qty', 'x-seam', facet]),
  ['properties', 'qty', 'x-seam', 'origin', 'kind'],
  ['properties', 'qty', 'x-seam', 'origin', 'by'],
  ['properties', 'qty', 'items', 'properties', 'a', 'maxLength'],
];

describe('the guard and the published schema say the same', () => {
  test.each(places.map((path) => [path.join('/') || 'the document', path] as const))('of %s', (_, path) => {
    for (const value of [undefined, ...kinds]) {
      if (path.length === 0 && value === undefined) continue;
      const document = withValue(path, value);
      const problems = problemsOf(document).filter(({ why }) => !why.includes('not among its properties'));
      expect(problems.length === 0, `${JSON.stringify(value)}: ${JSON.stringify(problems)}`).toBe(
        isValid(document),
      );
    }
  });

  test('of every contract', () => {
    fc.assert(
      fc.property(anyContract, (schema) => {
        expect(problemsOf(schema)).toEqual([]);
        expect(isValid(schema)).toBe(true);
      }),
    );
  });

  test('of every facet and keyword by its name', () => {
    const { field, fieldFacets, entityFacets } = metaSchema.$defs;
    const further = ['items', 'properties', 'required', 'x-seam'];
    expect(Object.keys(field.properties).sort()).toEqual([...Object.keys(keywordShapes), ...further].sort());
    expect(Object.keys(fieldFacets.properties).sort()).toEqual(Object.keys(facetShapes).sort());
    expect(Object.keys(entityFacets.properties).sort()).toEqual(Object.keys(rootFacetShapes).sort());
  });
});

test.each<[string, readonly string[], unknown, string, string]>([
  [
    'a wrong type',
    ['properties', 'a/b~c', 'maxLength'],
    '64',
    '/properties/a~1b~0c/maxLength',
    'must be a whole number that is not negative, and is "64"',
  ],
  [
    'an unknown value of a facet that decides',
    ['properties', 'qty', 'x-seam', 'required'],
    'perhaps',
    '/properties/qty/x-seam/required',
    'must be "unknown", and is "perhaps"',
  ],
  ['a missing member', ['x-seam', 'entity'], undefined, '/x-seam/entity', 'is missing'],
  [
    'a required field that is not there',
    ['required'],
    ['constructor'],
    '/required',
    'names "constructor", which is not among its properties',
  ],
  ['a field that is required twice', ['required'], ['qty', 'qty'], '/required', 'names a field twice'],
  [
    'a field that is no schema',
    ['properties', '__proto__'],
    [],
    '/properties/__proto__',
    'must be a schema, that is an object',
  ],
])('says where and what: %s', (_, path, value, at, why) => {
  expect(problemsOf(withValue(path, value))).toEqual([{ at, why }]);
});

test('a document that is nested without end is refused, wherever that is', () => {
  const deep = JSON.parse(`${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`);
  const deepSchema = JSON.parse(`${'{"items":'.repeat(50_000)}{}${'}'.repeat(50_000)}`);
  for (const [path, value] of [
    [['x-other'], deep],
    [['x-seam', 'future'], deep],
    [['properties', 'qty', 'default'], deep],
    [['properties', 'qty', 'x-seam', 'origin'], { kind: 'module', future: deep }],
  ] as const) {
    expect(problemsOf(withValue(path, value)).map(({ why }) => why)).toEqual(['is nested too deep']);
  }
  expect(problemsOf(withValue(['properties', 'qty'], deepSchema))).toMatchObject([
    { why: 'is nested too deep' },
  ]);
});

test('a file that is no contract at all is told in a few problems', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`a${index}`, { type: 'text' }]),
  );
  expect(problemsOf(withValue(['properties'], fields)).length).toBeLessThan(20);
});
