import { type Change, type Direction, directions, type Effect, type Proof } from '../model/drift.js';
import type { ObservedFacet } from '../model/schema.js';
import type { Proven, ProvenEffects } from './proofs.js';
import { harms } from './prove.js';

/** Facets whose whole sense is the set of accepted values, so that inclusion knows better than a rule's row. */
const expressible: ReadonlySet<ObservedFacet> = new Set([
  'type',
  'nullability',
  'readOnly',
  'maxLength',
  'bounds',
  'format',
  'enum',
  'immutable',
  'updateOnly',
  'presence',
]);

/** Rules of other facets that inclusion can judge, and rules of these facets that it cannot. */
const exceptions: ReadonlyMap<string, boolean> = new Map([
  ['required-added', true],
  // Views leave out what says nothing about the set.
  ['content-type-changed', false],
  ['enum-value-moved', false],
  // Whether somebody writes such fields is not known.
  ['rows-closed', false],
]);

/** True where a rule's effect is what inclusion proves. */
export function isProvable(rule: string, facet: ObservedFacet): boolean {
  return exceptions.get(rule) ?? expressible.has(facet);
}

/** A change whose effect inclusion can prove, by itself and with what else became of its field. */
export type Provable = {
  readonly change: Change;
  /** Directions whose documents can hold the field. */
  readonly holds: ReadonlySet<Direction>;
  /** What inclusion proves where this change alone has happened to the field. */
  readonly alone: () => ProvenEffects;
};

/**
 * The changes of one field, each with its own effect: of what its rule's row expects, the part that really happened by
 * this very change. What could not be proved is `unknown`, unless the row says that it harms: doubt never lowers. Harm
 * that several changes do together, and none of them alone, is harm of each.
 * @param whole what inclusion proves of all that became of the field
 * @param others changes of the field that inclusion cannot prove
 */
export function settled(
  found: readonly Provable[],
  whole: ProvenEffects,
  others: readonly Change[] = [],
): readonly Change[] {
  const [first] = found;
  if (first === undefined) return [];
  const together = found.map(({ change, holds }) =>
    withEffects(change, holds, (expected, direction) => settledEffect(expected, whole[direction], direction)),
  );
  if (found.length === 1) return together.map((change) => withProofs(change, whole));
  const proven = found.map(({ alone }) => alone());
  const apart = found.map(({ change, holds }, index) =>
    withEffects(change, holds, (expected, direction) =>
      ownEffect(expected, whole[direction], proven[index]?.[direction] ?? whole[direction], direction),
    ),
  );
  const lost = directions.filter(
    (direction) =>
      together.some(({ effect }) => endangers(effect[direction], direction)) &&
      ![...apart, ...others].some(({ effect }) => endangers(effect[direction], direction)),
  );
  return apart.map((change, index) => {
    const [all, own] = [together[index]?.effect ?? change.effect, proven[index] ?? whole];
    const pick = <T>(each: Readonly<Record<Direction, T>>, joint: Readonly<Record<Direction, T>>) =>
      Object.fromEntries(
        directions.map((direction) => [
          direction,
          lost.includes(direction) ? joint[direction] : each[direction],
        ]),
      ) as Record<Direction, T>;
    return withProofs({ ...change, effect: pick(change.effect, all) }, pick(own, whole));
  });
}

const endangers = (effect: Effect, direction: Direction) => harms(effect, direction) || effect === 'unknown';

function withEffects(
  change: Change,
  holds: ReadonlySet<Direction>,
  effectIn: (expected: Effect, direction: Direction) => Effect,
): Change {
  const settledIn = (direction: Direction): Effect =>
    holds.has(direction) ? effectIn(change.effect[direction], direction) : 'same';
  const effect = { read: settledIn('read'), create: settledIn('create'), update: settledIn('update') };
  return { ...change, effect };
}

function settledEffect(expected: Effect, { effect: proved }: Proven, direction: Direction): Effect {
  if (expected === 'meaning') return expected;
  if (expected === 'unknown') return proved;
  if (proved === 'unknown') return expected === 'same' || harms(expected, direction) ? expected : 'unknown';
  return common(expected, proved);
}

/** The effect of a change that is one of several. */
function ownEffect(expected: Effect, whole: Proven, alone: Proven, direction: Direction): Effect {
  const own = settledEffect(expected, alone, direction);
  if (own === 'meaning' || whole.effect === 'unknown') return own;
  // As a whole the field harms nobody, whatever a part of the change would do.
  if (own === 'unknown') return harms(whole.effect, direction) ? own : whole.effect;
  return common(own, whole.effect);
}

/** The part of one effect that is part of the other too. */
function common(a: Effect, b: Effect): Effect {
  if (a === 'crosses') return b;
  if (b === 'crosses' || a === b) return a;
  return 'same';
}

/** The change with what inclusion showed of each direction that it harms, or may harm. */
export function withProofs(change: Change, proven: ProvenEffects): Change {
  const found = directions.flatMap((direction) => {
    const proof = proofIn(change.effect[direction], proven[direction], direction);
    return proof === undefined ? [] : [[direction, proof] as const];
  });
  return found.length === 0 ? change : { ...change, proofs: Object.fromEntries(found) };
}

function proofIn(effect: Effect, proven: Proven, direction: Direction): Proof | undefined {
  if (proven.effect === 'unknown') {
    return effect === 'unknown' ? { kind: 'unproven', why: proven.why } : undefined;
  }
  if (!harms(effect, direction)) return undefined;
  if (proven.witness !== undefined) return { kind: 'witness', direction, document: proven.witness };
  return proven.why === undefined ? undefined : { kind: 'unproven', why: proven.why };
}

/** Directions in which inclusion proved harm that no change of the field explains. */
export function unexplained(
  changes: readonly Change[],
  proven: ProvenEffects,
  holds: ReadonlySet<Direction>,
): readonly Direction[] {
  return directions.filter(
    (direction) =>
      holds.has(direction) &&
      harms(proven[direction].effect, direction) &&
      !changes.some(({ effect }) => harms(effect[direction], direction) || effect[direction] === 'unknown'),
  );
}
