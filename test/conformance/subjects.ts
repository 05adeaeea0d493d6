import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { NotApplicable, type Started, type Subject } from '../../src/conformance/index.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type Answer, type Asked, serve } from '../connectors/documents.ts';
import { account, company, startB1 } from '../erp/b1.ts';
import { fixtureSite, manager, startTestFrappe } from '../erp/frappe.ts';
import { startFruitService } from '../erp/odata.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { quincePath, startSap } from '../erp/sap.ts';
import { mysqlOrchard, startMysql, skipped as withoutMysql } from '../sql/mysql.ts';
import { orchard, pglite, type TestPostgres } from '../sql/postgres.ts';

const key = 'canary-press-key';
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

/** What a connector is put to the test with that reads a document behind an address, which wants a key. */
type Documents = Pick<Started, 'entities'> & {
  /** Keys beside `auth`. */
  readonly options?: JsonObject;
  readonly connector: string;
  readonly path: string;
  answer(asked: Asked): Answer;
};

async function documents({ connector, path, answer, entities, options }: Documents): Promise<Subject> {
  return {
    plugin: await loadConnector(connector, '.'),
    async start() {
      const { url, close } = await serve((asked) =>
        asked.headers.authorization === `Bearer ${key}` ? answer(asked) : { status: 401, body: '{}' },
      );
      return {
        url: `${url}${path}`,
        options: { auth: { token: key }, ...options },
        secrets: [key],
        entities,
        unknown: 'KumquatNowhere',
        close: async () => close(),
      };
    },
  };
}

let kept: Promise<TestPostgres> | undefined;

/** One PostgreSQL for all promises: it takes seconds to start. It ends with the process. */
function orchardDatabase(): Promise<TestPostgres> {
  kept ??= pglite.start().then(async (db) => {
    await db.run(orchard);
    return db;
  });
  return kept;
}

/** A server for each built-in connector to be put to the test with. */
export const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  odoo: async () => ({
    plugin: await loadConnector('odoo', '.'),
    async start() {
      const { url, database, close } = await startTestOdoo(fixtureModels('17.0'));
      return {
        url,
        options: { database, auth: { user: admin.login, apiKey: admin.secret } },
        secrets: [admin.secret],
        entities: ['kumquat.order', 'kumquat.grower', 'kumquat.crate'],
        unknown: 'kumquat.nowhere',
        close,
      };
    },
  }),
  frappe: async () => ({
    plugin: await loadConnector('frappe', '.'),
    async start() {
      const { url, close } = await startTestFrappe(fixtureSite('15'));
      const { apiKey, apiSecret } = manager;
      return {
        url,
        options: { auth: { apiKey, apiSecret } },
        secrets: [apiSecret],
        entities: ['Kumquat Order', 'Kumquat Grower'],
        unknown: 'Kumquat Nowhere',
        close,
      };
    },
  }),
  openapi: () =>
    documents({
      connector: 'openapi',
      path: '/kumquat.yaml',
      answer: () => ({ type: 'application/yaml', body: fixture('openapi/kumquat.yaml') }),
      options: { operations: true },
      entities: ['Crate', 'Grower', 'POST /crates'],
    }),
  graphql: () =>
    documents({
      connector: 'graphql',
      path: '/graphql',
      answer: () => ({
        body: JSON.stringify({
          data: introspectionFromSchema(buildSchema(fixture('graphql/kumquat.graphql'))),
        }),
      }),
      entities: ['Crate', 'Grower', 'CrateInput'],
    }),
  jsonschema: () =>
    documents({
      connector: 'jsonschema',
      path: '/order.schema.json',
      answer: () => ({
        body: fixture('jsonschema/order.schema.json').replace('"grower.json"', '"#/$defs/Line"'),
      }),
      entities: ['order', 'Line'],
    }),
  csv: () =>
    documents({
      connector: 'csv',
      path: '/crates.csv',
      answer: () => ({ type: 'text/csv', body: fixture('csv/crates.csv') }),
      entities: ['crates'],
    }),
  exec: async () => ({
    plugin: await loadConnector('exec', '.'),
    async start() {
      return {
        options: {
          command: [
            process.execPath,
            fileURLToPath(new URL('../../fixtures/exec/grove.mjs', import.meta.url)),
          ],
        },
        secrets: [key],
        entities: ['crate', 'grower'],
        unknown: 'nowhere',
        close: async () => {},
      };
    },
  }),
  mysql: async () => {
    // No MySQL runs within this process.
    if (withoutMysql !== '') throw new NotApplicable(withoutMysql.trim());
    return {
      plugin: await loadConnector('mysql', '.'),
      async start() {
        const { url, auth, run, close } = await startMysql();
        await run(mysqlOrchard);
        return {
          url,
          options: { auth },
          secrets: auth.password === undefined ? [] : [auth.password],
          entities: ['crate', 'grower', 'filled', 'ripe', 'tally'],
          unknown: 'nowhere',
          close,
        };
      },
    };
  },
  postgres: async () => ({
    plugin: await loadConnector('postgres', '.'),
    async start() {
      const { url, auth, schema } = await orchardDatabase();
      const password = 'canary-database-word';
      return {
        url,
        options: { auth: { ...auth, password }, schemas: [schema] },
        secrets: [password],
        entities: ['crate', 'grower', 'filled', 'ripe', 'tally'].map((name) => `${schema}.${name}`),
        unknown: `${schema}.nowhere`,
        close: async () => {},
      };
    },
  }),
  odata: async () => ({
    plugin: await loadConnector('odata', '.'),
    async start() {
      const { url, close } = await startFruitService();
      return {
        url: `${url}/odd`,
        options: { auth: { token: 'canary-key' } },
        secrets: ['canary-key'],
        entities: ['Orchard.Kumquat', 'Orchard.Crate', 'Orchard.Pick()'],
        unknown: 'Orchard.Nowhere',
        close,
      };
    },
  }),
  sap: async () => ({
    plugin: await loadConnector('sap', '.'),
    async start() {
      const { url, close } = await startSap();
      return {
        url,
        options: {
          services: ['KUMQUAT_SRV', quincePath],
          auth: { user: 'seam-reader', password: 'canary-password' },
        },
        secrets: ['canary-password'],
        entities: ['KUMQUAT_SRV.A_KumquatType', 'KUMQUAT_SRV.A_CrateType', 'KUMQUAT_SRV.Release()'],
        unknown: 'KUMQUAT_SRV.NowhereType',
        close,
      };
    },
  }),
  'sap-b1': async () => ({
    plugin: await loadConnector('sap-b1', '.'),
    async start() {
      const { url, close } = await startB1();
      return {
        url,
        options: { company, auth: account },
        secrets: [account.password],
        entities: ['Document', 'U_CRATES'],
        unknown: 'Nowhere',
        close,
      };
    },
  }),
};
