import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What the metadata can tell, and how we know. What is not listed cannot be told. */
const facets: Capabilities['facets'] = {
  type: { observable: 'yes', note: 'type of the field' },
  nativeType: { observable: 'yes', note: 'type of the field' },
  label: { observable: 'yes', note: 'label of the field' },
  maxLength: { observable: 'yes', note: 'length of a text' },
  enum: { observable: 'yes', note: 'values of a choice' },
  requiredness: { observable: 'yes', note: 'required of the field: create refuses a record without it' },
  nullability: { observable: 'no', note: 'the catalogue does not say which answers may be empty' },
};

export const capabilities: Capabilities = {
  facets,
  onWrite: { 'unknown-field': 'rejects', 'missing-value': 'rejects' },
  updateRevalidates: false,
  versions: { tested: [], documented: ['1'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
