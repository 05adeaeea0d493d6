import { once } from '../../model/once.js';
import { accountOf, loginSchema, loginSecrets } from '../../protocols/document/login.js';
import { queryOption } from '../../protocols/document/options.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type CsvOptions, openTables } from './client.js';
import { describeTables } from './describe.js';
import { mapping } from './mapping.js';
import { parseHeader, parseRows } from './wire.js';

/** Tables by the header of their CSV files: a file, a folder of them, or a URL. */
export const csv: ConnectorPlugin<CsvOptions> = defineConnector({
  name: 'csv',
  summary: 'Tables by the header of their CSV files: a file, a folder, or a URL.',
  mapping,
  file: true,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      auth: loginSchema,
      query: queryOption,
      delimiter: {
        type: 'string',
        minLength: 1,
        maxLength: 1,
        description: 'What separates columns; without it, the one of , ; tab and | that makes most columns.',
      },
      header: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        description: 'Line of the header; without it, the first one that is not empty.',
      },
    },
  },
  secrets: loginSecrets,
  capabilities,
  async connect(options, context) {
    const tables = once(() => openTables(options, context));
    return {
      async system() {
        await tables();
        return { product: 'CSV', version: 'RFC 4180', ...accountOf(options.auth) };
      },
      async *list() {
        for (const name of (await tables()).keys()) yield { name };
      },
      async *describe(entities) {
        yield* describeTables(await tables(), entities, options);
      },
      async *sample(entity, limit) {
        const read = (await tables()).get(entity);
        if (read === undefined) return;
        const head = await read();
        yield* parseRows(head, parseHeader(head, options, entity), limit);
      },
    };
  },
});
