import { isJsonObject, type JsonObject } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import { observedOfTap } from './capabilities.js';
import type { Told, ToldEntity } from './told.js';
import { objectsIn, parseJson, textIn, textsIn, unusable, type Written } from './wire.js';

/**
 * A Singer catalog, as a tap prints it with `--discover`.
 * https://github.com/singer-io/getting-started/blob/master/docs/DISCOVERY_MODE.md
 * @throws SeamError `source-unusable`, `source-truncated`
 */
export function readSinger({ text, program }: Written): Told {
  // Some taps greet on stdout before they write.
  const start = /^[ \t]*\{/m.exec(text)?.index;
  if (start === undefined)
    throw unusable(program, `"${program}" wrote no Singer catalog, and no JSON at all.`);
  const catalog = parseJson(text.slice(start), program, text.slice(0, start).split('\n').length);
  const streams = isJsonObject(catalog) ? catalog['streams'] : undefined;
  if (!Array.isArray(streams)) {
    throw unusable(program, `"${program}" wrote JSON that is no Singer catalog: it has no list "streams".`);
  }
  const entities = new Map<string, ToldEntity>();
  for (const [index, stream] of streams.entries()) {
    const name = isJsonObject(stream)
      ? (textIn(stream, 'tap_stream_id') ?? textIn(stream, 'stream'))
      : undefined;
    if (!isJsonObject(stream) || name === undefined) {
      throw unusable(program, `Stream ${index + 1} in the catalog of "${program}" has no tap_stream_id.`);
    }
    if (entities.has(name))
      throw unusable(program, `The catalog of "${program}" has the stream "${name}" twice.`);
    const label = textIn(stream, 'stream');
    entities.set(name, {
      ...(label === undefined || label === name ? {} : { label }),
      what: streamOf(name, stream),
    });
  }
  return {
    system: { product: 'Singer tap', version: program },
    entities,
    observed: observedOfTap,
    onlyReads: true,
  };
}

function streamOf(entity: string, stream: JsonObject): ToldEntity['what'] {
  const { schema } = stream;
  if (!isJsonObject(schema)) {
    return { entity, status: 'unreadable', why: 'The catalog has no schema of this stream.' };
  }
  const { whole, fields } = metadataOf(stream);
  const keys = ['table-key-properties', 'view-key-properties'].flatMap((name) => textsIn(whole[name]));
  const key = [...new Set(keys.length > 0 ? keys : textsIn(stream['key_properties']))].sort(byCodePoint);
  const unread = [...fields]
    .filter(([, facts]) => facts['inclusion'] === 'unsupported')
    .map(([name]) => name);
  return {
    schema: withTypes(schema, fields),
    dialect: 'draft-04',
    without: new Set(unread),
    facets: {
      ...(key.length === 0 ? {} : { key }),
      ...(whole['is-view'] === true ? { kind: 'view' as const } : {}),
    },
  };
}

/** What the catalog says beside the schema: of the stream, and of its fields by name. */
function metadataOf(stream: JsonObject): {
  readonly whole: JsonObject;
  readonly fields: ReadonlyMap<string, JsonObject>;
} {
  let whole: JsonObject = {};
  const fields = new Map<string, JsonObject>();
  for (const { breadcrumb, metadata } of objectsIn(stream['metadata'])) {
    if (!isJsonObject(metadata)) continue;
    const steps = textsIn(breadcrumb);
    const [group, name] = steps;
    if (steps.length === 0) whole = metadata;
    if (steps.length === 2 && group === 'properties' && name !== undefined) fields.set(name, metadata);
  }
  return { whole, fields };
}

/** The schema with the database's own type of each field, where the tap tells it. */
function withTypes(schema: JsonObject, fields: ReadonlyMap<string, JsonObject>): JsonObject {
  const { properties } = schema;
  if (!isJsonObject(properties)) return schema;
  const typed = Object.entries(properties).map(([name, property]) => {
    const nativeType = textIn(fields.get(name) ?? {}, 'sql-datatype');
    const isTyped = isJsonObject(property) && nativeType !== undefined;
    return [name, isTyped ? { ...property, 'x-seam': { nativeType } } : property] as const;
  });
  return { ...schema, properties: Object.fromEntries(typed) };
}
