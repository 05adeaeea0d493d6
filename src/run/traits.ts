import type { ConnectorPlugin } from '../connectors/connector.js';
import { loadConnector } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';

type Traits = Pick<ConnectorPlugin<never>, 'capabilities' | 'wire'>;

const unknown: Traits = {
  capabilities: {
    facets: {},
    onWrite: {},
    updateRevalidates: false,
    versions: { tested: [], documented: [] },
  },
};

/**
 * What a connector says of its ERP; of one that is not there nothing is known.
 * @param folder folder from which plugins are found
 */
export async function traitsOf(connector: string | undefined, folder: string): Promise<Traits> {
  if (connector === undefined) return unknown;
  try {
    return await loadConnector(connector, folder);
  } catch (error) {
    if (error instanceof SeamError) return unknown;
    throw error;
  }
}
