import { once } from '../../model/once.js';
import { depthOption, usualDepth } from '../../protocols/document/options.js';
import { type ConnectorPlugin, defineConnector } from '../connector.js';
import { capabilities } from './capabilities.js';
import { ask, type ExecOptions, formats } from './client.js';
import { describeEntities } from './describe.js';
import { mapping } from './mapping.js';

/** Any program that prints schemas: in seam's own lines, as a Singer tap, or as an Airbyte source. */
export const exec: ConnectorPlugin<ExecOptions> = defineConnector({
  name: 'exec',
  summary: 'Any program that prints schemas: a Singer tap, an Airbyte source, or your own.',
  mapping,
  placeless: true,
  options: {
    type: 'object',
    required: ['command'],
    additionalProperties: false,
    properties: {
      command: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', minLength: 1 },
        examples: [['./erp-schemas.py', '--all']],
        description:
          'The program and its arguments, without a shell. {config} in one is the path of a file that holds `config`.',
      },
      format: {
        enum: Object.keys(formats),
        default: 'seam',
        description:
          'What it prints: lines of seam, the catalog of a Singer tap (--discover), or messages of an Airbyte source (discover).',
      },
      config: {
        type: ['object', 'string'],
        description:
          'Config of a tap or source: a map, or the whole text as a placeholder. It is in a file only while the program runs.',
      },
      cwd: {
        type: 'string',
        minLength: 1,
        description: 'Folder that it runs in, relative to this file; the folder of this file without it.',
      },
      env: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Its environment, beside PATH, HOME and locale; nothing else of ours is handed on.',
      },
      depth: depthOption(),
    },
  },
  secrets: [],
  capabilities,
  async connect(options, context) {
    const told = once(() => ask(options, context));
    return {
      system: async () => (await told()).system,
      async *list() {
        for (const [name, { label }] of (await told()).entities) {
          yield { name, ...(label === undefined ? {} : { label }) };
        }
      },
      async *describe(entities) {
        yield* describeEntities(await told(), entities, options.depth ?? usualDepth);
      },
    };
  },
});
