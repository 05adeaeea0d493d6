import { SeamError } from '../../errors/seam-error.js';
import { dialect, objectOf } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import { observed } from './capabilities.js';
import type { CsvOptions, Tables } from './client.js';
import { fieldOf } from './fields.js';
import { mapping } from './mapping.js';
import { parseHeader } from './wire.js';

/** Live schemas of these tables. */
export async function* describeTables(
  tables: Tables,
  entities: readonly string[],
  options: CsvOptions,
): AsyncGenerator<EntityResult> {
  for (const entity of new Set(entities)) {
    const read = tables.get(entity);
    if (read === undefined) {
      yield { entity, status: 'missing', why: `The source has no table ${entity}.` };
      continue;
    }
    try {
      const head = await read();
      const { columns, delimiter } = parseHeader(head, options, entity);
      yield {
        entity,
        status: 'described',
        schema: {
          $schema: dialect,
          ...objectOf(columns.map(fieldOf)),
          'x-seam': {
            connector: 'csv',
            entity,
            mapping,
            version: '1.0',
            kind: 'table',
            observed,
            cannot: ['create', 'update'],
            unmapped: JSON.stringify({ delimiter, encoding: head.encoding }),
          },
        },
      };
    } catch (error) {
      // A source of one table has nothing else to tell.
      if (!(error instanceof SeamError) || tables.size === 1) throw error;
      yield { entity, status: 'unreadable', why: error.message, fix: error.fix };
    }
  }
}
