import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { compare } from '../../src/drift/compare.ts';
import { type Direction, directions, type Verdict } from '../../src/model/drift.ts';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.ts';
import { loadValidator } from '../../src/validate/validator.ts';
import { worst } from '../../src/verdict/judge.ts';
import { law } from '../../src/verdict/law.ts';
import { calm, entity, everyFacet } from './entities.ts';

const words = { B: 'breaking', W: 'warning', I: 'info' } as const satisfies Record<string, Verdict>;

type Row = {
  readonly was: EntitySchema;
  readonly now: EntitySchema;
  readonly why: string;
  readonly verdicts: Readonly<Record<Direction, Verdict>>;
};

/** As most sources are: which answers have a field is not told apart from what create demands. */
const observed = everyFacet.filter((facet) => facet !== 'presence');

/** A side of a pair: the entity that has this field, or none. */
function sideOf(node: Node): EntitySchema {
  if (isScalar(node)) return entity({}, [], { observed });
  const schema: FieldSchema = node.toJS(document);
  return entity({ kumquat: schema }, node.tag === '!required' ? ['kumquat'] : [], { observed });
}

const document = parseDocument(
  readFileSync(new URL('../../fixtures/drift/pairs.yaml', import.meta.url), 'utf8'),
  { logLevel: 'silent' },
);

function rows(): readonly Row[] {
  if (document.errors.length > 0 || !isSeq(document.contents)) throw new Error(String(document.errors[0]));
  return document.contents.items.map((row) => {
    if (!isMap(row)) throw new Error('a row is no map');
    const verdictIn = (direction: Direction): Verdict =>
      words[String(row.get(direction)) as keyof typeof words];
    return {
      was: sideOf(row.get('was', true) as Node),
      now: sideOf(row.get('now', true) as Node),
      why: String(row.get('why')),
      verdicts: { read: verdictIn('read'), create: verdictIn('create'), update: verdictIn('update') },
    };
  });
}

const judge = await loadValidator();

describe('the pairs that were checked by hand', () => {
  test('are at least eighty', () => {
    expect(rows().length).toBeGreaterThanOrEqual(80);
  });

  test.each(rows().map((row) => [row.why, row] as const))('%s', (_why, { was, now, verdicts }) => {
    const changes = compare(was, now, { ...calm, judge });
    const told = changes.map(({ rule, effect }) => `${rule} ${JSON.stringify(effect)}`).join('\n');
    const given = directions.map(
      (direction) =>
        [direction, worst(changes.map(({ effect }) => law[direction][effect[direction]]))] as const,
    );
    expect(Object.fromEntries(given), told).toEqual(verdicts);
  });
});
