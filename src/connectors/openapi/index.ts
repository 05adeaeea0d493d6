import { once } from '../../model/once.js';
import type { EntityRef } from '../../model/source.js';
import { accountOf, loginSchema, loginSecrets } from '../../protocols/document/login.js';
import { depthOption, followRefsOption, queryOption } from '../../protocols/document/options.js';
import { textOf } from '../../protocols/json-schema/json.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { type Description, type OpenApiOptions, readDescription } from './client.js';
import { describeEntities, schemaSpot } from './describe.js';
import { isEntity } from './fields.js';
import { mapping } from './mapping.js';
import { operationsOf } from './operations.js';

/** An API by its OpenAPI document, 3.0 or 3.1, as JSON or YAML, from a file or a URL. */
export const openapi: ConnectorPlugin<OpenApiOptions> = defineConnector({
  name: 'openapi',
  summary: 'APIs by their OpenAPI document, 3.0 and 3.1: schemas and operations.',
  mapping,
  file: true,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      auth: loginSchema,
      query: queryOption,
      operations: {
        type: 'boolean',
        default: false,
        description:
          'List the operations too, so that "*" and globs find them. A name finds them in any case.',
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
        const { document } = await description();
        return {
          product: document.product,
          version: document.productVersion,
          apps: { OpenAPI: document.version },
          ...accountOf(options.auth),
        };
      },
      async *list() {
        yield* listed(await description(), options);
      },
      async *describe(entities) {
        yield* describeEntities(await description(), entities);
      },
    };
  },
});

/** The schemas that are objects; the operations too, where the options say so. */
function* listed(description: Description, { operations = false }: OpenApiOptions): Generator<EntityRef> {
  for (const name of description.document.schemas) {
    const spot = schemaSpot(name, description);
    if (spot === undefined || !isEntity(spot, description)) continue;
    const label = textOf(spot.schema, 'title');
    yield label === undefined ? { name } : { name, label };
  }
  for (const { name, spot } of operations ? operationsOf(description) : []) {
    const label = textOf(spot.schema, 'summary');
    yield label === undefined ? { name } : { name, label };
  }
}
