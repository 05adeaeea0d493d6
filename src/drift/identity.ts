import type { Change, Direction, Effects, FieldPath } from '../model/drift.js';
import { directions } from '../model/drift.js';
import { sameJson } from '../model/json.js';
import type { AddressLimits, EntitySchema, ObservedFacet } from '../model/schema.js';
import { allViews, walkChange } from './change.js';
import { allowedBy } from './entity.js';
import { pairs } from './pairs.js';

/**
 * The contract is of another version of the protocol (Business One's `/b1s/v1` and `/b1s/v2`): what differs is the
 * protocol, so it is said instead of anything else.
 */
export function protocolChange(
  { 'x-seam': was }: EntitySchema,
  { 'x-seam': now }: EntitySchema,
  path: FieldPath,
  observed: ReadonlySet<ObservedFacet>,
): Change | undefined {
  if (!observed.has('protocol') || was.protocol === now.protocol) return undefined;
  return walkChange('protocol-changed', path, { before: was.protocol, after: now.protocol });
}

/** A change of the entity, in the directions that its contract allows. */
type Tell = (
  ...change: [rule: Parameters<typeof walkChange>[0], values: Parameters<typeof walkChange>[2]]
) => Change;

/** Changes of how a record is identified, reached and written as a whole. */
export function identityChanges(
  contract: EntitySchema,
  live: EntitySchema,
  path: FieldPath,
  observed: ReadonlySet<ObservedFacet>,
): readonly Change[] {
  const [was, now] = [contract['x-seam'], live['x-seam']];
  const views = { ...allViews, holds: new Set(allowedBy(contract)) };
  const tell: Tell = (rule, values) => walkChange(rule, path, values, views);
  const found: Change[] = [];
  if (observed.has('key') && !sameJson(was.key, now.key)) {
    found.push(tell('key-changed', { before: was.key, after: now.key }));
  }
  if (observed.has('alternateKeys')) {
    const [before, after] = [was.alternateKeys ?? [], now.alternateKeys ?? []];
    for (const key of before.filter((each) => !after.includes(each))) {
      found.push(tell('alternate-key-removed', { before: key }));
    }
    for (const key of after.filter((each) => !before.includes(each))) {
      found.push(tell('alternate-key-added', { after: key }));
    }
  }
  if (observed.has('baseType') && was.baseType !== now.baseType) {
    found.push(tell('base-type-changed', { before: was.baseType, after: now.baseType }));
  }
  if (observed.has('hasStream') && was.hasStream !== now.hasStream) {
    const [before, after] = [was.hasStream ?? false, now.hasStream ?? false];
    found.push(tell('stream-changed', { before, after }));
  }
  if (observed.has('entityTag') && was.entityTag !== now.entityTag) {
    const rule = now.entityTag ? 'entity-tag-set' : 'entity-tag-dropped';
    found.push(tell(rule, { before: was.entityTag ?? false, after: now.entityTag ?? false }));
  }
  const lost = directions.filter(
    (direction) => !was.cannot?.includes(direction) && now.cannot?.includes(direction),
  );
  const { addresses: before = {} } = was;
  const { addresses: after = {} } = now;
  return observed.has('addresses') ? [...found, ...addressChanges(before, after, lost, tell)] : found;
}

type Addresses = Readonly<Record<string, AddressLimits>>;

/** What became of the addresses; an operation that no address allows any more is said once, of the entity. */
function addressChanges(
  was: Addresses,
  now: Addresses,
  lost: readonly Direction[],
  tell: Tell,
): readonly Change[] {
  const { added, removed, kept } = pairs(was, now);
  return [
    ...removed.map(([address]) => tell('address-removed', { before: address })),
    ...added.map(([address]) => tell('address-added', { after: address })),
    ...kept.flatMap(([address, before, after]) =>
      directions
        .filter((direction) => before[direction] !== after[direction] && !lost.includes(direction))
        .map((direction) => tellLimit(tell, address, direction, before, after)),
    ),
  ];
}

/** From always over a condition to never narrows; which of two conditions is the stricter one nobody can say. */
function tellLimit(
  tell: Tell,
  address: string,
  direction: Direction,
  { [direction]: before }: AddressLimits,
  { [direction]: after }: AddressLimits,
): Change {
  const said = (limit: string | undefined) => ({ [address]: { [direction]: limit ?? 'always' } });
  const found = { before: said(before), after: said(after) };
  if (after === undefined || before === 'never') return tell('address-relaxed', found);
  const refused = direction === 'read' ? 'crosses' : 'narrows';
  const effect: Effects = {
    read: 'same',
    create: 'same',
    update: 'same',
    [direction]: after === 'never' ? refused : 'unknown',
  };
  return tell('address-restricted', { ...found, effect });
}

/** True where no address takes new records, and yet they may be created: within the record that leads to them. */
export function isOnlyNested({ 'x-seam': { addresses, cannot } }: EntitySchema): boolean {
  const limits = Object.values(addresses ?? {});
  return !cannot?.includes('create') && limits.length > 0 && limits.every(({ create }) => create === 'never');
}

/** Whether the server takes records within others is not in the metadata, so nobody can prove that creators break. */
export function doubted(change: Change): Change {
  const { create } = change.effect;
  if (create !== 'narrows' && create !== 'crosses') return change;
  const text = 'no address takes new records: only a create of a record that leads here could hold one';
  const { create: _proof, ...proofs } = change.proofs ?? {};
  return {
    ...change,
    effect: { ...change.effect, create: 'unknown' },
    ...(change.proofs === undefined ? {} : { proofs }),
    notes: [...(change.notes ?? []), { label: 'why', text }],
  };
}
