import { afterAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.ts';
import type { Circumstances } from '../../src/drift/walk.ts';
import type { Change } from '../../src/model/drift.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import type { FrappeSite } from '../erp/frappe/metadata.ts';
import { docTypesIn, rowsIn, siteOf } from '../erp/frappe/recorded-site.ts';
import type { FrappeServer } from '../erp/frappe/server.ts';
import { recorded, recordings, startTestFrappe } from '../erp/frappe.ts';
import { connect, described } from './frappe-source.ts';

const available = recordings !== undefined;

const calm: Circumstances = {
  source: 'erp',
  sameAccount: true,
  sameDatabase: false,
  updateRevalidates: true,
  hidden: [],
  renames: {},
};

const running: FrappeServer[] = [];

afterAll(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function schemaOf(site: FrappeSite, name: string): Promise<EntitySchema> {
  const server = await startTestFrappe(site);
  running.push(server);
  return (await described(await connect(server), name)).schema;
}

/** `rule field`, with the effect on each direction: `read/create/update`. Silent ones are marked. */
function told({ rule, path, effect, silent }: Change): string {
  const { read, create, update } = effect;
  return `${rule} ${path.field ?? ''} ${silent ? '(silent)' : `${read}/${create}/${update}`}`;
}

describe.skipIf(!available)('recorded drift of real sites (SEAM_RECORDINGS)', () => {
  const folder = {
    base: '01-baseline/getdoctype/',
    fields: '10-drift-custom-fields/getdoctype-',
    setters: '11-drift-property-setters/getdoctype-',
    renamed: '12-drift-rename-retype-delete/a-after-rename/getdoctype-',
    end: '12-drift-rename-retype-delete/b-after-all/getdoctype-',
    v14: '30-frappe-v14/getdoctype/',
    v14End: '30-frappe-v14/after-drift-getdoctype-',
  } as const;
  type Stage = keyof typeof folder;

  /** Lists of Customer's Property Setters; those of other DocTypes stayed, but for one of a table. */
  const customers: Readonly<Partial<Record<Stage, string>>> = {
    setters: '11-drift-property-setters/property-setter-list.json',
    renamed: '11-drift-property-setters/property-setter-list.json',
    end: '12-drift-rename-retype-delete/property-setter-list.json',
  };

  function settersAt(stage: Stage): readonly JsonObject[] {
    const base = rowsIn('01-baseline/property-setter-list-all.json');
    const list = customers[stage];
    if (list === undefined) return base;
    const { body } = recorded('11-drift-property-setters/post-property-setter-child-qty-precision.json');
    const ofTable = (body as { readonly data: JsonObject }).data;
    return [...base.filter((row) => row['doc_type'] !== 'Customer'), ...rowsIn(list), ofTable];
  }

  async function drift(from: Stage, to: Stage, file: string, name: string): Promise<readonly string[]> {
    const at = (stage: Stage) => {
      const docs = docTypesIn(`${folder[stage]}${file}.json`);
      return schemaOf(stage.startsWith('v14') ? siteOf(docs, 14) : siteOf(docs, 15, settersAt(stage)), name);
    };
    return compare(await at(from), await at(to), calm).map(told);
  }

  test('10: seven Custom Fields, of which one is layout, one mandatory, one in a table', async () => {
    expect(await drift('base', 'fields', 'customer', 'Customer')).toEqual([
      'field-added custom_vatid_alt same/widens/widens',
      'field-added seam_carrier same/widens/widens',
      'mandatory-field-added seam_credit_class same/narrows/narrows',
      'field-added seam_risk_tier same/widens/widens',
      'field-added seam_secret_flag same/widens/widens',
    ]);
    expect(await drift('base', 'fields', 'sales_order', 'Sales Order')).toEqual([
      'field-added items.seam_batch_hint same/widens/widens',
    ]);
  });

  test('11: fourteen Property Setters, of which three are layout and one is for no field', async () => {
    expect(await drift('fields', 'setters', 'customer', 'Customer')).toEqual([
      'ui-read-only-set customer_details same/same/same',
      'origin-changed customer_details same/same/same',
      'default-added customer_group same/meaning/same',
      'origin-changed customer_group same/same/same',
      'unique-set customer_name narrows/narrows/narrows',
      'max-length-lowered customer_name narrows/narrows/narrows',
      'origin-changed customer_name same/same/same',
      'enum-value-added customer_type widens/widens/widens',
      'enum-value-removed customer_type narrows/narrows/narrows',
      'origin-changed customer_type same/same/same',
      'permission-level-raised default_price_list unknown/narrows/narrows',
      'origin-changed default_price_list same/same/same',
      'native-type-changed market_segment same/same/same',
      'relation-dropped market_segment widens/widens/widens',
      'origin-changed market_segment same/same/same',
      'required-added tax_id same/narrows/narrows',
      'origin-changed tax_id same/same/same',
      'label-changed territory (silent)',
    ]);
    expect(await drift('fields', 'setters', 'sales_order', 'Sales Order')).toEqual([
      'fraction-digits-lowered items.qty narrows/narrows/narrows',
      'origin-changed items.qty same/same/same',
    ]);
  });

  test('12: a real rename of a Custom Field is one finding, of which the row is the proof', async () => {
    expect(await drift('setters', 'renamed', 'customer', 'Customer')).toEqual([
      'field-renamed seam_risk_tier widens/narrows/narrows',
    ]);
  });

  test('12: a type changed, options and a field removed, reqd taken back', async () => {
    expect(await drift('renamed', 'end', 'customer', 'Customer')).toEqual([
      'field-removed custom_vatid_alt widens/narrows/narrows',
      'native-type-changed seam_credit_class same/same/same',
      'enum-set seam_credit_class narrows/narrows/narrows',
      'required-dropped seam_credit_class unknown/widens/widens',
      'default-added seam_credit_class same/meaning/same',
      'enum-value-removed seam_risk_class narrows/narrows/narrows',
      'required-dropped tax_id unknown/widens/widens',
      'origin-changed tax_id same/same/same',
    ]);
  });

  test('14: a mandatory Custom Field, and a field made mandatory', async () => {
    expect(await drift('v14', 'v14End', 'customer', 'Customer')).toEqual([
      'mandatory-field-added seam_credit_class same/narrows/narrows',
      'required-added tax_id same/narrows/narrows',
    ]);
  });
});
