import type { Product } from '../../protocols/odata/map/work.js';

/**
 * Version of the mapping: raised when the same answer of a server would give another contract. The mapping itself is the
 * protocol's (`protocols/odata/map`); a row per type stands in its `primitive.ts`.
 */
export const mapping = 1;

/** Any OData service: an entity is called by the qualified name of its type or operation. */
export const product: Product = { connector: 'odata', mapping, nameOf: (name) => name };
