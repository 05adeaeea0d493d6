import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.ts';
import { entityRenames } from '../../src/drift/entity-rename.ts';
import type { Circumstances } from '../../src/drift/walk.ts';
import type { Change } from '../../src/model/drift.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { fieldsOf } from '../erp/frappe/metadata.ts';
import type { FrappeServer } from '../erp/frappe/server.ts';
import { recordings, shipped, shippedNames, shippedSite, startTestFrappe } from '../erp/frappe.ts';
import { connect, described } from './frappe-source.ts';
import { changesIn } from './frappe-truth.ts';

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

/** What a rule says of a field, in the words of `changesIn`. A rule that is not here must never be told of these files. */
const aspectOf: readonly (readonly [rule: RegExp, aspect: string])[] = [
  [/^(maybe-)?(mandatory-)?field-added$/, 'added'],
  [/^field-removed$/, 'removed'],
  [/^(native-type|type)-/, 'type'],
  [/^(enum|target|relation|unit|pattern)-/, 'options'],
  [/^default-/, 'default'],
  [/^required-/, 'required'],
  [/^condition-/, 'condition'],
  [/^max-length-/, 'length'],
  [/^fraction-digits-/, 'digits'],
  [/^minimum-/, 'negative'],
  [/^unique-/, 'unique'],
  [/^immutable-/, 'once'],
  [/^permission-level-/, 'level'],
  [/^copied-from-/, 'fetched'],
  [/^ui-read-only-/, 'screen'],
];

/** All that is told, in the words of `changesIn`: a rename is a removal and an addition, and a retype says it all. */
function aspectsTold(changes: readonly Change[]): readonly string[] {
  const said = changes.flatMap(({ rule, path, after, silent }) => {
    if (silent || path.field?.includes('.') === true) return [];
    if (rule === 'naming-changed') return ['(naming)'];
    if (rule === 'submittable-changed') return ['(submittable)'];
    if (rule === 'field-renamed') return [`${path.field} removed`, `${String(after)} added`];
    // Beside its former label, a new field of a standard name changes nothing of the field.
    if (rule === 'label-taken-over') return [];
    const aspect = aspectOf.find(([pattern]) => pattern.test(rule))?.[1];
    return [`${path.field} ${aspect ?? `?${rule}`}`];
  });
  const retyped = new Set(said.filter((each) => each.endsWith(' type')).map((each) => each.split(' ')[0]));
  const removed = new Set(said.filter((each) => each.endsWith(' removed')).map((each) => each.split(' ')[0]));
  return [...new Set(said)]
    .filter((each) => {
      const [name, aspect] = each.split(' ');
      return aspect === 'type' || aspect === 'removed' || !(retyped.has(name) || removed.has(name));
    })
    .sort();
}

describe.skipIf(!available)('DocTypes of ERPNext and Frappe, 12 to 14 (SEAM_RECORDINGS)', () => {
  const steps = [
    ['v12', 'v13'],
    ['v13', 'v14'],
  ] as const;
  const pairs = steps.flatMap(([from, to]) =>
    shippedNames(from)
      .filter((name) => shippedNames(to).includes(name))
      .map((name) => [from, to, name] as const),
  );
  const schemas = new Map<string, EntitySchema>();

  beforeAll(async () => {
    for (const version of ['v12', 'v13', 'v14']) {
      const server = await startTestFrappe(shippedSite(version));
      running.push(server);
      const connector = await connect(server);
      for (const name of shippedNames(version)) {
        const { schema } = await described(connector, String(shipped(`${version}/${name}`)['name']));
        schemas.set(`${version}/${name}`, schema);
      }
    }
  });

  const changes = (from: string, to: string, name: string): readonly Change[] => {
    const [was, now] = [schemas.get(`${from}/${name}`), schemas.get(`${to}/${name}`)];
    if (was === undefined || now === undefined) throw new Error(`${name} was not mapped`);
    return compare(was, now, calm);
  };

  test.each(pairs)('%s to %s, %s: all that touches data is found, and nothing else', (from, to, name) => {
    const truth = changesIn(shipped(`${from}/${name}`), shipped(`${to}/${name}`));
    expect(aspectsTold(changes(from, to, name))).toEqual(truth);
  });

  test.each(steps)('%s to %s: of DocTypes that are gone none is claimed to be another one', (from, to) => {
    const side = (version: string) =>
      [...schemas].filter(([key]) => key.startsWith(`${version}/`)).map(([, schema]) => schema);
    for (const was of side(from)) {
      const { entity } = was['x-seam'];
      const others = side(to).filter(({ 'x-seam': seam }) => seam.entity !== entity);
      expect(entityRenames([was], others, { sameDatabase: false, kept: [] }), entity).toEqual([]);
      const same = side(to).filter(({ 'x-seam': seam }) => seam.entity === entity);
      const renamed = same.map((schema) => ({
        ...schema,
        'x-seam': { ...schema['x-seam'], entity: 'Kumquat' },
      }));
      const found = entityRenames([was], [...others, ...renamed], { sameDatabase: false, kept: [] });
      // Item lost a third of its fields to another DocType, and its label with the name would still say it.
      const least = entity === 'Item' ? 0 : renamed.length;
      expect(found.length, `${entity} under another name`).toBeGreaterThanOrEqual(least);
    }
  });

  // Rows of what upstream really changed, read from its files and not from ours.
  test.each<[string, string, string, readonly string[]]>([
    ['v12', 'v13', 'account', ['enum-value-added account_type']],
    [
      'v12',
      'v13',
      'company',
      ['field-removed standard_working_hours', 'field-added default_discount_account'],
    ],
    [
      'v12',
      'v13',
      'delivery_note',
      ['field-renamed to_warehouse', 'enum-value-added status', 'max-length-raised in_words'],
    ],
    [
      'v12',
      'v13',
      'employee',
      [
        'native-type-changed reason_for_leaving',
        'condition-added relieving_date',
        'enum-value-removed status',
      ],
    ],
    [
      'v12',
      'v13',
      'item',
      ['field-removed show_in_website', 'field-added published_in_website', 'condition-added asset_category'],
    ],
    [
      'v12',
      'v13',
      'purchase_order',
      ['relation-set ref_sq', 'ui-read-only-set inter_company_order_reference'],
    ],
    [
      'v12',
      'v13',
      'sales_invoice',
      [
        'max-length-set po_no',
        'max-length-dropped customer_name',
        'max-length-lowered language',
        'enum-value-added naming_series',
      ],
    ],
    ['v12', 'v13', 'stock_entry', ['enum-value-removed purpose', 'field-removed customer']],
    ['v12', 'v13', 'supplier', ['unique-dropped represents_company']],
    [
      'v12',
      'v13',
      'user',
      ['relation-set user_type', 'enum-dropped user_type', 'permission-level-raised api_key'],
    ],
    ['v13', 'v14', 'address', ['max-length-raised address_line1']],
    [
      'v13',
      'v14',
      'bin',
      [
        'naming-changed ',
        'required-unknown item_code',
        'required-unknown warehouse',
        'field-removed ma_rate',
      ],
    ],
    [
      'v13',
      'v14',
      'company',
      ['immutable-set abbr', 'relation-dropped domain', 'field-removed default_payroll_payable_account'],
    ],
    ['v13', 'v14', 'employee', ['field-removed grade', 'field-added ctc']],
    [
      'v13',
      'v14',
      'item',
      [
        'relation-set default_item_manufacturer',
        'immutable-dropped valuation_method',
        'enum-value-added valuation_method',
      ],
    ],
    [
      'v13',
      'v14',
      'purchase_order',
      ['type-changed is_subcontracted', 'native-type-changed other_charges_calculation'],
    ],
    [
      'v13',
      'v14',
      'sales_invoice_item',
      ['fraction-digits-raised discount_percentage', 'copied-from-changed image'],
    ],
    ['v13', 'v14', 'sales_order_item', ['minimum-set qty', 'field-added picked_qty']],
    [
      'v13',
      'v14',
      'user',
      ['permission-level-raised reset_password_key', 'default-changed simultaneous_sessions'],
    ],
  ])('%s to %s, %s: %j', (from, to, name, rows) => {
    const found = changes(from, to, name).map(({ rule, path }) => `${rule} ${path.field ?? ''}`);
    expect(rows.filter((row) => !found.includes(row))).toEqual([]);
  });

  test('what only looks like a rename is none', () => {
    const renamed = pairs.flatMap(([from, to, name]) =>
      changes(from, to, name)
        .filter(({ rule }) => rule === 'field-renamed')
        .map(({ before, after }) => `${name} ${String(before)} ${String(after)}`),
    );
    expect(renamed).toEqual(['delivery_note to_warehouse set_target_warehouse']);
  });

  test('a field that is mandatory and has a default demands nothing: Purchase Order.title from 14 on', () => {
    const schema = schemas.get('v14/purchase_order');
    expect(schema?.required).not.toContain('title');
    expect(schema?.properties['title']).toMatchObject({
      default: '{supplier_name}',
      'x-seam': { requiredBy: ['default'] },
    });
  });

  test('the fields that hrms brings back as Custom Fields have moved', async () => {
    const [was, now] = [shipped('v13/employee'), shipped('v14/employee')];
    const kept = new Set(fieldsOf(now).map(({ fieldname }) => fieldname));
    const gone = fieldsOf(was).filter(
      ({ fieldname, fieldtype }) => !kept.has(fieldname) && fieldtype === 'Link',
    );
    const customFields = gone.map((row) => ({
      ...row,
      dt: 'Employee',
      name: `Employee-${String(row['fieldname'])}`,
    }));
    const site = { ...shippedSite('v14'), customFields };
    const server = await startTestFrappe(site);
    running.push(server);
    const { schema: after } = await described(await connect(server), 'Employee');
    const before = schemas.get('v13/employee');
    if (before === undefined) throw new Error('Employee was not mapped');
    const names = new Set(gone.map(({ fieldname }) => fieldname));
    const found = compare(before, after, calm).filter(({ path }) => names.has(path.field));
    expect(gone.map(({ fieldname }) => fieldname)).toContain('grade');
    expect(found.map(({ rule }) => rule)).toEqual(gone.map(() => 'origin-changed'));
  });
});
