import type { EntitySchema, FieldSchema } from '../../../src/model/schema.js';
import { describeEntities, readEntities } from '../../../src/protocols/odata/describe.js';
import type { Product } from '../../../src/protocols/odata/map/work.js';
import { type Chunks, chunksOf } from '../../../src/protocols/odata/read/text.js';

/** A product that adds nothing. */
export const plainProduct: Product = { connector: 'odata', mapping: 1, nameOf: (name) => name };

/** The live schema of one entity of a document, which must be there. */
export async function described(
  document: Chunks | string,
  entity: string,
  product: Product = plainProduct,
): Promise<EntitySchema> {
  const open = () => (typeof document === 'string' ? chunksOf(document) : document);
  const edm = await readEntities(open, new Set([entity]), product);
  const [result] = describeEntities(edm, [entity], product, () => {});
  if (result?.status !== 'described') throw new Error(`not described: ${JSON.stringify(result)}`);
  return result.schema;
}

/** One field of it. */
export async function describedField(document: string, entity: string, field: string): Promise<FieldSchema> {
  const { properties } = await described(document, entity);
  const schema = Object.hasOwn(properties, field) ? properties[field] : undefined;
  if (schema === undefined) throw new Error(`no field ${field}: ${Object.keys(properties).join(', ')}`);
  return schema;
}
