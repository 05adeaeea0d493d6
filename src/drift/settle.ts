import { type Change, type Direction, directions, type Effect, type Proof } from '../model/drift.js';
import type { ObservedFacet } from '../model/schema.js';
import { harms, type Proven, type ProvenEffects } from './prove.js';

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

/**
 * A change with the effects that inclusion proved on its field: of what its rule's row expects, the part that really
 * happened. What could not be proved is `unknown`, unless the row says that it harms: doubt never lowers.
 */
export function settled(change: Change, proven: ProvenEffects, holds: ReadonlySet<Direction>): Change {
  const settledIn = (direction: Direction): Effect =>
    holds.has(direction) ? settledEffect(change.effect[direction], proven[direction], direction) : 'same';
  const effect = { read: settledIn('read'), create: settledIn('create'), update: settledIn('update') };
  return withProofs({ ...change, effect }, proven);
}

function settledEffect(expected: Effect, { effect: proved }: Proven, direction: Direction): Effect {
  if (expected === 'meaning') return expected;
  if (expected === 'unknown') return proved;
  if (proved === 'unknown') return expected === 'same' || harms(expected, direction) ? expected : 'unknown';
  return common(expected, proved);
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
