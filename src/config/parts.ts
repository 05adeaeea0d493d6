import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { pathOf, valueAt } from './pointer.js';

// What a schema says of the keys of a map, put together from itself, its parts and what it refers to.

/** The properties, also those that a part of the schema has. */
export function propertiesOf(
  schema: JsonObject,
  root: JsonObject,
): readonly (readonly [string, JsonObject])[] {
  const own = Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {});
  const parts = partsOf(schema, root).flatMap((part) => propertiesOf(part, root));
  return [
    ...own.flatMap(([name, property]) => [[name, followed(property, root) ?? {}] as const]),
    ...parts.filter(([name]) => !own.some(([known]) => known === name)),
  ];
}

/** Names that the schema, or a part of it, requires. */
export function requiredOf(schema: JsonObject, root: JsonObject): ReadonlySet<Json> {
  const own = Array.isArray(schema['required']) ? schema['required'] : [];
  return new Set([...own, ...partsOf(schema, root).flatMap((part) => [...requiredOf(part, root)])]);
}

function partsOf(schema: JsonObject, root: JsonObject): readonly JsonObject[] {
  const parts = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return parts.map((part) => followed(part, root)).filter((part) => part !== undefined);
}

/** The schema that is meant: what is referred to, with what stands beside the reference. */
export function followed(schema: Json | undefined, root: JsonObject): JsonObject | undefined {
  if (!isJsonObject(schema)) return undefined;
  const { $ref: reference, ...beside } = schema;
  if (typeof reference !== 'string') return schema;
  const target = reference.startsWith('#') ? valueAt(root, pathOf(reference.slice(1), root)) : undefined;
  return { ...(isJsonObject(target) ? target : {}), ...beside };
}
