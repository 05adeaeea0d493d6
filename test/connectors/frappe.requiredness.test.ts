import { describe, expect, test } from 'vitest';
import { defaultOf } from '../../src/connectors/frappe/defaults.ts';
import { demandOf } from '../../src/connectors/frappe/requiredness.ts';
import { parseDocTypes } from '../../src/connectors/frappe/wire.ts';
import type { JsonObject } from '../../src/model/json.ts';

function demand(row: JsonObject, of: JsonObject = {}) {
  const field = { fieldname: 'kumquat', fieldtype: 'Data', ...row };
  const [type] = parseDocTypes({ data: { name: 'Kumquat Order', fields: [field], ...of } });
  const [first] = type?.fields ?? [];
  if (type === undefined || first === undefined) throw new Error('no field');
  const { required, facets } = demandOf(first, defaultOf(first, type), type);
  const create = required ? 'demands' : (facets.required ?? 'takes');
  return {
    create,
    by: facets.requiredBy ?? [],
    ...(facets.requiredWhen ? { when: facets.requiredWhen } : {}),
  };
}

describe('what create demands', () => {
  test('a field that is reqd and that nothing fills is demanded', () => {
    expect(demand({ reqd: 1 })).toEqual({ create: 'demands', by: ['api'] });
  });
  test('a field that is not reqd is not', () => {
    expect(demand({ reqd: 0 })).toEqual({ create: 'takes', by: [] });
  });
  test('a hidden field is demanded like any other', () => {
    expect(demand({ reqd: 1, hidden: 1 }).create).toBe('demands');
  });
  test.each<[string, JsonObject]>([
    ['a constant', { default: 'x' }],
    ['0, which is a value', { fieldtype: 'Float', default: '0' }],
    ['the day', { fieldtype: 'Date', default: 'Today' }],
    ['the time, which every Time has', { fieldtype: 'Time' }],
    ['the first option', { fieldtype: 'Select', options: 'a\nb' }],
    ['0 of a Check', { fieldtype: 'Check' }],
  ])('a default fills it: %s', (_, row) => {
    expect(demand({ reqd: 1, ...row })).toEqual({ create: 'takes', by: ['default'] });
  });
  test.each<[string, JsonObject]>([
    ['a blank first option', { fieldtype: 'Select', options: '\na' }],
    ['a number without a default', { fieldtype: 'Currency' }],
    ['a table', { fieldtype: 'Table', options: 'Kumquat Order Item', default: '0' }],
  ])('%s fills nothing', (_, row) => {
    expect(demand({ reqd: 1, ...row })).toEqual({ create: 'demands', by: ['api'] });
  });
  test('the value of another record may be there or not: unknown', () => {
    expect(demand({ reqd: 1, fieldtype: 'Link', default: ':Company' })).toEqual({
      create: 'unknown',
      by: ['api', 'default'],
    });
  });
  test.each<[string, JsonObject]>([
    ['fetched', { fetch_from: 'grower.name' }],
    ['read-only', { read_only: 1 }],
  ])('a field that is %s is filled by Frappe or by code, or not: unknown', (_, row) => {
    expect(demand({ reqd: 1, ...row })).toEqual({ create: 'unknown', by: ['api', 'computed'] });
  });
  test.each<[string, JsonObject, JsonObject]>([
    ['company, anywhere', { fieldname: 'company', fieldtype: 'Link', options: 'Company' }, {}],
    ['the territory', { fieldname: 'territory', fieldtype: 'Link', options: 'Territory' }, {}],
  ])('ERPNext may have a default for the whole site: %s', (_, row, of) => {
    expect(demand({ reqd: 1, ...row }, of)).toEqual({ create: 'unknown', by: ['api', 'default'] });
  });
  test('a text is filled by no default of the site, whatever its name', () => {
    expect(demand({ reqd: 1, fieldname: 'company' }).create).toBe('demands');
  });
  test.each([
    ['Sales Order', 'plc_conversion_rate'],
    ['Sales Invoice', 'debit_to'],
    ['Purchase Order Item', 'uom'],
    ['Stock Entry Detail', 'conversion_factor'],
  ])('code of ERPNext fills %s.%s', (name, fieldname) => {
    const row = { reqd: 1, fieldname, fieldtype: 'Float' };
    expect(demand(row, { name })).toEqual({ create: 'unknown', by: ['api', 'computed'] });
    expect(demand(row).create).toBe('demands');
    expect(demand({ ...row, is_custom_field: 1 }, { name }).create).toBe('demands');
  });
  test('the field that names the record is demanded, reqd or not', () => {
    const of = { autoname: 'field:kumquat' };
    expect(demand({}, of)).toEqual({ create: 'demands', by: ['api', 'key'] });
    expect(demand({ default: 'x' }, of)).toEqual({ create: 'takes', by: [] });
    expect(demand({}, { autoname: 'field:plum' }).create).toBe('takes');
  });
  test('a condition is for the screen, and stays beside what the API demands less than always', () => {
    const when = 'eval:doc.exported';
    const by = ['condition', 'user-interface'];
    expect(demand({ mandatory_depends_on: when })).toEqual({ create: 'takes', by, when });
    expect(demand({ reqd: 1, read_only: 1, mandatory_depends_on: when })).toEqual({
      create: 'unknown',
      by: ['api', 'computed', ...by],
      when,
    });
    expect(demand({ reqd: 1, mandatory_depends_on: when })).toEqual({ create: 'demands', by: ['api'] });
  });
});
