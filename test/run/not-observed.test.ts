import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../src/model/capabilities.js';
import type { Report } from '../../src/model/report.js';
import type { FieldSchema, ObservedFacet } from '../../src/model/schema.js';
import { gapsOf } from '../../src/report/summary/coverage.js';
import { judgeEntity, type Sides } from '../../src/run/judge-entity.js';
import { blindSpots } from '../../src/run/report-source.js';
import { entity, everyFacet } from '../drift/entities.js';

const capabilities: Capabilities = {
  facets: {
    type: { observable: 'yes', note: 'type' },
    unit: { observable: 'no', note: 'lives in code' },
    hidden: { observable: 'partly', note: 'needs rights' },
  },
  onWrite: {},
  updateRevalidates: false,
  versions: { tested: [], documented: [] },
};

const sides: Sides = {
  source: 'erp',
  owner: 'erp',
  selectors: [{ name: '*', exclude: false }],
  capabilities,
  wire: undefined,
  judge: () => undefined,
  was: undefined,
  now: undefined,
  config: { renames: {}, entityRenames: {}, rules: [] },
  uses: new Map(),
};

/** Why each facet was not compared, where the contract and the source observed these. */
function notCompared(contract: readonly ObservedFacet[], live: readonly ObservedFacet[]) {
  const { coverage } = judgeEntity(
    entity({}, [], { observed: contract }),
    {
      entity: 'kumquat.line',
      status: 'described',
      schema: entity({}, [], { observed: live }),
      notObserved: [{ facet: 'hidden', why: 'The account lacks Access Rights.' }],
    },
    sides,
  );
  return coverage.notCompared?.map(({ facet, why }) => `${facet}: ${why}`);
}

describe('a facet that was not compared has a line in the coverage', () => {
  test.each<[who: string, contract: ObservedFacet[], live: ObservedFacet[], lines: string[]]>([
    [
      'the contract alone knew it',
      ['type', 'hidden'],
      ['type'],
      ['hidden: The account lacks Access Rights.'],
    ],
    ['neither could be told it this time', ['type'], ['type'], ['hidden: The account lacks Access Rights.']],
    [
      'the source alone tells it',
      ['type'],
      ['type', 'hidden'],
      ['hidden: the contract does not record it yet'],
    ],
  ])('%s', (_, contract, live, lines) => {
    expect(notCompared(contract, live)).toEqual(lines);
  });

  test('the connector can tell it of nothing: once for the source, and shown to who wants all', () => {
    const source = { name: 'erp', connector: 'acme', ...blindSpots(capabilities) };
    expect(source).toMatchObject({ notObservable: [{ facet: 'unit', why: 'lives in code' }] });
    const report = {
      sources: [source],
      coverage: [{ source: 'erp', entity: 'kumquat.line', status: 'clean' }],
    } as const satisfies Partial<Report> as unknown as Report;
    const told = (all: boolean) => gapsOf(report, { all }).map(({ what, why }) => `${what} (${why})`);
    expect(told(false)).toEqual([]);
    expect(told(true)).toEqual(['never compared in erp, since acme cannot tell it: unit (lives in code)']);
  });
});

/** What is told where the source does not tell `facet` any more, of a contract with this field. */
function told(field: FieldSchema, facet: ObservedFacet, facts: object = {}) {
  const schema = entity({ kumquat: field }, ['kumquat'], { observed: everyFacet, ...facts });
  const { findings } = judgeEntity(
    schema,
    {
      entity: 'kumquat.line',
      status: 'described',
      schema: entity({ kumquat: field }, ['kumquat'], {
        ...facts,
        observed: everyFacet.filter((each) => each !== facet),
      }),
      notObserved: [{ facet, why: 'The account lacks Access Rights.' }],
    },
    sides,
  );
  return findings;
}

describe('what the contract asserts and the source tells no more', () => {
  test.each<[facet: ObservedFacet, field: FieldSchema]>([
    ['enum', { type: 'string', enum: ['a'] }],
    ['maxLength', { type: 'string', maxLength: 5 }],
    ['target', { type: 'integer', 'x-seam': { target: 'grower' } }],
    ['unique', { type: 'string', 'x-seam': { unique: true } }],
    ['requiredness', { type: 'string' }],
    [
      'unique',
      { type: 'array', items: { type: 'object', properties: { code: { 'x-seam': { unique: true } } } } },
    ],
  ])('is a warning: %s', (facet, field) => {
    expect(told(field, facet)).toMatchObject([
      {
        rule: 'facet-not-observable',
        before: facet,
        verdict: 'warning',
        notes: [{ label: 'why', text: 'The account lacks Access Rights.' }],
      },
    ]);
  });

  test('is a warning for a key, which is of the whole entity', () => {
    expect(told({ type: 'string' }, 'key', { key: ['kumquat'] })).toMatchObject([
      { rule: 'facet-not-observable', before: 'key', verdict: 'warning' },
    ]);
  });

  test.each<[why: string, facet: ObservedFacet, field: FieldSchema]>([
    ['the contract says nothing of it', 'enum', { type: 'string' }],
    ['nobody is harmed by a change of it', 'label', { type: 'string', title: 'Kumquat' }],
  ])('is none where %s', (_why, facet, field) => {
    expect(told(field, facet)).toEqual([]);
  });
});
