import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { odata } from '../../src/connectors/odata/index.ts';
import { sap } from '../../src/connectors/sap/index.ts';
import { sapB1 } from '../../src/connectors/sap-b1/index.ts';
import { compare } from '../../src/drift/compare.ts';
import type { EntityResult } from '../../src/model/source.ts';
import { calm } from '../drift/entities.ts';
import { account, company, startB1 } from '../erp/b1.ts';
import { type Listening, listen } from '../erp/listening.ts';
import { startSap } from '../erp/sap.ts';
import { recordings } from '../protocols/odata/recordings.ts';
import { collected, connectTo, expectDescribed } from './collected.ts';

const opened: Listening[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

function kept<T extends Listening>(server: T): T {
  opened.push(server);
  return server;
}

function recorded(path: string): string {
  const bytes = readFileSync(join(recordings ?? '', path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

const auth = { user: 'seam-reader', password: 'canary-password' };

const count = (results: readonly EntityResult[]) =>
  Object.fromEntries(
    [...new Set(results.map(({ status }) => status))].map((status) => [
      status,
      results.filter((each) => each.status === status).length,
    ]),
  );

describe.skipIf(recordings === undefined)('recorded metadata behind a server (SEAM_RECORDINGS)', () => {
  test('SAP: several services of both versions are one source, wholly described', async () => {
    const salesOrder4 = '/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001';
    const services = {
      '/sap/opu/odata/sap/API_SALES_ORDER_SRV': recorded('sap/api_sales_order_srv/2024-06.edmx'),
      '/sap/opu/odata/sap/API_BUSINESS_PARTNER': recorded('sap/api_business_partner/2024-06.edmx'),
      [salesOrder4]: recorded('sap/ce_salesorder_0001/2026-03.edmx'),
    };
    const { url } = kept(await startSap({ services }));
    const named = ['API_SALES_ORDER_SRV', 'API_BUSINESS_PARTNER', salesOrder4];
    const connector = await connectTo(sap, url, { services: named, auth });
    const names = (await collected(connector.list())).map(({ name }) => name);
    expect(names).toHaveLength(24 + 60 + 15);
    expect(count(await collected(connector.describe(names)))).toEqual({ described: 99 });
  });

  test('SAP: an upgrade of a service is told, and nothing else', async () => {
    const path = '/sap/opu/odata/sap/API_SALES_ORDER_SRV';
    const at = async (document: string) => {
      const { url } = kept(await startSap({ services: { [path]: recorded(document) } }));
      const connector = await connectTo(sap, url, { services: ['API_SALES_ORDER_SRV'], auth });
      const [result] = await collected(connector.describe(['API_SALES_ORDER_SRV.A_SalesOrderItemType']));
      return expectDescribed(result).schema;
    };
    const [before, after] = [
      await at('sap/api_sales_order_srv/2024-06.edmx'),
      await at('sap/api_sales_order_srv/2026-03.edmx'),
    ];
    const told = compare(before, after, calm).filter(({ silent }) => silent !== true);
    expect(told.map(({ rule, path: { field } }) => `${rule} ${field}`)).toEqual([
      'field-added OriginallyRequestedMaterial',
    ]);
  });

  test.each([
    ['v1', 'service_layer_v1_2024-03.edmx.gz', 955],
    ['v2', 'service_layer_v2_2020-10.edmx.gz', 865],
  ] as const)('Business One %s: every entity is described in one session', async (api, file, entities) => {
    const metadata = { v1: '', v2: '', [api]: recorded(`sap/business_one/${file}`) };
    const server = kept(await startB1({ metadata }));
    const connector = await connectTo(sapB1, server.url, { company, auth: account, api });
    const names = (await collected(connector.list())).map(({ name }) => name);
    expect(count(await collected(connector.describe(names)))).toEqual({ described: entities });
    await connector.close?.();
    expect(server.sessions()).toEqual({ begun: 1, open: 0 });
  });

  test.each([
    ['odata/northwind_v2.edmx', '1.0', 26],
    ['odata/russian_v3.edmx', '3.0', 98],
    ['odata/trippin_v4.edmx', '4.0', 15],
    ['dynamics/business_central/api_v2.0_2025-10.edmx', '4.0', 108],
    ['odata/msgraph/v1.0_2022-07.csdl.gz', '4.0', 1531],
  ])('any service: %s', async (path, version, entities) => {
    const document = recorded(path);
    const { url } = kept(
      await listen(() => ({ headers: { 'content-type': 'application/xml' }, body: document })),
    );
    const connector = await connectTo(odata, url, {});
    expect((await connector.system()).version).toBe(version);
    const names = (await collected(connector.list())).map(({ name }) => name);
    expect(count(await collected(connector.describe(names)))).toEqual({ described: entities });
  });

  test('a document that was cut is no metadata, and nothing of it is described', async () => {
    const document = recorded('sap/broken/EAM_OBJPG_MAINTENANCEORDER_SRV.truncated.edmx');
    const path = '/sap/opu/odata/sap/EAM_OBJPG_MAINTENANCEORDER_SRV';
    const { url } = kept(await startSap({ services: { [path]: document } }));
    const connector = await connectTo(sap, url, { services: ['EAM_OBJPG_MAINTENANCEORDER_SRV'], auth });
    await expect(collected(connector.list())).rejects.toMatchObject({ code: 'source-truncated' });
  });
});
