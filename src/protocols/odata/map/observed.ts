import type { Capabilities } from '../../../model/capabilities.js';
import type { ObservedFacet } from '../../../model/schema.js';
import type { NotObserved } from '../../../model/source.js';
import { byCodePoint } from '../../../model/text.js';
import type { Edm } from '../edm.js';
import { common, core, measures } from '../vocabulary.js';
import type { Product } from './work.js';

/** What OData metadata can tell, whatever the product; a connector says what differs. */
export const odataFacets = {
  type: { observable: 'yes', note: 'Type of the property' },
  nativeType: { observable: 'yes', note: 'Type of the property; a type definition is its underlying type' },
  label: { observable: 'partly', note: 'sap:label or Common.Label, where the service sends them' },
  nullability: { observable: 'yes', note: 'Nullable, whose default is true; a key is never null' },
  requiredness: {
    observable: 'partly',
    note: 'FieldControl Mandatory and RequiredProperties; Nullable="false" alone is no demand, since servers fill in keys and initial values',
  },
  required: {
    observable: 'yes',
    note: 'unknown for keys and Nullable="false" without default, Computed or an annotation that says more',
  },
  requiredBy: { observable: 'yes', note: 'Nullable, keys, FieldControl and RequiredProperties' },
  requiredWhen: { observable: 'partly', note: 'the path of FieldControl, Computed or sap:field-control' },
  readOnly: {
    observable: 'partly',
    note: 'Computed, Permissions, FieldControl, Insert- and UpdateRestrictions, sap:creatable with sap:updatable; a version 2 service that sends none of SAP’s attributes does not tell',
  },
  writeOnly: { observable: 'partly', note: 'Permissions Write; parameters of operations' },
  immutable: { observable: 'partly', note: 'Immutable, NonUpdatableProperties, sap:updatable="false"' },
  updateOnly: { observable: 'partly', note: 'NonInsertableProperties, sap:creatable="false"' },
  maxLength: { observable: 'partly', note: 'MaxLength, where the document has any' },
  bounds: { observable: 'partly', note: 'integer types; Validation.Minimum and Maximum' },
  format: { observable: 'yes', note: 'types of dates and times; Validation.Pattern, sap:validation-regexp' },
  precision: { observable: 'partly', note: 'Precision of decimals, where the document has any' },
  scale: {
    observable: 'partly',
    note: 'Scale of decimals and Precision of times, where the document has any',
  },
  enum: {
    observable: 'partly',
    note: 'enum types and Validation.AllowedValues; values of a value list are in another entity set',
  },
  enumCodes: { observable: 'yes', note: 'Value of an enum member' },
  enumLabels: { observable: 'partly', note: 'Core.SymbolicName of allowed values' },
  flags: { observable: 'yes', note: 'IsFlags of the enum type' },
  default: {
    observable: 'partly',
    note: 'DefaultValue, where the document has any; version 2 services drop it',
  },
  hasDefault: { observable: 'partly', note: 'Core.ComputedDefaultValue' },
  unit: { observable: 'partly', note: 'sap:unit, Measures.ISOCurrency or Unit, where the document has any' },
  upperCase: {
    observable: 'partly',
    note: 'sap:display-format, Common.IsUpperCase, where the document has any',
  },
  digits: {
    observable: 'partly',
    note: 'sap:display-format, Common.IsDigitSequence, where the document has any',
  },
  dateOnly: { observable: 'partly', note: 'sap:display-format of Edm.DateTime, where the document has any' },
  timeZone: { observable: 'yes', note: 'Edm.DateTime has no zone, Edm.DateTimeOffset has one' },
  wireForm: {
    observable: 'yes',
    note: 'version 2 sends Int64 and Decimal as text, and parameters as literals of their type',
  },
  target: { observable: 'yes', note: 'type of the navigation property' },
  onDemand: { observable: 'yes', note: 'navigation properties and streams' },
  contains: { observable: 'yes', note: 'ContainsTarget' },
  operations: {
    observable: 'partly',
    note: 'Read-, Insert- and UpdateRestrictions or sap: attributes of every address; what this account may do is not in the metadata',
  },
  addresses: { observable: 'yes', note: 'entity sets, singletons and imports' },
  key: { observable: 'yes', note: 'Key of the type or its base type' },
  alternateKeys: { observable: 'partly', note: 'AlternateKeys' },
  baseType: { observable: 'yes', note: 'BaseType' },
  hasStream: { observable: 'yes', note: 'HasStream' },
  entityTag: { observable: 'partly', note: 'OptimisticConcurrency; ConcurrencyMode in versions 1 to 3' },
  protocol: { observable: 'yes', note: 'namespaces of the schemas' },
  unique: { observable: 'no', note: 'OData has no word for it but keys' },
  uiRequired: { observable: 'no', note: 'lives in the user interface' },
  uiReadOnly: { observable: 'no', note: 'lives in the user interface' },
  hidden: { observable: 'no', note: 'what the account may not see is left out' },
} as const satisfies Capabilities['facets'];

type Told = {
  readonly facets: readonly ObservedFacet[];
  readonly why: string;
  readonly holds: (edm: Edm) => boolean;
};

const attribute =
  (...names: readonly string[]) =>
  ({ seen }: Edm) =>
    names.some((name) => seen.attributes.has(name));

const sapOr =
  (attributes: readonly string[], ...terms: readonly string[]) =>
  ({ seen }: Edm) =>
    attributes.some((name) => seen.sap.has(name)) || terms.some((term) => seen.terms.has(term));

/**
 * Facets that a document may leave out altogether. What is nowhere in it is not recorded, which is not "no limit": an
 * older on-premise business partner service has no display format on any of 505 properties, a newer one has 407.
 */
const told: readonly Told[] = [
  { facets: ['maxLength'], why: 'Nothing in the metadata has a MaxLength.', holds: attribute('MaxLength') },
  { facets: ['precision'], why: 'Nothing in the metadata has a Precision.', holds: attribute('Precision') },
  {
    facets: ['scale'],
    why: 'Nothing in the metadata has a Precision or Scale.',
    holds: attribute('Precision', 'Scale'),
  },
  {
    facets: ['default'],
    why: 'Nothing in the metadata has a DefaultValue.',
    holds: attribute('DefaultValue'),
  },
  {
    facets: ['label'],
    why: 'Nothing in the metadata has a label.',
    holds: sapOr(['label'], `${common}.Label`),
  },
  {
    facets: ['unit'],
    why: 'Nothing in the metadata names a unit or currency.',
    holds: sapOr(['unit'], `${measures}.ISOCurrency`, `${measures}.Unit`),
  },
  {
    facets: ['upperCase'],
    why: 'Nothing in the metadata has a display format.',
    holds: sapOr(['display-format'], `${common}.IsUpperCase`),
  },
  {
    facets: ['digits'],
    why: 'Nothing in the metadata has a display format.',
    holds: sapOr(['display-format'], `${common}.IsDigitSequence`),
  },
  {
    facets: ['dateOnly'],
    why: 'Nothing in the metadata has a display format.',
    holds: sapOr(['display-format']),
  },
  {
    // SAP’s purchase order service began to say it of all its sets; it had checked the tags all along.
    facets: ['entityTag'],
    why: 'Nothing in the metadata says that a write needs an entity tag.',
    holds: ({ seen }) =>
      seen.attributes.has('ConcurrencyMode') || seen.terms.has(`${core}.OptimisticConcurrency`),
  },
  {
    facets: ['readOnly', 'immutable', 'updateOnly', 'operations'],
    why: 'A service of version 2 tells what may be written in SAP’s attributes or in annotations, and this one has neither.',
    holds: ({ protocol, seen }) => protocol === 4 || seen.sap.size > 0 || seen.terms.size > 0,
  },
];

/** Facets that a document tells, sorted, and those that it could have told and does not. */
export function observedIn(
  edm: Edm,
  { telling = [], lacking = [], never = [] }: Pick<Product, 'telling' | 'lacking' | 'never'> = {},
): {
  readonly observed: readonly ObservedFacet[];
  readonly notObserved: readonly NotObserved[];
} {
  const known = new Set([...telling, ...never, ...lacking.map(({ facet }) => facet)]);
  const untold = told
    .filter(({ holds }) => !holds(edm))
    .flatMap(({ facets, why }) => facets.map((facet) => ({ facet, why })))

    .filter(({ facet }) => !known.has(facet));
  const notObserved = [...untold, ...lacking];
  const missing = new Set([...notObserved.map(({ facet }) => facet), ...never]);
  const facets = Object.entries(odataFacets) as [ObservedFacet, { readonly observable: string }][];
  const all = [
    ...facets.filter(([, { observable }]) => observable !== 'no').map(([facet]) => facet),
    ...telling,
  ];
  return {
    observed: [...new Set(all)].filter((facet) => !missing.has(facet)).sort(byCodePoint),
    notObserved,
  };
}
