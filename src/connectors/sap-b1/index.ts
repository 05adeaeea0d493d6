import { describeServices, listServices, remembered } from '../../protocols/odata/services.js';
import { wire } from '../../protocols/odata/wire.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type B1Options, openClient } from './client.js';
import { mapping, productOf } from './fields.js';

const text = { type: 'string', minLength: 1 } as const;

/** SAP Business One 9.3 and later, over its Service Layer. */
export const sapB1: ConnectorPlugin<B1Options> = defineConnector({
  name: 'sap-b1',
  summary: 'SAP Business One 9.3 and 10.0, over the Service Layer.',
  mapping,
  options: {
    type: 'object',
    required: ['company', 'auth'],
    additionalProperties: false,
    properties: {
      company: { ...text, description: 'Name of the company database (CompanyDB).', examples: ['SBO_PROD'] },
      auth: {
        type: 'object',
        required: ['user', 'password'],
        additionalProperties: false,
        properties: {
          user: {
            ...text,
            description: 'Login of an account that only reads; it takes a licence while a run lasts.',
            examples: ['seam-reader'],
          },
          password: { ...text, description: 'Its password.' },
        },
      },
      api: {
        enum: ['v1', 'v2'],
        default: 'v2',
        description:
          'v2 speaks OData 4, v1 OData 3. They are two protocols: keep to the one that the contracts are of.',
      },
    },
  },
  secrets: ['auth.password'],
  capabilities,
  wire,
  async connect(options, context) {
    const client = openClient(options, context);
    const service = remembered({ name: 'Service Layer', document: client.metadata });
    const warn = (entity: string, warning: string) => context.log(`sap-b1: ${warning}`, { entity });
    return {
      async system() {
        const { version } = await client.session();
        return {
          product: 'SAP Business One',
          version,
          account: options.auth.user,
          company: options.company,
          database: options.company,
        };
      },
      list: () => listServices([service], productOf({ fields: [] })),
      async *describe(entities) {
        yield* describeServices([service], entities, productOf(await client.userFields()), warn);
      },
      close: client.logout,
    };
  },
});
