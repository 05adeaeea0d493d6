import { accountOf, oauthSchema } from '../../protocols/odata/login.js';
import { namesOnly } from '../../protocols/odata/read/draft.js';
import { readMetadata } from '../../protocols/odata/read/metadata.js';
import { describeServices, listServices, remembered } from '../../protocols/odata/services.js';
import { wire } from '../../protocols/odata/wire.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type ODataOptions, serviceOf } from './client.js';
import { mapping, product } from './fields.js';

const text = { type: 'string', minLength: 1 } as const;

/** Any OData service of version 1 to 4.01: `url` is its root or its `$metadata`. */
export const odata: ConnectorPlugin<ODataOptions> = defineConnector({
  name: 'odata',
  summary: 'Any OData service, versions 2 to 4.01, by its metadata document.',
  mapping,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      auth: {
        type: 'object',
        additionalProperties: false,
        description:
          'A user with password, a bearer token, or a client of an OAuth 2 server; none for a public service.',
        properties: {
          user: { ...text, description: 'Login of an account that only reads.', examples: ['seam-reader'] },
          password: { ...text, description: 'Its password.' },
          token: { ...text, description: 'A bearer token that does not expire while a run lasts.' },
          oauth: oauthSchema,
        },
        oneOf: [{ required: ['user', 'password'] }, { required: ['token'] }, { required: ['oauth'] }],
      },
      apiKey: {
        type: 'object',
        required: ['value'],
        additionalProperties: false,
        description: 'Key of an API management in front of the service, beside `auth`.',
        properties: { header: { ...text, default: 'APIKey' }, value: text },
      },
      query: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Appended to the address, as `$schemaversion: "2.0"` for Business Central.',
      },
      language: { ...text, default: 'en', description: 'Language of labels, as Accept-Language has it.' },
    },
  },
  secrets: ['auth.password', 'auth.token', 'auth.oauth.clientSecret', 'apiKey.value'],
  capabilities,
  wire,
  async connect(options, context) {
    const service = remembered(serviceOf(options, context));
    const warn = (entity: string, warning: string) => context.log(`odata: ${warning}`, { entity });
    const account = accountOf(options.auth);
    return {
      async system() {
        const { chunks } = await service.document();
        const { version } = await readMetadata(chunks(), { wanted: namesOnly });
        const language = options.language ?? 'en';
        return { product: 'OData', version, language, ...(account === undefined ? {} : { account }) };
      },
      list: () => listServices([service], product),
      describe: (entities) => describeServices([service], entities, product, warn),
    };
  },
});
