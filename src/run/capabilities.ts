import { connectorNames, loadConnector } from '../connectors/registry.js';
import type { Capabilities } from '../model/capabilities.js';

const unknown: Capabilities = {
  facets: {},
  onWrite: {},
  updateRevalidates: false,
  versions: { tested: [], documented: [] },
};

/** What the ERP of a connector does to writers; of one that is not there nothing is known. */
export async function capabilitiesOf(connector: string | undefined): Promise<Capabilities> {
  if (connector === undefined || !connectorNames.includes(connector)) return unknown;
  return (await loadConnector(connector)).capabilities;
}
