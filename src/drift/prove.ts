import { view, type Wire } from '../contract/views.js';
import type { Direction, Effect } from '../model/drift.js';
import { type Json, type JsonObject, sameJson } from '../model/json.js';
import { dialect, type EntitySchema, type FieldSchema } from '../model/schema.js';
import type { FieldSide } from './field.js';
import { accepts, type Inclusion, includes } from './inclusion/includes.js';
import { anonymous, type Proofs, type Proven, type ProvenEffects, remembered, withName } from './proofs.js';

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
  /** The protocol of the records, by which they are encoded. */
  readonly protocol?: string | undefined;
  /** What was proved so far. */
  readonly proofs?: Proofs | undefined;
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
  const sides = sidesOf(name, was, now, options);
  const read = provenIn(name, pairFor('read', ...sides, options), options);
  const creating = pairFor('create', ...sides, options);
  const updating = pairFor('update', ...sides, options);
  const create = provenIn(name, creating, options);
  const update = sameJson(creating.views, updating.views) ? create : provenIn(name, updating, options);
  return { read, create, update };
}

/** True where the document shows harm of the pair, too, in the encoding that it is written in. */
export function separates(
  name: string,
  [was, now]: readonly [FieldSide, FieldSide],
  { direction, document }: { readonly direction: Direction; readonly document: Json },
  options: ProofOptions,
): boolean {
  const { views } = pairFor(direction, ...sidesOf(name, was, now, options), options);
  return views.some(([agreed, closed, actual]) => {
    const [accepting, rejecting] = direction === 'read' ? [actual, agreed] : [closed, actual];
    return accepts(accepting, document) === true && accepts(rejecting, document) === false;
  });
}

function sidesOf(
  name: string,
  was: FieldSide | undefined,
  now: FieldSide | undefined,
  { protocol }: ProofOptions,
): readonly [contract: EntitySchema, live: EntitySchema] {
  const nested = hasRows(was) && hasRows(now);
  return [only(name, was, nested, protocol), only(name, now, nested, protocol)];
}

/** The views of one direction: logical, and of raw records where those look otherwise. */
type Pair = { readonly direction: Direction; readonly views: readonly Views[] };

/** What the contract allows, the same closed, and what the ERP has: a reader takes what it does not know. */
type Views = readonly [agreed: JsonObject, closed: JsonObject, actual: JsonObject];

function pairFor(
  direction: Direction,
  contract: EntitySchema,
  live: EntitySchema,
  { inRow, updateRevalidates, wire }: ProofOptions,
): Pair {
  const seen = inRow && direction === 'update' ? 'create' : direction;
  const since = seen === 'update' && updateRevalidates ? { revalidatedSince: contract } : {};
  const viewsOf = (encoding: { readonly wire?: Wire }): Views => [
    view(contract, seen, 'contract', encoding),
    view(contract, seen, 'contract', { ...encoding, strict: true }),
    view(live, seen, 'live', { ...encoding, ...since }),
  ];
  return { direction, views: wire === undefined ? [viewsOf({})] : [viewsOf({}), viewsOf({ wire })] };
}

function provenIn(name: string, { direction, views }: Pair, { judge, proofs }: ProofOptions): Proven {
  const [logical, raw] = views.map((each) => {
    const nameless = proofs && anonymous(each, name);
    if (proofs === undefined || nameless === undefined) return compared(direction, each, judge);
    const key = JSON.stringify([direction === 'read', nameless]);
    return withName(
      remembered(proofs.views, key, () => compared(direction, nameless, judge)),
      name,
    );
  });
  if (logical === undefined) throw new RangeError('there is always a logical view');
  return raw === undefined ? logical : worse(logical, raw, direction);
}

function compared(direction: Direction, [agreed, closed, actual]: Views, judge: Judge | undefined): Proven {
  const reading = direction === 'read';
  const safe = reading ? includes(actual, agreed) : includes(closed, actual);
  if (safe.result === 'yes' && !reading && isEmpty(closed)) {
    return { effect: 'unknown', why: 'the contract accepts no document in this direction' };
  }
  if (safe.result === 'unproven') return { effect: 'unknown', why: reasonOf(safe) };
  const shown =
    safe.result === 'yes' || confirmation(safe.witness, reading ? [actual, agreed] : [closed, actual], judge);
  if (shown === false) {
    return { effect: 'unknown', why: 'two validators disagree about the document that would show it' };
  }
  const back = reading ? includes(closed, actual) : includes(actual, closed);
  const isBack = back.result === 'yes';
  if (safe.result === 'yes') return { effect: isBack ? 'same' : reading ? 'narrows' : 'widens' };
  const effect = !isBack ? 'crosses' : reading ? 'widens' : 'narrows';
  return shown === undefined
    ? { effect, why: 'the second validator has no opinion of the document that shows it' }
    : { effect, witness: safe.witness };
}

/** The empty set is included in everything, which proves nothing. An object that need hold nothing can be empty itself. */
function isEmpty(schema: JsonObject): boolean {
  if (schema['required'] === undefined && schema['not'] === undefined) return false;
  return includes(schema, { not: {} }).result === 'yes';
}

/** Whether the second judge sees the witness as the first one does; `undefined` where it has no opinion of it. */
function confirmation(
  witness: Json,
  [accepting, rejecting]: readonly [JsonObject, JsonObject],
  judge: Judge | undefined,
): boolean | undefined {
  if (judge === undefined) return true;
  const [accepted, rejected] = [judge(accepting, witness), judge(rejecting, witness)];
  if (accepted === false || rejected === true) return false;
  return accepted === undefined || rejected === undefined ? undefined : true;
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
function only(
  name: string,
  side: FieldSide | undefined,
  nested: boolean,
  protocol: string | undefined,
): EntitySchema {
  const facets = { connector: '', entity: '', mapping: 0, version: '0.0', observed: [] };
  const schema = side === undefined || !nested ? side?.schema : withoutRows(side.schema);
  return {
    $schema: dialect,
    type: 'object',
    properties: Object.fromEntries(schema === undefined ? [] : [[name, schema]]),
    required: side?.required === true ? [name] : [],
    'x-seam': protocol === undefined ? facets : { ...facets, protocol },
  };
}

function hasRows(side: FieldSide | undefined): boolean {
  return (side?.schema.items ?? side?.schema)?.properties !== undefined;
}

/** The schema without the fields of its rows, which stay as open as they are. */
function withoutRows(schema: FieldSchema): FieldSchema {
  const { properties, required: _, items, ...rest } = schema;
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: {} }),
    ...(items === undefined ? {} : { items: withoutRows(items) }),
  };
}
