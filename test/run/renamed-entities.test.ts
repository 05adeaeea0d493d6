import { describe, expect, test } from 'vitest';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { type Judged, judgeEntity, type Sides } from '../../src/run/judge-entity.js';
import { withRenames } from '../../src/run/renamed-entities.js';
import { entity } from '../drift/entities.js';

const text: FieldSchema = { type: 'string' };
const named = (name: string, fields: readonly string[] = ['code', 'grade', 'weight']): EntitySchema =>
  entity(Object.fromEntries(fields.map((field) => [field, text])), [], { entity: name });

function sides(entityRenames: Sides['config']['entityRenames'] = {}): Sides {
  return {
    source: 'erp',
    owner: 'erp',
    selectors: [{ name: '*', exclude: false }],
    capabilities: {
      facets: {},
      onWrite: {},
      updateRevalidates: false,
      versions: { tested: [], documented: [] },
    },
    wire: undefined,
    judge: () => undefined,
    was: undefined,
    now: undefined,
    config: { renames: {}, entityRenames, rules: [] },
    uses: new Map(),
  };
}

type World = {
  /** Entities that the source has, by name. */
  readonly live: readonly EntitySchema[];
  /** Names that the catalogue told already; absent: it was not asked. */
  readonly listed?: readonly string[];
  readonly renames?: Sides['config']['entityRenames'];
};

/** The contracts held against the world: what is told of each, and what the source was asked beside. */
async function found(contracts: readonly EntitySchema[], { live, listed, renames }: World) {
  const asked: string[][] = [];
  const names = live.map(({ 'x-seam': seam }) => seam.entity);
  const resultOf = (name: string) => {
    const schema = live.find(({ 'x-seam': seam }) => seam.entity === name);
    return schema === undefined
      ? ({ entity: name, status: 'missing', why: 'It is not listed.' } as const)
      : ({ entity: name, status: 'described', schema } as const);
  };
  const pulled = {
    name: 'erp',
    connector: 'acme',
    mapping: 1,
    results: contracts.map(({ 'x-seam': seam }) => resultOf(seam.entity)),
    ...(listed === undefined ? {} : { listed }),
  };
  const given = sides(renames);
  const judged: readonly Judged[] = contracts.map((contract) =>
    judgeEntity(contract, resultOf(contract['x-seam'].entity), given),
  );
  const after = await withRenames(judged, given, {
    contractOf: (name) => contracts.find(({ 'x-seam': seam }) => seam.entity === name),
    pulled,
    list: async () => {
      asked.push(['the catalogue']);
      return names;
    },
    describe: async (wanted) => {
      asked.push([...wanted]);
      return { ...pulled, results: wanted.map(resultOf) };
    },
  });
  const told = after.flatMap(({ findings }) =>
    findings.map(({ rule, path, after: to, verdict }) => `${path.entity} ${rule} ${to ?? ''} ${verdict}`),
  );
  return {
    told,
    asked,
    notes: after.flatMap(({ findings }) => findings.flatMap((each) => each.notes ?? [])),
  };
}

describe('an entity that is gone', () => {
  test('costs nothing more while none is gone', async () => {
    expect(await found([named('crate')], { live: [named('crate')] })).toMatchObject({ told: [], asked: [] });
  });

  test('is found under its new name, and breaks as a removal does', async () => {
    const { told, notes } = await found([named('crate')], { live: [named('box')] });
    expect(told).toEqual(['crate entity-renamed box breaking']);
    expect(notes).toEqual([
      { label: 'why', text: '3 of 3 fields of the two are the same; `crate` is gone' },
      { label: 'confidence', text: '0.85' },
    ]);
  });

  test('is looked for in the catalogue only where that was not asked before', async () => {
    const before = await found([named('crate')], { live: [named('box')], listed: ['box'] });
    expect(before.asked).toEqual([['box']]);
    const after = await found([named('crate')], { live: [named('box')] });
    expect(after.asked).toEqual([['the catalogue'], ['box']]);
  });

  test('is looked for in few entities of a large catalogue, those of like names', async () => {
    const others = Array.from({ length: 5_000 }, (_, index) => named(`zz${index}`, ['a', 'b', 'c']));
    const gone = Array.from({ length: 30 }, (_, index) => named(`kumquat.line.${index}`));
    const { told, asked } = await found([named('kumquat.crate')], {
      live: [...others, named('citrus.crate')],
    });
    expect(told).toEqual(['kumquat.crate entity-renamed citrus.crate breaking']);
    expect(asked[1]).toHaveLength(5);
    expect((await found(gone, { live: others })).asked[1]).toHaveLength(20);
  });

  test('stays removed where no new entity is like it', async () => {
    const { told } = await found([named('crate')], { live: [named('crates', ['a', 'b', 'c'])] });
    expect(told).toEqual(['crate entity-removed  breaking']);
  });

  test('is not looked for among entities that have a contract', async () => {
    const { told, asked } = await found([named('crate'), named('box')], { live: [named('box')] });
    expect(told).toEqual(['crate entity-removed  breaking']);
    expect(asked).toEqual([['the catalogue']]);
  });

  test('is what seam.yaml says it is now, whatever its fields are', async () => {
    const { told, notes } = await found([named('crate')], {
      live: [named('thing', ['x', 'y'])],
      renames: { erp: { crate: 'thing' } },
    });
    expect(told).toEqual(['crate entity-renamed thing breaking']);
    expect(notes[0]?.text).toContain('seam.yaml');
  });

  test('stays removed where the source has no such entity as seam.yaml says', async () => {
    const { told } = await found([named('crate')], { live: [], renames: { erp: { crate: 'thing' } } });
    expect(told).toEqual(['crate entity-removed  breaking']);
  });
});
