import { type Json, sameJson } from '../../model/json.js';
import type { FieldFacets, TypeName } from '../../model/schema.js';
import { anything, type Limits, type Node } from './node.js';

/**
 * What both nodes accept (`allOf`, and what stands beside a reference). Where both say another thing of the same, the
 * tighter counts; where neither is the tighter, the first does and the second goes into `unmapped`.
 */
export function intersect(a: Node, b: Node): Node {
  // Most schemas say few things, and a document has hundreds of thousands of them.
  if (a === anything) return b;
  if (b === anything) return a;
  const types = commonTypes(a.types, b.types);
  const values = commonValues(a.values, b.values);
  const items =
    a.items !== undefined && b.items !== undefined ? intersect(a.items, b.items) : (a.items ?? b.items);
  const properties = commonProperties(a.properties, b.properties);
  const open = a.open === false || b.open === false ? false : (a.open ?? b.open);
  const { limits, lost } = commonLimits(a.limits, b.limits);
  return {
    ...(types === undefined ? {} : { types }),
    ...(a.maybeNull || b.maybeNull ? { maybeNull: true as const } : {}),
    limits,
    ...(values === undefined ? {} : { values }),
    facets: { ...b.facets, ...a.facets, ...labelsOf(b.facets, a.facets) },
    ...(items === undefined ? {} : { items }),
    ...(properties === undefined ? {} : { properties }),
    required: [...new Set([...a.required, ...b.required])],
    ...(open === undefined ? {} : { open }),
    unmapped: [...a.unmapped, ...b.unmapped, ...lost],
  };
}

function commonTypes(a: Node['types'], b: Node['types']): Node['types'] {
  if (a === undefined || b === undefined) return a ?? b;
  const common = new Set<TypeName>();
  for (const type of a) {
    if (b.includes(type)) common.add(type);
    else if (type === 'integer' && b.includes('number')) common.add('integer');
    else if (type === 'number' && b.includes('integer')) common.add('integer');
  }
  // Two that have nothing in common accept nothing, which no field can say: the first is kept, as its author meant it.
  return common.size === 0 ? a : [...common];
}

function commonValues(a: Node['values'], b: Node['values']): Node['values'] {
  if (a === undefined || b === undefined) return a ?? b;
  const common = a.filter((value) => b.some((other) => sameJson(value, other)));
  return common.length === 0 ? a : common;
}

function commonProperties(a: Node['properties'], b: Node['properties']): Node['properties'] {
  if (a === undefined || b === undefined) return a ?? b;
  const all = new Map(a);
  for (const [name, node] of b) {
    const other = a.get(name);
    all.set(name, other === undefined ? node : intersect(other, node));
  }
  return all;
}

const tighter: Readonly<Partial<Record<keyof Limits, (a: number, b: number) => number>>> = {
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
  minimum: Math.max,
  maximum: Math.min,
  exclusiveMinimum: Math.max,
  exclusiveMaximum: Math.min,
};

function commonLimits(a: Limits, b: Limits): { limits: Limits; lost: Node['unmapped'] } {
  const limits: Record<string, Json> = { ...(a as Record<string, Json>) };
  const lost: Node['unmapped'][number][] = [];
  for (const [name, value] of Object.entries(b) as [keyof Limits, Json][]) {
    const other = limits[name];
    const tighten = tighter[name];
    if (other === undefined || sameJson(other, value)) limits[name] = value;
    else if (tighten !== undefined) limits[name] = tighten(Number(other), Number(value));
    else if (typeof value === 'boolean') limits[name] = true;
    else if (name !== 'title' && name !== 'default') lost.push({ [name]: value });
  }
  return { limits: limits as Limits, lost };
}

function labelsOf(a: FieldFacets, b: FieldFacets): FieldFacets {
  if (a.enumLabels === undefined || b.enumLabels === undefined) return {};
  return { enumLabels: { ...a.enumLabels, ...b.enumLabels } };
}
