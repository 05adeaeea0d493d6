import { isJsonObject, type Json, type JsonObject, sameJson } from '../../model/json.js';
import { isSchema, type JsonSchema, keyword } from './keywords.js';

/**
 * The same question about smaller schemas: what both say alike of a property or of items is left out of `b`, since
 * `a` sees to it, and out of `a` where the property may be absent. So the cost grows with what differs.
 *
 * Every document that separates `a` and `b` also separates these two: a yes about them is a yes. The reverse need not
 * be, so a witness is judged by the schemas themselves. Neither schema may hold references, which could lead to what
 * is left out.
 */
export function lighter(a: JsonSchema, b: JsonSchema): readonly [JsonSchema, JsonSchema] {
  if (!isJsonObject(a) || !isJsonObject(b)) return [a, b];
  const [properties, otherProperties] = lighterProperties(a, b);
  const [items, otherItems] = lighterItems(a, b);
  return [
    { ...a, ...properties, ...items },
    { ...b, ...otherProperties, ...otherItems },
  ];
}

type Parts = readonly [JsonObject, JsonObject];

function lighterProperties(a: JsonObject, b: JsonObject): Parts {
  const [left, right] = [keyword(a, 'properties'), keyword(b, 'properties')];
  if (!isJsonObject(left) || !isJsonObject(right)) return [{}, {}];
  const needed = new Set<Json>(requiredOf(a));
  const leftParts: [string, Json][] = [];
  const rightParts: [string, Json][] = [];
  for (const [name, part] of Object.entries(left)) {
    const other = keyword(right, name);
    if (!isSchema(part) || !isSchema(other)) leftParts.push([name, part]);
    else if (sameJson(part, other)) {
      leftParts.push([name, needed.has(name) ? part : true]);
      rightParts.push([name, true]);
    } else {
      const [one, two] = lighter(part, other);
      leftParts.push([name, one]);
      rightParts.push([name, two]);
    }
  }
  const paired = new Set(rightParts.map(([name]) => name));
  for (const [name, part] of Object.entries(right)) if (!paired.has(name)) rightParts.push([name, part]);
  return [{ properties: Object.fromEntries(leftParts) }, { properties: Object.fromEntries(rightParts) }];
}

function requiredOf(schema: JsonObject): readonly Json[] {
  const required = keyword(schema, 'required');
  return Array.isArray(required) ? required : [];
}

function lighterItems(a: JsonObject, b: JsonObject): Parts {
  const [left, right] = [keyword(a, 'items'), keyword(b, 'items')];
  const hasPrefix = Object.hasOwn(a, 'prefixItems') || Object.hasOwn(b, 'prefixItems');
  if (hasPrefix || !isSchema(left) || !isSchema(right)) return [{}, {}];
  const [one, two] = lighter(left, right);
  return [{ items: one }, { items: two }];
}
