import { type Change, type Direction, directions, type FieldPath } from '../model/drift.js';
import type { EntitySchema, ObservedFacet } from '../model/schema.js';
import { allViews, walkChange } from './change.js';

/** Directions that the contract allows at all: nobody can break in another one. */
export function allowedBy({ 'x-seam': { cannot = [] } }: EntitySchema): readonly Direction[] {
  return directions.filter((direction) => !cannot.includes(direction));
}

/** Changes of the entity as a whole, apart from its fields. */
export function entityChanges(
  contract: EntitySchema,
  live: EntitySchema,
  path: FieldPath,
  observed: ReadonlySet<ObservedFacet>,
): readonly Change[] {
  const [was, now] = [contract['x-seam'], live['x-seam']];
  const views = { ...allViews, holds: new Set(allowedBy(contract)) };
  const found: Change[] = [];
  for (const direction of observed.has('operations') ? directions : []) {
    const [could, can] = [!was.cannot?.includes(direction), !now.cannot?.includes(direction)];
    if (could && !can) found.push(walkChange(`${direction}-lost`, path, { before: true, after: false }));
    if (!could && can)
      found.push(walkChange('operation-gained', path, { before: undefined, after: direction }));
  }
  if (observed.has('naming') && was.naming !== now.naming) {
    found.push(walkChange('naming-changed', path, { before: was.naming, after: now.naming }, views));
  }
  if (observed.has('unmapped') && was.unmapped !== now.unmapped) {
    const values = { before: was.unmapped, after: now.unmapped };
    found.push(walkChange('document-unmapped-changed', path, values, views));
  }
  if (observed.has('submittable') && was.submittable !== now.submittable) {
    const [before, after] = [was.submittable ?? false, now.submittable ?? false];
    found.push(walkChange('submittable-changed', path, { before, after }, views));
  }
  const [wasOpen, isOpen] = [contract.additionalProperties ?? false, live.additionalProperties ?? false];
  if (wasOpen !== isOpen) {
    const rule = isOpen ? 'type-opened' : 'type-closed';
    found.push(walkChange(rule, path, { before: wasOpen, after: isOpen }, views));
  }
  return found;
}
