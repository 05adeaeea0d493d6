import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { openClient } from './client.js';
import { describeDocTypes } from './describe.js';
import { mapping } from './mapping.js';
import type { FrappeOptions } from './session.js';
import { listDocTypes, systemOf } from './system.js';

/** Frappe and ERPNext 13 to 16, over REST. */
export const frappe: ConnectorPlugin<FrappeOptions> = defineConnector({
  name: 'frappe',
  summary: 'Frappe and ERPNext 13 to 16, over REST.',
  mapping,
  options: {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      auth: {
        type: 'object',
        additionalProperties: false,
        properties: {
          apiKey: { type: 'string', minLength: 1, description: 'API key of an account that only reads.' },
          apiSecret: {
            type: 'string',
            minLength: 1,
            description: 'Secret of the key (User, Settings, API Access).',
          },
          user: {
            type: 'string',
            minLength: 1,
            description: 'Login of the account, where it has no API key.',
            examples: ['seam-reader@example.com'],
          },
          password: { type: 'string', minLength: 1, description: 'Password of the account.' },
        },
        oneOf: [{ required: ['apiKey', 'apiSecret'] }, { required: ['user', 'password'] }],
      },
    },
  },
  secrets: ['auth.apiKey', 'auth.apiSecret', 'auth.password'],
  capabilities,
  async connect(options, { http, log }) {
    const client = await openClient(options, http);
    return {
      system: async () => systemOf(client),
      list: () => listDocTypes(client),
      describe: (entities) => describeDocTypes(client, entities, log),
      close: client.close,
    };
  },
});
