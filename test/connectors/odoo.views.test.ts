import { describe, expect, test } from 'vitest';
import { wire } from '../../src/connectors/odoo/views.ts';
import { view } from '../../src/contract/views.ts';
import type { Direction } from '../../src/model/drift.ts';
import type { Json } from '../../src/model/json.ts';
import { loadValidator } from '../../src/validate/validator.ts';
import { fixtureModels } from '../erp/odoo.ts';
import { byKey, connect, described, started } from './odoo-source.ts';

/** Whether Odoo's raw record of kumquat.order may have this value, in this direction. */
async function allows(direction: Direction, field: string, value: Json): Promise<boolean | undefined> {
  const erp = await started({}, fixtureModels('17.0'));
  const { schema } = await described(await connect(erp, byKey), 'kumquat.order');
  const one = { ...schema, properties: { [field]: schema.properties[field] ?? {} }, required: [] };
  const seen = view(one, direction, 'contract', { wire });
  return (await loadValidator())(seen, { [field]: value });
}

describe('a raw record of Odoo', () => {
  const cases: readonly (readonly [field: string, value: Json, read: boolean, write: boolean])[] = [
    ['grower_id', [7, 'Orchard'], true, false],
    ['grower_id', [7, false], true, false],
    ['grower_id', 7, false, true],
    ['grower_id', false, false, false],
    ['grower_id', null, false, false],
    ['grade', false, true, true],
    ['grade', 'a', true, true],
    ['grade', null, false, false],
    ['ripe', false, true, true],
    ['crates', false, false, false],
    ['picked_on', false, true, true],
    ['picked_on', '', false, false],
    ['crate_ids', [1, 2], true, false],
    ['crate_ids', [[0, 0, { weight: 2 }], [6, 0, [1, 2]], [5]], false, true],
    ['crate_ids', [[9, 0, 0]], false, false],
    ['origin_id', 0, true, true],
    ['origin_id', false, false, false],
    ['analysis', { anything: [1] }, true, true],
  ];
  test.each(cases)('%s %j: read %s, written %s', async (field, value, read, write) => {
    expect([await allows('read', field, value), await allows('create', field, value)]).toEqual([read, write]);
  });
});
