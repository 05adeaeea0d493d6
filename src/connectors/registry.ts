import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { ConnectorPlugin } from './connector.js';

/** Built-in connectors, loaded when used. Adding one is its folder and a line here. */
const connectors: Readonly<Record<string, () => Promise<ConnectorPlugin<never>>>> = {
  frappe: async () => (await import('./frappe/index.js')).frappe,
  odoo: async () => (await import('./odoo/index.js')).odoo,
};

/** Names of the built-in connectors. */
export const connectorNames: readonly string[] = Object.keys(connectors);

/**
 * The plugin of a built-in connector.
 * @throws SeamError `connector-unknown`
 */
export async function loadConnector(name: string): Promise<ConnectorPlugin<never>> {
  const load = Object.hasOwn(connectors, name) ? connectors[name] : undefined;
  if (load !== undefined) return load();
  const near = didYouMean(name, connectorNames);
  throw new SeamError('connector-unknown', {
    why: `There is no connector "${name}".`,
    fix: `Use one of: ${connectorNames.join(', ')}${near === undefined ? '.' : `; did you mean "${near}"?`}`,
  });
}
