import { describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.js';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { calm, entity } from './entities.js';

const plain: FieldSchema = { type: 'string' };
const lost: FieldSchema = { type: 'string', minLength: 9, maxLength: 2 };

const effects = (was: EntitySchema, now: EntitySchema) =>
  compare(was, now, calm)
    .filter(({ rule }) => rule === 'unsatisfiable-view')
    .map(({ path, effect: { read, create, update } }) => [path.field, `${read} ${create} ${update}`]);

describe('a view that accepts no document', () => {
  const of = (schema: FieldSchema, required: readonly string[] = ['kumquat']) =>
    entity({ kumquat: schema }, required);

  test.each<[what: string, schema: FieldSchema]>([
    ['a shortest text above the longest', lost],
    ['a least number above the greatest', { type: 'integer', minimum: 5, maximum: 4 }],
    [
      'no number between two that are left out',
      { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 },
    ],
    ['a list of values of another type', { type: 'integer', enum: ['a', 'b'] }],
    ['a list of no values', { type: 'string', enum: [] }],
    ['a value of a wrong form', { type: 'string', const: 'a', pattern: '^b$' }],
    ['a form that is longer than the longest text', { type: 'string', pattern: '^.{9}$', maxLength: 2 }],
    ['no step within the bounds', { type: 'integer', multipleOf: 10, minimum: 1, maximum: 9 }],
    ['rows that cannot be', { type: 'array', minItems: 1, items: lost }],
    [
      'a row that demands what cannot be',
      {
        type: 'object',
        properties: { quince: lost },
        required: ['quince'],
        'x-seam': { presence: 'always' },
      },
    ],
  ])('is a finding: %s', (_, schema) => {
    expect(effects(of(plain), of(schema))).toEqual([['kumquat', expect.stringContaining('narrows')]]);
  });

  test.each<[what: string, was: EntitySchema, now: EntitySchema, found: readonly unknown[]]>([
    [
      'into which nothing fits breaks creators, and of which readers cannot be told anything',
      of(plain),
      of(lost),
      [['kumquat', 'unknown narrows same']],
    ],
    [
      'of a contract breaks readers of all that comes, and nothing is known of creators',
      of(lost),
      of(plain),
      [['kumquat', 'widens unknown same']],
    ],
    ['on both sides proves nothing', of(lost), of(lost), [['kumquat', 'unknown unknown same']]],
    [
      'is none where the field may be left out',
      of(plain, []),
      of({ ...lost, 'x-seam': { presence: 'optional' } }, []),
      [],
    ],
    ['is none where the field may be empty', of(plain), of({ ...lost, type: ['string', 'null'] }), []],
    [
      'is none of a direction that the account cannot see',
      of(plain),
      entity({ kumquat: lost }, ['kumquat'], { cannot: ['create', 'read'] }),
      [],
    ],
    [
      'by another field proves nothing of either',
      entity({ kumquat: lost, quince: plain }, ['kumquat', 'quince']),
      entity({ kumquat: plain, quince: lost }, ['kumquat', 'quince']),
      [
        ['kumquat', 'unknown unknown same'],
        ['quince', 'unknown unknown same'],
      ],
    ],
  ])('%s', (_, was, now, found) => {
    expect(effects(was, now)).toEqual(found);
  });
});
