import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { listOf, member, textsOf } from './json.js';
import { anything, type Node } from './node.js';
import type { Spot } from './references.js';
import { deeper, isDescribed, type NodeOf, type Way } from './way.js';

/** Keywords about the members of an object as a whole that no field has: kept as text. */
const otherKeywords = ['minProperties', 'maxProperties', 'propertyNames', 'dependentSchemas'] as const;

/** All keywords that are looked at here. */
const keywords: readonly string[] = [
  ...['properties', 'required', 'additionalProperties', 'unevaluatedProperties', 'patternProperties'],
  ...['dependentRequired', 'dependencies', ...otherKeywords],
];

/** What a schema says of the members of an object. */
export function objectNode(spot: Spot, schema: JsonObject, way: Way, nodeOf: NodeOf): Node {
  if (!keywords.some((keyword) => Object.hasOwn(schema, keyword))) return anything;
  const described = member(schema, 'properties');
  const { open, unmapped } = opennessOf(schema);
  const lost = otherKeywords.flatMap((keyword) => {
    const value = member(schema, keyword);
    return value === undefined ? [] : [{ [keyword]: value }];
  });
  const required = isDescribed(way) ? textsOf(schema, 'required') : [];
  const properties =
    isJsonObject(described) && isDescribed(way) ? membersOf(spot, described, way, nodeOf) : undefined;
  const demanded = demandedWhen(schema);
  const node: Node = {
    ...anything,
    ...(properties === undefined ? {} : { properties }),
    required,
    ...(open === undefined ? {} : { open }),
    unmapped: [...unmapped, ...lost],
  };
  return demanded.reduce((so, [names, when]) => withCondition(so, names, when), node);
}

function membersOf(spot: Spot, described: JsonObject, way: Way, nodeOf: NodeOf): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const [name, schema] of Object.entries(described)) {
    // A member whose schema is `false` may not be there.
    const child = schema === false ? undefined : way.library.below(spot, 'properties', name);
    if (child !== undefined) nodes.set(name, nodeOf(child, deeper(way)));
  }
  return nodes;
}

/**
 * Whether there may be other members. Said of nothing, it counts as no: the members that are described are what the
 * document is about. A schema for them cannot be said and is kept.
 */
function opennessOf(schema: JsonObject): {
  readonly open?: boolean;
  readonly unmapped: readonly JsonObject[];
} {
  const patterns = member(schema, 'patternProperties');
  const hasPatterns = isJsonObject(patterns) && Object.keys(patterns).length > 0;
  for (const keyword of ['additionalProperties', 'unevaluatedProperties'] as const) {
    const said = member(schema, keyword);
    if (said === undefined) continue;
    const unmapped = [
      ...(isFree(said) || said === false ? [] : [{ [keyword]: said }]),
      ...(hasPatterns ? [{ patternProperties: patterns }] : []),
    ];
    return { open: said !== false || hasPatterns, unmapped };
  }
  return hasPatterns ? { open: true, unmapped: [{ patternProperties: patterns }] } : { unmapped: [] };
}

function isFree(schema: Json): boolean {
  return schema === true || (isJsonObject(schema) && Object.keys(schema).length === 0);
}

/** Members that another member demands. `dependencies` is the name up to draft 7. */
function demandedWhen(schema: JsonObject): readonly (readonly [names: readonly string[], when: string])[] {
  return (['dependentRequired', 'dependencies'] as const).flatMap((keyword) => {
    const said = member(schema, keyword);
    return Object.entries(isJsonObject(said) ? said : {}).flatMap(([name, demanded]) =>
      Array.isArray(demanded) ? [[textsOf({ demanded }, 'demanded'), `${name} is there`] as const] : [],
    );
  });
}

/** The node in which these members are demanded under a condition; a member that is not described gets a description. */
export function withCondition(node: Node, names: readonly string[], when: string): Node {
  if (names.length === 0) return node;
  const properties = new Map(node.properties);
  for (const name of names) {
    const property = properties.get(name) ?? anything;
    const before = property.facets.requiredWhen;
    const requiredWhen = before === undefined ? when : `${before}; ${when}`;
    properties.set(name, { ...property, facets: { ...property.facets, requiredWhen } });
  }
  return { ...node, properties };
}

/** True where a schema says nothing but which members are demanded. */
export function demandsOnly(schema: Json | undefined): boolean {
  return (
    schema === undefined ||
    (isJsonObject(schema) &&
      Object.keys(schema).every((keyword) => keyword === 'required') &&
      listOf(schema, 'required') !== undefined)
  );
}
