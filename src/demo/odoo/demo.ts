import { odooModels, odooModules } from '../data/odoo.js';
import { type OdooServer, startOdoo } from './server.js';

/** The account of the demo's `seam.yaml`. */
export const demoAccount = { uid: 2, login: 'seam-reader', secret: 'demo-key-of-nobody' } as const;

/** Starts the demo ERP as it is before its upgrade. */
export function startDemoOdoo(): Promise<OdooServer> {
  return startOdoo({
    models: odooModels,
    modules: odooModules,
    accounts: [demoAccount],
    version: 18,
    database: 'demo',
  });
}
