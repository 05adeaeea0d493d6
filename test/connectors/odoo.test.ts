import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/connectors/odoo/capabilities.ts';
import { fieldAdded, fieldRemoved } from '../../src/demo/odoo/changes.ts';
import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { fixtureModels, shuffled } from '../erp/odoo.ts';
import {
  asReader,
  byKey,
  collect,
  connect,
  contracts,
  described,
  instead,
  refusal,
  started,
} from './odoo-source.ts';

describe('what is asked', () => {
  test('are reading calls alone: one bounded fields_get and one default_get per model', async () => {
    const erp = await started();
    const connector = await connect(erp, byKey);
    await connector.system();
    const names = ['kumquat.order', 'kumquat.crate', 'kumquat.order'];
    await collect(connector.describe(names));
    const reading = new Set(['search_read', 'get_param', 'fields_get', 'default_get']);
    expect(erp.calls.filter(({ method }) => !reading.has(method))).toEqual([]);
    const asked = erp.calls.filter(({ method }) => method === 'fields_get');
    expect(asked.map(({ model }) => model).sort()).toEqual(['kumquat.crate', 'kumquat.order']);
    for (const { named } of asked) expect(named['attributes']).toContain('required');
    const defaults = erp.calls.filter(({ method }) => method === 'default_get');
    expect(defaults.map(({ model }) => model).sort()).toEqual(['kumquat.crate', 'kumquat.order']);
  });

  test.each([
    [17, 2],
    [19, 3],
  ])('is as much as docs/connectors/odoo.md says (Odoo %i)', async (version, login) => {
    let requests = 0;
    const settings = {
      version,
      instead: () => {
        requests += 1;
        return false;
      },
    };
    const checked = fixtureModels('17.0').map((model) => ({ ...model, constraints: ['unique (name)'] }));
    const connector = await connect(await started(settings, checked), byKey);
    await connector.system();
    const models = (await collect(connector.list())).map(({ name }) => name);
    await collect(connector.describe(models));
    const [system, catalogue, fields, constraints] = [3, 1, 2, 2];
    expect(requests).toBe(login + system + catalogue + fields + constraints + 2 * models.length);
  });

  test('nothing is asked for no entity', async () => {
    const erp = await started();
    const connector = await connect(erp, byKey);
    const before = erp.calls.length;
    expect(await collect(connector.describe([]))).toEqual([]);
    expect(erp.calls.length).toBe(before);
  });

  test('more fields than a page holds are read page by page, each field once', async () => {
    const [first, ...others] = fixtureModels('17.0');
    if (first === undefined) throw new Error('no fixture');
    const row = (index: number) => ({ ...first.rows[0], id: 100_000 + index, name: `far_${index}` });
    const long = { ...first, rows: [...first.rows, ...Array.from({ length: 4500 }, (_, at) => row(at))] };
    const erp = await started({}, [long, ...others]);
    const { hidden = [] } = await described(await connect(erp, byKey), first.model);
    expect(hidden.filter((name) => name.startsWith('far_'))).toHaveLength(4500);
    const pages = erp.calls.filter(
      ({ model, named }) => model === 'ir.model.fields' && JSON.stringify(named).includes('"model","in"'),
    );
    expect(pages.map(({ named }) => named['limit'])).toEqual([2000, 2000, 2000]);
  });

  test('pages that do not come in order of id end the work, for they would leave fields out', async () => {
    const page = Array.from({ length: 2000 }, () => ({ id: 7, model: 'kumquat.order', name: 'ripe' }));
    const erp = await started({
      instead: instead((call) => call?.model === 'ir.model.fields', { result: page }),
    });
    const connector = await connect(erp, byKey);
    const error = await refusal(collect(connector.describe(['kumquat.order'])));
    expect(error.code).toBe('source-unusable');
    expect(error.message).toMatch(/pages of ir\.model\.fields/);
  });
});

describe('two pulls of an unchanged ERP', () => {
  test('are byte-identical, whatever the order of models, fields, attributes and answers', async () => {
    const models = fixtureModels('17.0');
    const backwards = (members: JsonObject): JsonObject =>
      Object.fromEntries(Object.entries(members).reverse());
    const turned = shuffled(models).map((model) => ({
      ...model,
      rows: shuffled(model.rows),
      fields: Object.fromEntries(
        Object.entries(model.fields).map(([name, field]) => [name, backwards(field as JsonObject)]),
      ),
    }));
    const straight = await contracts(await started({}, models));
    expect(await contracts(await started({ order: shuffled }, turned))).toEqual(straight);
    expect(straight).toHaveLength(models.length);
  });

  test('are byte-identical, whatever values the defaults have today', async () => {
    const later = fixtureModels('17.0').map((model) => ({
      ...model,
      defaults: Object.fromEntries(
        Object.entries(model.defaults).map(([name, value]) => [
          name,
          name === 'landed_at' ? '2027-01-01 00:00:00' : value,
        ]),
      ),
    }));
    expect(await contracts(await started({}, later))).toEqual(await contracts(await started()));
  });

  test('are byte-identical though a group was made, which adds fields to no model', async () => {
    const grouped = fixtureModels('17.0').map((model) => ({
      ...model,
      fields: {
        ...model.fields,
        in_group_99: { type: 'boolean', string: 'Kumquat Guest', help: false },
      },
    }));
    expect(await contracts(await started({}, grouped))).toEqual(await contracts(await started()));
  });

  test('are byte-identical though a module changed what a computed field depends on', async () => {
    const other = fixtureModels('17.0').map((model) => ({
      ...model,
      fields: Object.fromEntries(
        Object.entries(model.fields).map(([name, field]) => {
          const { depends, ...rest } = field as JsonObject;
          const more =
            Array.isArray(depends) && depends.length > 0 ? [...depends, 'tag_ids', depends[0]] : depends;
          return [name, { ...rest, depends: more ?? [] }];
        }),
      ),
    }));
    expect(await contracts(await started({}, other as never))).toEqual(await contracts(await started()));
  });
});

describe('the account', () => {
  /** The fixtures, with two fields of a group that the reader lacks. */
  const restricted = fixtureModels('17.0').map((model) =>
    model.model === 'kumquat.order' ? { ...model, restricted: ['duty', 'margin'] } : model,
  );

  test('with Access Rights sees which fields are hidden from it', async () => {
    const erp = await started({}, restricted);
    const { schema, hidden, notObserved } = await described(await connect(erp, byKey), 'kumquat.order');
    expect(hidden).toEqual(['audit_key']);
    expect(schema.properties).not.toHaveProperty('audit_key');
    expect(notObserved).toBeUndefined();
    expect(schema['x-seam'].observed).toContain('origin');
  });

  test('without Access Rights lists models, and says which facets it cannot tell', async () => {
    const erp = await started({}, restricted);
    const connector = await connect(erp, asReader);
    expect((await collect(connector.list())).map(({ name }) => name)).toContain('kumquat.crate');
    const { schema, hidden, notObserved } = await described(connector, 'kumquat.order');
    expect(hidden).toBeUndefined();
    expect(notObserved?.map(({ facet }) => facet)).toEqual([
      'enumSource',
      'hidden',
      'id',
      'origin',
      'requiredWhen',
      'unique',
    ]);
    for (const { why } of notObserved ?? [])
      expect(why).toMatch(/^ir\.model\.(fields|constraint): Odoo says: .+/);
    expect(schema['x-seam'].observed).not.toContain('origin');
    expect(schema.properties).not.toHaveProperty('duty');
    expect(schema.properties['lang']?.['x-seam']?.enumSource).toBe('dynamic');
  });

  test('without Access Rights sees the rest as the other does', async () => {
    const erp = await started({}, restricted);
    const all = (await described(await connect(erp, byKey), 'kumquat.order')).schema;
    const less = (await described(await connect(erp, asReader), 'kumquat.order')).schema;
    for (const [name, field] of Object.entries(less.properties)) {
      const { origin: _origin, id: _id, ...facets } = all.properties[name]?.['x-seam'] ?? {};
      expect(field).toEqual({ ...all.properties[name], 'x-seam': facets });
    }
    expect(less.required).toEqual(all.required);
  });

  test('without Access Rights is told no module versions and no id of the database', async () => {
    const erp = await started();
    expect(await (await connect(erp, asReader)).system()).toEqual({
      product: 'Odoo',
      version: '17.0',
      account: 'reader',
      company: 'Kumquat Trading (1)',
      language: 'en_US',
    });
  });

  test.each([14, 15, 16])(
    'that may write nothing sees what the model calls read-only (Odoo %i)',
    async (version) => {
      const erp = await started({ version });
      const bound = async (options: typeof byKey | typeof asReader) => {
        const { schema } = await described(await connect(erp, options), 'kumquat.order');
        expect(schema['x-seam'].observed).toContain('readOnly');
        return Object.entries(schema.properties).map(([name, field]) => [
          name,
          field.readOnly,
          field['x-seam']?.uiReadOnly,
        ]);
      };
      expect(await bound(asReader)).toEqual(await bound(byKey));
    },
  );

  test('that may write nothing is told by Odoo up to 15 that all is read-only, so it cannot be told', async () => {
    // No row in ir.model.fields says what holds for every account.
    const models = fixtureModels('17.0').map((model) => ({ ...model, rows: [] }));
    const told = async (version: number, options: typeof byKey | typeof asReader) => {
      const erp = await started({ version }, models);
      const { observed } = (await described(await connect(erp, options), 'kumquat.crate')).schema['x-seam'];
      return ['readOnly', 'uiReadOnly'].filter((facet) => observed.includes(facet as never));
    };
    expect(await told(15, byKey)).toEqual(['readOnly', 'uiReadOnly']);
    expect(await told(15, asReader)).toEqual([]);
    expect(await told(16, asReader)).toEqual(['readOnly', 'uiReadOnly']);
  });

  test.each([14, 15, 16, 17, 18, 19])('without Access Rights lists models (Odoo %i)', async (version) => {
    const listed = await collect((await connect(await started({ version }), asReader)).list());
    expect(listed).toContainEqual({ name: 'kumquat.order', label: 'Label of kumquat.order' });
  });

  test('that a field is new, gone or hidden is told apart', async () => {
    const erp = await started();
    const connector = await connect(erp, byKey);
    erp.drift(fieldRemoved('kumquat.order', 'memo'));
    erp.drift(fieldAdded('kumquat.order', { name: 'crop_year', type: 'integer', label: 'Crop Year' }));
    const { schema, hidden } = await described(connector, 'kumquat.order');
    expect(schema.properties).toHaveProperty('crop_year');
    expect(schema.properties).not.toHaveProperty('memo');
    expect(hidden).toEqual(['audit_key']);
  });
});

describe('the language', () => {
  const inFrench = (model: OdooModel): OdooModel => ({
    ...model,
    translations: {
      fr_FR: Object.fromEntries(
        Object.entries(model.fields).map(([name, field]) => {
          const { string, selection, ...rest } = field as JsonObject;
          const values = Array.isArray(selection)
            ? {
                selection: selection.map((pair) => [
                  (pair as Json[])[0] ?? false,
                  `fr:${String((pair as Json[])[1])}`,
                ]),
              }
            : {};
          return [name, { ...rest, ...values, string: `fr:${String(string)}` }];
        }),
      ),
    },
  });

  test.each([17, 19])('is pinned on every call, whatever the account has set (Odoo %i)', async (version) => {
    const erp = await started({ version });
    const connector = await connect(erp, byKey);
    await connector.system();
    await collect(connector.list());
    await collect(connector.describe(['kumquat.order']));
    const languages = erp.calls.map(({ named }) => (named['context'] as JsonObject)['lang']);
    expect(languages.length).toBeGreaterThan(5);
    expect(new Set(languages)).toEqual(new Set(['en_US']));
  });

  test('changes labels and nothing else', async () => {
    const erp = await started({}, fixtureModels('17.0').map(inFrench));
    const french = await contracts(erp, { ...byKey, language: 'fr_FR' });
    expect(french.join()).toContain('"title": "fr:Grade"');
    expect(french.map((text) => text.replaceAll('"fr:', '"'))).toEqual(await contracts(erp));
  });

  test.each([17, 19])(
    'that Odoo does not have is refused, for it would answer in English (Odoo %i)',
    async (version) => {
      const erp = await started({ version }, fixtureModels('17.0').map(inFrench));
      const error = await refusal(connect(erp, { ...byKey, language: 'fr-FR' }));
      expect([error.code, error.message]).toEqual(['config-invalid', 'Odoo has no language "fr-FR".']);
      expect(error.fix).toBe('Set `language` to one of: en_US, fr_FR; did you mean "fr_FR"?');
    },
  );
});

describe('the company', () => {
  test('is the one whose defaults count', async () => {
    const erp = await started();
    const connector = await connect(erp, { ...byKey, company: 1 });
    await described(connector, 'kumquat.crate');
    expect(erp.calls.at(-1)?.named['context']).toEqual({ lang: 'en_US', allowed_company_ids: [1] });
    expect((await connector.system()).company).toBe('Kumquat Trading (1)');
  });
});

describe('capabilities', () => {
  test('every facet that is said to be observable is one that a description says it observed', async () => {
    const { schema } = await described(await connect(await started(), byKey), 'kumquat.order');
    const told = Object.entries(capabilities.facets).filter(([, { observable }]) => observable !== 'no');
    expect(schema['x-seam'].observed).toEqual(told.map(([facet]) => facet).sort());
  });
});
