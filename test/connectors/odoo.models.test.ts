import { describe, expect, test } from 'vitest';
import type { OdooCall } from '../../src/demo/odoo/answer.ts';
import type { OdooError, OdooModel } from '../../src/demo/odoo/metadata.ts';
import type { OdooServer } from '../../src/demo/odoo/server.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type FaultName, fault } from '../erp/faults.ts';
import { fixtureModels } from '../erp/odoo.ts';
import { asReader, byKey, collect, connect, described, instead, sentence, started } from './odoo-source.ts';

const fieldsOfCrate = (call: OdooCall | undefined) =>
  call?.model === 'kumquat.crate' && call.method === 'fields_get';

describe('a model that cannot be described', () => {
  const failing = (model: string, error: OdooError): readonly OdooModel[] =>
    fixtureModels('17.0').map((known) =>
      known.model === model ? { ...known, failing: { fields_get: error } } : known,
    );

  test.each([17, 19])('is missing where Odoo does not know it (Odoo %i)', async (version) => {
    const erp = await started({ version });
    const connector = await connect(erp, byKey);
    const results = await collect(connector.describe(['kumquat.order', 'medlar.order']));
    expect(results.find(({ entity }) => entity === 'medlar.order')).toEqual({
      entity: 'medlar.order',
      status: 'missing',
      why: 'Odoo does not list a model medlar.order.',
    });
    expect(results.find(({ entity }) => entity === 'kumquat.order')?.status).toBe('described');
  });

  test('is missing for an account without Access Rights, too', async () => {
    const connector = await connect(await started(), asReader);
    expect((await collect(connector.describe(['medlar.order'])))[0]?.status).toBe('missing');
  });

  test('is unreadable where Odoo lists it and fails', async () => {
    const error = { name: 'builtins.ZeroDivisionError', message: 'division by zero at /opt/odoo/kumquat.py' };
    const connector = await connect(await started({}, failing('kumquat.crate', error)), byKey);
    const results = await collect(connector.describe(['kumquat.crate', 'kumquat.grower']));
    expect(results.find(({ entity }) => entity === 'kumquat.crate')).toEqual({
      entity: 'kumquat.crate',
      status: 'unreadable',
      why: 'Odoo failed with builtins.ZeroDivisionError.',
      fix: 'Look at the log of Odoo, or leave the model out.',
    });
    expect(results.find(({ entity }) => entity === 'kumquat.grower')?.status).toBe('described');
  });

  test.each([17, 19])(
    'is forbidden where Odoo says so, with the groups that would do (Odoo %i)',
    async (version) => {
      const message =
        "You are not allowed to access 'Journal' (account.journal) records.\n\nThis operation is allowed for the following groups:\n\t- Accounting/Billing\n\t- Accounting/Read-only";
      const error = { name: 'odoo.exceptions.AccessError', message };
      const connector = await connect(await started({ version }, failing('kumquat.crate', error)), byKey);
      expect(await collect(connector.describe(['kumquat.crate']))).toEqual([
        {
          entity: 'kumquat.crate',
          status: 'forbidden',
          why: "Odoo says: You are not allowed to access 'Journal' (account.journal) records.",
          fix: 'Give the account one of the groups Accounting/Billing, Accounting/Read-only, or leave the model out.',
        },
      ]);
    },
  );

  test('is unreadable where its description is no description', async () => {
    const broken = fixtureModels('17.0').map((model) =>
      model.model === 'kumquat.crate' ? { ...model, fields: { price: 'float' } } : model,
    );
    const answer = instead(fieldsOfCrate, { result: { price: 'float' } });
    const connector = await connect(await started({ instead: answer }, broken), byKey);
    const [result] = await collect(connector.describe(['kumquat.crate']));
    expect(result).toMatchObject({ status: 'unreadable', why: expect.stringMatching(sentence) });
  });

  test.each([
    ['no fields at all', {}],
    ['fields of groups alone', { in_group_7: { type: 'boolean' } }],
  ])('is unreadable where it has %s: every model of Odoo has an id', async (_, fields) => {
    const connector = await connect(
      await started({ instead: instead(fieldsOfCrate, { result: fields }) }),
      byKey,
    );
    const [result] = await collect(connector.describe(['kumquat.crate']));
    expect(result).toMatchObject({ status: 'unreadable', why: expect.stringMatching(sentence) });
  });
});

describe('a failure of one model', () => {
  test.each<FaultName>([
    'unauthorised (401)',
    'forbidden (403)',
    'not found (404)',
    'server error (500)',
    'a login page with 200',
    'a connection that is reset',
    'a body that breaks off',
    'something that is no JSON',
    'JSON of another service',
  ])('%s is a finding of that model, since Odoo still answers', async (name) => {
    const erp = await started({ instead: fault(name, fieldsOfCrate) });
    const results = await collect(
      (await connect(erp, byKey)).describe(['kumquat.crate', 'kumquat.grower', 'kumquat.order']),
    );
    expect(
      results
        .filter(({ status }) => status === 'described')
        .map(({ entity }) => entity)
        .sort(),
    ).toEqual(['kumquat.grower', 'kumquat.order']);
    expect(results.find(({ entity }) => entity === 'kumquat.crate')).toMatchObject({
      status: 'unreadable',
      why: expect.stringMatching(sentence),
      fix: expect.stringMatching(sentence),
    });
  });
});

describe('the link to the parent of an _inherits', () => {
  const ofSpecies = (call: OdooCall | undefined) => call?.model === 'kumquat.species';
  const failing = (name: string): readonly OdooModel[] =>
    fixtureModels('17.0').map((model) =>
      model.model === 'kumquat.species'
        ? { ...model, failing: { fields_get: { name, message: 'No.' } } }
        : model,
    );
  const link = async (erp: OdooServer) => {
    const { schema } = await described(await connect(erp, byKey), 'kumquat.variant');
    return { demanded: schema.required, doubt: schema.properties['species_id']?.['x-seam']?.required };
  };

  test('is not demanded, since Odoo makes the parent', async () => {
    expect(await link(await started())).toEqual({ demanded: ['sku'], doubt: undefined });
  });

  test('is unknown where the parent may not be read', async () => {
    const erp = await started({}, failing('odoo.exceptions.AccessError'));
    expect(await link(erp)).toEqual({ demanded: ['sku'], doubt: 'unknown' });
  });

  test('is a link whose read-only fields are kept by the parent, so that Odoo takes a value for them', async () => {
    const readOnly = (name: string, attributes: JsonObject) => ({
      [name]: { type: 'char', string: name, readonly: true, required: false, manual: false, ...attributes },
    });
    const models = fixtureModels('17.0').map((model) => {
      const kept = { ...readOnly('vine', { store: true }), ...readOnly('shade', { store: false }) };
      const taken = Object.keys(kept).map((name) =>
        readOnly(name, { store: false, related: `species_id.${name}`, depends: [`species_id.${name}`] }),
      );
      const more = { 'kumquat.species': kept, 'kumquat.variant': Object.assign({}, ...taken) }[model.model];
      return more === undefined ? model : { ...model, fields: { ...model.fields, ...more } };
    });
    const { schema } = await described(await connect(await started({}, models), byKey), 'kumquat.variant');
    expect(schema.properties['vine']).toMatchObject({ 'x-seam': { uiReadOnly: true } });
    expect(schema.properties['vine']?.readOnly).toBeUndefined();
    expect(schema.properties['shade']?.readOnly).toBe(true);
  });

  test('is not guessed where the answer failed on the way: the model is unreadable', async () => {
    const erp = await started({ instead: fault('gateway timeout (504)', ofSpecies) });
    const [result] = await collect((await connect(erp, byKey)).describe(['kumquat.variant']));
    expect(result?.status).toBe('unreadable');
  });
});

describe('defaults', () => {
  test.each([17, 18, 19])('are read also where default_get takes ids first (Odoo %i)', async (version) => {
    const models = fixtureModels('17.0').map((model) => ({ ...model, defaultsNeedIds: true as const }));
    const { schema, notObserved } = await described(
      await connect(await started({ version }, models), byKey),
      'kumquat.order',
    );
    expect(notObserved).toBeUndefined();
    expect(schema.properties['company_id']?.['x-seam']?.hasDefault).toBe(true);
  });

  test('that cannot be read are a note of that model, and what is required is unknown there', async () => {
    const error = { name: 'builtins.ValueError', message: 'no kumquats left' };
    const models = fixtureModels('17.0').map((model) =>
      model.model === 'kumquat.order' ? { ...model, failing: { default_get: error } } : model,
    );
    const connector = await connect(await started({}, models), byKey);
    const { schema, notObserved } = await described(connector, 'kumquat.order');
    const why = 'default_get failed. Odoo failed with builtins.ValueError.';
    expect(notObserved).toEqual([
      { facet: 'default', why },
      { facet: 'hasDefault', why },
      { facet: 'requiredness', why },
    ]);
    expect(schema.required).toEqual([]);
    expect(schema.properties['grower_id']?.['x-seam']?.required).toBe('unknown');
    expect((await described(connector, 'kumquat.grower')).notObserved).toBeUndefined();
  });

  test('that this account may not read are a note as well', async () => {
    const error = { name: 'odoo.exceptions.AccessError', message: 'You may not read kumquat.farm.' };
    const models = fixtureModels('17.0').map((model) =>
      model.model === 'kumquat.order' ? { ...model, failing: { default_get: error } } : model,
    );
    const { notObserved } = await described(await connect(await started({}, models), byKey), 'kumquat.order');
    const reasons = new Set(notObserved?.map(({ why }) => why));
    expect([...reasons]).toEqual(['default_get failed. Odoo says: You may not read kumquat.farm.']);
  });

  test('of which one alone fails leave it known what is required', async () => {
    const error = { name: 'builtins.ValueError', message: 'External ID not found: kumquat.gone' };
    const models = fixtureModels('17.0').map((model) => ({ ...model, failingDefaults: { memo: error } }));
    const { schema, notObserved } = await described(
      await connect(await started({}, models), byKey),
      'kumquat.order',
    );
    const why = 'default_get failed. Odoo failed with builtins.ValueError.';
    expect(notObserved).toEqual(['default', 'hasDefault'].map((facet) => ({ facet, why })));
    const whole = (await described(await connect(await started(), byKey), 'kumquat.order')).schema;
    expect(schema.required).toEqual(whole.required);
    expect(schema['x-seam'].observed).toContain('requiredness');
  });

  test('that never come are a note as well', async () => {
    const erp = await started({
      instead: fault<OdooCall>('server error (500)', (call) => call?.method === 'default_get'),
    });
    const { notObserved = [] } = await described(await connect(erp, byKey), 'kumquat.crate');
    expect(notObserved.map(({ facet }) => facet)).toEqual(['default', 'hasDefault', 'requiredness']);
    expect(notObserved[0]?.why).toMatch(/^default_get failed\. The source answered 500: /);
  });
});

describe('hostile answers', () => {
  test('names of members of every object are fields like any other', async () => {
    const odd = ['__proto__', 'constructor', 'toString'];
    const plain = {
      type: 'char',
      string: 'Odd',
      required: true,
      readonly: false,
      store: true,
      manual: false,
      depends: [],
    };
    const fields = Object.fromEntries([...odd, 'id'].map((name) => [name, plain]));
    const erp = await started({ instead: instead(fieldsOfCrate, { result: fields }) });
    const { schema } = await described(await connect(erp, byKey), 'kumquat.crate');
    expect(Object.keys(schema.properties).sort()).toEqual([...odd, 'id'].sort());
    expect([...schema.required].sort()).toEqual([...odd].sort());
  });

  test('control characters of a message reach nobody', async () => {
    const error = { name: 'odoo.exceptions.UserError', message: '\u001b[2J\u202eKumquats \u0000are out' };
    const models = fixtureModels('17.0').map((model) => ({ ...model, failing: { fields_get: error } }));
    const [result] = await collect(
      (await connect(await started({}, models), byKey)).describe(['kumquat.crate']),
    );
    expect(result).toMatchObject({ status: 'unreadable', why: 'Odoo says: [2J Kumquats are out.' });
  });

  test('a type that is not known is told to the log, and the field is kept without a claim', async () => {
    const lines: string[] = [];
    const fields = { id: { type: 'integer' }, peel: { type: 'vector', string: 'Peel' } };
    const erp = await started({ instead: instead(fieldsOfCrate, { result: fields }) });
    const connector = await connect(erp, byKey, (message, facts) =>
      lines.push(`${message} ${JSON.stringify(facts)}`),
    );
    const { schema } = await described(connector, 'kumquat.crate');
    expect(schema.properties['peel']?.type).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/type .*"name":"peel","type":"vector"/)]);
  });
});
