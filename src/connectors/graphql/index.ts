import { once } from '../../model/once.js';
import { accountOf, loginSchema, loginSecrets } from '../../protocols/document/login.js';
import { depthOption } from '../../protocols/document/options.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type GraphqlOptions, readSchema } from './client.js';
import { describeTypes, listTypes } from './describe.js';
import { mapping } from './mapping.js';

/** A GraphQL API, by introspection of its endpoint, or by a file with its schema. */
export const graphql: ConnectorPlugin<GraphqlOptions> = defineConnector({
  name: 'graphql',
  summary: 'GraphQL APIs by introspection, or by their schema in a file (SDL).',
  mapping,
  file: true,
  packages: ['graphql@16'],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      auth: loginSchema,
      operations: {
        type: 'boolean',
        default: false,
        description:
          'List queries, mutations and subscriptions too, so that "*" and globs find them. A name finds them in any case.',
      },
      inputs: {
        type: 'object',
        description:
          'Input type that an object type is written as, for example { Customer: CustomerInput }: one contract for both.',
        additionalProperties: { type: 'string', minLength: 1 },
      },
      depth: depthOption('input types'),
    },
  },
  secrets: loginSecrets,
  capabilities,
  async connect(options, context) {
    const told = once(() => readSchema(options, context));
    return {
      async system() {
        const { by } = await told();
        return { product: 'GraphQL', version: `by ${by}`, ...accountOf(options.auth) };
      },
      async *list() {
        yield* listTypes((await told()).schema, options);
      },
      async *describe(entities) {
        yield* describeTypes((await told()).schema, entities, options);
      },
    };
  },
});
