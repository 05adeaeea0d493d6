import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import type { OdooOptions } from './client.js';
import { describeModels } from './describe.js';
import { mapping } from './mapping.js';
import { openClient } from './open.js';
import { listModels, readSystem } from './system.js';
import { wire } from './views.js';

/** Odoo 14 to 19, over JSON-RPC or, from 19 on with an API key, JSON-2. */
export const odoo: ConnectorPlugin<OdooOptions> = defineConnector({
  name: 'odoo',
  summary: 'Odoo 14 to 19, over JSON-RPC or JSON-2.',
  mapping,
  options: {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      database: {
        type: 'string',
        minLength: 1,
        description: 'Name of the database; Odoo 14 to 18 need it.',
        examples: ['prod'],
      },
      auth: {
        type: 'object',
        required: ['user'],
        additionalProperties: false,
        properties: {
          user: {
            type: 'string',
            minLength: 1,
            description: 'Login of an account that only reads.',
            examples: ['seam-reader'],
          },
          apiKey: {
            type: 'string',
            minLength: 1,
            description: 'API key of the account (Preferences, Account Security).',
          },
          password: {
            type: 'string',
            minLength: 1,
            description: 'Password of the account, where it has no API key.',
          },
        },
        oneOf: [{ required: ['apiKey'] }, { required: ['password'] }],
      },
      language: {
        type: 'string',
        minLength: 1,
        default: 'en_US',
        description: 'Language of labels, whatever the account has set.',
      },
      company: { type: 'integer', minimum: 1, description: 'Id of the company whose defaults count.' },
    },
  },
  secrets: ['auth.apiKey', 'auth.password'],
  capabilities,
  wire,
  async connect(options, { http, log }) {
    const client = await openClient(options, http);
    return {
      system: () => readSystem(client, options),
      list: () => listModels(client),
      describe: (entities) => describeModels(client, entities, log),
    };
  },
});
