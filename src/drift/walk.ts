import type { Wire } from '../contract/views.js';
import type { Direction, FieldPath, Note } from '../model/drift.js';
import type { Json } from '../model/json.js';
import type { FieldSchema, ObservedFacet } from '../model/schema.js';
import type { Views } from './change.js';
import { type FieldSide, facets } from './field.js';
import { type Proofs, type ProvenEffects, remembered } from './proofs.js';
import { type Judge, type ProofOptions, prove } from './prove.js';

/** What is known of the two pulls beside the two schemas. */
export type Circumstances = {
  readonly source: string;
  /** The contract was taken with the account that looks now. */
  readonly sameAccount: boolean;
  /** Both pulls are of one database, so vendor ids of fields can be compared. */
  readonly sameDatabase: boolean;
  /** Saving an old record validates it as a whole (a capability of the connector). */
  readonly updateRevalidates: boolean;
  /** A write with a field that no metadata names is refused (a capability), whatever a type says of itself. */
  readonly refusesUnknown?: boolean | undefined;
  /** Fields that are there and hidden from this account. */
  readonly hidden: readonly string[];
  /** Old field name → new one, as the user says. */
  readonly renames: Readonly<Record<string, string>>;
  /** The connector's encoding of raw records, where it differs from the logical one. */
  readonly wire?: Wire | undefined;
  /** A second judge of the documents that prove an effect. */
  readonly judge?: Judge | undefined;
  /** What was proved so far, where more than one entity is compared. */
  readonly proofs?: Proofs | undefined;
};

/** What the comparison of one object needs to know of its place. */
export type Walk = {
  readonly circumstances: Circumstances;
  readonly observed: ReadonlySet<ObservedFacet>;
  readonly path: FieldPath;
  /** The protocol of the contract; where the live one is another, nothing is compared. */
  readonly protocol: string | undefined;
  /** Names of the fields around this object, each followed by a point. */
  readonly prefix: string;
  /** The object is a row of a list. */
  readonly inRow: boolean;
};

/** A schema is JSON: it was read from it, or is about to be written. */
export const json = (schema: FieldSchema) => schema as unknown as Json;
/** Where a field of the object is. */
export const at = ({ path, prefix }: Walk, name: string): FieldPath => ({ ...path, field: prefix + name });

/** An update sends whole rows, also where it changes only some fields of the document around them. */
export function savesWhole({ inRow, circumstances }: Walk): boolean {
  return inRow || circumstances.updateRevalidates;
}

/** Directions whose contract view holds the field. */
export function viewsOf(side: FieldSide, held: readonly Direction[], walk: Walk): Views {
  const { readOnly, writeOnly } = side.schema;
  const holds = held.filter((direction) => {
    if (direction === 'read') return !writeOnly;
    if (readOnly) return false;
    return direction === 'update' ? !facets(side).immutable : !facets(side).updateOnly;
  });
  return { holds: new Set(holds), updateRevalidates: savesWhole(walk) };
}

/** What inclusion proves of a field at this place. */
export function proofFor(
  walk: Walk,
  name: string,
  was: FieldSide | undefined,
  now: FieldSide | undefined,
): ProvenEffects {
  const { proofs, updateRevalidates } = walk.circumstances;
  if (proofs === undefined) return prove(name, was, now, proofOptions(walk));
  const key = JSON.stringify([name, was, now, walk.inRow, walk.protocol, updateRevalidates]);
  return remembered(proofs.fields, key, () => prove(name, was, now, proofOptions(walk)));
}

/** How fields at this place are proved. */
export function proofOptions({
  inRow,
  protocol,
  circumstances: { updateRevalidates, wire, judge, proofs },
}: Walk): ProofOptions {
  return { inRow, updateRevalidates, wire, judge, protocol, proofs };
}

/** Who brought the field, where the source tells. */
export function originNote(side: FieldSide): readonly Note[] {
  const { origin } = facets(side);
  if (origin === undefined) return [];
  return [{ label: 'origin', text: origin.by === undefined ? origin.kind : `${origin.kind} ${origin.by}` }];
}
