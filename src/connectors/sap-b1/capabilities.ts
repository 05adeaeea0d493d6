import type { Capabilities } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';
import { odataFacets } from '../../protocols/odata/map/observed.js';

/** What the Service Layer of SAP Business One can tell, and what its API does to writers. */
export const capabilities: Capabilities = {
  facets: {
    ...odataFacets,
    maxLength: {
      observable: 'partly',
      note: 'EditSize of user-defined fields (UserFieldsMD); the metadata has no lengths',
    },
    enum: {
      observable: 'partly',
      note: 'enum types, and valid values of user-defined fields (UserFieldsMD)',
    },
    enumLabels: { observable: 'partly', note: 'descriptions of valid values of user-defined fields' },
    default: { observable: 'partly', note: 'default values of user-defined fields' },
    requiredness: {
      observable: 'partly',
      note: 'Nullable="false" and mandatory user-defined fields are unknown; what a document needs is in the business logic',
    },
    readOnly: { observable: 'no', note: 'the metadata does not say what may be written' },
    immutable: { observable: 'no', note: 'the metadata does not say what may be changed' },
    updateOnly: { observable: 'no', note: 'the metadata does not say what may be created' },
    requiredWhen: { observable: 'no', note: 'lives in the business logic' },
    operations: { observable: 'no', note: 'the metadata does not say what an entity set allows' },
    label: { observable: 'no', note: 'the metadata has no labels' },
    hasDefault: { observable: 'no', note: 'lives in the business logic' },
    unit: { observable: 'no', note: 'the metadata names no currency or unit' },
    upperCase: { observable: 'no', note: 'the metadata has no display formats' },
    digits: { observable: 'no', note: 'the metadata has no display formats' },
    dateOnly: { observable: 'no', note: 'the metadata has no display formats' },
    alternateKeys: { observable: 'no', note: 'the metadata has none' },
    entityTag: { observable: 'partly', note: 'ConcurrencyMode, in v1 alone' },
    origin: { observable: 'yes', note: 'names of user-defined fields and tables begin with U_' },
  },
  // https://help.sap.com/doc/fc2f5477516c404c8bf9ad1315a17238/10.0/en-US/, "Error handling": the Service Layer refuses.
  onWrite: {
    'unknown-field': 'rejects',
    'bad-value': 'rejects',
    'bad-type': 'rejects',
    'too-long': 'rejects',
    'no-permission': 'rejects',
  },
  updateRevalidates: false,
  versions: { tested: [], documented: ['9.3', '10.0'] },
};

/** Facets that the Service Layer has no word for. */
export const never: readonly ObservedFacet[] = (
  Object.entries(capabilities.facets) as [ObservedFacet, { readonly observable: string }][]
)
  .filter(([, { observable }]) => observable === 'no')
  .map(([facet]) => facet);
