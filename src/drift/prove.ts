import { view, type Wire } from '../contract/views.js';
import { type Direction, directions, type Effect } from '../model/drift.js';
import type { Json, JsonObject } from '../model/json.js';
import { dialect, type EntitySchema, type FieldSchema } from '../model/schema.js';
import type { FieldSide } from './field.js';
import { type Inclusion, includes } from './inclusion/includes.js';

/** What inclusion proves of one field in one direction. */
export type Proven =
  | {
      readonly effect: Exclude<Effect, 'unknown' | 'meaning'>;
      /** A document that shows the harm, where there is some. */
      readonly witness?: Json;
    }
  | { readonly effect: 'unknown'; readonly why: string };

export type ProvenEffects = Readonly<Record<Direction, Proven>>;

/** A second judge of single documents: true or false, or `undefined` where it cannot tell. */
export type Judge = (schema: JsonObject, document: Json) => boolean | undefined;

export type ProofOptions = {
  /** The field stands in a row of a list, which is new to the ERP also where the document around it is not. */
  readonly inRow: boolean;
  /** Saving an old record validates it as a whole. */
  readonly updateRevalidates: boolean;
  /** The connector's encoding of raw records: what is worse there counts. */
  readonly wire?: Wire | undefined;
  readonly judge?: Judge | undefined;
};

/** True where an effect lets something happen that the seam of a direction does not expect. DESIGN.md, "Drift". */
export function harms(effect: Effect, direction: Direction): boolean {
  return effect === 'crosses' || effect === (direction === 'read' ? 'widens' : 'narrows');
}

/**
 * What becomes of the documents that hold this field and no other, for each direction; one side is absent where the
 * field is new or gone. Nested rows are left out: they are compared field by field.
 */
export function prove(
  name: string,
  was: FieldSide | undefined,
  now: FieldSide | undefined,
  options: ProofOptions,
): ProvenEffects {
  const contract = only(name, was);
  const live = only(name, now);
  const proved = directions.map((direction) => [direction, provenIn(direction, contract, live, options)]);
  return Object.fromEntries(proved) as ProvenEffects;
}

function provenIn(
  direction: Direction,
  contract: EntitySchema,
  live: EntitySchema,
  { inRow, updateRevalidates, wire, judge }: ProofOptions,
): Proven {
  const seen = inRow && direction === 'update' ? 'create' : direction;
  const since = seen === 'update' && updateRevalidates ? { revalidatedSince: contract } : {};
  const logical = compared(seen, contract, live, since, judge);
  if (wire === undefined) return logical;
  return worse(logical, compared(seen, contract, live, { ...since, wire }, judge), direction);
}

type Options = Parameters<typeof view>[3];

function compared(
  direction: Direction,
  contract: EntitySchema,
  live: EntitySchema,
  options: Options,
  judge: Judge | undefined,
): Proven {
  const { revalidatedSince: _, ...contractOptions } = options ?? {};
  const agreed = view(contract, direction, 'contract', contractOptions);
  // A reader takes what it does not know, so what the contract leaves open is no difference.
  const closed = view(contract, direction, 'contract', { ...contractOptions, strict: true });
  const actual = view(live, direction, 'live', options);
  const reading = direction === 'read';
  const safe = reading ? includes(actual, agreed) : includes(closed, actual);
  if (safe.result === 'yes' && !reading && isEmpty(closed)) {
    return { effect: 'unknown', why: 'the contract accepts no document in this direction' };
  }
  if (safe.result === 'unproven') return { effect: 'unknown', why: reasonOf(safe) };
  if (
    safe.result === 'no' &&
    !isConfirmed(safe.witness, reading ? [actual, agreed] : [closed, actual], judge)
  ) {
    return { effect: 'unknown', why: 'two validators disagree about the document that would show it' };
  }
  const back = reading ? includes(closed, actual) : includes(actual, closed);
  const isBack = back.result === 'yes';
  if (safe.result === 'yes') return { effect: isBack ? 'same' : reading ? 'narrows' : 'widens' };
  const effect = !isBack ? 'crosses' : reading ? 'widens' : 'narrows';
  return { effect, witness: safe.witness };
}

/** The empty set is included in everything, which proves nothing. */
function isEmpty(schema: JsonObject): boolean {
  return includes(schema, { not: {} }).result === 'yes';
}

function isConfirmed(
  witness: Json,
  [accepting, rejecting]: readonly [JsonObject, JsonObject],
  judge: Judge | undefined,
): boolean {
  return judge === undefined || (judge(accepting, witness) !== false && judge(rejecting, witness) !== true);
}

function reasonOf({ reason, keyword }: Extract<Inclusion, { result: 'unproven' }>): string {
  return keyword === undefined || reason.includes(keyword) ? reason : `${reason} (${keyword})`;
}

/** Harm counts more than doubt, and doubt more than none. */
function worse(logical: Proven, raw: Proven, direction: Direction): Proven {
  const rank = ({ effect }: Proven) => (harms(effect, direction) ? 2 : effect === 'unknown' ? 1 : 0);
  return rank(raw) > rank(logical) ? raw : logical;
}

/** An entity with this field alone, or with none. */
function only(name: string, side: FieldSide | undefined): EntitySchema {
  return {
    $schema: dialect,
    type: 'object',
    properties: Object.fromEntries(side === undefined ? [] : [[name, withoutRows(side.schema)]]),
    required: side?.required === true ? [name] : [],
    'x-seam': { connector: '', entity: '', mapping: 0, version: '0.0', observed: [] },
  };
}

function withoutRows(schema: FieldSchema): FieldSchema {
  const { properties: _p, required: _r, additionalProperties: _a, items, ...rest } = schema;
  return { ...rest, ...(items === undefined ? {} : { items: withoutRows(items) }) };
}
