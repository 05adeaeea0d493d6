import { SeamError } from '../../errors/seam-error.js';
import { type Direction, directions } from '../../model/drift.js';
import { dialect, type EntitySchema, objectOf } from '../../model/schema.js';
import type { EntityResult, NotObserved } from '../../model/source.js';
import { wholeOf } from '../../protocols/json-schema/field.js';
import { textOf } from '../../protocols/json-schema/json.js';
import { isObject } from '../../protocols/json-schema/node.js';
import type { Spot } from '../../protocols/json-schema/references.js';
import { combine, type Side } from '../../protocols/sides/sides.js';
import { observedWithout } from './capabilities.js';
import type { Description } from './client.js';
import { bodySide, nodeAt, parameterFields } from './fields.js';
import { mapping } from './mapping.js';
import {
  answerBodies,
  escaped,
  findOperation,
  type Operation,
  operationsOf,
  parametersOf,
  requestBody,
} from './operations.js';
import { type Usage, usageOf } from './usage.js';

/** Live schemas of these entities: schemas of the document by name, operations by method and path. */
export function* describeEntities(
  description: Description,
  entities: readonly string[],
): Generator<EntityResult> {
  const operations = operationsOf(description);
  const usage = usageOf(description, operations);
  for (const entity of new Set(entities)) {
    try {
      yield describeEntity(entity, description, operations, usage);
    } catch (error) {
      if (!(error instanceof SeamError)) throw error;
      yield { entity, status: 'unreadable', why: error.message, fix: error.fix };
    }
  }
}

function describeEntity(
  entity: string,
  description: Description,
  operations: readonly Operation[],
  usage: Usage,
): EntityResult {
  const schema = schemaSpot(entity, description);
  if (schema !== undefined) return describeSchema(entity, schema, description, usage);
  const operation = findOperation(entity, operations);
  if (operation !== undefined) return describeOperation(entity, operation, description);
  const what = /^[A-Z]+ \//.test(entity) ? 'operation' : 'schema';
  return { entity, status: 'missing', why: `The document has no ${what} ${entity}.` };
}

/** The place of a schema of `components`. */
export function schemaSpot(name: string, { library, address, document }: Description): Spot | undefined {
  if (!document.schemas.includes(name)) return undefined;
  return library.at(address, `/components/schemas/${escaped(name)}`);
}

function describeSchema(entity: string, spot: Spot, description: Description, usage: Usage): EntityResult {
  const node = nodeAt(spot, description);
  if (!isObject(node)) {
    const why = `The schema ${entity} is no object, so it has no fields.`;
    return { entity, status: 'not-applicable', why, fix: 'Contract the schemas that use it.' };
  }
  const key = `${spot.home}#${spot.pointer}`;
  const used = directions.filter((direction) => usage[direction].has(key));
  const notObserved: readonly NotObserved[] =
    used.length > 0 ? [] : [{ facet: 'operations', why: 'No operation of the document uses the schema.' }];
  const cannot = used.length === 0 ? [] : directions.filter((direction) => !used.includes(direction));
  return {
    entity,
    status: 'described',
    schema: entitySchema(entity, wholeOf(node), { title: node.limits.title, cannot, notObserved }),
    ...(notObserved.length === 0 ? {} : { notObserved }),
  };
}

/**
 * An operation: what it takes is created or, with PUT and PATCH, updated; what it answers is read. Parameters are a part
 * of what it takes.
 */
function describeOperation(entity: string, operation: Operation, description: Description): EntityResult {
  const { library } = description;
  const request = requestBody(operation, library);
  const body = request === undefined ? undefined : bodySide([request], description);
  const parameters = parameterFields(parametersOf(operation, library), description);
  const fields = [...(body?.fields ?? []), ...parameters.filter(({ name }) => !hasField(body, name))];
  const written = fields.length === 0 && body === undefined ? undefined : { open: false, ...body, fields };
  const read = bodySide(answerBodies(operation, library), description);
  const sends: Direction = operation.method === 'put' || operation.method === 'patch' ? 'update' : 'create';
  const cannot = directions.filter((direction) =>
    direction === 'read' ? read === undefined : direction !== sends || written === undefined,
  );
  const title = textOf(operation.spot.schema, 'summary');
  const schema = entitySchema(entity, combine(read, written), { title, cannot, notObserved: [] });
  return {
    entity,
    status: 'described',
    schema: { ...schema, 'x-seam': { ...schema['x-seam'], kind: 'operation' } },
  };
}

function hasField(side: Side | undefined, name: string): boolean {
  return side?.fields.some((field) => field.name === name) === true;
}

type Facts = {
  readonly title: string | undefined;
  readonly cannot: readonly Direction[];
  readonly notObserved: readonly NotObserved[];
};

function entitySchema(entity: string, side: Side, { title, cannot, notObserved }: Facts): EntitySchema {
  return {
    $schema: dialect,
    ...(title === undefined ? {} : { title }),
    ...objectOf(side.fields),
    ...(side.open ? { additionalProperties: true as const } : {}),
    'x-seam': {
      connector: 'openapi',
      entity,
      mapping,
      version: '1.0',
      observed: observedWithout(new Set(notObserved.map(({ facet }) => facet))),
      ...(cannot.length === 0 ? {} : { cannot }),
      ...(side.unmapped === undefined ? {} : { unmapped: side.unmapped }),
    },
  };
}
