import { beforeAll, describe, expect, test } from 'vitest';
import { odoo } from '../../src/connectors/odoo/index.ts';
import { wire } from '../../src/connectors/odoo/views.ts';
import { view } from '../../src/contract/views.ts';
import type { Direction, WriteFault } from '../../src/model/drift.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { loadValidator, type Validator } from '../../src/validate/validator.ts';
import {
  type RecordedWrite,
  recorded,
  recordedNames,
  recordedWrites,
  recordings,
  skipped,
  type Version,
  versions,
} from '../erp/odoo-recordings.ts';
import { type Described, pullPartners, pullRecorded, schemaIn, steps } from './odoo-pull.ts';

let judge: Validator;
let untouched: Readonly<Record<Version, ReadonlyMap<string, Described>>>;
/** `res.partner` of a server after each step of the changes that were made by hand. */
let partners: ReadonlyMap<string, EntitySchema>;

beforeAll(async () => {
  if (recordings === undefined) return;
  judge = await loadValidator();
  untouched = { '16': await pullRecorded('16'), '17': await pullRecorded('17') };
  partners = await pullPartners();
});

/** The live schema that a recorded call met. */
function schemaFor(version: Version, { name, model }: RecordedWrite): EntitySchema | undefined {
  const folder = name.slice(0, name.lastIndexOf('/'));
  const drifted = model === 'res.partner' ? partners.get(`${version} ${folder}`) : undefined;
  return drifted ?? untouched[version].get(model)?.schema;
}

/** What a live schema says of a document before it is sent. */
function foretold(schema: EntitySchema, { method, documents }: RecordedWrite) {
  const direction: Direction = method === 'create' ? 'create' : 'update';
  const allowed = view(schema, direction, 'live', { wire });
  if (!documents.every((document) => judge(allowed, document) === true)) return 'does not fit';
  const doubtful = Object.entries(schema.properties).filter(
    ([name, field]) =>
      field['x-seam']?.required === 'unknown' && documents.some((document) => !Object.hasOwn(document, name)),
  );
  return direction === 'create' && doubtful.length > 0 ? 'cannot tell' : 'fits';
}

const agrees: Readonly<Record<ReturnType<typeof foretold>, readonly RecordedWrite['outcome'][]>> = {
  // Whether it is refused or altered is what `onWrite` of the capabilities says.
  'does not fit': ['refused', 'altered'],
  'cannot tell': ['accepted', 'refused'],
  fits: ['accepted'],
};

const folders = ['07-write-errors', '10-minimal-create', ...steps.map((step) => `08-drift/${step}`)];

const writes = (recordings === undefined ? [] : versions).flatMap((version) =>
  folders.flatMap((folder) => recordedWrites(version, folder).map((write) => ({ version, ...write }))),
);

describe.skipIf(recordings === undefined)(`what real servers do with a write${skipped}`, () => {
  /** Where the schema and the server do not agree, and why that cannot be helped. */
  const disagreements: Readonly<Record<string, string>> = {
    '07-write-errors/float_rounding fits altered':
      'the scale is a facet, for multipleOf rejects 8.69: what rounds is told by the rules of digits',
    '07-write-errors/partner_missing_many2one fits refused': 'no schema knows which records there are',
    '07-write-errors/reader_partner_write fits refused':
      'fields_get answers alike for an account that may not write: operations are not observable',
    '10-minimal-create/uom.uom.minimal fits refused':
      'a rule in code: one reference unit for each category (@api.constrains)',
    '08-drift/01-manual-fields/write_related_readonly does not fit accepted':
      'the value is dropped, as onWrite says of read-only-field; it was not read again to see it',
    '08-drift/03-alter-rename-delete/retarget_data.write_partner does not fit accepted':
      'its field was made and removed between two snapshots, so no schema has it',
  };
  /** Models of which there are writes and no description. */
  const undescribed = ['product.pricelist.item', 'res.country'];

  test('every write is foretold, but for those that are listed with the reason', () => {
    const found = writes.flatMap(({ version, ...write }) => {
      const schema = schemaFor(version, write);
      if (schema === undefined) return [];
      const word = foretold(schema, write);
      return agrees[word].includes(write.outcome) ? [] : [`${write.name} ${word} ${write.outcome}`];
    });
    expect([...new Set(found)].sort()).toEqual(Object.keys(disagreements).sort());
    const skippedModels = writes.flatMap(({ version, ...write }) =>
      schemaFor(version, write) === undefined ? [write.model] : [],
    );
    expect([...new Set(skippedModels)].sort()).toEqual(undescribed);
    expect(writes.length).toBeGreaterThan(150);
  });

  const faults: readonly (readonly [WriteFault, write: string])[] = [
    ['unknown-field', '07-write-errors/partner_unknown_field'],
    ['missing-value', '07-write-errors/currency_create_empty'],
    ['too-long', '07-write-errors/currency_too_long'],
    ['too-long', '08-drift/01-manual-fields/write_too_long'],
    ['too-precise', '07-write-errors/float_rounding'],
    ['bad-value', '07-write-errors/partner_invalid_selection'],
    ['bad-value', '08-drift/04-selection-values/write_removed'],
    ['bad-type', '07-write-errors/partner_bool_string'],
    ['bad-type', '07-write-errors/partner_integer_float'],
    ['no-permission', '07-write-errors/reader_partner_write'],
  ];
  test.each(faults)('onWrite is right of %s: %s', (fault, name) => {
    const reaction = { refused: 'rejects', altered: 'alters', accepted: 'takes it as it is' } as const;
    const seen = writes.filter((write) => write.name === name).map(({ outcome }) => reaction[outcome]);
    expect(seen).toEqual(versions.map(() => odoo.capabilities.onWrite[fault]));
  });

  test.each(versions)(
    'onWrite is right of other-target: the id stays and means another record (%s)',
    (version) => {
      const held = (moment: string) => {
        const answer = recorded(`${version}/08-drift/03-alter-rename-delete/retarget_data.${moment}.json`);
        const [record] = answer['result'] as JsonObject[];
        return record?.['x_seam_retarget_id'];
      };
      expect([held('before'), held('after')]).toEqual([
        [2, 'Mitchell Admin'],
        [2, 'OdooBot'],
      ]);
      expect(odoo.capabilities.onWrite['other-target']).toBe('alters');
    },
  );
});

describe.skipIf(recordings === undefined)(`what create demands${skipped}`, () => {
  type Demand = 'demanded' | 'unknown' | 'not demanded';
  const demandOf = (version: Version, model: string, field: string): Demand => {
    const schema = schemaIn(untouched[version], model);
    if (schema.required.includes(field)) return 'demanded';
    return schema.properties[field]?.['x-seam']?.required ?? 'not demanded';
  };

  const left = writes.filter(({ name }) => name.includes('.without.'));

  test('each field that was left out alone is demanded where that was refused, else unknown', () => {
    const wrong = left.flatMap(({ version, name, model, outcome }) => {
      const field = name.slice(name.indexOf('.without.') + '.without.'.length);
      const demand = demandOf(version, model, field);
      return demand === (outcome === 'refused' ? 'demanded' : 'unknown') ? [] : [`${name} ${demand}`];
    });
    expect(wrong).toEqual([]);
    expect(left.length).toBeGreaterThan(45);
  });

  const rows: readonly (readonly [model: string, field: string, demand: Demand, why: string])[] = [
    ['account.move', 'date', 'unknown', 'required and computed: create({}) was accepted'],
    ['account.move', 'journal_id', 'unknown', 'required and computed: create({}) was accepted'],
    ['account.move', 'currency_id', 'unknown', 'required and computed: create({}) was accepted'],
    ['account.move', 'state', 'not demanded', 'it has a default'],
    ['crm.lead', 'name', 'unknown', 'required and computed: create({}) was refused'],
    ['hr.employee', 'name', 'unknown', 'not required, and code takes it: create({}) was refused'],
    ['hr.employee', 'resource_id', 'unknown', 'made by code of resource.mixin'],
    ['product.product', 'name', 'unknown', 'a field of the parent: create({}) was refused'],
    ['product.product', 'product_tmpl_id', 'not demanded', 'Odoo makes the parent of an _inherits'],
    ['res.users', 'partner_id', 'not demanded', 'Odoo makes the parent of an _inherits'],
    ['res.partner', 'name', 'unknown', 'a CHECK of the database demands it of contacts'],
    ['stock.warehouse', 'lot_stock_id', 'unknown', 'made by code: create without it was accepted'],
    ['product.template', 'product_variant_ids', 'not demanded', 'a one2many has no column'],
    ['sale.order', 'partner_id', 'demanded', 'create({}) was refused'],
  ];
  test.each(rows)('%s %s is %s: %s', (model, field, demand) => {
    expect(versions.map((version) => demandOf(version, model, field))).toEqual([demand, demand]);
  });

  test.each(versions)(
    'a required manual field may or may not be, by the rows that there were (%s)',
    (version) => {
      const folder = '08-drift/02-required-manual-field';
      const outcome = (name: string) =>
        writes.find((write) => write.version === version && write.name === `${folder}/${name}`)?.outcome;
      // res.partner had rows, so the database could not set NOT NULL; product.pricelist.item had none.
      expect(outcome('partner_create_without')).toBe('accepted');
      expect(outcome('product.pricelist.item.create_without')).toBe('refused');
      expect(partners.get(`${version} ${folder}`)?.properties['x_seam_required']).toMatchObject({
        type: ['string', 'null'],
        'x-seam': { required: 'unknown', requiredBy: ['user-interface'] },
      });
    },
  );
});

describe.skipIf(recordings === undefined)(`records that real servers return${skipped}`, () => {
  test.each(versions)('fit the read view in its wire encoding, closed as it is (%s)', (version) => {
    const files = recordedNames(`${version}/06-records`).filter((name) => name.endsWith('.all_fields'));
    expect(files.length).toBe(8);
    for (const file of files) {
      const schema = schemaIn(untouched[version], file.slice(0, -'.all_fields'.length));
      const { additionalProperties, ...returned } = view(schema, 'read', 'live', { wire });
      expect(additionalProperties).toBe(false);
      const records = recorded(`${version}/06-records/${file}.json`)['result'] as JsonObject[];
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) expect([file, judge(returned, record)]).toEqual([file, true]);
    }
  });
});
