/** Namespaces of the annotation vocabularies that seam reads. */
export const core = 'Org.OData.Core.V1';
export const capabilities = 'Org.OData.Capabilities.V1';
export const validation = 'Org.OData.Validation.V1';
export const measures = 'Org.OData.Measures.V1';
export const common = 'com.sap.vocabularies.Common.v1';

/** Aliases that real documents use without declaring them (SAP's purchase order service uses `SAP__core` and `Core`). */
const usualAliases: ReadonlyMap<string, string> = new Map([
  ['Core', core],
  ['Capabilities', capabilities],
  ['Validation', validation],
  ['Measures', measures],
  ['Common', common],
  ['SAP__core', core],
  ['SAP__capabilities', capabilities],
  ['SAP__validation', validation],
  ['SAP__measures', measures],
  ['SAP__common', common],
]);

/**
 * Terms whose value says what may be read or written, how values look, or how a field is called; all others are passed
 * over. https://oasis-tcs.github.io/odata-vocabularies/, https://sap.github.io/odata-vocabularies/
 */
const readTerms: ReadonlySet<string> = new Set([
  'AllowedValues',
  'AlternateKeys',
  'Computed',
  'ComputedDefaultValue',
  'Exclusive',
  'FieldControl',
  'ISOCurrency',
  'Immutable',
  'InsertRestrictions',
  'IsDigitSequence',
  'IsUpperCase',
  'Label',
  'Maximum',
  'Minimum',
  'NavigationRestrictions',
  'OptimisticConcurrency',
  'OptionalParameter',
  'Pattern',
  'Permissions',
  'ReadRestrictions',
  'SymbolicName',
  'Unit',
  'UpdateRestrictions',
]);

/** True for a term, as it is written, that may be one of those that are read. */
export function isReadTerm(term: string): boolean {
  return readTerms.has(term.slice(term.lastIndexOf('.') + 1));
}

/** Resolves the aliases of one document. */
export type Aliases = {
  /** A name with its namespace in full; `undeclared` where its first part is neither declared nor usual. */
  qualified(name: string): string;
};

/** Declared aliases first, then usual ones; a name of an unknown alias stays as it is. */
export function aliasesOf(declared: ReadonlyMap<string, string>): Aliases {
  return {
    qualified(name) {
      const point = name.lastIndexOf('.');
      if (point < 0) return name;
      const first = name.slice(0, point);
      const namespace = declared.get(first) ?? usualAliases.get(first);
      return namespace === undefined ? name : `${namespace}${name.slice(point)}`;
    },
  };
}
