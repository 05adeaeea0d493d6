import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.js';
import { noProofs } from '../../src/drift/proofs.js';
import { fieldRules } from '../../src/drift/rules/index.js';
import type { Circumstances } from '../../src/drift/walk.js';
import type { Change } from '../../src/model/drift.js';
import type { EntitySchema, FieldSchema, ObservedFacet } from '../../src/model/schema.js';
import { calm, entity, everyFacet, found } from './entities.js';

const text: FieldSchema = { type: ['string', 'null'] };

describe('a field that is on one side only', () => {
  test.each([
    { name: 'optional', schema: text, required: [], rule: 'field-added ref' },
    { name: 'demanded on create', schema: text, required: ['ref'], rule: 'mandatory-field-added ref' },
    {
      name: 'of unknown requiredness',
      schema: { ...text, 'x-seam': { required: 'unknown' as const } },
      required: [],
      rule: 'maybe-mandatory-field-added ref',
    },
    {
      name: 'required under a condition',
      schema: { ...text, 'x-seam': { requiredWhen: 'eval:1' } },
      required: [],
      rule: 'maybe-mandatory-field-added ref',
    },
    {
      name: 'required and read-only',
      schema: { ...text, readOnly: true },
      required: ['ref'],
      rule: 'field-added ref',
    },
  ])('a new field, $name', ({ schema, required, rule }) => {
    expect(found(entity({}), entity({ ref: schema }, required))).toEqual([rule]);
  });

  test('a removed field breaks readers and writers', () => {
    const [change] = compare(entity({ ref: text }), entity({}), calm);
    expect(change?.rule).toBe('field-removed');
    expect(change?.effect).toEqual({ read: 'widens', create: 'narrows', update: 'narrows' });
  });

  test('a removed field that could only be read breaks readers alone', () => {
    const [change] = compare(entity({ ref: { ...text, readOnly: true } }), entity({}), calm);
    expect(change?.effect).toEqual({ read: 'widens', create: 'same', update: 'same' });
  });

  test('a removed field that is proved to be hidden is hidden', () => {
    expect(found(entity({ ref: text }), entity({}), { hidden: ['ref'] })).toEqual(['field-hidden ref']);
  });

  test('a removed field is removed or hidden where another account took the contract', () => {
    expect(found(entity({ ref: text }), entity({}), { sameAccount: false })).toEqual([
      'field-removed-or-hidden ref',
    ]);
  });

  test('a new mandatory field breaks updates too where saving validates the whole record', () => {
    const [change] = compare(entity({}), entity({ ref: text }, ['ref']), {
      ...calm,
      updateRevalidates: true,
    });
    expect(change?.effect).toEqual({ read: 'same', create: 'narrows', update: 'narrows' });
  });
});

describe('what another account sees', () => {
  const filled: FieldSchema = { ...text, 'x-seam': { hasDefault: true } };
  const effects = (was: FieldSchema, now: FieldSchema, required: readonly string[] = []) =>
    [true, false].map((sameAccount) =>
      compare(entity({ ref: was }), entity({ ref: now }, required), { ...calm, sameAccount }).map(
        ({ rule, effect: { create } }) => `${rule} ${create}`,
      ),
    );

  test.each<
    [what: string, was: FieldSchema, now: FieldSchema, required: string[], same: string[], other: string[]]
  >([
    [
      'is no proof that a computed default is gone',
      filled,
      text,
      [],
      ['default-dropped meaning'],
      ['default-dropped unknown'],
    ],
    [
      'is no proof that a computed default is new',
      text,
      filled,
      [],
      ['default-added meaning'],
      ['default-added unknown'],
    ],
    [
      'is no proof that create demands what was filled for the first one',
      filled,
      text,
      ['ref'],
      ['default-dropped meaning', 'required-added narrows'],
      ['default-dropped unknown', 'required-added unknown'],
    ],
    [
      'is proof that create demands what nobody filled',
      text,
      text,
      ['ref'],
      ['required-added narrows'],
      ['required-added narrows'],
    ],
    [
      'is proof that a constant default changed',
      { ...text, default: 'a' },
      { ...text, default: 'b' },
      [],
      ['default-changed meaning'],
      ['default-changed meaning'],
    ],
  ])('%s', (_, was, now, required, same, other) => {
    expect(effects(was, now, required).map((each) => each.sort())).toEqual([same, other]);
  });
});

describe('a rename', () => {
  const ref = { ...text, title: 'Our Reference', 'x-seam': { nativeType: 'char' } };

  test('is found by an equal label and type', () => {
    expect(found(entity({ ref }), entity({ reference: ref }))).toEqual(['field-renamed ref']);
  });

  test('is certain by the id of the field within one database', () => {
    const was = { ...text, title: 'Ref', 'x-seam': { id: '812' } };
    const now = { ...text, title: 'Reference', 'x-seam': { id: '812' } };
    expect(found(entity({ ref: was }), entity({ reference: now }))).toEqual([
      'field-renamed ref',
      'label-changed ref',
    ]);
  });

  test('is not claimed by ids of two databases', () => {
    const was = { ...text, 'x-seam': { id: '812' } };
    expect(found(entity({ ref: was }), entity({ reference: was }), { sameDatabase: false })).toEqual([
      'field-added reference',
      'field-removed ref',
    ]);
  });

  test('is not claimed by likeness of names', () => {
    const was = {
      ...text,
      title: 'Default Payroll Payable Account',
      'x-seam': { nativeType: 'Link', target: 'Account' },
    };
    const now = {
      ...text,
      title: 'Default Provisional Account',
      'x-seam': { nativeType: 'Link', target: 'Account' },
    };
    expect(
      found(entity({ default_payroll_payable_account: was }), entity({ default_provisional_account: now })),
    ).toEqual(['field-added default_provisional_account', 'field-removed default_payroll_payable_account']);
  });

  test('is not claimed where the id says that it is another field', () => {
    const was = { ...ref, 'x-seam': { nativeType: 'char', id: '1' } };
    const now = { ...ref, 'x-seam': { nativeType: 'char', id: '2' } };
    expect(found(entity({ ref: was }), entity({ reference: now }))).toEqual([
      'field-added reference',
      'field-removed ref',
    ]);
  });

  test('tells what else changed, under the name that the contract knows', () => {
    const now = { ...ref, maxLength: 8 };
    expect(found(entity({ ref: { ...ref, maxLength: 12 } }), entity({ reference: now }))).toEqual([
      'field-renamed ref',
      'max-length-lowered ref',
    ]);
  });

  test('lists all that speaks for it, strongest first', () => {
    const link = { ...text, maxLength: 140, title: 'Grower Account' };
    const facets = { nativeType: 'Link', target: 'Account' };
    const [change] = compare(
      entity({ grower_account: { ...link, 'x-seam': { ...facets, id: '7' } } }),
      entity({
        account_of_grower: { ...link, 'x-seam': { ...facets, id: '7', formerName: 'grower_account' } },
      }),
      calm,
    );
    expect(change?.notes).toEqual([
      {
        label: 'why',
        text: [
          'same id 7',
          'its former name is kept in the metadata',
          'same label "Grower Account"',
          'same type Link',
          'same target',
          'same constraints',
          'the names share a word; `grower_account` is gone',
        ].join(', '),
      },
      { label: 'confidence', text: '1.00' },
    ]);
  });

  test('is found where one record became several of the same entity', () => {
    const one = { type: 'integer', 'x-seam': { nativeType: 'many2one', target: 'crate' } } as const;
    const several = {
      type: 'array',
      items: { type: 'integer' },
      'x-seam': { nativeType: 'many2many', target: 'crate' },
    } as const;
    const told = found(entity({ crate_id: one }), entity({ crate_ids: several }));
    expect(told[0]).toBe('field-renamed crate_id');
    const other = { ...several, 'x-seam': { nativeType: 'many2many', target: 'box' } };
    expect(found(entity({ crate_id: one }), entity({ crate_ids: other }))).toEqual([
      'field-added crate_ids',
      'field-removed crate_id',
    ]);
  });

  test('is certain where seam.yaml says so', () => {
    const [change] = compare(entity({ ref: text }), entity({ reference: text }), {
      ...calm,
      renames: { ref: 'reference' },
    });
    expect(change?.rule).toBe('field-renamed');
    expect(change?.notes?.[0]?.text).toContain('seam.yaml');
  });
});

test('a new field that takes the label of another one is a change of meaning of that one', () => {
  const was = entity({ description: { ...text, title: 'Label on Invoices' } });
  const now = entity({
    description: { ...text, title: 'Description' },
    invoice_label: { ...text, title: 'Label on Invoices' },
  });
  expect(found(was, now)).toEqual([
    'field-added invoice_label',
    'label-changed description',
    'label-taken-over description',
  ]);
});

test('a new field of another type takes over no meaning, whatever it is called', () => {
  const was = entity({ printed: { type: 'boolean', title: 'Color' } });
  const now = entity({
    printed: { type: 'boolean', title: 'Printed in Color' },
    color: { type: 'integer', title: 'Color' },
  });
  expect(found(was, now)).toEqual(['field-added color', 'label-changed printed']);
});

describe('nested rows', () => {
  const table = (
    properties: Readonly<Record<string, FieldSchema>>,
    required: readonly string[] = [],
  ): FieldSchema => ({
    type: 'array',
    items: { type: 'object', properties, required },
  });

  test('are compared field by field, at any depth', () => {
    const was = entity({ items: table({ qty: { type: 'integer' }, taxes: table({ rate: text }) }) });
    const now = entity({ items: table({ qty: { type: 'number' }, taxes: table({}) }) });
    expect(found(was, now)).toEqual(['field-removed items.taxes.rate', 'type-widened items.qty']);
  });

  test('a column that every new row needs breaks creators of rows', () => {
    const [change] = compare(
      entity({ items: table({}) }),
      entity({ items: table({ uom: text }, ['uom']) }),
      calm,
    );
    expect(change).toMatchObject({
      rule: 'mandatory-field-added',
      path: { field: 'items.uom' },
      scope: 'document',
    });
  });

  test('of a read-only table matter to readers alone', () => {
    const closed = { ...table({ qty: text }), readOnly: true };
    const [change] = compare(
      entity({ items: closed }),
      entity({ items: { ...table({}), readOnly: true } }),
      calm,
    );
    expect(change?.effect).toEqual({ read: 'widens', create: 'same', update: 'same' });
  });

  test('the items of a list of plain values are compared', () => {
    const list = (type: 'string' | 'integer'): FieldSchema => ({ type: 'array', items: { type } });
    expect(found(entity({ tags: list('string') }), entity({ tags: list('integer') }))).toEqual([
      'type-changed tags',
    ]);
  });
});

describe('a field that is written otherwise than it is read', () => {
  const field = (read: FieldSchema, written: FieldSchema): FieldSchema => ({
    ...read,
    'x-seam': { ...read['x-seam'], written },
  });
  const was = field({ type: 'string', maxLength: 20 }, { type: 'integer', maximum: 5 });
  const effects = (now: FieldSchema, required: readonly string[] = []) =>
    compare(entity({ kumquat: was }), entity({ kumquat: now }, required), calm).map(
      ({ rule, effect: { read, create, update } }) => `${rule} ${read} ${create} ${update}`,
    );

  test.each<[what: string, now: FieldSchema, required: readonly string[], found: readonly string[]]>([
    [
      'what is read changes for readers alone',
      field({ type: 'string', maxLength: 30 }, { type: 'integer', maximum: 5 }),
      [],
      ['max-length-raised widens same same'],
    ],
    [
      'what is written changes for writers alone',
      field({ type: 'string', maxLength: 20 }, { type: 'integer', maximum: 4 }),
      [],
      ['maximum-lowered same narrows narrows'],
    ],
    ['what create demands is told once', was, ['kumquat'], ['required-added same narrows same']],
    [
      'what became read-only is told once',
      { ...was, readOnly: true },
      [],
      ['read-only-set same narrows narrows'],
    ],
    ['the two become one', { type: 'string', maxLength: 20 }, [], ['type-changed same crosses crosses']],
    [
      'what becomes a rule of both is told once',
      field(
        { type: 'string', maxLength: 20, 'x-seam': { unmapped: '{}' } },
        { type: 'integer', maximum: 5, 'x-seam': { unmapped: '{}' } },
      ),
      [],
      ['unmapped-changed unknown unknown unknown'],
    ],
  ])('%s', (_, now, required, found) => {
    expect([...effects(now, required)].sort()).toEqual([...found].sort());
  });

  const listOf = (items: FieldSchema): FieldSchema => ({ type: 'array', items });
  const rowOf = (name: string, type: 'string' | 'boolean'): FieldSchema => ({
    type: 'object',
    properties: { [name]: { type } },
  });

  test.each<[what: string, was: FieldSchema, now: FieldSchema, found: readonly string[]]>([
    [
      'so are the values of a list',
      listOf(field({ type: 'string' }, { type: 'integer', maximum: 5 })),
      listOf(field({ type: 'string' }, { type: 'integer', maximum: 4 })),
      ['maximum-lowered kumquat same narrows narrows'],
    ],
    [
      'so are the rows of a list',
      listOf(field(rowOf('quince', 'string'), rowOf('medlar', 'string'))),
      listOf(field(rowOf('quince', 'string'), rowOf('medlar', 'boolean'))),
      ['type-changed kumquat.medlar same crosses crosses'],
    ],
    [
      'so are the members of an object',
      field(rowOf('quince', 'string'), rowOf('medlar', 'string')),
      field(rowOf('quince', 'boolean'), rowOf('medlar', 'string')),
      ['type-changed kumquat.quince crosses same same'],
    ],
  ])('%s', (_, before, after, found) => {
    const changes = compare(entity({ kumquat: before }), entity({ kumquat: after }), calm);
    expect(
      changes.map(
        ({ rule, path, effect }) => `${rule} ${path.field} ${effect.read} ${effect.create} ${effect.update}`,
      ),
    ).toEqual(found);
  });

  test('a harm for writers is shown by a document that is written', () => {
    const now = field({ type: 'string', maxLength: 20 }, { type: 'integer', maximum: 4 });
    const [change] = compare(entity({ kumquat: was }), entity({ kumquat: now }), calm);
    expect(change?.proofs?.create).toMatchObject({ kind: 'witness', document: { kumquat: 5 } });
  });

  test('a reader that rejects unknown fields never sees one that is only written', () => {
    const [added] = compare(entity({}), entity({ kumquat: { type: 'string', writeOnly: true } }), calm);
    expect(added).toMatchObject({ rule: 'field-added' });
    expect(added).not.toHaveProperty('strictRead');
  });
});

describe('who cannot be concerned', () => {
  const was = { type: 'string', enum: ['a', 'b'] } as const;
  const now = { type: 'string', enum: ['a'] } as const;

  test('is nobody who writes what can only be read', () => {
    const cannot = ['create', 'update'] as const;
    const [change] = compare(
      entity({ kumquat: was }, [], { cannot }),
      entity({ kumquat: now }, [], { cannot }),
      calm,
    );
    expect(change?.effect).toEqual({ read: 'narrows', create: 'same', update: 'same' });
  });

  test('is perhaps a writer of an entity that takes fields of any name', () => {
    const open = (fields: Readonly<Record<string, FieldSchema>>, required: readonly string[] = []) => ({
      ...entity(fields, required),
      additionalProperties: true as const,
    });
    const effectOf = (was: EntitySchema, now: EntitySchema, more: Partial<Circumstances> = {}) => {
      const [change] = compare(was, now, { ...calm, ...more });
      return [change?.rule, ...Object.values(change?.effect ?? {})].join(' ');
    };
    const one = { kumquat: text };
    expect(effectOf(open({}), open(one))).toBe('field-added same unknown unknown');
    expect(effectOf(open(one), open({}))).toBe('field-removed widens unknown unknown');
    expect(effectOf(open({}), open(one, ['kumquat']))).toBe('mandatory-field-added same narrows unknown');
    expect(effectOf(open({}), open({ kumquat: { ...text, readOnly: true } }))).toBe(
      'field-added same same same',
    );
    expect(effectOf(entity({}), entity(one))).toBe('field-added same widens widens');
    // Business One calls every type open, and refuses what it does not know.
    const refusing = { refusesUnknown: true };
    expect(effectOf(open({}), open(one), refusing)).toBe('field-added same widens widens');
    expect(effectOf(open(one), open({}), refusing)).toBe('field-removed widens narrows narrows');
  });

  test('is nobody who writes, by what is said of the entity', () => {
    const cannot = ['create', 'update'] as const;
    const open: EntitySchema = { ...entity({}, [], { cannot }), additionalProperties: true };
    const [change] = compare(open, entity({}, [], { cannot }), calm);
    expect(change?.effect).toEqual({ read: 'narrows', create: 'same', update: 'same' });
  });

  test('is a writer where the contract allows writing and the source no longer does', () => {
    const [lost, change] = compare(
      entity({ kumquat: was }),
      entity({ kumquat: now }, [], { cannot: ['create'] }),
      calm,
    );
    expect(lost?.rule).toBe('create-lost');
    expect(change?.effect).toEqual({ read: 'narrows', create: 'narrows', update: 'narrows' });
  });

  test('is a reader of what create no longer demands, unless the source tells what answers have', () => {
    const changes = (observed: readonly ObservedFacet[]) =>
      compare(
        entity({ kumquat: was }, ['kumquat'], { observed }),
        entity({ kumquat: was }, [], { observed }),
        calm,
      );
    const without = everyFacet.filter((facet) => facet !== 'presence');
    expect(changes(without).map(({ effect }) => effect.read)).toEqual(['unknown']);
    expect(changes(everyFacet).map(({ effect }) => effect.read)).toEqual(['same']);
  });
});

describe('the entity itself', () => {
  test.each([
    { name: 'can no longer be created', was: {}, now: { cannot: ['create' as const] }, rule: 'create-lost' },
    { name: 'can no longer be read', was: {}, now: { cannot: ['read' as const] }, rule: 'read-lost' },
    { name: 'can be changed now', was: { cannot: ['update' as const] }, now: {}, rule: 'operation-gained' },
    {
      name: 'names its records otherwise',
      was: { naming: 'MAT-BIN-.YYYY.-.#####' },
      now: { naming: 'hash' },
      rule: 'naming-changed',
    },
    {
      name: 'has another rule that no keyword can say',
      was: { unmapped: '{"minProperties":1}' },
      now: {},
      rule: 'document-unmapped-changed',
    },
    { name: 'became submittable', was: {}, now: { submittable: true as const }, rule: 'submittable-changed' },
  ])('$name', ({ was, now, rule }) => {
    expect(found(entity({}, [], was), entity({}, [], now))).toEqual([rule]);
  });
});

test('a doubt about a demand is no demand, also where the field is listed as demanded', () => {
  const doubtful = entity({ kumquat: { ...text, 'x-seam': { required: 'unknown' } } }, ['kumquat']);
  const [change] = compare(doubtful, entity({ kumquat: text }, ['kumquat']), calm);
  expect(change).toMatchObject({ rule: 'required-added', effect: { create: 'narrows' } });
});

describe('several things that happened to one field at once', () => {
  const effects = (was: FieldSchema, now: FieldSchema, required: readonly string[] = []) =>
    Object.fromEntries(
      compare(entity({ kumquat: was }), entity({ kumquat: now }, required), calm).map(
        ({ rule, effect: { read, create, update } }) => [rule, `${read} ${create} ${update}`],
      ),
    );

  test.each<[what: string, was: FieldSchema, now: FieldSchema, required: readonly string[], found: object]>([
    [
      'a longer limit that a list of values makes idle harms nobody',
      { type: 'string', maxLength: 5 },
      { type: 'string', maxLength: 9, enum: ['a', 'b'] },
      [],
      { 'max-length-raised': 'same same same', 'enum-set': 'narrows narrows narrows' },
    ],
    [
      'a further value harms readers, and null that is no longer allowed writers',
      { type: ['string', 'null'], enum: ['a', null] },
      { type: 'string', enum: ['a', 'b'] },
      [],
      { 'enum-value-added': 'widens widens widens', 'null-disallowed': 'narrows narrows narrows' },
    ],
    [
      'a pattern that nobody can compare is not proved by a shorter limit',
      { type: 'string', maxLength: 9, pattern: '^([0-9])\\1+$' },
      { type: 'string', maxLength: 5, pattern: '^([0-8])\\1+$' },
      [],
      { 'max-length-lowered': 'narrows narrows narrows', 'pattern-changed': 'unknown unknown unknown' },
    ],
    [
      'what became read-only is not what became shorter',
      { type: 'string', maxLength: 9 },
      { type: 'string', maxLength: 5, readOnly: true },
      [],
      { 'max-length-lowered': 'narrows narrows narrows', 'read-only-set': 'same narrows narrows' },
    ],
    [
      'what became writable and is demanded at once harms creators by the demand',
      { type: 'string', readOnly: true },
      { type: 'string' },
      ['kumquat'],
      { 'read-only-dropped': 'same widens widens', 'required-added': 'same narrows same' },
    ],
    [
      'two limits, each of which held alone, harm readers together',
      { type: 'string', maxLength: 3, pattern: '^[\\s\\S]{0,3}$' },
      { type: 'string' },
      [],
      { 'max-length-dropped': 'widens same same', 'pattern-removed': 'widens same same' },
    ],
    [
      'two values of an other type, of which each was impossible alone',
      { type: 'integer', enum: [1] },
      { type: ['integer', 'string'], enum: [1, 'a'] },
      [],
      { 'type-widened': 'widens same same', 'enum-value-added': 'widens same same' },
    ],
  ])('%s', (_, was, now, required, expected) => {
    expect(effects(was, now, required)).toEqual(expected);
  });

  test('each shows its own harm', () => {
    const changes = compare(
      entity({ kumquat: { type: 'string', maxLength: 9 } }),
      entity({ kumquat: { type: ['string', 'null'], maxLength: 20 } }),
      calm,
    );
    const shown = changes.map(({ rule, proofs }) => [rule, proofs?.read]);
    expect(Object.fromEntries(shown)).toEqual({
      'null-allowed': { kind: 'witness', direction: 'read', document: {} },
      'max-length-raised': { kind: 'witness', direction: 'read', document: { kumquat: 'a'.repeat(10) } },
    });
  });

  test('the items of a list are told apart from the list', () => {
    const list = (items: FieldSchema, more: FieldSchema = {}): FieldSchema => ({
      type: 'array',
      items,
      ...more,
    });
    const found = effects(
      list({ type: 'string', maxLength: 5 }, { maxItems: 9 }),
      list({ type: 'string', maxLength: 9 }, { maxItems: 5 }),
    );
    expect(found).toEqual({
      'max-items-lowered': 'narrows narrows narrows',
      'max-length-raised': 'widens widens widens',
    });
  });
});

describe('what could not be observed', () => {
  const dark = (...facets: ObservedFacet[]) => ({
    observed: everyFacet.filter((facet) => !facets.includes(facet)),
  });

  test.each<[facet: ObservedFacet, was: FieldSchema, now: FieldSchema, required: readonly string[]]>([
    ['maxLength', { type: 'string', maxLength: 5 }, { type: 'string', maxLength: 9 }, []],
    ['format', { type: 'string', format: 'date' }, { type: 'string', pattern: '^a$' }, []],
    ['enum', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['b'] }, []],
    ['bounds', { type: 'integer', minimum: 5 }, { type: 'integer', maximum: 1 }, []],
    ['nullability', { type: 'string' }, { type: ['string', 'null'] }, []],
    ['nullability', { enum: ['a', null] }, { enum: ['a'] }, []],
    ['readOnly', { type: 'string' }, { type: 'string', readOnly: true }, []],
    ['writeOnly', { type: 'string' }, { type: 'string', writeOnly: true }, []],
    ['immutable', { type: 'string' }, { type: 'string', 'x-seam': { immutable: true } }, []],
    ['presence', { type: 'string' }, { type: 'string', 'x-seam': { presence: 'optional' } }, []],
    ['requiredness', { type: 'string' }, { type: 'string' }, ['kumquat']],
    ['type', { type: 'string', maxLength: 5 }, { type: 'integer' }, []],
    [
      'written',
      { type: 'string' },
      { type: 'string', 'x-seam': { written: { type: 'integer', maximum: 5 } } },
      [],
    ],
  ])('%s is not drift, and hides no other drift of the field', (facet, was, now, required) => {
    for (const sides of [
      [{}, dark(facet)],
      [dark(facet), {}],
      [dark(facet), dark(facet)],
    ] as const) {
      const told = (left: FieldSchema, right: FieldSchema) =>
        found(entity({ kumquat: left }, [], sides[0]), entity({ kumquat: right }, required, sides[1]));
      expect([facet, told(was, now), told(now, was)]).toEqual([facet, [], []]);
      const unique = { ...now, 'x-seam': { ...now['x-seam'], unique: true as const } };
      expect([facet, told(was, unique)]).toEqual([facet, ['unique-set kumquat']]);
    }
  });

  test('is cut from what inclusion compares, so that another change explains all of it', () => {
    const was = entity({ kumquat: { type: 'string', maxLength: 5 } }, [], dark('maxLength'));
    const now = entity({ kumquat: { type: ['string', 'null'] } });
    expect(compare(was, now, calm)).toMatchObject([
      { rule: 'null-allowed', effect: { read: 'widens', create: 'widens', update: 'widens' } },
    ]);
  });

  test('is never drift', () => {
    const without = everyFacet.filter((facet) => facet !== 'maxLength');
    const was = entity({ ref: { type: 'string', maxLength: 10 } }, [], { observed: without });
    expect(found(was, entity({ ref: { type: 'string', maxLength: 5 } }))).toEqual([]);
    expect(found(entity({ ref: { type: 'string', maxLength: 5 } }), was)).toEqual([]);
  });
});

test('a field named like a member of every object is a field like any other', () => {
  const hostile = Object.fromEntries(['__proto__', 'constructor', 'toString'].map((name) => [name, text]));
  expect(found(entity(hostile), entity({}))).toEqual([
    'field-removed __proto__',
    'field-removed constructor',
    'field-removed toString',
  ]);
  expect(found(entity({}), entity(hostile))).toEqual([
    'field-added __proto__',
    'field-added constructor',
    'field-added toString',
  ]);
});

const anyField: fc.Arbitrary<FieldSchema> = fc.constantFrom(
  ...Object.values(fieldRules).flatMap(({ example }) =>
    [example.contract, example.live].map(({ demanded: _, ...schema }) => schema as FieldSchema),
  ),
);
const anyEntity = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), anyField)
  .chain((properties) =>
    fc.subarray(Object.keys(properties)).map((required) => entity(properties, required)),
  );

describe('laws', () => {
  test('an entity held against itself gives nothing', () => {
    fc.assert(fc.property(anyEntity, (any) => compare(any, structuredClone(any), calm).length === 0));
  });

  test('two entities that differ give at least one change', () => {
    fc.assert(
      fc.property(anyEntity, anyEntity, (a, b) => {
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        return same || compare(a, b, calm).length > 0 || onlyUnseen(a, b);
      }),
    );
  });

  test('swapping the sides of a kept field of which one thing changed swaps narrows and widens', () => {
    const mirror = { narrows: 'widens', widens: 'narrows', crosses: 'crosses', same: 'same' } as const;
    const writable = anyField.filter(
      ({ readOnly, writeOnly, ...rest }) => !readOnly && !writeOnly && !rest['x-seam']?.immutable,
    );
    const kept = fc.tuple(writable, writable);
    fc.assert(
      fc.property(kept, ([a, b]) => {
        const ofSets = ({ rule }: Change) => /^(max|min|type|enum-value-(added|removed))/.test(rule);
        const all = compare(entity({ k: a }), entity({ k: b }), calm);
        // Of several, each is judged by what it does to the field as it was: the way back starts elsewhere.
        if (all.filter(({ silent }) => !silent).length > 1) return;
        const there = all.filter(ofSets);
        const back = compare(entity({ k: b }), entity({ k: a }), calm).filter(ofSets);
        const effects = (list: typeof there) =>
          list
            .filter(({ effect }) => effect.read in mirror)
            .map(({ effect }) => effect.read)
            .sort();
        expect(
          effects(there)
            .map((effect) => mirror[effect as keyof typeof mirror])
            .sort(),
        ).toEqual(effects(back));
      }),
    );
  });

  test('what was proved of one entity is proved of all that differ in the same way', () => {
    const proofs = noProofs();
    const count = () => proofs.fields.size + proofs.views.size + proofs.empty.size;
    fc.assert(
      fc.property(anyEntity, anyEntity, (a, b) => {
        const expected = compare(a, b, calm);
        expect(compare(a, b, { ...calm, proofs })).toEqual(expected);
        const proved = count();
        expect(compare(a, b, { ...calm, proofs })).toEqual(expected);
        expect(count()).toBe(proved);
      }),
    );
    expect(proofs.views.size).toBeGreaterThan(0);
  });

  test('the order of fields and of required never matters', () => {
    fc.assert(
      fc.property(anyEntity, anyEntity, (a, b) => {
        const turned = (any: typeof a) => ({
          ...any,
          properties: Object.fromEntries(Object.entries(any.properties).reverse()),
          required: [...any.required].reverse(),
        });
        expect(compare(turned(a), turned(b), calm)).toEqual(compare(a, b, calm));
      }),
    );
  });
});

function sorted(any: ReturnType<typeof entity>): unknown {
  return [Object.entries(any.properties).sort(([a], [b]) => (a < b ? -1 : 1)), [...any.required].sort()];
}

/** Two fields that differ only in evidence that no rule is about (`requiredBy`, ids). */
function onlyUnseen(a: ReturnType<typeof entity>, b: ReturnType<typeof entity>): boolean {
  const seen = (any: typeof a) =>
    JSON.stringify(sorted(any), (key, value) =>
      ['id', 'formerName', 'requiredBy'].includes(key) ? undefined : value,
    );
  return seen(a) === seen(b);
}
