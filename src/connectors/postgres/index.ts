import { type DatabaseOptions, databaseOptions, databaseSecrets } from '../../protocols/sql/options.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { listRelations, readSystem, usualSchemas } from './catalogue.js';
import { openClient } from './client.js';
import { describeRelations } from './describe.js';
import { mapping } from './mapping.js';

/** PostgreSQL from 12 on: tables and views as pg_catalog describes them. */
export const postgres: ConnectorPlugin<DatabaseOptions> = defineConnector({
  name: 'postgres',
  summary: 'PostgreSQL from 12 on: tables and views as pg_catalog describes them.',
  mapping,
  schemes: ['postgres', 'postgresql'],
  packages: ['pg@8'],
  options: databaseOptions('Schemas whose tables and views are entities; public without it.'),
  secrets: databaseSecrets,
  capabilities,
  async connect(options, { link }) {
    const client = await openClient(options, link);
    const { schemas = usualSchemas } = options;
    return {
      system: () => readSystem(client),
      list: () => listRelations(client, schemas),
      describe: (entities) => describeRelations(client, schemas, entities),
      close: () => client.close(),
    };
  },
});
