import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sap } from '../../src/connectors/sap/index.ts';
import type { SapOptions } from '../../src/connectors/sap/options.ts';
import { accessTokens } from '../../src/transport/access-token.ts';
import { type Listening, listen } from '../erp/listening.ts';
import { kumquatPath, medlarPath, quincePath, type SapSettings, startSap } from '../erp/sap.ts';
import { collected, connectTo, describedBy } from './collected.ts';

const opened: Listening[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function started(settings: SapSettings = {}): Promise<Listening> {
  const server = await startSap(settings);
  opened.push(server);
  return server;
}

const auth = { user: 'seam-reader', password: 'canary-password' };
const kumquat = 'KUMQUAT_SRV.A_KumquatType';
const quince = 'com.sap.gateway.srvd_a2x.api_quince.v0001.Quince_Type';

async function connected(settings: SapSettings = {}, options: Partial<SapOptions> = {}, more = {}) {
  const server = await started(settings);
  const given: SapOptions = { services: ['KUMQUAT_SRV', quincePath], auth, ...options };
  return { server, connector: await connectTo(sap, server.url, given, more) };
}

describe('services', () => {
  const metadataOf = (server: Listening) =>
    server.asked
      .filter(({ path }) => path.endsWith('/$metadata'))
      .map(({ path }) => path.replace('/$metadata', ''));

  test('of version 2 and 4 are one source, each read once for list and description', async () => {
    const { server, connector } = await connected();
    const listed = await collected(connector.list());
    expect(listed).toEqual([
      { name: kumquat, label: 'A_Kumquat' },
      { name: 'KUMQUAT_SRV.A_CrateType', label: 'A_Crate' },
      { name: 'KUMQUAT_SRV.Release()' },
      { name: quince, label: 'Quince' },
    ]);
    const results = await collected(connector.describe(listed.map(({ name }) => name)));
    expect(results.map(({ status }) => status)).toEqual(['described', 'described', 'described', 'described']);
    expect(metadataOf(server)).toEqual([kumquatPath, quincePath]);
  });

  test('are found by globs in both catalogues, by their paths whatever the host says', async () => {
    const services = { [kumquatPath]: '', [medlarPath]: '', [quincePath]: '' };
    const { server, connector } = await connected({ services }, { services: ['*'] });
    await collected(connector.list()).catch(() => {});
    expect(metadataOf(server).sort()).toEqual([medlarPath, kumquatPath, quincePath].sort());
  });

  test('a catalogue is read page by page to its end', async () => {
    const rows = Array.from({ length: 1203 }, (_, index) => ({
      TechnicalServiceName: `ODD_${index}_SRV`,
      ServiceUrl: `/sap/opu/odata/sap/ODD_${index}_SRV`,
    }));
    const { server, connector } = await connected({ rows, services: {} }, { services: ['ODD_1202_*'] });
    await collected(connector.list()).catch(() => {});
    expect(server.asked.map(({ query }) => query.get('$skip')).filter((skip) => skip !== null)).toEqual([
      '0',
      '500',
      '1000',
      '0',
    ]);
    expect(metadataOf(server)).toEqual(['/sap/opu/odata/sap/ODD_1202_SRV']);
  });

  test('no catalogue is asked where none is needed', async () => {
    const { server, connector } = await connected({ hidesCatalogue: true });
    await collected(connector.list());
    expect(server.asked.filter(({ path }) => /catalog/i.test(path))).toEqual([]);
  });

  test.each([
    [true, ['KUM*'], 'source-forbidden', /sees no service catalogue, which KUM\* needs/],
    [false, ['ODD*'], 'source-not-found', /no service that matches ODD\*/],
  ])(
    'a glob that cannot be answered is an error (catalogue hidden: %s)',
    async (hidesCatalogue, services, code, why) => {
      const { connector } = await connected({ hidesCatalogue }, { services });
      await expect(connector.system()).rejects.toMatchObject({ code, message: expect.stringMatching(why) });
    },
  );

  test('what the system is says which services were looked at, and as whom', async () => {
    const { connector } = await connected({}, { client: '100' });
    expect(await connector.system()).toEqual({
      product: 'SAP',
      version: 'release not told',
      apps: { KUMQUAT_SRV: '1', api_quince: '0001' },
      language: 'EN',
      account: 'seam-reader',
      company: 'client 100',
    });
  });
});

describe('a call', () => {
  test('pins language and client, keeps SAML away, asks for XML, and carries no token against forgery', async () => {
    const { server, connector } = await connected(
      {},
      { client: '100', language: 'DE', services: ['KUMQUAT_SRV'] },
    );
    await collected(connector.list());
    const [asked] = server.asked;
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({
      saml2: 'disabled',
      'sap-language': 'DE',
      'sap-client': '100',
    });
    expect(asked?.headers.accept).toBe('application/xml');
    expect(asked?.method).toBe('GET');
    expect(asked?.headers['x-csrf-token']).toBeUndefined();
  });

  test('carries the key of an API management in the header APIKey', async () => {
    const { server, connector } = await connected({}, { apiKey: 'canary-key' });
    await collected(connector.list());
    expect(server.asked.every(({ headers }) => headers['apikey'] === 'canary-key')).toBe(true);
  });

  test('carries an access token of the authorization server', async () => {
    const tokens = await listen(() => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: 'canary-token', token_type: 'bearer', expires_in: 3600 }),
    }));
    opened.push(tokens);
    const oauth = { tokenUrl: `${tokens.url}/token`, clientId: 'seam', clientSecret: 'canary-secret' };
    const { connector } = await connected(
      { authorization: 'Bearer canary-token' },
      { auth: { oauth } },
      { accessToken: accessTokens({ fetch: (url, init) => fetch(url, init), now: () => 0 }) },
    );
    expect(await collected(connector.list())).toHaveLength(4);
    expect(tokens.asked).toHaveLength(1);
    expect((await connector.system()).account).toBe('seam');
  });
});

describe('a description', () => {
  test('of version 2', async () => {
    const { connector } = await connected();
    const { schema } = await describedBy(connector, kumquat);
    expect(schema).toMatchObject({
      title: 'Kumquat',
      required: [],
      properties: {
        Kumquat: {
          type: 'string',
          maxLength: 10,
          'x-seam': { upperCase: true, required: 'unknown', requiredBy: ['api', 'key'] },
        },
        PickingDate: { 'x-seam': { dateOnly: true, timeZone: 'site' } },
        NetWeight: {
          type: ['number', 'null'],
          'x-seam': { precision: '13', scale: '3', unit: 'WeightUnit', wireForm: 'string' },
        },
        CreatedByUser: { readOnly: true },
        YY1_Orchard_KUM: { 'x-seam': { origin: { kind: 'custom' } } },
        to_Crate: { type: 'array', 'x-seam': { target: 'KUMQUAT_SRV.A_CrateType' } },
      },
      'x-seam': { connector: 'sap', protocol: 'OData 2', key: ['Kumquat'], addresses: { A_Kumquat: {} } },
    });
    expect(schema['x-seam'].observed).toContain('origin');
  });

  test('of version 4', async () => {
    const { connector } = await connected();
    expect((await describedBy(connector, quince)).schema).toMatchObject({
      required: ['Variety'],
      properties: { Quince: { 'x-seam': { immutable: true } } },
      'x-seam': { protocol: 'OData 4', addresses: { Quince: {} } },
    });
  });

  test('what no service has is missing', async () => {
    const { connector } = await connected();
    expect(await collected(connector.describe(['KUMQUAT_SRV.Gone', '__proto__']))).toMatchObject([
      { entity: 'KUMQUAT_SRV.Gone', status: 'missing' },
      { entity: '__proto__', status: 'missing' },
    ]);
  });

  test('says so where the document is of the cache', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seam-sap-'));
    const server = await started();
    const once = async () =>
      describedBy(await connectTo(sap, server.url, { services: ['KUMQUAT_SRV'], auth }, { folder }), kumquat);
    const [first, second] = [await once(), await once()];
    expect(first.fromCache).toBeUndefined();
    expect(second).toEqual({ ...first, fromCache: true });
    await rm(folder, { recursive: true });
  });
});

describe('faults', () => {
  test('one service that cannot be read leaves the others, and is loud', async () => {
    const { connector } = await connected({}, { services: ['KUMQUAT_SRV', 'GONE_SRV'] });
    const listed = (await collected(connector.list())).map(({ name }) => name);
    expect(listed).toEqual([
      'KUMQUAT_SRV.A_KumquatType',
      'KUMQUAT_SRV.A_CrateType',
      'KUMQUAT_SRV.Release()',
      'GONE_SRV.*',
    ]);
    const results = await collected(
      connector.describe([...listed, 'GONE_SRV.A_OddType', 'KUMQUAT_SRV.Gone']),
    );
    expect(results.map(({ entity, status }) => `${entity} ${status}`)).toEqual([
      'KUMQUAT_SRV.A_KumquatType described',
      'KUMQUAT_SRV.A_CrateType described',
      'KUMQUAT_SRV.Release() described',
      'GONE_SRV.* forbidden',
      'GONE_SRV.A_OddType forbidden',
      'KUMQUAT_SRV.Gone missing',
    ]);
  });

  test('where no service can be read, the source has failed', async () => {
    const { connector } = await connected({ services: {} });
    await expect(collected(connector.list())).rejects.toMatchObject({
      code: 'source-forbidden',
      where: { service: 'KUMQUAT_SRV' },
    });
    await expect(collected(connector.describe([kumquat]))).rejects.toMatchObject({
      code: 'source-forbidden',
    });
  });

  test('a wrong password ends it at once, with no secret told', async () => {
    const { server, connector } = await connected({}, { auth: { ...auth, password: 'canary-wrong' } });
    const error = await collected(connector.list()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'source-unauthorised' });
    expect(String(error)).not.toContain('canary');
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    [
      'a logon page with 200',
      { headers: { 'content-type': 'text/html' }, body: '<html>SAMLRequest</html>' },
      'source-html',
    ],
    [
      'a logon page that calls itself XML',
      { headers: { 'content-type': 'application/xml' }, body: '<html/>' },
      'source-html',
    ],
    ['nothing', { headers: { 'content-type': 'application/xml' }, body: '' }, 'source-empty'],
    [
      'half a document',
      {
        headers: { 'content-type': 'application/xml' },
        body: '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices',
      },
      'source-truncated',
    ],
    ['a dump', { status: 500, body: 'canary' }, 'source-server-error'],
  ])('%s is no metadata', async (_what, answer, code) => {
    const { connector } = await connected({ instead: () => answer });
    await expect(collected(connector.describe([kumquat]))).rejects.toMatchObject({ code });
  });

  test('two services that describe one entity belong into two sources', async () => {
    const twice = '/sap/opu/odata/sap/KUMQUAT_SRV;v=2';
    const { connector } = await connected(
      {
        instead: ({ path }) =>
          path.endsWith('$metadata')
            ? { headers: { 'content-type': 'application/xml' }, body: two }
            : undefined,
      },
      { services: ['KUMQUAT_SRV', twice] },
    );
    await expect(collected(connector.describe([kumquat]))).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'Both KUMQUAT_SRV and KUMQUAT_SRV describe KUMQUAT_SRV.A_KumquatType.',
    });
  });

  test('a catalogue that is none, or has no end, is an error', async () => {
    const answered = (body: object) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const none = await connected({ instead: () => answered({ d: {} }) }, { services: ['*'] });
    await expect(none.connector.system()).rejects.toMatchObject({ code: 'source-unusable' });
    const rows = Array.from({ length: 500 }, () => ({ TechnicalServiceName: 'A', ServiceUrl: '/a' }));
    const endless = await connected(
      { instead: () => answered({ d: { results: rows } }) },
      { services: ['*'] },
    );
    await expect(endless.connector.system()).rejects.toThrow(/more than 100 pages/);
  });
});

const two = `<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
  <Schema Namespace="KUMQUAT_SRV" xmlns="http://schemas.microsoft.com/ado/2008/09/edm"><EntityType Name="A_KumquatType"/></Schema>
</edmx:DataServices></edmx:Edmx>`;
