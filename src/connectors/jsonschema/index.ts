import { once } from '../../model/once.js';
import { accountOf, loginSchema, loginSecrets } from '../../protocols/document/login.js';
import { depthOption, followRefsOption, queryOption } from '../../protocols/document/options.js';
import { dialects } from '../../protocols/json-schema/dialect.js';
import { textOf } from '../../protocols/json-schema/json.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type JsonSchemaOptions, readDescription } from './client.js';
import { describeEntities } from './describe.js';
import { candidatesOf, isEntity } from './fields.js';
import { mapping } from './mapping.js';

/** Documents by their JSON Schema, drafts 4 to 2020-12, from a file, a folder or a URL. */
export const jsonschema: ConnectorPlugin<JsonSchemaOptions> = defineConnector({
  name: 'jsonschema',
  summary: 'Documents by their JSON Schema, drafts 4 to 2020-12: a file, a folder, or a URL.',
  mapping,
  file: true,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      auth: loginSchema,
      query: queryOption,
      dialect: {
        enum: dialects.filter((dialect) => !dialect.startsWith('openapi')),
        default: '2020-12',
        description: 'Draft of documents that do not say it in $schema.',
      },
      depth: depthOption(),
      followRefs: followRefsOption,
    },
  },
  secrets: loginSecrets,
  capabilities,
  async connect(options, context) {
    const description = once(() => readDescription(options, context));
    return {
      async system() {
        const { documents } = await description();
        const used = dialects.filter((dialect) => documents.some((document) => document.dialect === dialect));
        return { product: 'JSON Schema', version: used.join(', '), ...accountOf(options.auth) };
      },
      async *list() {
        const read = await description();
        for (const candidate of candidatesOf(read)) {
          if (!isEntity(candidate, read)) continue;
          const label = textOf(candidate.spot.schema, 'title');
          yield label === undefined ? { name: candidate.name } : { name: candidate.name, label };
        }
        for (const { name, failure } of read.documents) if (failure !== undefined) yield { name };
      },
      async *describe(entities) {
        yield* describeEntities(await description(), entities);
      },
    };
  },
});
