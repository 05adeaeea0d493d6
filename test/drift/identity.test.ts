import { describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.js';
import { relies } from '../../src/drift/observed.js';
import type { EntityFacets, FieldSchema } from '../../src/model/schema.js';
import { calm, entity, everyFacet, found } from './entities.js';

const line = (facets: Partial<EntityFacets>) => entity({}, [], facets);

/** `rule read/create/update` of each change of the entity as a whole. */
function told(was: Partial<EntityFacets>, now: Partial<EntityFacets>): readonly string[] {
  return compare(line(was), line(now), calm).map(
    ({ rule, effect }) => `${rule} ${effect.read}/${effect.create}/${effect.update}`,
  );
}

describe('what a contract says of the entity as a whole', () => {
  test.each<[string, Partial<EntityFacets>, Partial<EntityFacets>, readonly string[]]>([
    ['another key', { key: ['a'] }, { key: ['a', 'b'] }, ['key-changed crosses/crosses/crosses']],
    ['the same key', { key: ['a', 'b'] }, { key: ['a', 'b'] }, []],
    ['a further key', {}, { alternateKeys: ['a'] }, ['alternate-key-added same/same/same']],
    [
      'a key less',
      { alternateKeys: ['a', 'b'] },
      { alternateKeys: ['b'] },
      ['alternate-key-removed crosses/crosses/crosses'],
    ],
    ['another base', { baseType: 'a' }, { baseType: 'b' }, ['base-type-changed meaning/meaning/meaning']],
    ['a stream', {}, { hasStream: true }, ['stream-changed meaning/meaning/meaning']],
    ['a tag', {}, { entityTag: true }, ['entity-tag-set same/same/narrows']],
    ['no tag', { entityTag: true }, {}, ['entity-tag-dropped same/same/widens']],
  ])('%s', (_what, was, now, expected) => expect(told(was, now)).toEqual(expected));
});

describe('addresses', () => {
  test.each<[string, EntityFacets['addresses'], EntityFacets['addresses'], readonly string[]]>([
    ['one more', { A: {} }, { A: {}, B: {} }, ['address-added same/same/same']],
    ['one less', { A: {}, B: {} }, { A: {} }, ['address-removed widens/narrows/narrows']],
    [
      'renamed',
      { A: {} },
      { B: {} },
      ['address-removed widens/narrows/narrows', 'address-added same/same/same'],
    ],
    ['creates no more', { A: {} }, { A: { create: 'never' } }, ['address-restricted same/narrows/same']],
    ['is read no more', { A: {} }, { A: { read: 'never' } }, ['address-restricted crosses/same/same']],
    [
      'updates under a condition',
      { A: {} },
      { A: { update: 'Open' } },
      ['address-restricted same/same/unknown'],
    ],
    [
      'under another condition',
      { A: { update: 'Open' } },
      { A: { update: 'Mine' } },
      ['address-restricted same/same/unknown'],
    ],
    ['under a condition no more', { A: { update: 'Open' } }, { A: {} }, ['address-relaxed same/same/same']],
    [
      'never, then under a condition',
      { A: { update: 'never' } },
      { A: { update: 'Open' } },
      ['address-relaxed same/same/same'],
    ],
    ['all as before', { A: { create: 'never' } }, { A: { create: 'never' } }, []],
    ['none recorded', undefined, undefined, []],
  ])('%s', (_what, was, now, expected) => {
    expect(
      told(was === undefined ? {} : { addresses: was }, now === undefined ? {} : { addresses: now }),
    ).toEqual(expected);
  });

  test('what no address allows any more is said once, of the entity', () => {
    const was = { addresses: { A: {}, B: {} } };
    const now = {
      addresses: { A: { create: 'never' }, B: { create: 'never' } },
      cannot: ['create'] as const,
    };
    expect(told(was, now)).toEqual(['create-lost same/narrows/same']);
  });

  test('an address may have any name', () => {
    const addresses = Object.fromEntries([['__proto__', {}]]);
    expect(told({ addresses }, { addresses: {} })).toEqual(['address-removed widens/narrows/narrows']);
  });
});

describe('what was never allowed', () => {
  const text: FieldSchema = { type: 'string', maxLength: 9 };
  const shorter: FieldSchema = { type: 'string', maxLength: 5 };
  const effects = (facets: Partial<EntityFacets>) =>
    compare(entity({ ref: text }, [], facets), entity({ ref: shorter }, [], facets), calm)[0]?.effect;

  test('breaks nobody', () => {
    expect(effects({})).toEqual({ read: 'narrows', create: 'narrows', update: 'narrows' });
    expect(effects({ cannot: ['update'] })).toEqual({ read: 'narrows', create: 'narrows', update: 'same' });
  });

  test('is unknown for creators where records are created within others alone', () => {
    const addresses = { A: { create: 'never' }, B: { create: 'never' } };
    expect(effects({ addresses })).toEqual({ read: 'narrows', create: 'unknown', update: 'narrows' });
    expect(effects({ addresses: { ...addresses, C: {} } })?.create).toBe('narrows');
    expect(effects({ addresses, cannot: ['create'] })?.create).toBe('same');
  });

  test('a field that create refuses can still be updated', () => {
    const facets = { 'x-seam': { updateOnly: true } } as const;
    const was = entity({ ref: { ...text, ...facets } });
    const now = entity({ ref: { ...shorter, ...facets } });
    expect(compare(was, now, calm)[0]?.effect).toEqual({
      read: 'narrows',
      create: 'same',
      update: 'narrows',
    });
  });
});

describe('another protocol', () => {
  test('is said, and nothing else is compared', () => {
    const was = entity({ ref: { type: 'string' } }, [], { protocol: 'OData 3' });
    const now = entity({ ref: { type: 'integer' } }, [], { protocol: 'OData 4' });
    expect(found(was, now)).toEqual(['protocol-changed']);
    expect(compare(was, now, calm)[0]?.effect).toEqual({
      read: 'unknown',
      create: 'unknown',
      update: 'unknown',
    });
  });

  test('that one side did not record is no other one', () => {
    const observed = everyFacet.filter((facet) => facet !== 'protocol');
    expect(found(line({ observed }), line({ protocol: 'OData 4' }))).toEqual([]);
  });
});

describe('what a contract relies on', () => {
  test.each<[keyof EntityFacets & Parameters<typeof relies>[1], Partial<EntityFacets>]>([
    ['key', { key: ['a'] }],
    ['addresses', { addresses: { A: {} } }],
    ['entityTag', { entityTag: true }],
    ['protocol', { protocol: 'OData 2' }],
  ])('%s', (facet, facets) => {
    expect(relies(line(facets), facet)).toBe(true);
    expect(relies(line({}), facet)).toBe(false);
  });
});

describe('a value that became a record of an entity, or is none any more', () => {
  const inside: FieldSchema = { type: 'object', properties: { ref: { type: 'string' } } };
  const pointing: FieldSchema = { type: 'object', 'x-seam': { target: 'kumquat.crate' } };

  test.each([
    ['relation-set', inside, pointing],
    ['relation-dropped', pointing, inside],
  ])('%s: what is in it is in another contract on one side, so nobody knows what broke', (rule, was, now) => {
    const changes = compare(entity({ crate: was }), entity({ crate: now }), calm);
    expect(changes.map((change) => `${change.rule} ${change.path.field}`)).toEqual([`${rule} crate`]);
    expect(changes[0]?.effect).toEqual({ read: 'unknown', create: 'unknown', update: 'unknown' });
  });
});

describe('digits of a time', () => {
  const moment = (scale: string, format = 'date-time'): FieldSchema => ({
    type: 'string',
    format,
    'x-seam': { scale },
  });

  test('are compared while its form stays', () => {
    expect(found(entity({ at: moment('7') }), entity({ at: moment('3') }))).toEqual([
      'fraction-digits-lowered at',
    ]);
    const day: FieldSchema = { type: 'string', format: 'date' };
    expect(found(entity({ at: moment('7') }), entity({ at: day }))).toEqual(['format-changed at']);
  });
});
