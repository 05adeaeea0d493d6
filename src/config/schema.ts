import { readFile } from 'node:fs/promises';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { pointerOf } from './pointer.js';

/** The JSON Schema of `seam.yaml` that ships in the package. It leaves the keys of connectors open. */
export async function readBaseSchema(): Promise<JsonObject> {
  const file = new URL('../../schema/seam.schema.json', import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
}

/** What a connector says of the keys of its sources. */
export type SourceKeys = {
  /** JSON Schema of the connector's own keys. */
  readonly options: JsonObject;
  /** A source may have `file` in place of `url`. */
  readonly file?: true;
  /** A source has neither: the connector's own keys say what it reads. */
  readonly placeless?: true;
  /** What `url` begins with, where the connector does not read over HTTP. */
  readonly schemes?: readonly string[];
};

/** Keys of every source that say how to speak HTTP, and those that say how to trust whoever answers. */
const ofHttp: readonly string[] = ['allowHttp', 'proxy', 'concurrency'];
const ofTls: readonly string[] = ['ca', 'clientCertificate'];

/**
 * The schema of `seam.yaml` for these connectors: a source of one of them has the keys that every source has and those
 * of the connector's own schema, and no other. A source of another connector stays open.
 * @param connectors by the name that `connector` gives
 */
export function composeSchema(base: JsonObject, connectors: ReadonlyMap<string, SourceKeys>): JsonObject {
  const definitions = member(base, '$defs');
  const source = member(definitions, 'source');
  const names = [...connectors.keys()];
  const byConnector = names.reduceRight<JsonObject>(
    (otherwise, name) => ({
      if: { properties: { connector: { const: name } }, required: ['connector'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { $ref: referenceTo(name) },
      else: otherwise,
    }),
    { $ref: '#/$defs/any-source' },
  );
  const own = [...connectors].map(([name, keys]) => [definitionOf(name), sourceOf(source, name, keys)]);
  return {
    ...base,
    $defs: { ...definitions, source: byConnector, 'any-source': source, ...Object.fromEntries(own) },
  };
}

/**
 * The same for an editor, which also completes the names of the connectors.
 * @param connectors by the name that `connector` gives
 */
export function schemaForEditors(base: JsonObject, connectors: ReadonlyMap<string, SourceKeys>): JsonObject {
  const definitions = member(base, '$defs');
  const source = member(definitions, 'source');
  const properties = member(source, 'properties');
  const { type, ...connector } = member(properties, 'connector');
  const named = { ...connector, anyOf: [{ enum: [...connectors.keys()] }, { type: type ?? 'string' }] };
  const telling = { ...source, properties: { ...properties, connector: named } };
  return composeSchema({ ...base, $defs: { ...definitions, source: telling } }, connectors);
}

const definitionOf = (connector: string) => `source-of-${connector}`;

/** A pointer as a URI fragment. RFC 6901, 6 */
function referenceTo(connector: string): string {
  return `#/$defs/${encodeURIComponent(pointerOf([definitionOf(connector)]).slice(1))}`;
}

/** The schema of a source of one connector, closed. */
function sourceOf(
  source: JsonObject,
  connector: string,
  { options, file, placeless, schemes }: SourceKeys,
): JsonObject {
  const { not: _both, ...common } = source;
  const { url, file: fileKey, ...others } = member(source, 'properties');
  const places = placeless ? {} : { url, ...(file ? { file: fileKey } : {}) };
  // A key without effect would be believed.
  const idle = placeless ? [...ofHttp, ...ofTls] : schemes === undefined ? [] : ofHttp;
  const shared = Object.fromEntries(Object.entries(others).filter(([key]) => !idle.includes(key)));
  const {
    additionalProperties: _,
    $schema,
    $id,
    properties,
    required,
    ...keywords
  } = relocated(options, referenceTo(connector)) as JsonObject;
  const keys = isJsonObject(properties) ? properties : {};
  const needed = Array.isArray(required) ? required : [];
  return {
    ...common,
    ...(file ? { oneOf: [{ required: ['url'] }, { required: ['file'] }] } : {}),
    // A connector cannot redefine a key that every source has.
    properties: { ...keys, ...shared, ...places },
    required: [...new Set([...list(source, 'required'), ...(file || placeless ? [] : ['url']), ...needed])],
    // Keywords of the connector for the whole of its options: `oneOf`, `dependentRequired`, `$defs`, …
    allOf: [keywords],
    ...(keywords['$defs'] === undefined ? {} : { $defs: keywords['$defs'] }),
    unevaluatedProperties: false,
  };
}

/** The schema with its references into itself led to where it is put. */
function relocated(schema: Json, to: string): Json {
  if (Array.isArray(schema)) return schema.map((item) => relocated(item, to));
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && /^#(?:\/|$)/.test(value)
        ? [key, `${to}${value.slice(1)}`]
        : [key, relocated(value, to)],
    ),
  );
}

function member(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function list(object: JsonObject, name: string): readonly Json[] {
  const value = object[name];
  return Array.isArray(value) ? value : [];
}
