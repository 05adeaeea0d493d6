import { SeamError } from '../../errors/seam-error.js';
import { dialect, objectOf } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import { wholeOf } from '../../protocols/json-schema/field.js';
import { isObject } from '../../protocols/json-schema/node.js';
import { observed } from './capabilities.js';
import type { Description } from './client.js';
import { type Candidate, candidatesOf, nodeOf } from './fields.js';
import { mapping } from './mapping.js';

/** Live schemas of these entities: documents by file name, definitions by their own. */
export function* describeEntities(
  description: Description,
  entities: readonly string[],
): Generator<EntityResult> {
  const candidates = new Map(candidatesOf(description).map((candidate) => [candidate.name, candidate]));
  for (const entity of new Set(entities)) {
    const candidate = candidates.get(entity);
    try {
      yield candidate === undefined ? absent(entity, description) : described(candidate, description);
    } catch (error) {
      if (!(error instanceof SeamError)) throw error;
      yield { entity, status: 'unreadable', why: error.message, fix: error.fix };
    }
  }
}

/** Gone only where the document that would hold it was read. */
function absent(entity: string, { documents }: Description): EntityResult {
  const [name] = entity.split('#');
  const failure = documents.find((document) => document.name === name)?.failure;
  if (failure !== undefined) {
    return { entity, status: 'unreadable', why: failure.message, fix: failure.fix };
  }
  return { entity, status: 'missing', why: `The source has no document and no definition ${entity}.` };
}

function described(candidate: Candidate, description: Description): EntityResult {
  const { name: entity } = candidate;
  const node = nodeOf(candidate, description);
  if (!isObject(node)) {
    const why = `The schema ${entity} is no object, so it has no fields.`;
    return { entity, status: 'not-applicable', why, fix: 'Contract the schemas that use it.' };
  }
  const { fields, open, unmapped } = wholeOf(node);
  const { title } = node.limits;
  return {
    entity,
    status: 'described',
    schema: {
      $schema: dialect,
      ...(title === undefined ? {} : { title }),
      ...objectOf(fields),
      ...(open ? { additionalProperties: true as const } : {}),
      'x-seam': {
        connector: 'jsonschema',
        entity,
        mapping,
        version: '1.0',
        observed,
        ...(unmapped === undefined ? {} : { unmapped }),
      },
    },
  };
}
