import { type Side, view } from '../contract/views.js';
import { type Change, type Direction, directions, type Effect, type FieldPath } from '../model/drift.js';
import type { Json, JsonObject } from '../model/json.js';
import { dialect, type EntitySchema, type FieldSchema, type TypeName } from '../model/schema.js';
import { walkChange } from './change.js';
import { includes } from './inclusion/includes.js';
import { anonymous, noProofs, type Proofs, remembered } from './proofs.js';

/** Directions in which a field that every document must have can have no value. */
type Impossible = ReadonlyMap<string, ReadonlySet<Direction>>;

/**
 * A view that accepts no document, by the field that is the reason. The empty set is included in everything, so that
 * inclusion of it proves nothing; that nothing but the empty set is included in it is plain. A direction that a side does
 * not allow at all is said by its own rules.
 */
export function unsatisfiableViews(
  contract: EntitySchema,
  live: EntitySchema,
  path: FieldPath,
  proofs: Proofs = noProofs(),
): readonly Change[] {
  const [was, now] = [impossibleIn(contract, 'contract', proofs), impossibleIn(live, 'live', proofs)];
  if (was.size === 0 && now.size === 0) return [];
  const emptyBefore = directionsOf(was);
  const emptyNow = directionsOf(now);
  return [...new Set([...was.keys(), ...now.keys()])].sort().map((field) => {
    const [before, after] = [was.get(field), now.get(field)];
    const effectIn = (direction: Direction): Effect => {
      if (!before?.has(direction) && !after?.has(direction)) return 'same';
      const [from, into] = direction === 'read' ? [emptyNow, emptyBefore] : [emptyBefore, emptyNow];
      if (from.has(direction)) return 'unknown';
      return into.has(direction) ? (direction === 'read' ? 'widens' : 'narrows') : 'same';
    };
    return walkChange(
      'unsatisfiable-view',
      { ...path, field },
      {
        before: before && [...before].join(', '),
        after: after && [...after].join(', '),
        effect: { read: effectIn('read'), create: effectIn('create'), update: effectIn('update') },
      },
    );
  });
}

function directionsOf(impossible: Impossible): ReadonlySet<Direction> {
  return new Set([...impossible.values()].flatMap((each) => [...each]));
}

function impossibleIn(entity: EntitySchema, side: Side, proofs: Proofs): Impossible {
  const found = new Map<string, ReadonlySet<Direction>>();
  for (const [name, schema] of Object.entries(entity.properties)) {
    if (!mayContradict(schema)) continue;
    const alone: EntitySchema = {
      $schema: dialect,
      type: 'object',
      properties: Object.fromEntries([[name, schema]]),
      required: entity.required.filter((each) => each === name),
      'x-seam': entity['x-seam'],
    };
    const empty = directions.filter(
      (direction) =>
        !entity['x-seam'].cannot?.includes(direction) && isEmpty(name, view(alone, direction, side), proofs),
    );
    if (empty.length > 0) found.set(name, new Set(empty));
  }
  return found;
}

function isEmpty(name: string, seen: JsonObject, { empty }: Proofs): boolean {
  if (seen['required'] === undefined) return false;
  const [asked] = anonymous([seen], name) ?? [seen];
  return remembered(empty, JSON.stringify(asked), () => includes(asked ?? seen, false).result === 'yes');
}

const limits = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minimum', 'maximum'],
  ['minimum', 'exclusiveMaximum'],
  ['exclusiveMinimum', 'maximum'],
  ['exclusiveMinimum', 'exclusiveMaximum'],
] as const;

/** Keywords of which some together may leave no value. */
const limiting: ReadonlySet<string> = new Set([
  ...limits.flat(),
  'const',
  'enum',
  'format',
  'items',
  'multipleOf',
  'pattern',
  'properties',
]);

/** False where the keywords surely leave a value, at no more cost than a look: nearly every field of a real ERP. */
function mayContradict(schema: FieldSchema): boolean {
  const { type, 'x-seam': facets } = schema;
  if (facets?.written !== undefined && mayContradict(facets.written)) return true;
  if (typeof type === 'string' && !Object.keys(schema).some((keyword) => limiting.has(keyword))) return false;
  const { enum: values, const: only, items, properties, minItems = 0 } = schema;
  const listed = typeof type === 'string' ? [type] : type;
  if (listed?.length === 0 || only !== undefined) return true;
  if (values !== undefined) return !hasType(values, listed) || isLimited(schema);
  // Where null is allowed nothing else need be possible.
  if (listed === undefined || listed.includes('null')) return false;
  return (
    isLimited(schema) ||
    (items !== undefined && minItems > 0 && mayContradict(items)) ||
    Object.values(properties ?? {}).some(mayContradict)
  );
}

/** True where two keywords could leave nothing between them, or a form could have no text. */
function isLimited(schema: FieldSchema): boolean {
  const { pattern, format, multipleOf, minLength, maxLength, enum: values } = schema;
  const hasForm = pattern !== undefined || format !== undefined;
  const isBetween = limits.some(([least, most]) => {
    const [from, to] = [schema[least], schema[most]];
    return from !== undefined && to !== undefined && to - from < 2;
  });
  return (
    isBetween ||
    pattern !== undefined ||
    multipleOf !== undefined ||
    (hasForm && (minLength !== undefined || maxLength !== undefined || values !== undefined)) ||
    (values !== undefined && (minLength !== undefined || maxLength !== undefined))
  );
}

/** True where a listed value is of an allowed type. */
function hasType(values: readonly Json[], types: readonly TypeName[] | undefined): boolean {
  return values.some((value) => {
    if (types === undefined) return true;
    if (value === null) return types.includes('null');
    if (typeof value === 'number') return types.includes('number') || types.includes('integer');
    return types.some((type) => type === typeof value);
  });
}
