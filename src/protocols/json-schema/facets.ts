import type { Capabilities } from '../../model/capabilities.js';

/** What any source can tell whose entities are JSON Schemas, and how it knows. */
export const schemaFacets = {
  label: { observable: 'yes', note: 'title of the property’s schema' },
  requiredness: { observable: 'yes', note: 'required of a property that is not read-only' },
  requiredWhen: {
    observable: 'partly',
    note: 'required in some alternatives of oneOf or anyOf, dependentRequired, if with then or else that only require',
  },
  maxLength: { observable: 'yes', note: 'maxLength and minLength' },
  scale: { observable: 'partly', note: 'multipleOf a power of ten' },
  default: { observable: 'yes', note: 'default' },
  target: {
    observable: 'partly',
    note: 'the schema of an object that is not written out: in a circle, or deeper than depth',
  },
  unmapped: {
    observable: 'yes',
    note: 'the text of what a contract has no word for: not, if, patternProperties, a schema for additionalProperties, alternatives that differ',
  },
} as const satisfies Capabilities['facets'];
