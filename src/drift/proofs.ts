import type { Direction, Effect } from '../model/drift.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';

/** What inclusion proves of one field in one direction. */
export type Proven =
  | {
      readonly effect: Exclude<Effect, 'unknown' | 'meaning'>;
      /** A document that shows the harm, where there is some. */
      readonly witness?: Json;
      /** Why there is no such document although there is harm. */
      readonly why?: string;
    }
  | { readonly effect: 'unknown'; readonly why: string };

export type ProvenEffects = Readonly<Record<Direction, Proven>>;

/**
 * What was proved so far, for all entities of a source: an upgrade does the same to many fields. By all that decides it
 * but the wire encoding of fields and the judge, which stay the same.
 */
export type Proofs = {
  /** By a field's name and both of its sides. */
  readonly fields: Map<string, ProvenEffects>;
  /** By the views of a field, whatever it is called. */
  readonly views: Map<string, Proven>;
  /** Whether a view accepts no document. */
  readonly empty: Map<string, boolean>;
};

/** Nothing was proved yet. */
export function noProofs(): Proofs {
  return { fields: new Map(), views: new Map(), empty: new Map() };
}

/** What a map has, or what is worked out now and kept. */
export function remembered<Known>(map: Map<string, Known>, key: string, work: () => Known): Known {
  const known = map.get(key);
  if (known !== undefined) return known;
  const found = work();
  map.set(key, found);
  return found;
}

/** The name of every field that is anonymous. */
const anyone = 'field';

/** Keywords beside which the name of a field says nothing but where it stands. */
const plain: ReadonlySet<string> = new Set(['type', 'properties', 'required', 'additionalProperties']);

/**
 * Views of a single field as they were if it had no name, so that fields of any name share what is proved of them;
 * `undefined` where a view says more of the name than that it stands there.
 */
export function anonymous<Views extends readonly JsonObject[]>(
  views: Views,
  name: string,
): Views | undefined {
  // Some validators have no opinion of a property that is called so, and that is told.
  if (name === '__proto__' || !views.every((view) => isPlain(view, name))) return undefined;
  return views.map((view) => ({
    ...view,
    ...(isJsonObject(view['properties']) ? { properties: named(view['properties'], name, anyone) } : {}),
    ...(view['required'] === undefined ? {} : { required: [anyone] }),
  })) as unknown as Views;
}

function isPlain(view: JsonObject, name: string): boolean {
  const { properties = {}, required = [name], additionalProperties = true } = view;
  return (
    Object.keys(view).every((keyword) => plain.has(keyword)) &&
    isJsonObject(properties) &&
    Object.keys(properties).every((each) => each === name) &&
    Array.isArray(required) &&
    required.length === 1 &&
    required[0] === name &&
    typeof additionalProperties === 'boolean' &&
    // A reference leads by names.
    !JSON.stringify(view).includes('"$')
  );
}

/** What was proved of an anonymous field, with its name in the document that shows it. */
export function withName(proven: Proven, name: string): Proven {
  if (!('witness' in proven) || !isJsonObject(proven.witness)) return proven;
  return { ...proven, witness: named(proven.witness, anyone, name) };
}

function named(object: JsonObject, from: string, to: string): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => [name === from ? to : name, value] as const);
  return Object.fromEntries<Json>(entries);
}
