import type { Subject } from '../../src/conformance/index.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import { fixtureSite, manager, startTestFrappe } from '../erp/frappe.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';

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
};
