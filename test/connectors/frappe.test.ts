import { afterEach, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/connectors/frappe/capabilities.ts';
import { canonicalText } from '../../src/contract/canonical.ts';
import { compare } from '../../src/drift/compare.ts';
import {
  all,
  customFieldAdded,
  customFieldChanged,
  customFieldRemoved,
  customFieldRenamed,
  type Drift,
  docTypeRemoved,
  fieldAdded,
  fieldChanged,
  fieldRemoved,
  propertySet,
  upgraded,
} from '../erp/frappe/changes.ts';
import { errors } from '../erp/frappe/errors.ts';
import type { FrappeServer, FrappeSettings } from '../erp/frappe/server.ts';
import { fixtureSite, manager, seller, shuffled, startTestFrappe } from '../erp/frappe.ts';
import { collect, connect, described, result } from './frappe-source.ts';

const running: FrappeServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(
  version: '13' | '14' | '15' | '16' = '15',
  settings: Partial<FrappeSettings> = {},
): Promise<FrappeServer> {
  const server = await startTestFrappe(fixtureSite(version), settings);
  running.push(server);
  return server;
}

const key = (account: { apiKey: string; apiSecret: string }) => ({
  apiKey: account.apiKey,
  apiSecret: account.apiSecret,
});

describe('what the source is', () => {
  test('ERPNext by its own version, with all apps and the account', async () => {
    expect(await (await connect(await start())).system()).toEqual({
      product: 'ERPNext',
      version: '15.3.0',
      apps: { erpnext: '15.3.0', frappe: '15.41.0', orchard: '0.9.1' },
      account: 'manager@kumquat.example',
    });
  });
  test('Frappe, where ERPNext is not installed', async () => {
    const connector = await connect(await start('16'), key(seller));
    expect(await connector.system()).toMatchObject({ product: 'Frappe', version: '16.0.0-dev' });
  });
});

describe('the catalogue', () => {
  test('lists every DocType, however small the pages of the server are', async () => {
    const server = await start('15', {
      instead({ path, query }) {
        if (path.startsWith('/api/resource/')) (query as Map<string, string>).set('limit_page_length', '2');
        return false;
      },
    });
    const names = (await collect((await connect(server)).list())).map(({ name }) => name);
    expect(names).toEqual([
      'Kumquat Grower',
      'Kumquat Order',
      'Kumquat Order Item',
      'Kumquat Permit',
      'Kumquat Picker',
      'Kumquat Reading',
      'Kumquat Settings',
    ]);
  });
  test('is refused to an ordinary account, with the way out', async () => {
    const connector = await connect(await start(), key(seller));
    await expect(collect(connector.list())).rejects.toMatchObject({
      code: 'source-forbidden',
      fix: expect.stringContaining('Name the DocTypes in `entities`'),
    });
  });
  test('is no list where its pages go round in circles', async () => {
    const server = await start('15', {
      instead({ path }, response) {
        if (!path.startsWith('/api/resource/')) return false;
        response.end('{"data": [{"name": "a"}, {"name": "b"}]}');
        return true;
      },
    });
    await expect(collect((await connect(server)).list())).rejects.toMatchObject({ code: 'source-unusable' });
  });
});

describe('describing', () => {
  test.each(['13', '14', '15', '16'] as const)(
    'version %s, every DocType of the fixture',
    async (version) => {
      const connector = await connect(await start(version));
      const names = (await collect(connector.list())).map(({ name }) => name);
      const results = await collect(connector.describe(names));
      expect(results.map(({ entity, status }) => [entity, status])).toEqual(
        names.map((name) => [name, 'described']),
      );
    },
  );

  test.each([
    ['14', '/api/method/frappe.desk.form.load.getdoctype'],
    ['15', '/api/v2/doctype/Kumquat%20Order/meta'],
  ] as const)('version %s is asked at %s', async (version, path) => {
    const server = await start(version);
    const name = version === '15' ? 'Kumquat Order' : 'Kumquat Crate';
    await described(await connect(server), name);
    expect(server.calls.map((call) => call.path)).toContain(path);
  });

  test('says what kind of thing a DocType is, and how it is named', async () => {
    const connector = await connect(await start());
    const kinds = ['Kumquat Order', 'Kumquat Picker', 'Kumquat Settings', 'Kumquat Reading'].map(
      async (name) => {
        const { kind, naming, submittable, cannot } = (await described(connector, name)).schema['x-seam'];
        return { kind, naming, submittable, cannot };
      },
    );
    expect(await Promise.all(kinds)).toEqual([
      { kind: 'table', naming: 'naming_series:', submittable: true },
      { kind: 'child' },
      { kind: 'single', cannot: ['create'] },
      { kind: 'view', naming: 'autoincrement' },
    ]);
  });

  test('custom fields and property setters are merged, also in the rows of a table', async () => {
    const { schema } = await described(await connect(await start()), 'Kumquat Order');
    const { remark, frost_class: frost, exported, story, grower, items } = schema.properties;
    expect(schema.required).toContain('remark');
    expect(frost).toMatchObject({ enum: ['', 'None', 'Light', 'Hard', null], default: '' });
    expect(items?.items?.required).toEqual(['variety']);
    expect(items?.items?.properties?.['storage_bin']).toMatchObject({
      'x-seam': { id: 'Kumquat Order Item-bin', formerName: 'bin' },
    });
    const origins = [remark, frost, exported, story, grower].map((field) => field?.['x-seam']?.origin);
    expect(origins).toEqual([
      { kind: 'property-setter' },
      { kind: 'custom' },
      { kind: 'custom', by: 'orchard_extras' },
      { kind: 'standard', by: 'orchard' },
      { kind: 'standard', by: 'orchard' },
    ]);
  });

  test('the name of a document is set by Frappe; that of a row says which row is meant', async () => {
    const { schema } = await described(await connect(await start()), 'Kumquat Order');
    const { name, items } = schema.properties;
    expect(name?.readOnly).toBe(true);
    expect(items?.items?.properties?.['name']?.readOnly).toBeUndefined();
    expect(items?.items?.properties?.['parent']?.readOnly).toBe(true);
  });

  test('the same bytes, whatever the order of the answer', async () => {
    const plain = await connect(await start());
    const mixed = await connect(await start('15', { order: shuffled }));
    const text = async (connector: typeof plain) =>
      canonicalText((await described(connector, 'Kumquat Order')).schema);
    expect(await text(mixed)).toBe(await text(plain));
  });

  test('an ordinary account sees the same, and cannot tell who brought a field', async () => {
    const server = await start();
    const mine = await described(await connect(server, key(seller)), 'Kumquat Order');
    const theirs = await described(await connect(server), 'Kumquat Order');
    expect(mine.notObserved).toEqual([
      { facet: 'origin', why: 'This account may not read Property Setter.' },
    ]);
    expect(mine.schema['x-seam'].observed).not.toContain('origin');
    const calm = { source: 'erp', sameDatabase: false, updateRevalidates: true, hidden: [], renames: {} };
    expect(compare(theirs.schema, mine.schema, { ...calm, sameAccount: false })).toEqual([]);
  });

  test('rows that many documents share are read once', async () => {
    const server = await start();
    const connector = await connect(server);
    await collect(connector.describe(['Kumquat Order', 'Kumquat Order Item', 'Kumquat Picker']));
    const asked = server.calls.map(({ path }) => path).filter((path) => path.endsWith('/meta'));
    expect(asked.length).toBe(new Set(asked).size);
  });

  test('a DocType that is asked for twice is described once, in its place', async () => {
    const connector = await connect(await start());
    const results = await collect(connector.describe(['Kumquat Permit', 'Nothing', 'Kumquat Permit']));
    expect(results.map(({ entity, status }) => [entity, status])).toEqual([
      ['Kumquat Permit', 'described'],
      ['Nothing', 'missing'],
    ]);
  });

  test('a type that is not known is logged with its place', async () => {
    const server = await start();
    server.drift(fieldAdded('Kumquat Permit', { fieldname: 'aroma', fieldtype: 'Smell' }));
    const logged: unknown[] = [];
    const connector = await connect(server, key(manager), (_, facts) => logged.push(facts));
    await described(connector, 'Kumquat Permit');
    expect(logged).toEqual([{ doctype: 'Kumquat Permit', field: 'aroma', type: 'Smell' }]);
  });

  test('only reading calls are made', async () => {
    const server = await start();
    const connector = await connect(server);
    await collect(connector.list());
    await described(connector, 'Kumquat Order');
    await connector.close?.();
    expect(new Set(server.calls.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  test('every facet that is said is declared observable', async () => {
    const { schema } = await described(await connect(await start()), 'Kumquat Order');
    const fields = Object.values(schema.properties);
    const said = new Set(fields.flatMap((field) => Object.keys(field['x-seam'] ?? {})));
    const declared = new Set<string>(schema['x-seam'].observed);
    // What `nullable` says is the facet nullability.
    expect([...said].filter((facet) => facet !== 'nullable' && !declared.has(facet))).toEqual([]);
  });
});

describe('what cannot be described is a result', () => {
  test.each(['13', '15'] as const)('version %s: a DocType that is not there is missing', async (version) => {
    expect(await result(await connect(await start(version), key(seller)), 'Kumquat Wine')).toEqual({
      entity: 'Kumquat Wine',
      status: 'missing',
      why: 'Frappe has no DocType Kumquat Wine.',
    });
  });

  test.each([
    [404, '{}'],
    [417, '{"exc_type": "ValidationError"}'],
  ])('one of which a second question gives %d %s is unreadable, not missing', async (status, body) => {
    const server = await start('15', {
      instead({ path }, response) {
        if (path !== '/api/resource/Kumquat%20Wine') return false;
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
        return true;
      },
    });
    expect(await result(await connect(server), 'Kumquat Wine')).toMatchObject({
      status: 'unreadable',
      why: 'Frappe says: DocType Kumquat Wine not found',
    });
  });

  test('one whose Link points nowhere is unreadable on 14, and the others are described', async () => {
    const failing = { 'Kumquat Crate': errors.danglingLink('sale_type', 'Sale Type') };
    const connector = await connect(await start('14', { failing }));
    expect(await collect(connector.describe(['Kumquat Crate', 'Kumquat Slat']))).toMatchObject([
      {
        status: 'unreadable',
        why: 'Frappe says: Field sale_type is referring to non-existing doctype Sale Type.',
        fix: expect.stringContaining('Repair the DocType'),
      },
      { status: 'described' },
    ]);
  });

  test.each([
    ['14', 'Kumquat Crate', 'Kumquat Slat'],
    ['15', 'Kumquat Order', 'Kumquat Picker'],
  ] as const)(
    'version %s: one whose table is gone is unreadable, and not missing',
    async (version, name, table) => {
      const server = await start(version);
      server.drift(docTypeRemoved(table));
      const found = await result(await connect(server), name);
      expect(found.status).toBe('unreadable');
      expect('why' in found ? found.why : '').toContain(table);
    },
  );

  test('a gateway that does not let v2 through costs nothing: getdoctype tells the same', async () => {
    const server = await start('15', {
      instead({ path }, response) {
        if (!path.startsWith('/api/v2/')) return false;
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
        return true;
      },
    });
    const plain = await described(await connect(await start()), 'Kumquat Order');
    const blocked = await described(await connect(server), 'Kumquat Order');
    expect(canonicalText(blocked.schema)).toBe(canonicalText(plain.schema));
    expect(await result(await connect(server), 'Kumquat Wine')).toMatchObject({ status: 'missing' });
  });

  test.each<[string, string]>([
    ['no DocType', '{"data": {}}'],
    ['nothing', '{}'],
    ['a DocType without fields', '{"data": {"name": "Kumquat Permit", "fields": []}}'],
    [
      'another DocType',
      '{"data": {"name": "Kumquat permit", "fields": [{"fieldname": "a", "fieldtype": "Int"}]}}',
    ],
    ['a field without a type', '{"data": {"name": "Kumquat Permit", "fields": [{"fieldname": "a"}]}}'],
    ['half an answer', '{"data": {"name": "Kumquat Per'],
  ])('an answer with %s is unreadable, and no removal of everything', async (_, body) => {
    const server = await start('15', {
      instead({ path }, response) {
        if (!path.includes('Permit')) return false;
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
        return true;
      },
    });
    const results = await collect((await connect(server)).describe(['Kumquat Permit', 'Kumquat Picker']));
    expect(results.map(({ status }) => status)).toEqual(['unreadable', 'described']);
  });

  test.each([403, 500])('a refusal of one DocType with %d is that DocType’s finding', async (status) => {
    const server = await start('15', {
      instead({ path }, response) {
        if (!path.includes('Permit')) return false;
        const body = '{"errors": [{"type": "PermissionError", "exception": "Traceback canary"}]}';
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
        return true;
      },
    });
    const results = await collect((await connect(server)).describe(['Kumquat Permit', 'Kumquat Picker']));
    expect(results[0]?.status).toBe(status === 403 ? 'forbidden' : 'unreadable');
    expect(results[1]?.status).toBe('described');
    expect(JSON.stringify(results)).not.toContain('canary');
  });
});

describe('a site that changes while it runs', () => {
  const calm = {
    source: 'erp',
    sameAccount: true,
    sameDatabase: false,
    updateRevalidates: true,
    hidden: [],
    renames: {},
  };

  /** `rule field` of each change that this drift is found as. */
  async function found(drift: Drift, name = 'Kumquat Order') {
    const server = await start();
    const connector = await connect(server);
    const { schema: before } = await described(connector, name);
    server.drift(drift);
    const { schema: after } = await described(connector, name);
    return compare(before, after, calm).map(({ rule, path }) => `${rule} ${path.field ?? ''}`);
  }

  test.each<[string, Drift, readonly string[]]>([
    [
      'a custom field is added',
      customFieldAdded({ dt: 'Kumquat Order', fieldname: 'pest', fieldtype: 'Data', reqd: 1 }),
      ['mandatory-field-added pest'],
    ],
    [
      'a custom field is renamed: its row tells its first name',
      customFieldRenamed('Kumquat Order-frost_class', 'frost_grade'),
      ['field-renamed frost_class'],
    ],
    ['a custom field is removed', customFieldRemoved('Kumquat Order-exported'), ['field-removed exported']],
    [
      'the options of a custom field change',
      customFieldChanged('Kumquat Order-frost_class', { options: '\nNone\nHard' }),
      ['enum-value-removed frost_class'],
    ],
    [
      'a property setter makes a field mandatory',
      propertySet('Kumquat Order', 'story', 'reqd', '1'),
      ['required-added story', 'origin-changed story'],
    ],
    ['a property setter for layout', propertySet('Kumquat Order', 'story', 'print_hide', '1'), []],
    [
      'a field of a table changes',
      fieldChanged('Kumquat Order Item', 'note', { fieldtype: 'Data', length: 30 }),
      ['native-type-changed items.note', 'max-length-set items.note'],
    ],
    ['a field goes', fieldRemoved('Kumquat Order', 'remark'), ['field-removed remark']],
    ['layout is added', fieldAdded('Kumquat Order', { fieldname: 's9', fieldtype: 'Section Break' }), []],
    ['an app is upgraded', all(upgraded('orchard', '1.0.0'), upgraded('frappe', '15.99.0')), []],
  ])('%s', async (_, drift, changes) => {
    expect(await found(drift)).toEqual(changes);
  });

  test('a standard field that an app brings back as a custom one has moved', async () => {
    const drift = all(
      fieldRemoved('Kumquat Grower', 'co_op'),
      customFieldAdded({
        dt: 'Kumquat Grower',
        fieldname: 'co_op',
        label: 'Co-op',
        fieldtype: 'Link',
        options: 'Kumquat Co-op',
        module: 'Orchard Extras',
      }),
    );
    expect(await found(drift, 'Kumquat Grower')).toEqual(['origin-changed co_op']);
  });

  test('a DocType goes', async () => {
    const server = await start();
    server.drift(docTypeRemoved('Kumquat Permit'));
    expect(await result(await connect(server), 'Kumquat Permit')).toMatchObject({ status: 'missing' });
  });
});

test('versions that it was not run against are documented ones', () => {
  expect(capabilities.versions).toEqual({ tested: ['14', '15'], documented: ['13', '16'] });
});
