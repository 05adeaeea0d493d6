import { describe, expect, test } from 'vitest';
import { fieldOf, isKnownType, type types } from '../../src/connectors/odoo/fields.ts';
import { isVirtual } from '../../src/connectors/odoo/inherits.ts';
import { parseFields } from '../../src/connectors/odoo/wire.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Field, FieldSchema } from '../../src/model/schema.ts';
import { fixtureModel } from '../erp/odoo.ts';

/** What a field of this native type becomes, by the example that the fixture kumquat.order has of it. */
const examples: Readonly<Record<keyof typeof types, readonly [field: string, schema: FieldSchema]>> = {
  boolean: ['ripe', { type: 'boolean' }],
  integer: ['crates', { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
  float: ['weight', { type: 'number', 'x-seam': { scale: '3' } }],
  monetary: ['duty', { type: 'number', 'x-seam': { unit: 'currency_id' } }],
  char: ['code', { type: ['string', 'null'], maxLength: 12 }],
  text: ['memo', { type: ['string', 'null'] }],
  html: ['terms', { type: ['string', 'null'], contentMediaType: 'text/html' }],
  date: ['picked_on', { type: ['string', 'null'], format: 'date' }],
  datetime: [
    'landed_at',
    {
      type: 'string',
      pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$',
      'x-seam': { timeZone: 'UTC' },
    },
  ],
  binary: ['photo', { type: ['string', 'null'], contentEncoding: 'base64' }],
  image: ['image', { type: ['string', 'null'], contentEncoding: 'base64' }],
  selection: [
    'grade',
    {
      type: ['string', 'null'],
      enum: ['a', 'b', 'c', null],
      'x-seam': { enumLabels: { a: 'First', b: 'Second', c: 'Juice' } },
    },
  ],
  reference: [
    'source',
    {
      type: ['string', 'null'],
      pattern: '^[^,]+,[0-9]+$',
      'x-seam': { target: ['purchase.order', 'sale.order'] },
    },
  ],
  many2one: ['company_id', { type: 'integer', 'x-seam': { target: 'res.company' } }],
  many2one_reference: ['origin_id', { type: 'integer' }],
  one2many: [
    'crate_ids',
    { type: 'array', items: { type: 'integer' }, 'x-seam': { target: 'kumquat.crate', inverse: 'order_id' } },
  ],
  many2many: ['tag_ids', { type: 'array', items: { type: 'integer' }, 'x-seam': { target: 'kumquat.tag' } }],
  json: ['analysis', {}],
  properties: ['traits', {}],
  properties_definition: ['traits_definition', {}],
  serialized: ['sparse', {}],
};

const plain = { type: 'char', required: false, readonly: false, store: true, manual: false, depends: [] };

/** Answers of fields_get for the fixture, and for types that no fixture has. */
const answers: JsonObject = {
  ...fixtureModel('17.0', 'kumquat.order').fields,
  image: { ...plain, type: 'image', string: 'Image' },
};

/** One field, alone in its model, with a default where asked. */
function mapped(
  name: string,
  description: JsonObject,
  known: {
    hasDefault?: boolean;
    defaultsToFalse?: boolean;
    dynamic?: boolean;
    unique?: boolean;
    keeper?: JsonObject;
  } = {},
): Field {
  const [field] = parseFields(Object.fromEntries([[name, description]]));
  if (field === undefined) throw new Error('no field');
  const { keeper, ...others } = known;
  const [kept = field] = keeper === undefined ? [] : parseFields(Object.fromEntries([[name, keeper]]));
  const surroundings = {
    hasDefault: false,
    defaultsToFalse: false,
    dynamic: false,
    unique: false,
    ...others,
  };
  return fieldOf(field, {
    model: 'kumquat.order',
    delegates: false,
    condition: undefined,
    row: undefined,
    keeper: kept,
    ...surroundings,
  });
}

/** Without what every type has alike: label, native type, and how it is required, computed or kept. */
function typed({ schema }: Field): FieldSchema {
  const { title: _title, readOnly: _readOnly, 'x-seam': facets = {}, ...keywords } = schema;
  const own = ['precision', 'scale', 'unit', 'target', 'inverse', 'enumLabels', 'enumSource', 'timeZone'];
  const kept = Object.entries(facets).filter(([name]) => own.includes(name));
  return kept.length === 0 ? keywords : { ...keywords, 'x-seam': Object.fromEntries(kept) };
}

describe('Odoo field types', () => {
  test.each(Object.entries(examples))('%s', (type, [name, schema]) => {
    const field = mapped(name, answers[name] as JsonObject);
    expect(typed(field)).toEqual(schema);
    expect(field.schema['x-seam']?.nativeType).toBe(type);
  });

  test('a type that no row knows has no `type`, and keeps its name', () => {
    const { schema } = mapped('vector', { ...plain, type: 'vector', string: 'Vector' });
    expect(schema).toEqual({ title: 'Vector', 'x-seam': { nativeType: 'vector' } });
    expect(isKnownType('constructor')).toBe(false);
  });

  test('a field without attributes is described as far as it goes, and its requiredness is unknown', () => {
    const { schema, required } = mapped('bare', {});
    expect(required).toBe(false);
    expect(schema).toEqual({ 'x-seam': { required: 'unknown' } });
  });
});

describe('numbers', () => {
  test.each([[0], [false], ['16,2'], [[16]], [[16, null]]])(
    'digits %j say nothing of the scale',
    (digits) => {
      expect(typed(mapped('ratio', { ...plain, type: 'float', digits: digits as never }))).toEqual({
        type: 'number',
      });
    },
  );
});

describe('the scale', () => {
  const scale = (digits: unknown) =>
    mapped('weight', { ...plain, type: 'float', digits: digits as never }).schema['x-seam']?.scale;
  test('is the second of two numbers', () => expect(scale([16, 2])).toBe('2'));
  test('is the last of three, as Odoo says after 19', () => expect(scale([16, 2, 4])).toBe('4'));
});

describe('selections', () => {
  const selection = (values: unknown, known = {}): FieldSchema =>
    typed(mapped('grade', { ...plain, type: 'selection', selection: values as never }, known));

  test('one whose values are data has no enum', () => {
    expect(selection([['en_US', 'English']], { dynamic: true })).toEqual({
      type: ['string', 'null'],
      'x-seam': { enumSource: 'dynamic' },
    });
  });

  test.each([[[]], [undefined], ['_get_grades'], [[[]]]])(
    '%j is no list of values, so it is dynamic',
    (values) => {
      expect(selection(values)).toEqual({ type: ['string', 'null'], 'x-seam': { enumSource: 'dynamic' } });
    },
  );

  test('values need not be text, false is empty, and a value that comes twice is one', () => {
    expect(
      selection([
        [false, ''],
        [2, 'Two'],
        [1, 'One'],
        [1, 'Uno'],
        ['a', 'A'],
      ]),
    ).toEqual({
      type: ['integer', 'string', 'null'],
      enum: [1, 2, 'a', null],
      'x-seam': { enumLabels: { '1': 'Uno', '2': 'Two', a: 'A' } },
    });
  });

  test('a required one has no null', () => {
    const { schema } = mapped('grade', {
      ...plain,
      type: 'selection',
      required: true,
      selection: [['a', 'A']],
    });
    expect(schema).toMatchObject({ type: 'string', enum: ['a'] });
  });
});

describe('binary', () => {
  test('that is kept nowhere may hold any JSON', () => {
    expect(typed(mapped('totals', { ...plain, type: 'binary', store: false }))).toEqual({});
  });
});

describe('emptiness', () => {
  const nullable = (description: JsonObject): boolean => {
    const { type = [] } = mapped('code', { ...plain, ...description }).schema;
    return type.includes('null');
  };

  test('required and stored is never empty', () => expect(nullable({ required: true })).toBe(false));
  test('a required manual field may be', () => expect(nullable({ required: true, manual: true })).toBe(true));
  test('a required field that is not stored may be', () =>
    expect(nullable({ required: true, store: false })).toBe(true));
  test('a required value per company may be', () =>
    expect(nullable({ required: true, company_dependent: true })).toBe(true));
  test.each([['integer'], ['many2one_reference']])('an empty %s is 0', (type) =>
    expect(nullable({ type })).toBe(false),
  );
  test('an inherited field is empty where it is in the parent', () => {
    const inherited = { ...plain, required: true, store: false, related: 'species_id.name' };
    const type = (keeper: JsonObject) => mapped('name', inherited, { keeper }).schema.type;
    expect(type({ ...plain, required: true })).toBe('string');
    expect(type({ ...plain, required: true, manual: true })).toEqual(['string', 'null']);
  });
  test('the id never is', () => {
    expect(mapped('id', { ...plain, type: 'integer', readonly: true }).schema.type).toBe('integer');
  });
});

describe('a default', () => {
  const facets = (description: JsonObject, known = {}) =>
    mapped('ripe', { ...plain, ...description }, { hasDefault: true, ...known }).schema['x-seam'];
  test('is said to be there, without its value', () => expect(facets({})?.hasDefault).toBe(true));
  test('of false is the same as none for what is kept, and fills what is required', () => {
    const required = { type: 'boolean', required: true };
    expect(facets(required, { defaultsToFalse: true })).toEqual({
      nativeType: 'boolean',
      requiredBy: ['default'],
    });
  });
});

describe('readonly', () => {
  const facets = (
    name: string,
    description: JsonObject,
  ): readonly [boolean | undefined, boolean | undefined] => {
    const { schema } = mapped(name, { ...plain, readonly: true, ...description });
    return [schema.readOnly, schema['x-seam']?.uiReadOnly];
  };

  test('a stored field binds the screen alone', () => expect(facets('total', {})).toEqual([undefined, true]));
  test('a field kept nowhere drops what is written', () =>
    expect(facets('crate_count', { store: false })).toEqual([true, undefined]));
  test('a value per company is kept', () =>
    expect(facets('cost', { store: false, company_dependent: true })).toEqual([undefined, true]));
  test('Odoo 16 says it with a number', () =>
    expect(facets('code', { readonly: 1 })).toEqual([undefined, true]));
  test.each(['id', 'create_date', 'create_uid', 'write_date', 'write_uid', 'display_name', 'parent_path'])(
    '%s is set by Odoo',
    (name) => expect(facets(name, {})).toEqual([true, undefined]),
  );
});

test('a field of which no two records may have the same value says so', () => {
  expect(mapped('code', plain, { unique: true }).schema['x-seam']?.unique).toBe(true);
  expect(mapped('code', plain).schema['x-seam']?.unique).toBeUndefined();
});

describe('virtual fields', () => {
  test.each(['in_group_7', 'sel_groups_1_10_11', 'sel_groups_3'])('%s is left out', (name) => {
    expect(parseFields({ [name]: { type: 'boolean' } }).map(isVirtual)).toEqual([true]);
  });
  test.each(['in_group', 'x_in_group_7', 'in_group_7_name', '__proto__'])('%s is a field', (name) => {
    expect(parseFields(Object.fromEntries([[name, { type: 'boolean' }]])).map(isVirtual)).toEqual([false]);
  });
});
