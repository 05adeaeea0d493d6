import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { ConnectorPlugin } from './connector.js';
import { loadPlugin } from './plugin.js';

/** Built-in connectors, loaded when used. Adding one is its folder and a line here. */
const connectors: Readonly<Record<string, () => Promise<ConnectorPlugin<never>>>> = {
  csv: async () => (await import('./csv/index.js')).csv,
  exec: async () => (await import('./exec/index.js')).exec,
  frappe: async () => (await import('./frappe/index.js')).frappe,
  graphql: async () => (await import('./graphql/index.js')).graphql,
  jsonschema: async () => (await import('./jsonschema/index.js')).jsonschema,
  mysql: async () => (await import('./mysql/index.js')).mysql,
  odata: async () => (await import('./odata/index.js')).odata,
  odoo: async () => (await import('./odoo/index.js')).odoo,
  openapi: async () => (await import('./openapi/index.js')).openapi,
  postgres: async () => (await import('./postgres/index.js')).postgres,
  sap: async () => (await import('./sap/index.js')).sap,
  'sap-b1': async () => (await import('./sap-b1/index.js')).sapB1,
};

/** Names of the built-in connectors. */
export const connectorNames: readonly string[] = Object.keys(connectors);

/**
 * The connector of a name: a built-in one, a local file (`./acme.js`), or an npm package (`acme` is looked for as
 * `seam-connector-acme` too).
 * @param folder folder of `seam.yaml`, from which files and packages are found
 * @throws SeamError `connector-unknown`, or `connector-broken` for one that is no connector
 */
export async function loadConnector(name: string, folder: string): Promise<ConnectorPlugin<never>> {
  const load = Object.hasOwn(connectors, name) ? connectors[name] : undefined;
  if (load !== undefined) return load();
  const plugin = await loadPlugin(name, folder);
  if (plugin !== undefined) return plugin;
  const near = didYouMean(name, connectorNames);
  throw new SeamError('connector-unknown', {
    why: `There is no connector "${name}", neither built in nor as a file or package.`,
    fix: `Use one of: ${connectorNames.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}; or install the package that has it.`,
  });
}
