import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';
import { schemaFacets } from '../../protocols/json-schema/facets.js';

/** What an OpenAPI document can tell. What it says is believed: whether the API keeps to it, it cannot tell. */
export const capabilities: Capabilities = {
  facets: {
    ...schemaFacets,
    type: { observable: 'yes', note: 'type of the schema; an object without type is one by its properties' },
    nativeType: {
      observable: 'yes',
      note: 'a format that JSON Schema does not know: int64, password, a vendor’s own',
    },
    nullability: {
      observable: 'yes',
      note: 'nullable beside type (3.0), null among the types (3.1, and anyOf with null)',
    },
    nullable: {
      observable: 'yes',
      note: 'unknown where nullable stands where the version ignores it: beside $ref or allOf, in 3.1, beside an enum without null',
    },
    presence: { observable: 'yes', note: 'required, as far as it binds answers' },
    readOnly: { observable: 'yes', note: 'readOnly; for an operation, what only the answer has' },
    writeOnly: { observable: 'yes', note: 'writeOnly; for an operation, what only the request has' },
    immutable: { observable: 'partly', note: 'x-ms-mutability without update' },
    written: {
      observable: 'yes',
      note: 'an operation whose request and answer differ in the values of a field',
    },
    bounds: {
      observable: 'yes',
      note: 'minimum, maximum, their exclusive forms, minItems, maxItems; int32 by its format',
    },
    format: { observable: 'yes', note: 'format as JSON Schema knows it, pattern' },
    enum: { observable: 'yes', note: 'enum, const, oneOf of them; the discriminator’s mapping' },
    enumLabels: {
      observable: 'partly',
      note: 'x-enum-varnames, x-enumNames, x-ms-enum, titles of oneOf with const',
    },
    operations: {
      observable: 'partly',
      note: 'for a schema: whether any operation returns it, takes it with POST or PUT, with PUT or PATCH; not where no operation uses it',
    },
    unique: { observable: 'no', note: 'OpenAPI has no word for it' },
    hidden: { observable: 'no', note: 'a document is the same for every account' },
    origin: { observable: 'no', note: 'OpenAPI has no word for it' },
  },
  onWrite: {},
  // A body that is sent must hold all that its schema requires, whatever the method.
  updateRevalidates: true,
  versions: { tested: ['3.0'], documented: ['3.1', '3.2'] },
};

/** Facets that a description tells, less those that this one could not; sorted. */
export function observedWithout(missing: ReadonlySet<ObservedFacet>): readonly ObservedFacet[] {
  return toldFacets(capabilities.facets, missing);
}
