import { expect, onTestFinished, test } from 'vitest';
import { wire } from '../../../src/connectors/odoo/views.ts';
import { demoAccount, startDemoOdoo } from '../../../src/demo/odoo/demo.ts';
import { upgrade } from '../../../src/demo/odoo/upgrade.ts';
import { compare } from '../../../src/drift/compare.ts';
import { collect, connect, expectDescribed } from '../../connectors/odoo-source.ts';

test('the minor change of the demo has a mandatory field, a renamed column and a string turned enum', async () => {
  const erp = await startDemoOdoo();
  onTestFinished(() => erp.close());
  const auth = { user: demoAccount.login, apiKey: demoAccount.secret };
  const pulled = async () => {
    const connector = await connect(erp, { auth });
    const names = (await collect(connector.list())).map(({ name }) => name);
    const results = await collect(connector.describe(names));
    return new Map(results.map((result) => [result.entity, expectDescribed(result).schema]));
  };
  const before = await pulled();
  erp.drift(upgrade);
  const after = await pulled();
  const found = [...before].flatMap(([entity, was]) => {
    const now = after.get(entity);
    if (now === undefined) throw new Error(`${entity} is gone`);
    return compare(was, now, {
      source: 'demo',
      sameAccount: true,
      sameDatabase: true,
      updateRevalidates: false,
      hidden: [],
      renames: {},
      wire,
    });
  });
  expect(found.map(({ rule, path }) => `${path.entity} ${path.field} ${rule}`).sort()).toEqual([
    'res.partner customer_since field-added',
    'res.partner ref label-changed',
    'res.partner x_loyalty_tier enum-value-added',
    'sale.order delivery_terms enum-set',
    'sale.order delivery_terms max-length-dropped',
    'sale.order delivery_terms native-type-changed',
    'sale.order sales_channel mandatory-field-added',
    'sale.order.line promised_on field-renamed',
  ]);
  const renamed = found.find(({ rule }) => rule === 'field-renamed');
  expect(renamed?.notes?.[0]?.text).toMatch(
    /^same id \d+, same label "Promised on", same type date, .*; `promised_on` is gone$/,
  );
});
