import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { view } from '../../src/contract/views.ts';
import { compare } from '../../src/drift/compare.ts';
import { includes } from '../../src/drift/inclusion/includes.ts';
import { fieldRules } from '../../src/drift/rules/index.ts';
import { directions, type Verdict } from '../../src/model/drift.ts';
import type { EntitySchema, FieldFacets, FieldSchema } from '../../src/model/schema.ts';
import { worst } from '../../src/verdict/judge.ts';
import { law } from '../../src/verdict/law.ts';
import { calm, entity } from './entities.ts';

/** The contract's own meta-schema says which keywords and facets there are: a rule cannot be forgotten for one of them. */
const schema = JSON.parse(
  readFileSync(new URL('../../schema/contract.schema.json', import.meta.url), 'utf8'),
);
const namesIn = (definition: string): readonly string[] => Object.keys(schema.$defs[definition].properties);

type Values = {
  /** What stands beside the keyword. */
  readonly base?: FieldSchema;
  readonly one: unknown;
  readonly other?: unknown;
};

/** Two values of each keyword that a field can have, so that it can be added, changed and removed. */
const keywords: Readonly<Record<string, Values>> = {
  title: { base: { type: 'string' }, one: 'Kumquat', other: 'Quince' },
  type: { one: 'string', other: 'integer' },
  format: { base: { type: 'string' }, one: 'date', other: 'date-time' },
  contentMediaType: { base: { type: 'string' }, one: 'text/html', other: 'text/plain' },
  contentEncoding: { base: { type: 'string' }, one: 'base64', other: 'base32' },
  const: { base: { type: 'string' }, one: 'a', other: 'b' },
  enum: { base: { type: 'string' }, one: ['a', 'b'], other: ['b', 'c'] },
  pattern: { base: { type: 'string' }, one: '^a$', other: '^b$' },
  minLength: { base: { type: 'string' }, one: 2, other: 3 },
  maxLength: { base: { type: 'string' }, one: 2, other: 3 },
  minimum: { base: { type: 'integer' }, one: 2, other: 3 },
  maximum: { base: { type: 'integer' }, one: 2, other: 3 },
  exclusiveMinimum: { base: { type: 'integer' }, one: 2, other: 3 },
  exclusiveMaximum: { base: { type: 'integer' }, one: 2, other: 3 },
  multipleOf: { base: { type: 'integer' }, one: 2, other: 3 },
  minItems: { base: { type: 'array' }, one: 2, other: 3 },
  maxItems: { base: { type: 'array' }, one: 2, other: 3 },
  uniqueItems: { base: { type: 'array' }, one: true },
  items: { base: { type: 'array' }, one: { type: 'string' }, other: { type: 'integer' } },
  properties: {
    base: { type: 'object' },
    one: { kumquat: { type: 'string' } },
    other: { kumquat: { type: 'integer' } },
  },
  required: { base: { type: 'object', properties: { kumquat: {} } }, one: ['kumquat'] },
  additionalProperties: { base: { type: 'object', properties: {} }, one: true },
  readOnly: { base: { type: 'string' }, one: true },
  writeOnly: { base: { type: 'string' }, one: true },
  default: { base: { type: 'string' }, one: 'a', other: 'b' },
};

const facets: Readonly<Record<string, Values>> = {
  nativeType: { one: 'char', other: 'text' },
  target: { one: 'kumquat', other: 'quince' },
  targetField: { one: 'kind', other: 'sort' },
  inverse: { one: 'order_id', other: 'parent_id' },
  enumLabels: {
    base: { enum: [1, 2] },
    one: { '1': 'Open', '2': 'Closed' },
    other: { '1': 'Open', '2': 'Shut' },
  },
  enumSource: { one: 'dynamic' },
  precision: { base: { type: 'number' }, one: '10', other: '12' },
  scale: { base: { type: 'number' }, one: '2', other: '4' },
  hasDefault: { one: true },
  immutable: { one: true },
  unique: { one: true },
  required: { one: 'unknown' },
  requiredWhen: { one: 'doc.a', other: 'doc.b' },
  uiRequired: { one: true },
  uiReadOnly: { one: true },
  permissionLevel: { one: 1, other: 2 },
  unit: { one: 'currency_id', other: 'uom_id' },
  computed: { one: true },
  stored: { one: false },
  translated: { one: true },
  companyDependent: { one: true },
  timeZone: { one: 'UTC', other: 'site' },
  copiedFrom: { one: 'a.b', other: 'a.c' },
  origin: { one: { kind: 'standard' }, other: { kind: 'custom' } },
  updateOnly: { one: true },
  onDemand: { one: true },
  contains: { base: { type: 'array' }, one: true },
  flags: { base: { type: 'string', enum: ['a', 'b'] }, one: true },
  enumCodes: { base: { type: 'string', enum: ['a', 'b'] }, one: { a: '0' }, other: { a: '1' } },
  upperCase: { one: true },
  digits: { one: true },
  dateOnly: { base: { type: 'string', format: 'date-time' }, one: true },
  wireForm: { base: { type: 'number' }, one: 'string', other: 'literal' },
  presence: { one: 'optional', other: 'always' },
  written: { one: { type: 'integer' }, other: { type: 'boolean' } },
  unmapped: { one: '{"minProperties":1}', other: '{"minProperties":2}' },
};

/** Facets of the entity itself. */
const entityFacets: Readonly<Record<string, Omit<Values, 'base'>>> = {
  cannot: { one: ['read'], other: ['create'] },
  submittable: { one: true },
  naming: { one: 'hash', other: 'series' },
  protocol: { one: 'OData 2', other: 'OData 4' },
  key: { one: ['kumquat'], other: ['crate', 'kumquat'] },
  alternateKeys: { one: ['barcode'], other: ['crate,row'] },
  baseType: { one: 'fruit', other: 'produce' },
  hasStream: { one: true },
  entityTag: { one: true },
  addresses: { one: { Kumquats: {} }, other: { Kumquats: { create: 'never' } } },
  unmapped: { one: '{"minProperties":1}', other: '{"minProperties":2}' },
};

/** What no rule is about, and why. */
const waived: Readonly<Record<string, string>> = {
  description: 'people write it',
  $comment: 'people write it',
  'x-seam': 'its members are counted one by one',
  requiredBy: 'it is the evidence of requiredness, which has rules',
  nullable: 'null in `type` says what may come; this says that it is a doubt',
  id: 'evidence of a rename; another id under the same name is another row of the vendor’s table',
  formerName: 'evidence of a rename',
};

/** What no rule is about in the entity itself, and why. */
const waivedOfEntity: Readonly<Record<string, string>> = {
  connector: 'who described it',
  entity: 'which entity it is',
  mapping: 'how it was described; what is compared follows from `observed`',
  version: 'of the contract, not of the entity',
  kind: 'a word for people',
  observed: 'what is compared at all',
};

/** Edits that need no rule, and why. */
const silent: Readonly<Record<string, string>> = {
  'enumLabels added': 'a label says what a value is called; nothing was called otherwise before',
  'enumLabels removed': 'what a value is called is no longer known',
  'enumCodes added': 'a number that was not told before is no other one',
  'enumCodes removed': 'a number that is no longer told is no other one',
};

type Edit = 'added' | 'changed' | 'removed';

function cellsOf(table: Readonly<Record<string, Values>>) {
  return Object.entries(table).flatMap(([name, { other }]) =>
    (['added', 'removed', ...(other === undefined ? [] : (['changed'] as const))] as const).map(
      (edit: Edit) => [name, edit] as const,
    ),
  );
}

/** Both sides of an edit of a keyword or facet of a field. */
function pairFor(
  edit: Edit,
  { base = { type: 'string' }, one, other }: Values,
  write: (value: unknown) => object,
): readonly [was: EntitySchema, now: EntitySchema] {
  const without = base;
  const first = { ...base, ...write(one) };
  const second = { ...base, ...write(other) };
  const [was, now] = { added: [without, first], removed: [first, without], changed: [first, second] }[edit];
  return [entity({ kumquat: was as FieldSchema }), entity({ kumquat: now as FieldSchema })];
}

function pairOfKeyword(name: string, edit: Edit) {
  const values = keywords[name] ?? { one: undefined };
  const base = name === 'type' ? {} : values.base;
  return pairFor(edit, { ...values, ...(base && { base }) }, (value) => ({ [name]: value }));
}

function pairOfFacet(name: string, edit: Edit) {
  const values = facets[name] ?? { one: undefined };
  return pairFor(edit, values, (value) => ({ 'x-seam': { [name]: value } as FieldFacets }));
}

function pairOfEntity(name: string, edit: Edit): readonly [was: EntitySchema, now: EntitySchema] {
  const { one, other } = entityFacets[name] ?? { one: undefined };
  const [without, first, second] = [{}, { [name]: one }, { [name]: other }];
  const [was, now] = { added: [without, first], removed: [first, without], changed: [first, second] }[edit];
  return [entity({}, [], was), entity({}, [], now)];
}

const rulesFor = ([was, now]: readonly [EntitySchema, EntitySchema]) =>
  compare(was, now, calm).map(({ rule }) => rule);

describe('every keyword and facet of a contract is claimed by a rule, or waived with a reason', () => {
  test('and none is missing here', () => {
    const known = [...Object.keys(keywords), ...Object.keys(facets), ...Object.keys(waived)];
    expect(namesIn('field').filter((name) => !known.includes(name))).toEqual([]);
    expect(namesIn('fieldFacets').filter((name) => !known.includes(name))).toEqual([]);
    const all = [...namesIn('field'), ...namesIn('fieldFacets')];
    expect(known.filter((name) => !all.includes(name))).toEqual([]);
    const ofEntity = [...Object.keys(entityFacets), ...Object.keys(waivedOfEntity)];
    expect(ofEntity.sort()).toEqual([...namesIn('entityFacets')].sort());
  });

  test.each(cellsOf(keywords))('keyword %s, %s', (name, edit) => {
    const found = rulesFor(pairOfKeyword(name, edit));
    expect(found.length, `no rule names ${name} ${edit}`).toBeGreaterThan(0);
  });

  test.each(cellsOf(facets))('facet %s, %s', (name, edit) => {
    const found = rulesFor(pairOfFacet(name, edit));
    if (Object.hasOwn(silent, `${name} ${edit}`)) expect(found).toEqual([]);
    else expect(found.length, `no rule names ${name} ${edit}`).toBeGreaterThan(0);
  });

  test.each(cellsOf(entityFacets))('facet %s of the entity, %s', (name, edit) => {
    const found = rulesFor(pairOfEntity(name, edit));
    expect(found.length, `no rule names ${name} ${edit}`).toBeGreaterThan(0);
  });

  test('every rule for a kept field is met by one of these cells, or by the example of its row', () => {
    for (const [id, { example }] of Object.entries(fieldRules)) {
      expect(example.contract, id).not.toEqual(example.live);
    }
  });
});

/** Cells in which inclusion of whole views fails and the verdict is milder all the same, and why. */
const milder: Readonly<Record<string, readonly [verdict: Verdict, why: string]>> = {
  'keyword additionalProperties, removed: create': [
    'warning',
    'whether somebody writes such fields is not known',
  ],
  'keyword additionalProperties, removed: update': [
    'warning',
    'whether somebody writes such fields is not known',
  ],
  'facet cannot of the entity, removed: read': ['info', 'nobody reads what could not be read'],
  'facet cannot of the entity, changed: read': ['info', 'nobody reads what could not be read'],
};

describe('in every view that an edit harms, a rule says so', () => {
  const cells = [
    ...cellsOf(keywords).map(
      ([name, edit]) => [`keyword ${name}, ${edit}`, pairOfKeyword(name, edit)] as const,
    ),
    ...cellsOf(facets).map(([name, edit]) => [`facet ${name}, ${edit}`, pairOfFacet(name, edit)] as const),
    ...cellsOf(entityFacets).map(
      ([name, edit]) => [`facet ${name} of the entity, ${edit}`, pairOfEntity(name, edit)] as const,
    ),
  ].flatMap(([what, pair]) => directions.map((direction) => [what, direction, pair] as const));

  test.each(cells)('%s: %s', (what, direction, [was, now]) => {
    const changes = compare(was, now, calm);
    const verdict = worst(changes.map(({ effect }) => law[direction][effect[direction]]));
    const [agreed, actual] = [view(was, direction, 'contract'), view(now, direction, 'live')];
    const safe = direction === 'read' ? includes(actual, agreed) : includes(agreed, actual);
    const told = changes.map(({ rule, effect }) => `${rule} ${effect[direction]}`).join(', ');
    expect(told).not.toContain('unexplained-incompatibility');
    const cell = `${what}: ${direction}`;
    const [expected] = Object.hasOwn(milder, cell) ? (milder[cell] ?? []) : [];
    if (expected !== undefined) expect([safe.result, verdict]).toEqual(['no', expected]);
    else if (safe.result === 'no') expect(verdict, told).toBe('breaking');
    if (safe.result === 'unproven') expect(verdict, told).not.toBe('info');
  });
});
