import { describe, expect, test } from 'vitest';
import { fieldOf, fieldsOf, type Surroundings } from '../../src/connectors/frappe/fields.ts';
import { isKnownType, isLayout, type types } from '../../src/connectors/frappe/types.ts';
import { type DocType, parseDocTypes } from '../../src/connectors/frappe/wire.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Field, FieldFacets, FieldSchema } from '../../src/model/schema.ts';
import { mergedIn, fieldsOf as rowsIn, storedIn } from '../erp/frappe/metadata.ts';
import { fixtureSite } from '../erp/frappe.ts';

const datetime = '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$';
const line: FieldSchema = { type: ['string', 'null'], maxLength: 140 };
const text: FieldSchema = { type: ['string', 'null'] };

/** What a field of this native type becomes, by the example that the fixture Kumquat Order has of it. */
const examples: Readonly<Record<keyof typeof types, readonly [field: string, schema: FieldSchema]>> = {
  Data: ['title', line],
  Link: ['grower', { ...line, 'x-seam': { target: 'Kumquat Grower' } }],
  'Dynamic Link': ['party', { ...line, 'x-seam': { targetField: 'party_type' } }],
  Select: ['grade', { ...line, enum: ['', 'First', 'Second', 'Juice', null] }],
  'Read Only': ['stamp', line],
  Color: ['peel', line],
  Icon: ['badge', line],
  Phone: ['hotline', line],
  Autocomplete: ['dock', line],
  'Small Text': ['remark', text],
  Text: ['story', text],
  'Long Text': ['ledger', text],
  Code: ['label_code', text],
  'Text Editor': ['terms', { ...text, contentMediaType: 'text/html' }],
  'HTML Editor': ['leaflet', { ...text, contentMediaType: 'text/html' }],
  'Markdown Editor': ['diary', { ...text, contentMediaType: 'text/markdown' }],
  Attach: ['contract_file', text],
  'Attach Image': ['photo', text],
  Signature: ['signed', text],
  Barcode: ['pallet', text],
  Geolocation: ['grove', { ...text, contentMediaType: 'application/geo+json' }],
  Password: ['gate_pin', text],
  JSON: ['lab', { ...text, contentMediaType: 'application/json' }],
  Int: ['crates', { type: 'integer', minimum: 0, maximum: 2147483647 }],
  'Long Int': ['lifetime_kernels', { type: ['integer', 'null'] }],
  Check: ['sealed', { type: 'integer', enum: [0, 1] }],
  Float: ['weight', { type: 'number', 'x-seam': { scale: '3' } }],
  Currency: ['duty', { type: 'number', minimum: 0, 'x-seam': { scale: '9', unit: 'currency' } }],
  Percent: ['sugar', { type: 'number', 'x-seam': { scale: '9' } }],
  Duration: ['haul', { type: ['number', 'null'] }],
  Rating: ['taste', { type: ['number', 'null'], minimum: 0, maximum: 1 }],
  Date: ['picked_on', { ...text, format: 'date' }],
  Datetime: ['landed_at', { ...text, pattern: datetime, 'x-seam': { timeZone: 'site' } }],
  Time: ['pick_up_time', { ...text, pattern: '^\\d{1,2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$' }],
  Table: ['items', { type: 'array', 'x-seam': { target: 'Kumquat Order Item' } }],
  'Table MultiSelect': ['pickers', { type: 'array', 'x-seam': { target: 'Kumquat Picker' } }],
};

const known: Surroundings = { major: 15, origins: { readable: false, why: '' }, tables: new Map() };

const site = fixtureSite('15');

function docType(name: string): DocType {
  const stored = storedIn(site, name);
  const [type] = parseDocTypes({ data: mergedIn(site, stored ?? {}) });
  if (type === undefined) throw new Error(`there is no fixture ${name}`);
  return type;
}

/** One field, alone in its DocType. */
function mapped(row: JsonObject, of: JsonObject = {}, setting: Partial<Surroundings> = {}): Field {
  const field = { fieldname: 'kumquat', fieldtype: 'Data', ...row };
  const [type] = parseDocTypes({ data: { name: 'Kumquat Order', fields: [field], ...of } });
  const [first] = type?.fields ?? [];
  if (type === undefined || first === undefined) throw new Error('no field');
  return fieldOf(first, type, { ...known, ...setting });
}

const facets = (row: JsonObject, of?: JsonObject): FieldFacets => mapped(row, of).schema['x-seam'] ?? {};

/** Without what every type has alike: label, native type, and how it is required, filled or bound. */
function typed({ schema }: Field): FieldSchema {
  const { title: _title, readOnly: _readOnly, default: _default, items: _items, ...rest } = schema;
  const { 'x-seam': all = {}, ...keywords } = rest;
  const own = ['scale', 'unit', 'target', 'targetField', 'timeZone'];
  const kept = Object.entries(all).filter(([name]) => own.includes(name));
  return kept.length === 0 ? keywords : { ...keywords, 'x-seam': Object.fromEntries(kept) };
}

describe('Frappe field types', () => {
  test.each(Object.entries(examples))('%s', (type, [name, schema]) => {
    const order = docType('Kumquat Order');
    const field = order.fields.find((each) => each.name === name);
    if (field === undefined) throw new Error(`no field ${name}`);
    const found = fieldOf(field, order, known);
    expect(typed(found)).toEqual(schema);
    expect(found.schema['x-seam']?.nativeType).toBe(type);
  });

  test('layout is no field, whatever its kind', () => {
    const order = docType('Kumquat Order');
    const layout = order.fields.filter(isLayout);
    const kinds = [...new Set(layout.map(({ type }) => type))].sort();
    expect(kinds).toEqual(
      ['Button', 'Column Break', 'Fold', 'HTML', 'Heading', 'Image', 'Section Break', 'Tab Break'].sort(),
    );
    const names = new Set(fieldsOf(order, known, false).map(({ name }) => name));
    expect(layout.filter(({ name }) => names.has(name))).toEqual([]);
  });

  test('a type that no row knows has no `type`, and keeps its name', () => {
    const { schema } = mapped({ fieldtype: 'Smell', label: 'Smell' });
    expect(schema).toEqual({
      title: 'Smell',
      'x-seam': { nativeType: 'Smell', origin: { kind: 'standard' } },
    });
    expect(isKnownType('constructor')).toBe(false);
  });

  test('a field may be called __proto__', () => {
    const row = JSON.parse('{"fieldname": "__proto__", "fieldtype": "Int"}') as JsonObject;
    expect(mapped(row)).toMatchObject({ name: '__proto__', schema: { type: 'integer' } });
  });
});

describe('what differs by version or kind of DocType', () => {
  test('a Rating of 13 is a number of stars', () => {
    const { schema } = mapped({ fieldtype: 'Rating' }, {}, { major: 13 });
    expect(schema).toMatchObject({ type: ['integer', 'null'], minimum: 0, maximum: 5 });
  });

  test.each([
    ['Data', { type: ['string', 'null'] }],
    ['Link', { type: ['string', 'null'] }],
    ['Int', { type: 'integer' }],
    ['Float', { type: 'number' }],
  ])('a Single has no columns, so its %s has no limit', (fieldtype, schema) => {
    expect(typed(mapped({ fieldtype }, { issingle: 1 }))).toEqual(schema);
  });

  test('a field that is not nullable (16) is never empty', () => {
    expect(mapped({ not_nullable: 1 }).schema.type).toBe('string');
  });
});

describe('lengths and digits', () => {
  test.each<[JsonObject, FieldSchema]>([
    [{ length: 24 }, { maxLength: 24 }],
    [{ length: '24' }, { maxLength: 24 }],
    [{ length: 0 }, { maxLength: 140 }],
    [{ length: null }, { maxLength: 140 }],
    [{ fieldtype: 'Small Text', length: 240 }, {}],
    [{ fieldtype: 'Int', length: 20 }, { type: 'integer' }],
  ])('%j', (row, schema) => {
    const { type: _type, ...bounds } = typed(mapped(row));
    const { type: _expected, ...expected } = schema;
    expect(bounds).toEqual(expected);
  });

  test.each([
    ['2', '2'],
    [2, '2'],
    ['0', '0'],
    ['', '9'],
    [null, '9'],
    [0, '9'],
    ['many', '9'],
  ])('precision %j is a scale of %s', (precision, scale) => {
    expect(facets({ fieldtype: 'Currency', precision }).scale).toBe(scale);
  });

  test('non_negative bounds Int, Float and Currency, and no other', () => {
    const bound = (fieldtype: string) => mapped({ fieldtype, non_negative: 1 }).schema.minimum;
    expect(['Int', 'Float', 'Currency', 'Percent'].map(bound)).toEqual([0, 0, 0, undefined]);
  });
});

describe('forms of a Data field', () => {
  const pattern = (row: JsonObject) => mapped(row).schema.pattern;

  test.each([
    ['Email', ['', 'a@b.example', 'A <a@b.example>, c@d.example'], ['nobody']],
    ['Phone', ['', '+49 30 (1234) 567-8'], ['call me', '1'.repeat(21)]],
    ['URL', ['', 'https://a.example/b'], ['a.example']],
  ])('%s', (options, good, bad) => {
    const fits = new RegExp(pattern({ options }) ?? '^never$', 'u');
    expect(good.filter((value) => !fits.test(value))).toEqual([]);
    expect(bad.filter((value) => fits.test(value))).toEqual([]);
  });

  test.each(['Barcode', 'Market Segment', 'IBAN'])('%s is none that is checked everywhere', (options) => {
    expect(pattern({ options })).toBeUndefined();
  });

  test('a field that was of another type once is not checked', () => {
    expect(pattern({ options: 'Email', oldfieldtype: 'Text' })).toBeUndefined();
    expect(pattern({ options: 'Email', oldfieldtype: 'Data' })).toBeDefined();
  });
});

describe('selects', () => {
  const select = (row: JsonObject, of?: JsonObject) => {
    const { enum: values, maxLength, default: given } = mapped({ fieldtype: 'Select', ...row }, of).schema;
    return { values, maxLength, default: given };
  };

  test('the order of the options stays, since the first is the default', () => {
    expect(select({ options: 'b\na' })).toEqual({ values: ['b', 'a', null], maxLength: 140, default: 'b' });
  });
  test('a leading blank line is the option for nothing, and the default', () => {
    expect(select({ options: '\na' })).toEqual({ values: ['', 'a', null], maxLength: 140, default: '' });
  });
  test('a stated default comes before the first option', () => {
    expect(select({ options: 'b\na', default: 'a' }).default).toBe('a');
  });
  test('an option that comes twice is one, and spaces around it are not kept by Frappe', () => {
    expect(select({ options: 'a\r\n b \na' }).values).toEqual(['a', 'b', null]);
  });
  test.each([null, '', '\n\n'])('options %j are not checked, so any text goes', (options) => {
    expect(select({ options }).values).toBeUndefined();
  });
  test('[Select] stands for no default', () => {
    expect(select({ options: '[Select]\na' }).default).toBe('[Select]');
    expect(select({ options: '[Select]' }).default).toBeUndefined();
  });
  test('the length of its column counts where it cuts an option', () => {
    expect(select({ options: 'Draft\nDone', length: 5 }).maxLength).toBe(140);
    expect(select({ options: 'Draft\nDone', length: 4 }).maxLength).toBe(4);
  });
  test('a series takes the first option that is not blank', () => {
    const of = { autoname: 'naming_series:' };
    expect(select({ fieldname: 'naming_series', options: '\nKUM-' }, of).default).toBe('KUM-');
  });
});

describe('defaults', () => {
  const given = (row: JsonObject, of?: JsonObject) => {
    const { schema } = mapped(row, of);
    return schema.default ?? (schema['x-seam']?.hasDefault === true ? 'computed' : 'none');
  };

  test.each<[JsonObject, unknown]>([
    [{ default: 'Hand' }, 'Hand'],
    [{ default: '' }, 'none'],
    [{ fieldtype: 'Link', default: 'Commercial' }, 'Commercial'],
    [{ fieldtype: 'Link', default: ':Company' }, 'computed'],
    [{ fieldtype: 'Link', default: '__user' }, 'computed'],
    [{ fieldtype: 'Date', default: 'Today' }, 'computed'],
    [{ fieldtype: 'Date', default: '2099-12-31' }, '2099-12-31'],
    [{ fieldtype: 'Datetime', default: 'Now' }, 'computed'],
    [{ fieldtype: 'Time' }, 'computed'],
    [{ fieldtype: 'Check' }, 0],
    [{ fieldtype: 'Check', default: '1' }, 1],
    [{ fieldtype: 'Check', reqd: 1 }, 0],
    [{ fieldtype: 'Int' }, 0],
    [{ fieldtype: 'Int', reqd: 1 }, 'none'],
    [{ fieldtype: 'Int', default: '7.9' }, 7],
    [{ fieldtype: 'Float', default: '0.00' }, 0],
    [{ fieldtype: 'Float', default: 'a lot' }, 0],
    [{ fieldtype: 'Rating', default: '0.6' }, 0.6],
    [{ fieldtype: 'Table', default: '0' }, 'none'],
    [{ fieldtype: 'Int', is_virtual: 1, default: '3' }, 'none'],
  ])('of %j', (row, value) => {
    expect(given(row)).toEqual(value);
  });

  test('the template of a title is filled by Frappe, but only where the title is called so', () => {
    const title = { fieldname: 'title', default: '{grower}' };
    expect(given(title, { title_field: 'title' })).toBe('computed');
    expect(given(title, { title_field: 'grower' })).toBe('{grower}');
    expect(given({ fieldname: 'grower', default: 'x' }, { title_field: 'grower' })).toBe('none');
  });
});

describe('flags', () => {
  test.each<[JsonObject, keyof FieldFacets, unknown]>([
    [{ unique: 1 }, 'unique', true],
    [{ set_only_once: 1 }, 'immutable', true],
    [{ permlevel: 2 }, 'permissionLevel', 2],
    [{ fetch_from: 'grower.name' }, 'copiedFrom', 'grower.name'],
    [{ read_only: 1 }, 'uiReadOnly', true],
    [{ fieldtype: 'Read Only' }, 'uiReadOnly', true],
    [{ oldfieldname: 'plum' }, 'formerName', 'plum'],
    [{ oldfieldname: 'kumquat' }, 'formerName', undefined],
    [{ hidden: 1 }, 'uiReadOnly', undefined],
    [{ unique: 0 }, 'unique', undefined],
    [{ unique: null }, 'unique', undefined],
  ])('%j', (row, facet, value) => {
    expect(facets(row)[facet]).toEqual(value);
  });

  test('a virtual field is computed, kept nowhere, and drops what is written', () => {
    const { schema, required } = mapped({ fieldtype: 'Int', is_virtual: 1, reqd: 1 });
    expect(required).toBe(false);
    expect(schema).toMatchObject({ type: ['integer', 'null'], readOnly: true });
    expect(schema['x-seam']).toMatchObject({ computed: true, stored: false });
  });

  test('reqd is no proof that older rows are not empty', () => {
    const { schema } = mapped({ reqd: 1 });
    expect(schema.type).toEqual(['string', 'null']);
    expect(schema['x-seam']?.nullable).toBe('unknown');
  });

  test('the row of a Custom Field is its id, and keeps its first name', () => {
    const row = { is_custom_field: 1, name: 'Kumquat Order-plum' };
    expect(facets(row)).toMatchObject({ id: 'Kumquat Order-plum', formerName: 'plum' });
    const same = { ...row, fieldname: 'plum' };
    expect(facets(same)).toMatchObject({ id: 'Kumquat Order-plum' });
    expect(facets(same).formerName).toBeUndefined();
    expect(facets({ is_custom_field: 1, name: 'a1b2c3' }).formerName).toBeUndefined();
  });

  test('the row of a standard field has another name after each migration, so it is no id', () => {
    expect(facets({ name: 'lv5dkms469' }).id).toBeUndefined();
  });
});

describe('fields that are in every record and in no metadata', () => {
  const names = (type: DocType, nested = false) => fieldsOf(type, known, nested).map(({ name }) => name);
  const standard = ['creation', 'docstatus', 'doctype', 'idx', 'modified', 'modified_by', 'name', 'owner'];
  const parts = ['parent', 'parentfield', 'parenttype'];

  test('a document has them, and a row knows its parent, too', () => {
    expect(names(docType('Kumquat Permit'))).toEqual([...standard, 'issued'].sort());
    expect(names(docType('Kumquat Picker'))).toEqual([...standard, ...parts, 'picker'].sort());
  });

  const field = (type: DocType, name: string, nested = false) => {
    const found = fieldsOf(type, known, nested).find((each) => each.name === name);
    if (found === undefined) throw new Error(`no field ${name}`);
    return found;
  };

  test('Frappe sets the name, unless create is asked for it', () => {
    expect(field(docType('Kumquat Order'), 'name').schema.readOnly).toBe(true);
    const prompted = field(docType('Kumquat Permit'), 'name');
    expect(prompted).toMatchObject({ required: true, schema: { 'x-seam': { immutable: true } } });
    expect(prompted.schema.readOnly).toBeUndefined();
  });
  test('a name that counts up is a number', () => {
    expect(field(docType('Kumquat Reading'), 'name').schema.type).toBe('integer');
  });
  test('docstatus is written where a document can be submitted, and never in its rows', () => {
    expect(field(docType('Kumquat Order'), 'docstatus').schema).toMatchObject({ enum: [0, 1, 2] });
    expect(field(docType('Kumquat Order'), 'docstatus').schema.readOnly).toBeUndefined();
    expect(field(docType('Kumquat Grower'), 'docstatus').schema.readOnly).toBe(true);
    expect(field(docType('Kumquat Order Item'), 'docstatus', true).schema.readOnly).toBe(true);
  });
  test('a row that is written alone must say where it belongs', () => {
    const demanded = (nested: boolean) =>
      parts.filter((name) => field(docType('Kumquat Picker'), name, nested).required);
    expect(demanded(false)).toEqual(['parent', 'parenttype']);
    expect(demanded(true)).toEqual([]);
  });
  test('a Single has no creation, and its idx may be text', () => {
    expect(field(docType('Kumquat Settings'), 'creation').schema.type).toEqual(['string', 'null']);
    expect(field(docType('Kumquat Settings'), 'idx').schema.type).toEqual(['integer', 'string']);
  });
});

test('the fixture has a field of each type', () => {
  const used = new Set(rowsIn(storedIn(site, 'Kumquat Order') ?? {}).map(({ fieldtype }) => fieldtype));
  expect(Object.keys(examples).filter((type) => !used.has(type))).toEqual([]);
});
