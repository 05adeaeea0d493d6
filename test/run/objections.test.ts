import { describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.js';
import type { Change } from '../../src/model/drift.js';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { objectionsAmong, withObjections } from '../../src/run/objections.js';
import { loadSecondOpinion, type SecondOpinion } from '../../src/validate/second-opinion.js';
import { calm, entity, everyFacet } from '../drift/entities.js';

const opinion = await loadSecondOpinion();
const of = (kumquat: FieldSchema, observed = everyFacet): EntitySchema =>
  entity({ kumquat }, [], { observed });

const short = of({ type: 'string', maxLength: 5 });
const long = of({ type: 'string', maxLength: 9 });

/** What is told of the pair, with what a second engine says of it. */
async function told(was: EntitySchema, now: EntitySchema, ask: SecondOpinion) {
  const objections = await objectionsAmong([[was, now]], ask);
  return withObjections(compare(was, now, calm), objections.get('kumquat.line') ?? new Map());
}

const effects = (changes: readonly Change[]) =>
  changes.map(({ rule, effect: { read, create, update } }) => `${rule} ${read} ${create} ${update}`);

describe('the second opinion', () => {
  test.each<[what: string, was: EntitySchema, now: EntitySchema, found: readonly string[]]>([
    ['agrees about a longer limit', short, long, ['max-length-raised widens widens widens']],
    ['agrees about a shorter limit', long, short, ['max-length-lowered narrows narrows narrows']],
    [
      'agrees about what became read-only',
      short,
      of({ type: 'string', maxLength: 5, readOnly: true }),
      ['read-only-set same narrows narrows'],
    ],
    [
      'has none of what it cannot see',
      of({ type: 'string', format: 'date' }),
      of({ type: 'string' }),
      ['format-removed widens widens widens'],
    ],
    ['has none of what was not observed', short, of({ type: 'string' }, ['type']), []],
  ])('%s', async (_, was, now, found) => {
    expect(effects(await told(was, now, opinion))).toEqual(found);
  });

  test('raises what it objects to, and says so', async () => {
    const [change] = await told(short, long, async () => false);
    expect(effects(change ? [change] : [])).toEqual(['max-length-raised widens unknown unknown']);
    expect(change?.notes).toEqual([
      {
        label: 'second opinion',
        text: 'json-schema-diff finds that it harms whoever creates, updates',
      },
    ]);
  });

  test('lowers nothing', async () => {
    expect(effects(await told(short, long, async () => true))).toEqual([
      'max-length-raised widens widens widens',
    ]);
  });

  test('is not asked about what did not change, and not where nobody wants it', async () => {
    let asked = 0;
    const counting: SecondOpinion = async () => {
      asked += 1;
      return false;
    };
    await told(short, structuredClone(short), counting);
    expect(asked).toBe(0);
    expect(await objectionsAmong([[short, long]], undefined)).toEqual(new Map());
  });

  test('of json-schema-diff is wrong about a single value, and then raises a doubt', async () => {
    const was = of({ type: 'integer', minimum: 4, maximum: 4 });
    const now = of({ type: 'number', minimum: 4, maximum: 4 });
    expect(effects(await told(was, now, opinion))).toEqual(['type-widened unknown same same']);
  });
});
