import { describe, expect, test } from 'vitest';
import { changed } from '../../src/demo/odoo/changes.ts';
import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import { compare } from '../../src/drift/compare.ts';
import { loadValidator } from '../../src/validate/validator.ts';
import { fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { recordedModels, recordings, skipped, versions } from '../erp/odoo-recordings.ts';
import { byKey, collect, connect, described, expectDescribed, started } from './odoo-source.ts';

/** The fixtures, where the database checks this of a model. */
const checked = (name: string, ...constraints: readonly string[]): readonly OdooModel[] =>
  fixtureModels('17.0').map((model) => (model.model === name ? { ...model, constraints } : model));

/** What is said of a field of kumquat.order where the database checks this. */
async function facetsOf(field: string, ...constraints: readonly string[]) {
  const erp = await started({}, checked('kumquat.order', ...constraints));
  const { schema } = await described(await connect(erp, byKey), 'kumquat.order');
  const { unique, requiredWhen, requiredBy } = schema.properties[field]?.['x-seam'] ?? {};
  return { unique, requiredWhen, requiredBy };
}

describe('a unique constraint', () => {
  test.each(['unique (code)', 'UNIQUE(code)', 'unique("code")', 'UNIQUE INDEX (code)'])(
    '%s says that no two records have the same value',
    async (definition) => expect((await facetsOf('code', definition)).unique).toBe(true),
  );

  test.each([
    'unique (code, company_id)',
    'UNIQUE INDEX (code) WHERE ripe IS TRUE',
    'unique (lower(code))',
    'exclude using gist (code with =)',
    'check (length(code) = 12)',
  ])('%s says nothing of the one field', async (definition) =>
    expect((await facetsOf('code', definition)).unique).toBeUndefined(),
  );
});

describe('a check', () => {
  test.each([
    ['check((ripe and terms is not null) or not ripe)', 'terms'],
    ['CHECK (terms IS NOT NULL OR code IS NOT NULL)', 'code'],
    ['CHECK("terms"\n  IS  NOT NULL)', 'terms'],
  ])('%s is a condition under which create demands a value', async (definition, field) => {
    expect(await facetsOf(field, definition)).toEqual({
      unique: undefined,
      requiredWhen: definition,
      requiredBy: ['condition', 'database'],
    });
  });

  test('beside another is joined to it, in one order', async () => {
    const [first, second] = [
      'CHECK (terms IS NOT NULL OR ripe)',
      'CHECK (terms IS NOT NULL OR code IS NULL)',
    ];
    expect((await facetsOf('terms', first, second)).requiredWhen).toBe(`${second} and ${first}`);
    expect((await facetsOf('terms', second, first)).requiredWhen).toBe(`${second} and ${first}`);
  });

  test.each(['check (crates > 0)', 'CHECK (terms IS NULL OR crates > 0)', 'check (terms_known is not null)'])(
    '%s demands no value of the field',
    async (definition) => expect((await facetsOf('terms', definition)).requiredWhen).toBeUndefined(),
  );

  test('says nothing of a field that is required anyway', async () => {
    const definition = 'check (grower_id is not null)';
    expect((await facetsOf('grower_id', definition)).requiredWhen).toBeUndefined();
  });

  test('of the parent of an _inherits binds the child', async () => {
    const definition = 'CHECK (note IS NOT NULL OR active)';
    const models = checked('kumquat.species', definition, 'unique (note)').map((model) => {
      const note = { type: 'char', string: 'Note', required: false, readonly: false, manual: false };
      const own = { ...note, store: true, depends: [] };
      const taken = { ...note, store: false, related: 'species_id.note', depends: ['species_id.note'] };
      const more = { 'kumquat.species': own, 'kumquat.variant': taken }[model.model];
      return more === undefined ? model : { ...model, fields: { ...model.fields, note: more } };
    });
    const { schema } = await described(await connect(await started({}, models), byKey), 'kumquat.variant');
    expect(schema.properties['note']?.['x-seam']).toMatchObject({ requiredWhen: definition, unique: true });
  });

  test('that appears is a doubt for those who create', async () => {
    const erp = await started();
    const connector = await connect(erp, byKey);
    const was = (await described(connector, 'kumquat.order')).schema;
    const definition = 'CHECK (terms IS NOT NULL OR ripe)';
    erp.drift(changed('kumquat.order', (model) => ({ ...model, constraints: [definition] })));
    const now = (await described(connector, 'kumquat.order')).schema;
    const found = compare(was, now, {
      source: 'erp',
      sameAccount: true,
      sameDatabase: true,
      updateRevalidates: false,
      hidden: [],
      renames: {},
      judge: await loadValidator(),
    });
    expect(found.map(({ rule, path, effect }) => [rule, path.field, effect.create])).toEqual([
      ['condition-added', 'terms', 'unknown'],
    ]);
  });
});

test('constraints are read once, whatever the number of models', async () => {
  const erp = await started();
  await collect((await connect(erp, byKey)).describe(['kumquat.order', 'kumquat.crate', 'kumquat.grower']));
  expect(erp.calls.filter(({ model }) => model === 'ir.model.constraint')).toHaveLength(1);
});

describe.skipIf(recordings === undefined)(`the recorded constraints${skipped}`, () => {
  test.each(versions)('say that a contact must have a name, and so must a user (%s)', async (version) => {
    const erp = await startTestOdoo(recordedModels(version), { version: Number(version) });
    const names = ['res.partner', 'res.users', 'res.currency', 'sale.order'];
    const results = await collect((await connect(erp, byKey)).describe(names));
    await erp.close();
    const fields = (entity: string) =>
      expectDescribed(results.find((result) => result.entity === entity)).schema.properties;
    const condition = /^check\(\(type='contact' and name is not null\)/;
    for (const entity of ['res.partner', 'res.users']) {
      expect(fields(entity)['name']?.['x-seam']?.requiredWhen).toMatch(condition);
    }
    expect(fields('res.currency')['name']?.['x-seam']?.unique).toBe(true);
    // NOT NULL says more than "a confirmed sales order requires a confirmation date".
    expect(fields('sale.order')['date_order']?.['x-seam']?.requiredWhen).toBeUndefined();
  });
});
