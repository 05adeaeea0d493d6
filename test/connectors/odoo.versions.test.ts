import { describe, expect, test } from 'vitest';
import { fixtureModel } from '../erp/odoo.ts';
import {
  byKey,
  byPassword,
  collect,
  connect,
  contracts,
  described,
  started,
  versionIs,
  withoutJsonRpc,
} from './odoo-source.ts';

describe('every version from 14 to 19', () => {
  const versions = [
    ...[14, 15, 16, 17, 18, 19].map((version) => ({ version, ways: 'a password', options: byPassword })),
    ...[14, 15, 16, 17, 18, 19].map((version) => ({ version, ways: 'an API key', options: byKey })),
  ];

  test.each(versions)('Odoo $version is read with $ways', async ({ version, options }) => {
    const erp = await started({ version, modules: { sale: `${version}.0.1.2`, base: `${version}.0.1.3` } });
    const connector = await connect(erp, options);
    expect(await connector.system()).toEqual({
      product: 'Odoo',
      version: `${version}.0`,
      apps: { base: `${version}.0.1.3`, sale: `${version}.0.1.2` },
      account: 'admin',
      company: 'Kumquat Trading (1)',
      language: 'en_US',
      database: '5b1f0c1e-0000-4000-8000-6b756d717561',
    });
    expect((await collect(connector.list())).map(({ name }) => name)).toContain('kumquat.order');
    const { schema, hidden } = await described(connector, 'kumquat.grower');
    expect(Object.keys(schema.properties)).toEqual([
      'create_date',
      'create_uid',
      'display_name',
      'id',
      'kind',
      'lang',
      'name',
      'write_date',
      'write_uid',
    ]);
    expect(schema.required).toEqual(['name']);
    expect(hidden).toBeUndefined();
  });

  test('all give the same contracts', async () => {
    const [first, ...others] = await Promise.all(
      versions.map(async ({ version, options }) => contracts(await started({ version }), options)),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  test('a key is used over JSON-2 from 19 on, a password over JSON-RPC', async () => {
    const paths: string[] = [];
    const erp = await started({
      version: 19,
      instead: ({ url = '' }) => {
        paths.push(url);
        return false;
      },
    });
    await (await connect(erp, byKey)).system();
    expect(new Set(paths.map((path) => path.split('/')[1]))).toEqual(new Set(['jsonrpc', 'json']));
    expect(paths.filter((path) => path === '/jsonrpc')).toHaveLength(1);
    paths.length = 0;
    await (await connect(erp, byPassword)).system();
    expect(new Set(paths)).toEqual(new Set(['/jsonrpc']));
  });

  test('JSON-2 needs no database where the server has one alone', async () => {
    const erp = await started({ version: 19 });
    const connector = await connect({ url: erp.url } as never, { ...byKey });
    expect((await described(connector, 'kumquat.crate')).schema.required).toEqual(['order_id']);
  });

  test('a server without the JSON-RPC endpoint is asked for its version at /web/version', async () => {
    const erp = await started({ version: 19, instead: withoutJsonRpc });
    expect((await (await connect(erp, byKey)).system()).version).toBe('19.0');
  });

  test.each([
    ['17.0', [17, 0, 0, 'final', 0, ''], '17.0'],
    ['17.0-20240709', [17, 0, 0, 'final', 0, ''], '17.0-20240709'],
    ['saas~18.2+e', ['saas~18', 2, 0, 'final', 0, 'e'], 'saas~18.2+e'],
  ] as const)('the version %s is understood by its parts', async (server_version, info, version) => {
    const erp = await started({
      instead: versionIs({ server_version, server_version_info: [...info] }),
    });
    expect((await (await connect(erp, byKey)).system()).version).toBe(version);
  });

  test('Odoo Online of 19.1 is 19 or later, so a key goes over JSON-2', async () => {
    const info = { server_version: 'saas~19.1+e', server_version_info: ['saas~19', 1, 0, 'final', 0, 'e'] };
    const erp = await started({ version: 19, instead: versionIs(info) });
    await connect(erp, byKey);
    expect(erp.calls.map(({ method }) => method)).toEqual(['context_get', 'search_read']);
  });

  test('the attributes of each version are understood', async () => {
    const of = async (version: number, model: string) => {
      const erp = await started({ version }, [fixtureModel(`${version}.0`, model)]);
      return (await described(await connect(erp, byKey), model)).schema.properties;
    };
    // 14: `related` is a list of names.
    expect((await of(14, 'kumquat.seal'))['order_code']?.['x-seam']).toMatchObject({
      copiedFrom: 'order_id.code',
      computed: true,
      stored: false,
    });
    // 16: `readonly: 1`, `digits: 0`, `__last_update`.
    const lot = await of(16, 'kumquat.lot');
    expect(lot['name']?.['x-seam']).toMatchObject({ uiReadOnly: true });
    expect(lot['factor']?.['x-seam']).toEqual(expect.not.objectContaining({ scale: expect.anything() }));
    expect(lot['__last_update']).toMatchObject({ readOnly: true });
    // 19: `digits: false`, a value per company that is stored.
    const bin = await of(19, 'kumquat.bin');
    expect(bin['volume']?.['x-seam']).toEqual(expect.not.objectContaining({ scale: expect.anything() }));
    expect(bin['cost_account_id']?.['x-seam']).toMatchObject({ companyDependent: true });
    expect(bin['cost_account_id']?.['x-seam']?.stored).toBeUndefined();
  });
});
