import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';
import { schemaFacets } from '../../protocols/json-schema/facets.js';

/** What a JSON Schema can tell. Whether anything keeps to it, it cannot tell. */
const facets: Capabilities['facets'] = {
  ...schemaFacets,
  type: { observable: 'yes', note: 'type of the schema; an object without type is one by its properties' },
  nativeType: {
    observable: 'yes',
    note: 'a format that JSON Schema does not know, or a type of another vocabulary',
  },
  nullability: { observable: 'yes', note: 'null among the types, or an alternative that is null' },
  nullable: {
    observable: 'yes',
    note: 'unknown where a vendor’s nullable stands, which no draft knows (NetSuite)',
  },
  presence: { observable: 'yes', note: 'required, as far as it binds what is read' },
  readOnly: { observable: 'yes', note: 'readOnly, from draft 7 on' },
  writeOnly: { observable: 'yes', note: 'writeOnly, from draft 7 on' },
  bounds: {
    observable: 'yes',
    note: 'minimum, maximum, their exclusive forms of any draft, minItems, maxItems',
  },
  format: { observable: 'yes', note: 'format, pattern' },
  enum: { observable: 'yes', note: 'enum, const, oneOf of them' },
  enumLabels: { observable: 'partly', note: 'titles of oneOf with const, x-enumNames' },
  operations: { observable: 'no', note: 'a schema does not say who sends it' },
  immutable: { observable: 'no', note: 'JSON Schema has no word for it' },
  unique: { observable: 'no', note: 'JSON Schema has no word for it' },
  hidden: { observable: 'no', note: 'a document is the same for every account' },
};

export const capabilities: Capabilities = {
  facets,
  onWrite: {},
  // A document is valid as a whole or not at all.
  updateRevalidates: true,
  versions: { tested: ['draft-04', '2020-12'], documented: ['draft-06', 'draft-07', '2019-09'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
