import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/** A JSON Schema as JSON: `true`, `false` or an object. https://json-schema.org/draft/2020-12 */
export type JsonSchema = boolean | JsonObject;

export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isJsonObject(value);
}

/** True for a `then` or `else` that says nothing. */
export function isIdle(schema: JsonSchema): boolean {
  return schema === true || (isJsonObject(schema) && Object.keys(schema).length === 0);
}

/** Keywords that accept every document. `x-…` is the same. */
const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$vocabulary',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
  'contentSchema',
]);

export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith('x-');
}

const remarks: ReadonlySet<string> = new Set(['$comment', 'title', 'description', 'examples', 'deprecated']);

/** True for what a schema says to people, which no keyword's meaning can depend on. */
export function isRemark(keyword: string): boolean {
  return remarks.has(keyword) || keyword.startsWith('x-');
}

/** Where schemas stand inside a schema: as the value itself, in a list, or by name. */
const places = {
  items: 'one',
  contains: 'one',
  additionalProperties: 'one',
  propertyNames: 'one',
  unevaluatedItems: 'one',
  unevaluatedProperties: 'one',
  contentSchema: 'one',
  not: 'one',
  if: 'one',
  // biome-ignore lint/suspicious/noThenProperty: the name of a keyword of JSON Schema.
  then: 'one',
  else: 'one',
  allOf: 'list',
  anyOf: 'list',
  oneOf: 'list',
  prefixItems: 'list',
  $defs: 'named',
  definitions: 'named',
  properties: 'named',
  patternProperties: 'named',
  dependentSchemas: 'named',
} as const satisfies Record<string, 'one' | 'list' | 'named'>;

/** The schemas that stand directly inside a schema. */
export function* subschemas(schema: JsonObject): Generator<JsonObject> {
  for (const [keyword, place] of Object.entries(places)) {
    const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
    if (typeof value !== 'object' || value === null) continue;
    const children = place === 'one' ? [value] : Object.values(value);
    for (const child of children) if (isJsonObject(child)) yield child;
  }
}

/** The value of a keyword, also where its name is one that every JavaScript object has. */
export function keyword(schema: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** The value of a keyword that is a schema by name, or `undefined`. */
export function namedSchemas(
  value: Json | undefined,
): readonly (readonly [string, JsonSchema])[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value);
  const named = entries.filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
  return named.length === entries.length ? named : undefined;
}

/** The value of a keyword that is a list of schemas, or `undefined`. */
export function schemaList(value: Json | undefined): readonly JsonSchema[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isSchema) ? value : undefined;
}

export function nameList(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined;
}

/** A number of characters, items or properties. */
export function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
