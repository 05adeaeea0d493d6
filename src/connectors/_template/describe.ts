import { dialect, type EntitySchema, objectOf } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import type { Log } from '../connector.js';
import { observed } from './capabilities.js';
import type { Client } from './client.js';
import { fieldOf, isKnownType, mapping } from './fields.js';
import type { WireField } from './wire.js';

const refusals = {
  missing: { why: 'The catalogue does not list it.' },
  forbidden: { why: 'This account may not see it.', fix: 'Give the account the right to read it.' },
} as const;

/** Live schemas of these entities, one after the other. What cannot be described is a result, never left out. */
export async function* describeEntities(
  client: Client,
  entities: readonly string[],
  log: Log,
): AsyncGenerator<EntityResult> {
  for (const entity of entities) {
    const description = await client.fields(entity);
    if ('refused' in description) {
      yield { entity, status: description.refused, ...refusals[description.refused] };
      continue;
    }
    for (const { name, type } of description.fields) {
      if (!isKnownType(type)) log('unknown native type', { entity, field: name, type });
    }
    yield { entity, status: 'described', schema: schemaOf(entity, description.fields) };
  }
}

function schemaOf(entity: string, fields: readonly WireField[]): EntitySchema {
  return {
    $schema: dialect,
    ...objectOf(fields.map(fieldOf)),
    'x-seam': { connector: '_template', entity, mapping, version: '1.0', observed },
  };
}
