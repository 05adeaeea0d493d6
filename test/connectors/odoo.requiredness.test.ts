import { describe, expect, test } from 'vitest';
import { demandOf } from '../../src/connectors/odoo/requiredness.ts';
import { parseFields } from '../../src/connectors/odoo/wire.ts';
import type { JsonObject } from '../../src/model/json.ts';

const demanded = { type: 'char', required: true, store: true, manual: false, depends: [] } as const;

function demand(
  description: JsonObject,
  known: { hasDefault?: boolean; delegates?: boolean; model?: string; condition?: string } = {},
) {
  const { model = 'kumquat.order', name = 'kumquat' } = {
    ...known,
    name: String(description['name'] ?? 'kumquat'),
  };
  const [field] = parseFields({ [name]: { ...demanded, ...description } });
  if (field === undefined) throw new Error('no field');
  const hasDefault = Object.hasOwn(known, 'hasDefault') ? known.hasDefault : false;
  const delegates = Object.hasOwn(known, 'delegates') ? known.delegates : false;
  const { required, facets } = demandOf(field, { model, hasDefault, delegates, condition: known.condition });
  const create = required ? 'demands' : (facets.required ?? 'takes');
  return {
    create,
    by: facets.requiredBy ?? [],
    ...(facets.requiredWhen === undefined ? {} : { when: facets.requiredWhen }),
  };
}

describe('what create demands', () => {
  test('a field that is required and that nothing fills is demanded', () => {
    expect(demand({})).toEqual({ create: 'demands', by: ['api', 'database'] });
  });
  test('a field that is not required is not', () => {
    expect(demand({ required: false })).toEqual({ create: 'takes', by: [] });
  });
  test('a default fills it', () => {
    expect(demand({}, { hasDefault: true })).toEqual({ create: 'takes', by: ['default'] });
  });
  test('a default fills a computed one, too', () => {
    expect(demand({ depends: ['a'] }, { hasDefault: true })).toEqual({ create: 'takes', by: ['default'] });
  });
  test.each([
    ['computed', { depends: ['company_id'] }],
    ['related', { related: 'grower_id.name' }],
    ['related, as Odoo 14 says it', { related: ['grower_id', 'name'] }],
    ['not stored', { store: false }],
  ])('a field that is %s may stay empty or not: unknown', (_, description) => {
    expect(demand(description)).toEqual({ create: 'unknown', by: ['computed'] });
  });
  test.each([
    ['one2many', { type: 'one2many' }],
    ['many2many', { type: 'many2many' }],
    ['a file', { type: 'binary', attachment: true }],
    ['a value per company', { company_dependent: true, store: false }],
  ])('%s has no column, so only the screen demands it', (_, description) => {
    expect(demand(description)).toEqual({ create: 'takes', by: ['user-interface'] });
  });
  test('a manual field may have been made over empty rows: unknown', () => {
    expect(demand({ manual: true })).toEqual({ create: 'unknown', by: ['user-interface'] });
  });
  test('the link of an _inherits is made by Odoo', () => {
    expect(demand({ type: 'many2one' }, { delegates: true })).toEqual({ create: 'takes', by: ['database'] });
  });
  test('a link of which that cannot be told is unknown', () => {
    expect(demand({ type: 'many2one' }, { delegates: undefined as never }).create).toBe('unknown');
  });
  test('when default_get failed a required field is unknown', () => {
    expect(demand({}, { hasDefault: undefined as never })).toEqual({ create: 'unknown', by: ['database'] });
  });
  test('a field that create fills by code is unknown', () => {
    expect(demand({ name: 'lot_stock_id' }, { model: 'stock.warehouse' }).create).toBe('unknown');
    expect(demand({ name: 'lot_stock_id' }, { model: 'kumquat.barn' }).create).toBe('demands');
  });
  test('a field that a CHECK of the database or code demands is unknown, though it is not required', () => {
    const name = { name: 'name', required: false };
    expect(demand(name, { model: 'res.partner' })).toEqual({ create: 'unknown', by: ['api'] });
    expect(demand(name, { model: 'kumquat.partner' })).toEqual({ create: 'takes', by: [] });
  });
  test('a check of the database is a condition', () => {
    const condition = "check((type='contact' and name is not null) or (type!='contact'))";
    expect(demand({ required: false }, { condition })).toEqual({
      create: 'takes',
      by: ['condition', 'database'],
      when: condition,
    });
    expect(demand({ required: true }, { condition })).toEqual({ create: 'demands', by: ['api', 'database'] });
    expect(demand({ required: false }, { condition, hasDefault: true })).toEqual({ create: 'takes', by: [] });
    expect(demand({ name: 'name', required: false }, { model: 'res.partner', condition })).toEqual({
      create: 'unknown',
      by: ['api', 'condition', 'database'],
      when: condition,
    });
  });
  test('without the attributes that tell it, it is unknown', () => {
    expect(demand({ depends: false }).create).toBe('unknown');
    expect(demand({ required: 'yes' }).create).toBe('unknown');
  });
});
