import type { ConnectorPlugin } from '../connectors/connector.js';
import { connectorNames, loadConnector } from '../connectors/registry.js';

type Traits = Pick<ConnectorPlugin<never>, 'capabilities' | 'wire'>;

const unknown: Traits = {
  capabilities: {
    facets: {},
    onWrite: {},
    updateRevalidates: false,
    versions: { tested: [], documented: [] },
  },
};

/** What a connector says of its ERP; of one that is not there nothing is known. */
export async function traitsOf(connector: string | undefined): Promise<Traits> {
  return connector !== undefined && connectorNames.includes(connector) ? loadConnector(connector) : unknown;
}
