import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import type { FieldFacets } from '../../model/schema.js';
import { compile } from '../../protocols/json-schema/compile.js';
import { dialectOf } from '../../protocols/json-schema/dialect.js';
import { type Node, rowsOf } from '../../protocols/json-schema/node.js';
import { openLibrary } from '../../protocols/json-schema/references.js';
import type { ToldSchema } from './told.js';

/** Where the only document is that a schema can refer to: itself. */
const address = 'program:/schema';

/**
 * The node of an entity's schema.
 * @throws SeamError `source-unusable` where it refers to another document
 */
export async function nodeOf({ schema, dialect }: ToldSchema, depth: number): Promise<Node> {
  const load = async (wanted: string) => {
    if (wanted === address) return schema;
    throw new SeamError('source-unusable', {
      why: `The schema refers to ${JSON.stringify(wanted)}, which is another document.`,
      fix: 'Let the program write it into the schema, below $defs.',
    });
  };
  const library = await openLibrary([address], load, (document) => dialectOf(document, dialect));
  const root = library.at(address, '');
  // The library has just been made of this document.
  if (root === undefined) throw new RangeError('a document without a root');
  const said = dialectOf(schema, dialect);
  return rowsOf(compile(root, { library, dialect: said, digests: new Map(), depth, facets: facetsIn }));
}

/** `x-seam` of seam's own lines; the type of the source, where Airbyte tells it. */
function facetsIn(schema: JsonObject): FieldFacets {
  const { 'x-seam': said, airbyte_type: airbyteType } = schema;
  const type = typeof airbyteType === 'string' ? { nativeType: airbyteType } : {};
  // Whether each facet has the right form is looked at with the schema as a whole.
  return isJsonObject(said) ? { ...type, ...(said as FieldFacets) } : type;
}
