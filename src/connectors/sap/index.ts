import { once } from '../../model/once.js';
import type { SystemInfo } from '../../model/source.js';
import { accountOf } from '../../protocols/odata/login.js';
import { describeServices, listServices, remembered } from '../../protocols/odata/services.js';
import { wire } from '../../protocols/odata/wire.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { findServices } from './catalogue.js';
import { openClient } from './client.js';
import { mapping, product } from './fields.js';
import { options, type SapOptions, secrets } from './options.js';
import type { CatalogueService } from './wire.js';

/** SAP S/4HANA, S/4HANA Cloud and SAP Gateway: OData services of version 2 and 4, several in one source. */
export const sap: ConnectorPlugin<SapOptions> = defineConnector({
  name: 'sap',
  summary: 'SAP S/4HANA and ECC by the OData services of SAP Gateway.',
  mapping,
  options,
  secrets,
  capabilities,
  wire,
  async connect(given, context) {
    const client = openClient(given, context);
    const warn = (entity: string, warning: string) => context.log(`sap: ${warning}`, { entity });
    const found = once(() => findServices(client, given));
    const services = once(async () =>
      (await found()).map(({ name, path }) => remembered({ name, document: () => client.metadata(path) })),
    );
    return {
      system: async () => {
        return systemInfo(given, await found());
      },
      async *list() {
        yield* listServices(await services(), product);
      },
      async *describe(entities) {
        yield* describeServices(await services(), entities, product, warn);
      },
    };
  },
});

/** Neither metadata nor catalogue states the release or edition of the system. */
function systemInfo(given: SapOptions, services: readonly CatalogueService[]): SystemInfo {
  const account = accountOf(given.auth);
  return {
    product: 'SAP',
    version: 'release not told',
    apps: Object.fromEntries(services.map(({ name, path }) => [name, versionIn(path)])),
    language: given.language ?? 'EN',
    ...(account === undefined ? {} : { account }),
    ...(given.client === undefined ? {} : { company: `client ${given.client}` }),
  };
}

/** `…/API_X_SRV;v=2` is version 2, `…/api_x/srvd_a2x/sap/api_x/0001` is 0001; 1 where nothing is said. */
function versionIn(path: string): string {
  return /;v=(\d+)/.exec(path)?.[1] ?? /\/(\d{4})\/?$/.exec(path)?.[1] ?? '1';
}
