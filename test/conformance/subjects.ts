import type { Subject } from '../../src/conformance/index.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import { account, company, startB1 } from '../erp/b1.ts';
import { fixtureSite, manager, startTestFrappe } from '../erp/frappe.ts';
import { startFruitService } from '../erp/odata.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { quincePath, startSap } from '../erp/sap.ts';

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
  odata: async () => ({
    plugin: await loadConnector('odata', '.'),
    async start() {
      const { url, close } = await startFruitService();
      return {
        url: `${url}/odd`,
        options: { auth: { apiKey: 'canary-key' } },
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
