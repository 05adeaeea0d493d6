import type { Origin } from '../../model/schema.js';
import type { Product } from '../../protocols/odata/map/work.js';

/**
 * Version of the mapping: raised when the same answer of a server would give another contract. The mapping itself is the
 * protocol's (`protocols/odata/map`).
 */
export const mapping = 1;

/**
 * Fields that a customer added: key user extensibility of S/4HANA names them `YY1_…` (`YY1_` and a suffix in ABAP), append
 * structures `ZZ…`. https://help.sap.com/docs/SAP_S4HANA_CLOUD/0f69f8fb28ac4bf48d2b57b9637e81fa, "Custom Fields"
 */
function originOf(field: string): Origin | undefined {
  return /^(YY\d_|ZZ)/.test(field) ? { kind: 'custom' } : undefined;
}

/** An entity is called by the qualified name of its type or operation: several services are one source. */
export const product: Product = {
  connector: 'sap',
  mapping,
  nameOf: (name) => name,
  originOf,
  telling: ['origin'],
};
