import type { Capabilities } from '../../model/capabilities.js';
import { odataFacets } from '../../protocols/odata/map/observed.js';

/** What the metadata of SAP Gateway and S/4HANA can tell, in version 2 and 4, and what its API does to writers. */
export const capabilities: Capabilities = {
  facets: {
    ...odataFacets,
    origin: { observable: 'partly', note: 'names of custom fields begin with YY1_ or ZZ' },
  },
  // Recorded on SAP CAP (cap-live: v4-create-…). A read-only value is dropped without an error there.
  onWrite: {
    'unknown-field': 'rejects',
    'missing-value': 'rejects',
    'too-long': 'rejects',
    'bad-value': 'rejects',
    'bad-type': 'rejects',
    'read-only-field': 'alters',
    'no-permission': 'rejects',
  },
  updateRevalidates: false,
  versions: {
    tested: ['SAP CAP 9 (version 2 and 4)'],
    documented: ['SAP Gateway 7.4 and later', 'S/4HANA', 'S/4HANA Cloud'],
  },
};
