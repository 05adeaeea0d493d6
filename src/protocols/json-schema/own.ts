import { isJsonObject, type Json, type JsonObject, sameJson } from '../../model/json.js';
import type { FieldFacets, TypeName } from '../../model/schema.js';
import { mannersOf } from './dialect.js';
import { formatOf, scaleOf } from './formats.js';
import { intersect } from './intersect.js';
import { listOf, member, textOf, textsOf } from './json.js';
import { anything, type Limits, type Node, typeOf } from './node.js';
import { objectNode } from './object.js';
import type { Spot } from './references.js';
import { further, type NodeOf, type Way } from './way.js';

const typeNames: ReadonlySet<string> = new Set<TypeName>([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
]);

/** What a schema says itself, beside what it combines or refers to. Its leftovers are fragments as they stand. */
export function ownNode(spot: Spot, schema: JsonObject, way: Way, nodeOf: NodeOf): Node {
  const said = typesIn(schema);
  const types = said.types;
  const { limits, lost } = limitsIn(schema);
  const format = textOf(schema, 'format');
  const formatted = format === undefined ? { limits: {}, facets: {} } : formatOf(format, types);
  const plain: Node = {
    ...(types === undefined ? {} : { types }),
    limits,
    facets: { ...formatted.facets, ...said.facets, ...facetsIn(schema), ...way.facets?.(schema) },
    required: [],
    unmapped: lost,
  };
  const parts = [
    plain,
    format === undefined ? anything : { ...anything, limits: formatted.limits },
    valuesIn(schema),
    itemsIn(spot, schema, way, nodeOf),
    objectNode(spot, schema, way, nodeOf),
  ];
  return emptied(parts.reduce(intersect), schema, way);
}

function typesIn(schema: JsonObject): { readonly types?: readonly TypeName[]; readonly facets: FieldFacets } {
  const type = member(schema, 'type');
  const names = typeof type === 'string' ? [type] : textsOf(schema, 'type');
  const known = names.filter((name): name is TypeName => typeNames.has(name));
  if (known.length > 0) return { types: [...new Set(known)], facets: {} };
  // A type of a vendor (`file`, `any`): all that is known of its values.
  const facets = names.length === 0 ? {} : { nativeType: names.join(', ') };
  if (objectKeywords.some((keyword) => Object.hasOwn(schema, keyword))) return { types: ['object'], facets };
  return arrayKeywords.some((keyword) => Object.hasOwn(schema, keyword))
    ? { types: ['array'], facets }
    : { facets };
}

/** A schema that speaks of members means an object, although one without `type` allows any other value too. */
const objectKeywords = ['properties', 'additionalProperties', 'patternProperties', 'required'] as const;
const arrayKeywords = ['items', 'prefixItems'] as const;

const isCount = (value: Json) => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumber = (value: Json) => typeof value === 'number';
const isText = (value: Json) => typeof value === 'string';
const isFlag = (value: Json) => typeof value === 'boolean';

/** Keywords that a field takes over as they are, and what each must be. */
const plainKeywords: Readonly<Partial<Record<keyof Limits, (value: Json) => boolean>>> = {
  title: isText,
  readOnly: isFlag,
  writeOnly: isFlag,
  default: () => true,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minimum: isNumber,
  maximum: isNumber,
  uniqueItems: isFlag,
  contentEncoding: isText,
  contentMediaType: isText,
  pattern: isPattern,
};

/** Keywords that no field has: kept as text, so that a change of them is seen. */
const otherKeywords = ['contains', 'minContains', 'maxContains', 'unevaluatedItems'] as const;

function limitsIn(schema: JsonObject): { readonly limits: Limits; readonly lost: readonly JsonObject[] } {
  const limits: Record<string, Json> = {};
  const lost: JsonObject[] = [];
  for (const [keyword, fits] of Object.entries(plainKeywords)) {
    const value = member(schema, keyword);
    if (value === undefined || value === false || value === null) continue;
    if (fits(value)) limits[keyword] = value;
    else lost.push({ [keyword]: value });
  }
  for (const end of ['minimum', 'maximum'] as const) {
    const keyword = end === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    const exclusive = member(schema, keyword);
    if (typeof exclusive === 'number') limits[keyword] = exclusive;
    // Up to draft 4 and in OpenAPI 3.0 it is a flag beside the limit.
    if (exclusive === true && limits[end] !== undefined) {
      limits[keyword] = limits[end];
      delete limits[end];
    }
  }
  const multipleOf = member(schema, 'multipleOf');
  if (typeof multipleOf === 'number' && multipleOf > 0 && scaleOf(multipleOf) === undefined) {
    // Validators divide floating-point numbers, which goes wrong for any but whole ones.
    if (Number.isSafeInteger(multipleOf)) limits['multipleOf'] = multipleOf;
    else lost.push({ multipleOf });
  }
  for (const keyword of otherKeywords) {
    const value = member(schema, keyword);
    if (value !== undefined) lost.push({ [keyword]: value });
  }
  return { limits: limits as Limits, lost };
}

/** A pattern of another dialect (`(?i)`, `\A`) is no pattern that a validator could use. */
function isPattern(value: Json): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    return false;
  }
}

/**
 * Facets of vendors' extensions and of `multipleOf`. `x-ms-mutability`:
 * https://azure.github.io/autorest/extensions/#x-ms-mutability
 */
function facetsIn(schema: JsonObject): FieldFacets {
  const multipleOf = member(schema, 'multipleOf');
  const scale = typeof multipleOf === 'number' ? scaleOf(multipleOf) : undefined;
  const mutability = listOf(schema, 'x-ms-mutability');
  const immutable = mutability?.includes('create') === true && !mutability.includes('update');
  return {
    ...(scale === undefined ? {} : { scale }),
    ...(immutable ? { immutable: true as const } : {}),
  };
}

function valuesIn(schema: JsonObject): Node {
  const fixed = member(schema, 'const');
  const list = fixed === undefined ? (listOf(schema, 'enum') ?? []) : [fixed];
  if (list.length === 0) return anything;
  const values = list.filter((value, index) => list.findIndex((other) => sameJson(other, value)) === index);
  const labels = labelsIn(schema, list);
  return {
    ...anything,
    values,
    facets: labels.length === 0 ? {} : { enumLabels: Object.fromEntries(labels) },
  };
}

/** `x-enum-varnames` (OpenAPI generators), `x-enumNames` (NSwag), `x-ms-enum` (AutoRest). */
function labelsIn(schema: JsonObject, values: readonly Json[]): readonly (readonly [string, string])[] {
  const names = listOf(schema, 'x-enum-varnames') ?? listOf(schema, 'x-enumNames');
  if (names !== undefined) {
    return values.flatMap((value, index) => {
      const name = names[index];
      return typeof name === 'string' && name !== value ? [[String(value), name] as const] : [];
    });
  }
  const detailed = listOf(member(schema, 'x-ms-enum'), 'values') ?? [];
  return detailed.flatMap((row) => {
    const [value, name] = [member(row, 'value'), textOf(row, 'name')];
    return value !== undefined && name !== undefined && name !== value
      ? [[String(value), name] as const]
      : [];
  });
}

function itemsIn(spot: Spot, schema: JsonObject, way: Way, nodeOf: NodeOf): Node {
  const items = member(schema, 'items');
  const tuple = listOf(schema, 'prefixItems') ?? (Array.isArray(items) ? items : undefined);
  const rest = Array.isArray(items) ? member(schema, 'additionalItems') : items;
  if (tuple !== undefined) {
    const lost = { prefixItems: tuple, ...(rest === undefined ? {} : { items: rest }) };
    return { ...anything, unmapped: [lost] };
  }
  const row = isJsonObject(items) ? way.library.below(spot, 'items') : undefined;
  return row === undefined ? anything : { ...anything, items: nodeOf(row, further(way)) };
}

/** OpenAPI 3.0's word for null, and that of vendors where it is none. */
export function saysNullable(schema: JsonObject): boolean {
  return member(schema, 'nullable') === true || member(schema, 'x-nullable') === true;
}

/** The node with what the schema says of null, and with the types that its values have. */
function emptied(node: Node, schema: JsonObject, way: Way): Node {
  const flagged = saysNullable(schema);
  const { values, types } = node;
  const certain = mannersOf(way.dialect).nullable && typeof schema['type'] === 'string';
  const nulled =
    flagged && certain && types !== undefined && values === undefined
      ? { ...node, types: [...new Set<TypeName>([...types, 'null'])] }
      : { ...node, ...(flagged ? { maybeNull: true as const } : {}) };
  if (values === undefined) return nulled;
  const fitting = values.filter((value) => isOf(value, types));
  const kept = fitting.length === 0 ? values : fitting;
  return { ...nulled, values: kept, types: [...new Set(kept.map(typeOf))] };
}

function isOf(value: Json, types: Node['types']): boolean {
  const type = typeOf(value);
  return types === undefined || types.includes(type) || (type === 'integer' && types.includes('number'));
}
