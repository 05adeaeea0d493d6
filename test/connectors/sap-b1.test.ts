import { afterEach, describe, expect, test } from 'vitest';
import type { B1Options } from '../../src/connectors/sap-b1/client.ts';
import { sapB1 } from '../../src/connectors/sap-b1/index.ts';
import { account, type B1, type B1Settings, company, startB1 } from '../erp/b1.ts';
import { collected, connectTo, describedBy } from './collected.ts';

const opened: B1[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function connected(settings: B1Settings = {}, options: Partial<B1Options> = {}) {
  const server = await startB1(settings);
  opened.push(server);
  return { server, connector: await connectTo(sapB1, server.url, { company, auth: account, ...options }) };
}

const calls = (server: B1) => server.asked.map(({ method, path }) => `${method} ${path}`);

describe('a session', () => {
  test('is begun once, with the first call, and ended when the source is closed', async () => {
    const { server, connector } = await connected();
    expect(server.asked).toEqual([]);
    await connector.system();
    await collected(connector.list());
    await describedBy(connector, 'Document');
    await connector.close?.();
    expect(server.sessions()).toEqual({ begun: 1, open: 0 });
    expect(calls(server)).toEqual([
      'POST /b1s/v2/Login',
      'GET /b1s/v2/$metadata',
      'GET /b1s/v2/UserFieldsMD',
      'GET /b1s/v2/UserFieldsMD',
      'POST /b1s/v2/Logout',
    ]);
    expect(server.asked.at(-1)?.headers.cookie).toBe('B1SESSION=session-1; ROUTEID=.node1');
  });

  test('that has expired is begun anew, once per call', async () => {
    const { server, connector } = await connected({ callsPerSession: 1 });
    expect(await collected(connector.list())).toHaveLength(3);
    await describedBy(connector, 'Document');
    expect(server.sessions().begun).toBe(3);
  });

  test('that the server never accepts is an error, not a loop', async () => {
    const { server, connector } = await connected({ callsPerSession: 0 });
    await expect(collected(connector.list())).rejects.toMatchObject({ code: 'source-unauthorised' });
    expect(server.sessions().begun).toBe(2);
  });

  test('of a wrong company or password says so, and tells no secret', async () => {
    const { server, connector } = await connected({}, { auth: { ...account, password: 'canary-wrong' } });
    const error: unknown = await connector.system().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'source-unauthorised',
      message: 'The Service Layer does not log in "seam-reader" to company "KUMQUATS": Login failed',
    });
    expect(JSON.stringify(error)).not.toContain('canary');
    await connector.close?.();
    expect(calls(server)).toEqual(['POST /b1s/v2/Login']);
  });

  test('nothing is closed that was not opened', async () => {
    const { server, connector } = await connected();
    await connector.close?.();
    expect(server.asked).toEqual([]);
  });
});

describe('the two versions are two protocols', () => {
  test('v2 is OData 4', async () => {
    const { connector } = await connected();
    expect((await collected(connector.list())).map(({ name, label }) => [name, label])).toEqual([
      ['Document', 'Orders, Invoices'],
      ['U_CRATES', 'U_CRATES'],
      ['Cancel(Document)', undefined],
    ]);
    const { schema } = await describedBy(connector, 'Document');
    expect(schema['x-seam']).toMatchObject({
      protocol: 'OData 4',
      addresses: { Orders: {}, Invoices: {} },
      key: ['DocEntry'],
    });
    expect(schema.properties['DocDate']).toMatchObject({ format: 'date-time' });
  });

  test('v1 is OData 3, with open types and bindable function imports', async () => {
    const { connector } = await connected({}, { api: 'v1' });
    expect((await collected(connector.list())).map(({ name }) => name)).toEqual([
      'Document',
      'Cancel(Document)',
    ]);
    const { schema } = await describedBy(connector, 'Document');
    expect(schema['x-seam'].protocol).toBe('OData 3');
    expect(schema.additionalProperties).toBe(true);
  });

  test('who the source is comes with the login', async () => {
    const { connector } = await connected();
    expect(await connector.system()).toEqual({
      product: 'SAP Business One',
      version: '1000190',
      account: 'seam-reader',
      company: 'KUMQUATS',
      database: 'KUMQUATS',
    });
  });
});

describe('user-defined fields', () => {
  test('have the valid values, length and default of their definition, and are custom', async () => {
    const { connector } = await connected();
    const { schema } = await describedBy(connector, 'Document');
    expect(schema.properties['U_Orchard']).toEqual({
      type: ['string', 'null'],
      enum: ['N', 'S', null],
      maxLength: 20,
      default: 'N',
      'x-seam': {
        nativeType: 'Edm.String',
        enumLabels: { N: 'North', S: 'South' },
        origin: { kind: 'custom' },
      },
    });
  });

  test('also within rows', async () => {
    const { connector } = await connected();
    const { schema } = await describedBy(connector, 'Document');
    const lines = schema.properties['DocumentLines']?.items?.properties;
    expect(lines?.['U_Ripeness']).toMatchObject({ enum: ['R', null], maxLength: 1 });
    expect(lines?.['Quantity']?.['x-seam']?.origin).toBeUndefined();
  });

  test('of a user table are those of the table; of another type where all tables agree, and else not', async () => {
    const { connector } = await connected();
    const table = (await describedBy(connector, 'U_CRATES')).schema.properties;
    expect(table['U_Odd']).toMatchObject({ maxLength: 9 });
    expect(table['U_Layers']).toMatchObject({ 'x-seam': { required: 'unknown', requiredBy: ['database'] } });
    expect((await describedBy(connector, 'Document')).schema.properties['U_Odd']?.maxLength).toBeUndefined();
  });

  test('whose definitions this account may not see are described, and what is missing is not observed', async () => {
    const { connector } = await connected({ hidesUserFields: true });
    const { schema, notObserved } = await describedBy(connector, 'Document');
    expect(schema.properties['U_Orchard']).toEqual({
      type: ['string', 'null'],
      'x-seam': { nativeType: 'Edm.String', origin: { kind: 'custom' } },
    });
    const facets = ['default', 'enum', 'enumLabels', 'maxLength'];
    expect(schema['x-seam'].observed.filter((facet) => facets.includes(facet))).toEqual([]);
    expect(
      notObserved?.filter(({ facet }) => facets.includes(facet)).every(({ why }) => /answered 403/.test(why)),
    ).toBe(true);
  });

  test('definitions without an end are an error', async () => {
    const { connector } = await connected({
      instead: ({ path }) =>
        path.endsWith('UserFieldsMD')
          ? {
              headers: { 'content-type': 'application/json' },
              body: '{"value":[],"@odata.nextLink":"UserFieldsMD?$skip=1"}',
            }
          : undefined,
    });
    await expect(collected(connector.describe(['Document']))).rejects.toThrow(/more than 200 pages/);
  });
});
