import { SeamError } from '../../errors/seam-error.js';
import {
  dialect,
  type EntitySchema,
  type Field,
  type FieldSchema,
  type ObservedFacet,
  objectOf,
} from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import { wholeOf } from '../../protocols/json-schema/field.js';
import { isObject } from '../../protocols/json-schema/node.js';
import { nodeOf } from './fields.js';
import { mapping } from './mapping.js';
import type { Told, ToldSchema } from './told.js';

/** Live schemas of these entities, of all that the program told. */
export async function* describeEntities(
  told: Told,
  entities: readonly string[],
  depth: number,
): AsyncGenerator<EntityResult> {
  for (const entity of new Set(entities)) {
    const what = told.entities.get(entity)?.what;
    if (what === undefined) {
      yield { entity, status: 'missing', why: `The program does not list ${entity}.` };
    } else if ('status' in what) {
      yield what;
    } else {
      yield await described(entity, what, told, depth);
    }
  }
}

async function described(entity: string, what: ToldSchema, told: Told, depth: number): Promise<EntityResult> {
  try {
    const node = await nodeOf(what, depth);
    if (!isObject(node)) {
      const why = `The schema of ${entity} is no object, so it has no fields.`;
      return { entity, status: 'not-applicable', why };
    }
    const { fields, open, unmapped } = wholeOf(node);
    const { title } = node.limits;
    const { without, facets } = what;
    const kept = fields.filter(({ name }) => without?.has(name) !== true);
    const schema: EntitySchema = {
      $schema: dialect,
      ...(title === undefined ? {} : { title }),
      ...objectOf(told.onlyReads ? kept.map(ofReading) : kept),
      ...(open ? { additionalProperties: true as const } : {}),
      'x-seam': {
        connector: 'exec',
        entity,
        mapping,
        version: '1.0',
        observed: told.observed,
        ...(told.onlyReads ? { cannot: ['create', 'update'] as const } : {}),
        ...facets,
        ...(unmapped === undefined ? {} : { unmapped }),
      },
    };
    const unsaid = unsaidIn(schema);
    if (unsaid !== undefined) {
      const why = `${entity} says "${unsaid}" in x-seam, and the system line does not say that it observes it.`;
      return { entity, status: 'unreadable', why, fix: 'Add it to `observes` of the system line.' };
    }
    return { entity, status: 'described', schema };
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
    return { entity, status: 'unreadable', why: error.message, fix: error.fix };
  }
}

/** Names of what `x-seam` says of an entity as a whole, by the facet that tells it. */
const wholes = { key: 'key', cannot: 'operations' } as const satisfies Readonly<
  Record<string, ObservedFacet>
>;

/** A facet that is said and not among those that are observed: it would never be compared. */
function unsaidIn(schema: EntitySchema): string | undefined {
  const { observed } = schema['x-seam'];
  const whole = Object.entries(wholes).filter(([name]) => Object.hasOwn(schema['x-seam'], name));
  const said = [
    ...whole.map(([, facet]) => facet),
    ...Object.values(schema.properties).flatMap((property) => [...facetsOf(property)]),
  ];
  return said.find((facet) => !observed.some((name) => name === facet));
}

function* facetsOf({ 'x-seam': facets = {}, items, properties = {} }: FieldSchema): Generator<string> {
  yield* Object.keys(facets);
  if (items !== undefined) yield* facetsOf(items);
  for (const property of Object.values(properties)) yield* facetsOf(property);
}

/** Nothing is written through a tap, so nothing is demanded of writers. */
function ofReading(field: Field): Field {
  return { ...field, required: false };
}
