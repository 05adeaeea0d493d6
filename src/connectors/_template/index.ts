import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { openClient, type TemplateOptions } from './client.js';
import { describeEntities } from './describe.js';
import { mapping } from './fields.js';

/** Template: entities and fields from a catalogue in JSON. */
export const template: ConnectorPlugin<TemplateOptions> = defineConnector({
  name: '_template',
  summary: 'Entities and fields from a catalogue in JSON.',
  mapping,
  options: {
    type: 'object',
    required: ['auth'],
    additionalProperties: false,
    properties: {
      auth: {
        type: 'object',
        required: ['token'],
        additionalProperties: false,
        properties: {
          token: { type: 'string', minLength: 1, description: 'Token of an account that only reads.' },
        },
      },
    },
  },
  secrets: ['auth.token'],
  capabilities,
  async connect(options, { http, log }) {
    const client = openClient(options, http);
    return {
      system: async () => (await client.catalogue()).system,
      async *list() {
        yield* (await client.catalogue()).entities;
      },
      describe: (entities) => describeEntities(client, entities, log),
    };
  },
});
