import type { Json } from '../../model/json.js';
import { type Login, loginHeaders } from '../../protocols/document/login.js';
import { usualDepth } from '../../protocols/document/options.js';
import { parseText } from '../../protocols/document/parse.js';
import { placeOf } from '../../protocols/document/place.js';
import type { Digests } from '../../protocols/json-schema/leftover.js';
import { type Library, openLibrary } from '../../protocols/json-schema/references.js';
import type { Context } from '../connector.js';
import { type OpenApi, parseOpenApi } from './wire.js';

/** The keys of an OpenAPI source in `seam.yaml`. */
export type OpenApiOptions = {
  readonly auth?: Login;
  readonly query?: Readonly<Record<string, string>>;
  readonly operations?: boolean;
  readonly depth?: number;
  readonly followRefs?: boolean;
};

/** The document of a source, with all that it refers to. */
export type Description = {
  readonly document: OpenApi;
  readonly library: Library;
  /** Address of the document in the library. */
  readonly address: string;
  readonly digests: Digests;
  /** Levels of objects that are written out. */
  readonly depth: number;
};

/** Reads the document once; every question is answered from it. */
export async function readDescription(options: OpenApiOptions, context: Context): Promise<Description> {
  const place = placeOf(context, {
    headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5', ...loginHeaders(options.auth) },
    ...(options.query === undefined ? {} : { query: options.query }),
    followRefs: options.followRefs === true,
  });
  const load = async (address: string): Promise<Json> =>
    parseText(await place.text(address), place.nameOf(address));
  const root = await load(place.root);
  const document = parseOpenApi(root, place.nameOf(place.root));
  const library = await openLibrary(
    [place.root],
    async (address) => (address === place.root ? root : load(address)),
    // The parts of a description that is cut into files are of its dialect.
    () => document.dialect,
  );
  return {
    document,
    library,
    address: place.root,
    digests: new Map(),
    depth: options.depth ?? usualDepth,
  };
}
