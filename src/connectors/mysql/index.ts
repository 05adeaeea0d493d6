import { type DatabaseOptions, databaseOptions, databaseSecrets } from '../../protocols/sql/options.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { listTables, readSystem } from './catalogue.js';
import { openClient } from './client.js';
import { describeTables } from './describe.js';
import { mapping } from './mapping.js';

/** MySQL 8 and MariaDB: tables and views as information_schema describes them. */
export const mysql: ConnectorPlugin<DatabaseOptions> = defineConnector({
  name: 'mysql',
  summary: 'MySQL 8 and MariaDB: tables and views, by information_schema.',
  mapping,
  schemes: ['mysql', 'mariadb'],
  packages: ['mysql2@3'],
  options: databaseOptions(
    'Further databases of the server, whose tables are entities too: database.table. Those of the url are called by their name alone.',
  ),
  secrets: databaseSecrets,
  capabilities,
  async connect(options, { link }) {
    const client = await openClient(options, link);
    const databases = [...new Set([client.database, ...(options.schemas ?? [])])];
    return {
      system: () => readSystem(client),
      list: () => listTables(client, databases),
      describe: (entities) => describeTables(client, databases, entities),
      close: () => client.close(),
    };
  },
});
