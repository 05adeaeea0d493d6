import type { Change, FieldPath } from '../model/drift.js';
import type { EntitySchema, FieldSchema, ObservedFacet } from '../model/schema.js';
import { walkChange } from './change.js';
import { keywordsOf } from './part.js';
import { ruleList } from './rules/index.js';
import { effectsOf } from './rules/rule.js';

/** Facets that both sides could tell: only they are compared. */
export function comparable(contract: EntitySchema, live: EntitySchema): ReadonlySet<ObservedFacet> {
  const now = new Set(live['x-seam'].observed);
  return new Set(contract['x-seam'].observed.filter((facet) => now.has(facet)));
}

/** Facets that one side alone could tell: never drift by themselves. */
export function observability(contract: EntitySchema, live: EntitySchema) {
  const both = comparable(contract, live);
  const alone = ({ 'x-seam': { observed } }: EntitySchema) => observed.filter((facet) => !both.has(facet));
  return { lost: alone(contract), gained: alone(live) };
}

/** Facets of which a change could break someone or move a meaning: no other is worth a warning when it goes dark. */
const weighty: ReadonlySet<ObservedFacet> = new Set(
  ruleList
    .filter(([, { effect }]) => Object.values(effectsOf(effect)).some((each) => each !== 'same'))
    .map(([, { facet }]) => facet),
);

/** Facets that the contract says of the entity itself. */
const ofEntity: ReadonlySet<ObservedFacet> = new Set([
  'addresses',
  'alternateKeys',
  'baseType',
  'entityTag',
  'hasStream',
  'key',
  'naming',
  'protocol',
  'submittable',
]);

/** True where the contract says something about the facet that a change could break. */
export function relies(contract: EntitySchema, facet: ObservedFacet): boolean {
  if (ofEntity.has(facet)) return Object.hasOwn(contract['x-seam'], facet);
  if (!weighty.has(facet)) return false;
  if (facet === 'unmapped' && contract['x-seam'].unmapped !== undefined) return true;
  if (facet === 'operations') return true;
  if (facet === 'requiredness') return contract.required.length > 0;
  if (facet === 'nullability') return true;
  return Object.values(contract.properties).some((field) => says(field, facet));
}

function says(field: FieldSchema, facet: ObservedFacet): boolean {
  const named = (keywordsOf[facet] ?? []).some((keyword) => field[keyword] !== undefined);
  const facets = field['x-seam'] ?? {};
  const rows = Object.values(field.items?.properties ?? {});
  return named || Object.hasOwn(facets, facet) || rows.some((column) => says(column, facet));
}

/** A facet that the contract relies on and the source no longer tells. */
export function facetNotObservable(path: FieldPath, facet: ObservedFacet, why: string | undefined): Change {
  const notes = why === undefined ? [] : [{ label: 'why', text: why }];
  return walkChange('facet-not-observable', path, { before: facet, after: undefined, notes });
}
