import { view } from '../contract/views.js';
import { comparable } from '../drift/observed.js';
import { observedPart } from '../drift/part.js';
import { harms } from '../drift/prove.js';
import { type Change, type Direction, directions } from '../model/drift.js';
import { type Json, type JsonObject, sameJson } from '../model/json.js';
import type { EntitySchema, FieldSchema } from '../model/schema.js';
import type { SecondOpinion } from '../validate/second-opinion.js';

/** Directions in which the second opinion sees harm, by field. */
export type Objections = ReadonlyMap<string, readonly Direction[]>;

/** What the second opinion says of every field that both sides have and that differs, of that field alone. */
async function objectionsTo(
  contract: EntitySchema,
  live: EntitySchema,
  ask: SecondOpinion,
): Promise<Objections> {
  const observed = comparable(contract, live);
  const found = new Map<string, readonly Direction[]>();
  for (const [name, was] of Object.entries(contract.properties)) {
    const now = Object.hasOwn(live.properties, name) ? live.properties[name] : undefined;
    if (now === undefined || sameJson(was as Json, now as Json)) continue;
    const before = { schema: was, required: contract.required.includes(name) };
    const after = observedPart(before, { schema: now, required: live.required.includes(name) }, observed);
    const sides = [lone(contract, name, before), lone(live, name, after)] as const;
    const against: Direction[] = [];
    for (const direction of directions) {
      if ((await ask(...question(direction, ...sides))) === false) against.push(direction);
    }
    if (against.length > 0) found.set(name, against);
  }
  return found;
}

/** The two views of which the first must be included in the second. */
function question(
  direction: Direction,
  contract: EntitySchema,
  live: EntitySchema,
): readonly [JsonObject, JsonObject] {
  const now = view(live, direction, 'live');
  return direction === 'read'
    ? [now, view(contract, 'read', 'contract')]
    : [view(contract, direction, 'contract', { strict: true }), now];
}

function lone(
  entity: EntitySchema,
  name: string,
  { schema, required }: { readonly schema: FieldSchema; readonly required: boolean },
): EntitySchema {
  return {
    ...entity,
    properties: Object.fromEntries([[name, schema]]),
    required: required ? [name] : [],
  };
}

/**
 * The changes with what the second opinion objects to: where it sees harm that no change of the field admits, the first
 * change of the field is a doubt in that direction. It raises, and never lowers.
 */
export function withObjections(changes: readonly Change[], objections: Objections): readonly Change[] {
  if (objections.size === 0) return changes;
  const raised = new Map<Change, Change>();
  for (const [field, against] of objections) {
    const own = changes.filter(({ path }) => path.field === field || path.field?.startsWith(`${field}.`));
    const first = own.find(({ path, silent }) => path.field === field && !silent) ?? own[0];
    const missed = against.filter((direction) =>
      own.every(({ effect }) => isCalm(effect[direction], direction)),
    );
    if (first === undefined || missed.length === 0) continue;
    raised.set(first, doubtful(first, missed));
  }
  return changes.map((change) => raised.get(change) ?? change);
}

function isCalm(effect: Change['effect']['read'], direction: Direction): boolean {
  return effect !== 'unknown' && effect !== 'meaning' && !harms(effect, direction);
}

function doubtful({ silent: _, ...change }: Change, missed: readonly Direction[]): Change {
  const unknown = Object.fromEntries(missed.map((direction) => [direction, 'unknown'] as const));
  const text = `json-schema-diff finds that it harms whoever ${missed.map(does).join(', ')}`;
  return {
    ...change,
    effect: { ...change.effect, ...unknown },
    notes: [...(change.notes ?? []), { label: 'second opinion', text }],
  };
}

const verbs = { read: 'reads', create: 'creates', update: 'updates' } as const;
const does = (direction: Direction) => verbs[direction];

/** What the second opinion says of every entity that both sides have; nothing where there is none. */
export async function objectionsAmong(
  pairs: readonly (readonly [contract: EntitySchema, live: EntitySchema])[],
  ask: SecondOpinion | undefined,
): Promise<ReadonlyMap<string, Objections>> {
  const found = new Map<string, Objections>();
  if (ask === undefined) return found;
  for (const [contract, live] of pairs) {
    found.set(contract['x-seam'].entity, await objectionsTo(contract, live, ask));
  }
  return found;
}
