import type { Capabilities } from '../../model/capabilities.js';
import { odataFacets } from '../../protocols/odata/map/observed.js';

/** What the metadata of any OData service can tell, and what a server that keeps to the protocol does to writers. */
export const capabilities: Capabilities = {
  facets: {
    ...odataFacets,
    origin: { observable: 'no', note: 'the protocol has no word for it' },
  },
  // What a server does with a value that does not fit is not in the protocol: some refuse it, some cut or ignore it.
  onWrite: {},
  updateRevalidates: false,
  versions: { tested: ['4.0 and 2.0 of SAP CAP 9'], documented: ['1.0', '3.0', '4.01'] },
};
