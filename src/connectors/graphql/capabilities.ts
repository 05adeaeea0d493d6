import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What introspection can tell. */
const facets: Capabilities['facets'] = {
  type: {
    observable: 'partly',
    note: 'built-in scalars, enums, lists and objects; a custom scalar has any value',
  },
  nativeType: { observable: 'yes', note: 'name of the type' },
  nullability: { observable: 'yes', note: 'non-null (!) in the type' },
  requiredness: { observable: 'yes', note: 'an input field or argument that is non-null and has no default' },
  bounds: { observable: 'yes', note: 'Int is 32 bit' },
  enum: { observable: 'yes', note: 'values of the enum, deprecated ones too' },
  default: { observable: 'yes', note: 'defaultValue of the input field or argument' },
  hasDefault: { observable: 'yes', note: 'a defaultValue that is no literal' },
  target: {
    observable: 'yes',
    note: 'the object type that a field leads to, or those of its union or interface; an input type that is not written out',
  },
  readOnly: { observable: 'yes', note: 'what only the object type has, where `inputs` names its input type' },
  writeOnly: { observable: 'yes', note: 'what only the input type has, where `inputs` names it' },
  written: { observable: 'yes', note: 'a field that the input type has with another type' },
  operations: { observable: 'yes', note: 'an object type is read, an input type is written' },
  unmapped: {
    observable: 'partly',
    note: 'arguments that a field demands, specifiedByURL of a scalar, @oneOf, what an operation returns; optional arguments of a field are not told',
  },
  label: { observable: 'no', note: 'GraphQL has descriptions and no labels' },
  maxLength: { observable: 'no', note: 'GraphQL has no word for it' },
  format: { observable: 'no', note: 'a custom scalar has rules that introspection does not tell' },
  requiredWhen: { observable: 'no', note: 'lives in the server’s code' },
  immutable: { observable: 'no', note: 'has no word; the input types of create and update differ' },
  unique: { observable: 'no', note: 'GraphQL has no word for it' },
  hidden: { observable: 'no', note: 'a server may hide types from an account and does not say so' },
};

export const capabilities: Capabilities = {
  facets,
  // https://spec.graphql.org/October2021/#sec-Validation: a query that does not fit the schema is not executed.
  onWrite: {
    'unknown-field': 'rejects',
    'missing-value': 'rejects',
    'bad-value': 'rejects',
    'bad-type': 'rejects',
    'read-only-field': 'rejects',
  },
  // An input object is valid as a whole or not at all.
  updateRevalidates: true,
  versions: { tested: ['October 2021'], documented: ['June 2018', 'September 2025'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
