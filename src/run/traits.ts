import type { ConnectorPlugin } from '../connectors/connector.js';
import { connectorNames, loadConnector } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config } from '../model/config.js';

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
 * What a connector says of its ERP; of one that is not there nothing is known. The name may come from a contract or a
 * pull file, which are data: a plugin is loaded only where a source of `seam.yaml` names it.
 */
export async function traitsOf(connector: string | undefined, config: Config | undefined): Promise<Traits> {
  if (connector === undefined) return unknown;
  const named = config?.sources.find((source) => source.connector === connector && !source.untrusted);
  if (named === undefined && !connectorNames.includes(connector)) return unknown;
  try {
    return await loadConnector(connector, named?.folder ?? config?.folder ?? '.');
  } catch (error) {
    if (error instanceof SeamError) return unknown;
    throw error;
  }
}
