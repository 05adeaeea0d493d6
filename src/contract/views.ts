import type { Direction } from '../model/drift.js';
import type { Json, JsonObject } from '../model/json.js';
import type { EntitySchema, FieldSchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';

/** The two sides of a comparison: what was agreed, and what the ERP has now. */
export type Side = 'contract' | 'live';

export type ViewOptions = {
  /** The reader rejects unknown fields, so the contract's read view is closed. */
  readonly strict?: boolean;
  /**
   * The contract, where saving an old record validates it as a whole (a capability; Frappe): what is required now and
   * was not then is demanded of updates too.
   */
  readonly revalidatedSince?: EntitySchema;
  /** The connector's encoding: the view is of its raw records. It is given the logical view, with `x-seam`. */
  readonly wire?: Wire;
};

/** What a connector makes of a view, where its raw records differ from the logical ones. */
export type Wire = (schema: EntitySchema, direction: Direction) => JsonObject;

/** What says nothing about which documents are accepted. https://json-schema.org/draft/2020-12/json-schema-validation#section-9 */
const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'deprecated',
  'examples',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
]);

/** Keywords of an object that each view writes anew. */
const written: ReadonlySet<string> = new Set(['properties', 'required', 'additionalProperties', 'items']);

/** Accepts no document. */
const nothing: JsonObject = { not: {} };

/**
 * What one direction sees of a schema, as plain JSON Schema: DESIGN.md, "Views make plain set inclusion give the right
 * verdict". Equal sets of documents give equal views, but for the order of names. A direction that the entity does not
 * allow at all accepts no document.
 */
export function view(
  schema: EntitySchema,
  direction: Direction,
  side: Side,
  { strict = false, revalidatedSince, wire }: ViewOptions = {},
): JsonObject {
  if (schema['x-seam'].cannot?.includes(direction)) return nothing;
  const closed = direction !== 'read' || side === 'live' || strict;
  const became = revalidatedSince === undefined ? [] : newlyRequired(schema, revalidatedSince);
  const sight: Sight = { direction, closed, demanded: new Set(became), facets: wire !== undefined };
  const seen = schemaView(schema, sight);
  // With `x-seam` kept, and no keyword of another form than a contract's but `additionalProperties: false`.
  return wire === undefined ? seen : wire({ required: [], ...seen } as unknown as EntitySchema, direction);
}

/** How to see an object: which of its fields, whether others are allowed, and what an update must hold. */
type Sight = {
  readonly direction: Direction;
  readonly closed: boolean;
  readonly demanded: ReadonlySet<string>;
  /** Keep `x-seam`, which an encoding looks at. */
  readonly facets: boolean;
};

type Schema = Pick<FieldSchema, 'properties' | 'required' | 'additionalProperties' | 'items'>;

function schemaView(schema: Schema, sight: Sight): JsonObject {
  const { properties, additionalProperties, items } = schema;
  return {
    ...constraints(schema, sight),
    ...(properties === undefined ? {} : objectView(properties, schema, sight)),
    ...(properties !== undefined || additionalProperties === undefined ? {} : { additionalProperties }),
    ...(items === undefined ? {} : { items: schemaView(inDirection(items, sight), rows(sight)) }),
  };
}

function objectView(properties: EntitySchema['properties'], schema: Schema, sight: Sight): JsonObject {
  const required = new Set(schema.required);
  const seen = Object.entries(properties).filter(([, field]) => isSeen(field, sight.direction));
  const needed = seen.filter(([name, field]) => isNeeded(name, field, required, sight)).map(([name]) => name);
  return {
    properties: Object.fromEntries(
      seen.map(([name, field]) => [name, schemaView(inDirection(field, sight), part(sight))]),
    ),
    ...(needed.length === 0 ? {} : { required: needed.sort(byCodePoint) }),
    ...(sight.closed && schema.additionalProperties !== true ? { additionalProperties: false } : {}),
  };
}

/** The schema of what is read, or of what is written where that is another one. */
function inDirection(field: FieldSchema, { direction }: Sight): FieldSchema {
  return direction === 'read' ? field : (field['x-seam']?.written ?? field);
}

/** An object within the document is a part of it: an update changes what it names. */
function part(sight: Sight): Sight {
  return { ...sight, demanded: new Set() };
}

/** A row of a list is new to the ERP, also where the document around it is not. */
function rows(sight: Sight): Sight {
  return sight.direction === 'update' ? { ...part(sight), direction: 'create' } : part(sight);
}

function isSeen({ readOnly, writeOnly, 'x-seam': facets }: FieldSchema, direction: Direction): boolean {
  if (direction === 'read') return writeOnly !== true;
  if (readOnly === true) return false;
  return direction === 'update' ? facets?.immutable !== true : facets?.updateOnly !== true;
}

function isNeeded(
  name: string,
  field: FieldSchema,
  required: ReadonlySet<string>,
  { direction, demanded }: Sight,
): boolean {
  if (direction === 'read') return isAlwaysThere(field);
  if (direction === 'update') return demanded.has(name);
  return required.has(name) && field['x-seam']?.required !== 'unknown';
}

/**
 * True where every answer carries the field: one that may be empty may be left out (Frappe leaves it out), unless the
 * source says more; and so may one that is there only where it is asked for.
 */
function isAlwaysThere({ type, enum: values, const: value, 'x-seam': facets }: FieldSchema): boolean {
  if (facets?.onDemand === true) return false;
  if (facets?.presence !== undefined) return facets.presence === 'always';
  if (facets?.nullable === 'unknown') return false;
  if (type !== undefined) return !type.includes('null');
  if (value !== undefined) return value !== null;
  return values !== undefined && !values.includes(null);
}

function newlyRequired({ required, properties }: EntitySchema, since: EntitySchema): readonly string[] {
  const before = new Set(since.required);
  return required.filter((name) => !before.has(name) && properties[name]?.['x-seam']?.required !== 'unknown');
}

/** The keywords that decide which values are accepted, without those that a view writes anew. */
function constraints(schema: object, { facets }: Sight): JsonObject {
  const kept = Object.entries(schema).filter(
    ([keyword]) =>
      (!annotations.has(keyword) && !written.has(keyword) && !keyword.startsWith('x-')) ||
      (facets && keyword === 'x-seam'),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, value as Json]));
}
