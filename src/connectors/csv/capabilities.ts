import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What the header of a CSV file can tell. */
const facets: Capabilities['facets'] = {
  type: { observable: 'yes', note: 'a cell is text; what the text stands for is not guessed from the rows' },
  nullability: { observable: 'yes', note: 'every row has every column; an empty cell is an empty text' },
  operations: {
    observable: 'yes',
    note: 'a file is read; whether anything takes one like it, it does not say',
  },
  unmapped: { observable: 'yes', note: 'delimiter and encoding, as the file has them' },
  requiredness: { observable: 'no', note: 'a header does not say which columns must be filled' },
  maxLength: { observable: 'no', note: 'a header does not say it, and rows are no promise' },
  format: { observable: 'no', note: 'rows are no promise' },
  enum: { observable: 'no', note: 'rows are no promise' },
  label: { observable: 'no', note: 'the name of a column is its label' },
  hidden: { observable: 'no', note: 'a file does not say what was left out' },
};

export const capabilities: Capabilities = {
  facets,
  onWrite: {},
  updateRevalidates: false,
  versions: { tested: [], documented: ['RFC 4180'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
