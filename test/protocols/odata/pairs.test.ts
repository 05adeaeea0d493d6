import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/drift/compare.js';
import type { EntitySchema } from '../../../src/model/schema.js';
import { describeEntities, namesIn } from '../../../src/protocols/odata/describe.js';
import { readMetadata } from '../../../src/protocols/odata/read/metadata.js';
import { wire } from '../../../src/protocols/odata/wire.js';
import { loadValidator } from '../../../src/validate/validator.js';
import { law } from '../../../src/verdict/law.js';
import { calm } from '../../drift/entities.js';
import { type Expected, placesOf, type Side, short, type Where } from './places.js';
import { hasFacts, recorded } from './recordings.js';
import { type Judged, pairs, type Row, truth } from './truth.js';

const judge = await loadValidator();
const product = { connector: 'odata', mapping: 1, nameOf: (name: string) => name };

async function sideOf(path: string): Promise<Side> {
  const edm = await readMetadata(recorded(path));
  const names = namesIn(edm, product).map(({ name }) => name);
  const schemas = new Map<string, EntitySchema>();
  for (const result of describeEntities(edm, names, product, () => {})) {
    if (result.status === 'described') schemas.set(result.entity, result.schema);
  }
  return { edm, schemas };
}

type Found = Where & { readonly rule: string; readonly reader: Judged; readonly writer: Judged };

/** Everything that seam reports of a pair unless asked for `--all`. */
function reported(was: Side, now: Side): readonly Found[] {
  return [...was.schemas].flatMap(([name, contract]): readonly Found[] => {
    const live = now.schemas.get(name);
    const entity = short(name);
    if (live === undefined) {
      return [{ entity, field: '', rule: 'entity-removed', reader: 'breaking', writer: 'breaking' }];
    }
    return compare(contract, live, { ...calm, sameDatabase: false, wire, judge })
      .filter(({ silent }) => silent !== true)
      .map(({ rule, path, effect }) => ({
        entity,
        field: path.field ?? '',
        rule,
        reader: judged(law.read[effect.read]),
        writer: worst([judged(law.create[effect.create]), judged(law.update[effect.update])]),
      }));
  });
}

const judged = (verdict: 'breaking' | 'warning' | 'info'): Judged => (verdict === 'info' ? 'safe' : verdict);
const worst = (all: readonly Judged[]): Judged =>
  all.includes('breaking') ? 'breaking' : all.includes('warning') ? 'warning' : 'safe';

type Deviation = {
  readonly pair: string;
  readonly holds: (row: Row) => boolean;
  /** What seam says of reader and writer. */
  readonly seam: readonly [Judged, Judged];
  readonly why: string;
};

/** Where seam judges otherwise than the list. */
const deviations: readonly Deviation[] = [
  {
    pair: 'bp-onprem-2020-12_2023-03',
    holds: ({ kind }) => kind.startsWith('sap:display-format'),
    seam: ['safe', 'safe'],
    why: 'the older document has no display format on any property: absent everywhere is "not recorded", and coverage says so',
  },
  {
    pair: 'bp-onprem-2020-12_2023-03',
    holds: ({ kind }) => kind.startsWith('sap:unit'),
    seam: ['safe', 'safe'],
    why: 'the older document names no unit at all, so none is compared',
  },
  {
    pair: 'so-2020-12_2024-06',
    holds: ({ kind, member }) =>
      kind === 'sap:unit changed' && /^Item(Gross|Net)Weight$|^ItemVolume$/.test(member),
    seam: ['warning', 'safe'],
    why: 'the quantity cannot be written, so no writer can mistake its unit',
  },
  {
    pair: '*',
    holds: ({ kind }) => /^(action|operation import) removed$/.test(kind),
    seam: ['breaking', 'breaking'],
    why: 'an operation is an entity whose answer is its read view: who calls it reads it, too',
  },
  {
    pair: 'b1-v2-2020-04_2020-10',
    holds: ({ member }) => member === 'Boxes1099',
    seam: ['warning', 'warning'],
    why: 'the other complex type has the same four properties of the same types, so no document tells them apart',
  },
  {
    pair: 'b1-v2-2020-04_2020-10',
    holds: ({ kind, entity }) => kind === 'complex type removed' && entity === 'SAPB1.EDFProtocol',
    seam: ['warning', 'warning'],
    why: 'an entity type of the same name and the same properties has taken its place in the answer',
  },
];

function deviation(pair: string, row: Row): Deviation | undefined {
  return deviations.find((each) => (each.pair === '*' || each.pair === pair) && each.holds(row));
}

/** What is expected at each place: of several rows the worst counts. */
function expectations(pair: string, rows: readonly Row[], was: Side, now: Side) {
  const all = rows.flatMap((row): readonly Expected[] => {
    const otherwise = deviation(pair, row)?.seam;
    const [reader, writer] = otherwise ?? [row.reader, row.writer];
    return placesOf({ ...row, reader, writer }, was, now);
  });
  return gathered(all);
}

/** The worst verdicts of each place, as `entity field` → `reader/writer`. */
function gathered(all: readonly (Where & { reader: Judged; writer: Judged })[]): ReadonlyMap<string, string> {
  const places = new Map<string, (typeof all)[number][]>();
  for (const each of all) {
    const place = `${each.entity} ${each.field}`;
    places.set(place, [...(places.get(place) ?? []), each]);
  }
  return new Map(
    [...places].map(([place, each]) => [
      place,
      `${worst(each.map(({ reader }) => reader))}/${worst(each.map(({ writer }) => writer))}`,
    ]),
  );
}

describe.skipIf(!hasFacts)('what really changed between recorded documents (SEAM_RECORDINGS)', () => {
  const all = hasFacts ? pairs() : [];

  test('the ground truth has 23 pairs', () => expect(all).toHaveLength(23));

  test.each(all)(
    '$name: $changes differences, each found and judged as listed, and no other',
    async (pair) => {
      const rows = truth(pair);
      expect(rows).toHaveLength(pair.changes);
      const [was, now] = await Promise.all([sideOf(pair.from), sideOf(pair.to)]);
      const expected = expectations(pair.name, rows, was, now);
      const found = gathered(reported(was, now));
      const wrong = [...expected].flatMap(([place, verdict]) => {
        const said = found.get(place) ?? 'safe/safe';
        return said === verdict ? [] : [`${place}: listed ${verdict}, reported ${said}`];
      });
      expect(wrong, 'judged otherwise than listed').toEqual([]);
      const unlisted = [...found].filter(([place]) => !expected.has(place)).map((each) => each.join(': '));
      expect(unlisted, 'reported and not listed').toEqual([]);
    },
  );

  test('every deviation is one of some row', () => {
    const used = new Set(all.flatMap((pair) => truth(pair).map((row) => deviation(pair.name, row))));
    expect(deviations.filter((each) => !used.has(each)).map(({ why }) => why)).toEqual([]);
  });
});
