import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json } from '../../model/json.js';
import { type Login, loginHeaders } from '../../protocols/document/login.js';
import { usualDepth } from '../../protocols/document/options.js';
import { parseText } from '../../protocols/document/parse.js';
import { type Place, placeOf } from '../../protocols/document/place.js';
import { type Dialect, dialectOf } from '../../protocols/json-schema/dialect.js';
import { type Digests, nameOf } from '../../protocols/json-schema/leftover.js';
import { type Library, openLibrary } from '../../protocols/json-schema/references.js';
import type { Context } from '../connector.js';

/** The keys of a JSON Schema source in `seam.yaml`. */
export type JsonSchemaOptions = {
  readonly auth?: Login;
  readonly query?: Readonly<Record<string, string>>;
  readonly dialect?: Dialect;
  readonly depth?: number;
  readonly followRefs?: boolean;
};

/** One document of the source. */
export type Document = {
  /** Its file name without the ending: the name of the entity that it is as a whole. */
  readonly name: string;
  readonly address: string;
  /** Why it cannot be read; the others of the folder can. */
  readonly failure?: SeamError;
  readonly dialect: Dialect;
};

/** The documents of a source, with all that they refer to. */
export type Description = {
  readonly documents: readonly Document[];
  /** The source is a folder, so names of definitions need the document in front. */
  readonly isFolder: boolean;
  readonly library: Library;
  readonly digests: Digests;
  readonly depth: number;
};

/** Reads the document, or every document of the folder, once. */
export async function readDescription(options: JsonSchemaOptions, context: Context): Promise<Description> {
  const place = placeOf(context, {
    headers: {
      accept: 'application/schema+json, application/json;q=0.9, */*;q=0.5',
      ...loginHeaders(options.auth),
    },
    ...(options.query === undefined ? {} : { query: options.query }),
    followRefs: options.followRefs === true,
  });
  const names = (await place.list())?.filter((name) => /\.(?:json|ya?ml)$/i.test(name));
  const read = new Map<string, Json>();
  const load = async (address: string): Promise<Json> =>
    read.get(address) ?? parseText(await place.text(address), place.nameOf(address));
  const otherwise = options.dialect ?? '2020-12';
  const documents: Document[] = [];
  for (const address of names?.map(place.within) ?? [place.root]) {
    const entry = { name: nameOf({ pointer: '', home: fileOf(place, address) }), address };
    try {
      const document = await load(address);
      // A folder may hold other documents too, which are no entities.
      if (names === undefined && !isSchema(document)) throw noSchema(place.nameOf(address));
      read.set(address, document);
      documents.push({ ...entry, dialect: dialectOf(document, otherwise) });
    } catch (error) {
      if (!(error instanceof SeamError) || names === undefined) throw error;
      documents.push({ ...entry, dialect: otherwise, failure: error });
    }
  }
  const library = await openLibrary([...read.keys()], load, (document) => dialectOf(document, otherwise));
  return {
    documents,
    isFolder: names !== undefined,
    library,
    digests: new Map(),
    depth: options.depth ?? usualDepth,
  };
}

/** One of these is in every schema that describes something; what else a server may answer has none of them. */
const telling = [
  '$schema',
  '$ref',
  '$dynamicRef',
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'items',
  'allOf',
  'anyOf',
  'oneOf',
  'enum',
  'const',
] as const;

const types: ReadonlySet<Json> = new Set([
  'object',
  'array',
  'string',
  'number',
  'integer',
  'boolean',
  'null',
]);

/** Any JSON is a schema by the letter (`{"error": 1}` allows everything), so that more must be asked of a document. */
function isSchema(document: Json): boolean {
  if (!isJsonObject(document)) return false;
  const { type } = document;
  const isTyped = type !== undefined && [type].flat().every((each) => types.has(each));
  return isTyped || telling.some((keyword) => Object.hasOwn(document, keyword));
}

function noSchema(name: string): SeamError {
  return new SeamError('source-unusable', {
    why: `${JSON.stringify(name)} is no JSON Schema: it has none of the keywords that describe something.`,
    where: { file: name },
    fix: 'Name the schema itself; one that means to allow anything says so with $schema.',
  });
}

/** Where the document is, without what is no part of its name. */
function fileOf(place: Place, address: string): string {
  return place.nameOf(address).replaceAll('\\', '/');
}
