import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { connectTo, described } from '../../src/conformance/subject.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { account, company, startB1 } from '../erp/b1.ts';
import { docTypesIn, siteOf } from '../erp/frappe/recorded-site.ts';
import { manager, recordedPaths, recordings, shippedSite, startTestFrappe } from '../erp/frappe.ts';
import { listen } from '../erp/listening.ts';
import { admin, startTestOdoo } from '../erp/odoo.ts';
import { recordedModels, versions } from '../erp/odoo-recordings.ts';
import { startSap } from '../erp/sap.ts';

/** Every entity that a connector lists. */
export async function allSchemas(connector: Connector): Promise<readonly EntitySchema[]> {
  const names: string[] = [];
  for await (const { name } of connector.list()) names.push(name);
  const results = await described(connector, names);
  return [...results.values()].flatMap((result) => (result.status === 'described' ? [result.schema] : []));
}

type Served = { readonly url: string; readonly close: () => Promise<unknown> };

/** What a connector makes of all that a server has. */
export async function schemasOf(
  connector: string,
  server: Served,
  options: JsonObject,
  path = '',
): Promise<readonly EntitySchema[]> {
  const plugin = await loadConnector(connector, '.');
  const url = server.url + path;
  try {
    const connected = await connectTo(plugin, { url, options, secrets: [] }, { timeout: 120 });
    const schemas = await allSchemas(connected.connector);
    await connected.close();
    return schemas;
  } finally {
    await server.close();
  }
}

/** Documents that were cut, and one with a prefix that it does not bind: no metadata. */
const unreadable = /\/broken\/|API_MULTIPLE_SCHEMAS_SRV\.v4/;

/** Recorded files below a folder, by the ends of their names. */
function filesBelow(folder: string, ends: RegExp): readonly string[] {
  if (recordings === undefined) return [];
  return readdirSync(join(recordings, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => ends.test(name) && !unreadable.test(name))
    .sort();
}

function text(path: string): string {
  const bytes = readFileSync(join(recordings ?? '', path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

const ofSap = { user: 'seam-reader', password: 'canary-password' };
const metadata = /\.(edmx|csdl)(\.gz)?$|metadata\.xml$/;

type Recorded = readonly [what: string, schemas: () => Promise<readonly EntitySchema[]>];

function odata(path: string): Recorded {
  return [
    `OData, ${path}`,
    async () => {
      const body = text(path);
      const server = await listen(() => ({ headers: { 'content-type': 'application/xml' }, body }));
      return schemasOf('odata', server, {});
    },
  ];
}

function sap(path: string): Recorded {
  return [
    `SAP, ${path}`,
    async () => {
      const service = '/sap/opu/odata/sap/KUMQUAT_SRV';
      const server = await startSap({ services: { [service]: text(path) } });
      return schemasOf('sap', server, { services: ['KUMQUAT_SRV'], auth: ofSap });
    },
  ];
}

function b1(path: string): Recorded {
  return [
    `Business One, ${path}`,
    async () => {
      const api = path.includes('_v1_') ? 'v1' : 'v2';
      const server = await startB1({ metadata: { v1: '', v2: '', [api]: text(path) } });
      return schemasOf('sap-b1', server, { company, auth: account, api });
    },
  ];
}

function openapi(path: string): Recorded {
  return [
    `OpenAPI, ${path}`,
    async () => {
      const body = text(path);
      const type = path.endsWith('.json') ? 'application/json' : 'application/yaml';
      const server = await listen(() => ({ headers: { 'content-type': type }, body }));
      return schemasOf('openapi', server, { operations: true }, '/document');
    },
  ];
}

function odoo(version: (typeof versions)[number]): Recorded {
  return [
    `a real Odoo ${version}`,
    async () => {
      const server = await startTestOdoo(recordedModels(version));
      const auth = { user: admin.login, apiKey: admin.secret };
      return schemasOf('odoo', server, { database: server.database, auth });
    },
  ];
}

/** Every DocType of a major version as a server of it answered, the fullest answer of each. */
function frappe(major: 14 | 15): Recorded {
  return [
    `a real Frappe ${major}`,
    async () => {
      const byName = new Map<string, JsonObject>();
      const ofFourteen = (path: string) => path.startsWith('30-frappe-v14');
      for (const path of recordedPaths().filter((each) => ofFourteen(each) === (major === 14))) {
        if (!/doctype/.test(path)) continue;
        for (const doc of docTypesIn(path)) {
          const known = byName.get(String(doc['name']));
          if (fieldsIn(doc) > (known === undefined ? -1 : fieldsIn(known)))
            byName.set(String(doc['name']), doc);
        }
      }
      const server = await startTestFrappe(siteOf([...byName.values()], major));
      const { apiKey, apiSecret } = manager;
      return schemasOf('frappe', server, { auth: { apiKey, apiSecret } });
    },
  ];
}

/** Every DocType that the apps of a version ship. */
function shippedFrappe(version: string): Recorded {
  return [
    `the DocTypes that ERPNext and Frappe ${version} ship`,
    async () => {
      const server = await startTestFrappe(shippedSite(version));
      const { apiKey, apiSecret } = manager;
      return schemasOf('frappe', server, { auth: { apiKey, apiSecret } });
    },
  ];
}

const fieldsIn = ({ fields }: JsonObject) => (Array.isArray(fields) ? fields.length : -1);

/** Everything of the recordings that a connector can read, with what it makes of it. */
export const recordedSchemas: readonly Recorded[] =
  recordings === undefined
    ? []
    : [
        ...versions.map(odoo),
        ...([14, 15] as const).map(frappe),
        ...['v12', 'v13', 'v14'].map(shippedFrappe),
        ...filesBelow('odata', metadata).map(odata),
        ...filesBelow('dynamics', metadata).map(odata),
        ...filesBelow('dynamics', /openapi[^/]*\.(json|yaml)$/).map(openapi),
        ...filesBelow('sap', metadata).map((path) => (path.includes('business_one') ? b1(path) : sap(path))),
      ];
