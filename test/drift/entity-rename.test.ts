import { describe, expect, test } from 'vitest';
import { type EntityCircumstances, entityRenames } from '../../src/drift/entity-rename.js';
import type { EntitySchema, FieldSchema } from '../../src/model/schema.js';
import { entity } from './entities.js';

const text: FieldSchema = { type: 'string', 'x-seam': { nativeType: 'char' } };
const number: FieldSchema = { type: 'integer', 'x-seam': { nativeType: 'integer' } };
const link = (target: string): FieldSchema => ({
  type: 'integer',
  'x-seam': { nativeType: 'many2one', target },
});
const withId = (schema: FieldSchema, id: string): FieldSchema => ({
  ...schema,
  'x-seam': { ...schema['x-seam'], id },
});

function named(
  name: string,
  properties: Readonly<Record<string, FieldSchema>>,
  title?: string,
): EntitySchema {
  return { ...entity(properties, [], { entity: name }), ...(title === undefined ? {} : { title }) };
}

const crate = { code: text, weight: number, grade: text, grower: link('kumquat.grower') };
const alone: EntityCircumstances = { sameDatabase: true, kept: [] };

const told = (
  gone: readonly EntitySchema[],
  added: readonly EntitySchema[],
  circumstances: EntityCircumstances = alone,
) =>
  entityRenames(gone, added, circumstances).map(
    ({ from, to, confidence }) => `${from} → ${to} ${confidence}`,
  );

describe('an entity that is gone and a new one', () => {
  test.each<[what: string, gone: EntitySchema, added: EntitySchema, found: readonly string[]]>([
    [
      'with nearly all fields of the first are a rename',
      named('kumquat.crate', crate),
      named('kumquat.box', crate),
      ['kumquat.crate → kumquat.box 0.85'],
    ],
    [
      'with the label and most fields of the first are a rename',
      named('kumquat.crate', crate, 'Crate'),
      named('kumquat.box', { ...crate, lid: text }, 'Crate'),
      ['kumquat.crate → kumquat.box 0.93'],
    ],
    [
      'whose fields have the same ids are a rename',
      named('kumquat.crate', { a: withId(text, '1'), b: withId(text, '2'), c: withId(text, '3') }),
      named('citrus', { x: withId(text, '1'), y: withId(number, '2'), z: withId(text, '3') }),
      ['kumquat.crate → citrus 0.98'],
    ],
    [
      'that pointed to itself and still does are a rename',
      named('kumquat.crate', { ...crate, parent: link('kumquat.crate') }),
      named('kumquat.box', { ...crate, parent: link('kumquat.box') }),
      ['kumquat.crate → kumquat.box 0.85'],
    ],
    [
      'of nearly the same name alone are none',
      named('kumquat.crate', crate),
      named('kumquat.crates', { title: text, size: number, lid: text, state: text }),
      [],
    ],
    [
      'of the same label alone are none',
      named('kumquat.crate', crate, 'Crate'),
      named('kumquat.box', { code: text, size: number, lid: text, state: text }, 'Crate'),
      [],
    ],
    [
      'that took over some of the fields are none',
      named('Item', { ...crate, route: text, website_image: text, slideshow: text, weightage: number }),
      named('Website Item', { route: text, website_image: text, slideshow: text, item_code: link('Item') }),
      [],
    ],
    ['with a field or two say too little', named('a', { code: text }), named('b', { code: text }), []],
    [
      'whose fields have other ids are none, whatever they are called',
      named('a', { k: withId(text, '1'), l: withId(text, '2'), m: withId(text, '3') }, 'A'),
      named('b', { k: withId(text, '4'), l: withId(text, '5'), m: withId(text, '6') }, 'A'),
      [],
    ],
    [
      'whose fields have other types are none',
      named('a', crate),
      named('b', { code: number, weight: text, grade: number, grower: link('res.partner') }),
      [],
    ],
  ])('%s', (_, gone, added, found) => {
    expect(told([gone], [added])).toEqual(found);
  });

  test('are none by ids of two databases', () => {
    const was = named('a', { k: withId(text, '1'), l: withId(text, '2'), m: withId(text, '3') });
    const now = named('b', { x: withId(text, '1'), y: withId(text, '2'), z: withId(text, '3') });
    expect(told([was], [now], { sameDatabase: false, kept: [] })).toEqual([]);
  });

  test('are a rename where half of the fields are the same and what pointed to the one points to the other', () => {
    const was = named('kumquat.crate', crate);
    const now = named('kumquat.box', { ...crate, lid: text, hinge: text, lock: text });
    const order = (target: string) => named('kumquat.order', { crate: link(target) });
    const kept = [{ contract: order('kumquat.crate'), live: order('kumquat.box') }];
    expect(told([was], [now])).toEqual([]);
    expect(told([was], [now], { sameDatabase: true, kept })).toEqual(['kumquat.crate → kumquat.box 0.95']);
    const [found] = entityRenames([was], [now], { sameDatabase: true, kept });
    expect(found?.evidence).toEqual([
      '1 contract points to it instead',
      '4 of 7 fields of the two are the same',
    ]);
  });

  test('are none by the fields that every entity of the source has', () => {
    const audit = { create_uid: text, create_date: text, write_uid: text, write_date: text };
    const kept = ['c', 'd', 'e'].map((name) => ({
      contract: named(name, audit),
      live: named(name, audit),
    }));
    const [was, now] = [named('a', { ...audit, k: text }), named('b', { ...audit, l: text })];
    expect(told([was], [now], { sameDatabase: true, kept })).toEqual([]);
  });

  test('are a rename by the ids of the fields that every entity has, too', () => {
    const audit = (first: number) =>
      Object.fromEntries(
        ['create_uid', 'create_date', 'write_uid', 'write_date'].map((name, index) => [
          name,
          withId(text, String(first + index)),
        ]),
      );
    const kept = ['c', 'd', 'e'].map((name, index) => ({
      contract: named(name, audit(100 * index)),
      live: named(name, audit(100 * index)),
    }));
    const was = named('a', { ...audit(1000), k: withId(text, '1') });
    expect(
      told([was], [named('b', { ...audit(1000), k: withId(text, '1') })], { sameDatabase: true, kept }),
    ).toEqual(['a → b 0.98']);
    expect(
      told([was], [named('b', { ...audit(2000), k: withId(text, '2') })], { sameDatabase: true, kept }),
    ).toEqual([]);
  });

  test('are none where two new ones are equally good', () => {
    expect(told([named('a', crate)], [named('b', crate), named('c', crate)])).toEqual([]);
  });

  test('are none where two that are gone are equally good', () => {
    expect(told([named('a', crate), named('b', crate)], [named('c', crate)])).toEqual([]);
  });

  test('go with the better of two', () => {
    expect(
      told([named('a', crate, 'Crate')], [named('b', crate, 'Crate'), named('c', crate, 'Box')]),
    ).toEqual(['a → b 0.93']);
  });
});
