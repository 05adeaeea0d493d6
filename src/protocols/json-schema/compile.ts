import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { mannersOf } from './dialect.js';
import { intersect } from './intersect.js';
import { type Branch, join } from './join.js';
import { listOf, member, textOf, textsOf } from './json.js';
import { leftover, nameOf, textOfLeftovers } from './leftover.js';
import { allowsNull, anything, type Limits, type Node } from './node.js';
import { demandsOnly, withCondition } from './object.js';
import { ownNode, saysNullable } from './own.js';
import type { Spot } from './references.js';
import { type Compiler, further, isDescribed, spend, startOf, type Way } from './way.js';

/**
 * Works out a schema.
 * @throws SeamError `source-unusable` where it refers to what is not there, or is too large
 */
export function compile(spot: Spot, compiler: Compiler): Node {
  const around = new Set([`${spot.home}#${spot.pointer}`]);
  return nodeOf(spot, { ...startOf(compiler), around });
}

function nodeOf(spot: Spot, way: Way): Node {
  spend(way);
  const { schema } = spot;
  if (!isJsonObject(schema)) return anything;
  const reference =
    textOf(schema, '$ref') ?? textOf(schema, '$dynamicRef') ?? textOf(schema, '$recursiveRef');
  if (reference === undefined) return combined(spot, schema, way);
  const target = referred(reference, spot, way);
  return mannersOf(way.dialect).siblings
    ? intersect(combined(spot, schema, way), target)
    : intersect(besideReference(schema), target);
}

/**
 * What counts beside `$ref` where the dialect says that nothing does: what every generator of such documents means by it.
 * Null is then uncertain: Business Central's own document says `nullable` there, and the dialect that it is not allowed.
 */
function besideReference(schema: JsonObject): Node {
  const kept = (['title', 'readOnly', 'writeOnly', 'default'] as const).flatMap((keyword) => {
    const value = member(schema, keyword);
    return value === undefined || value === false ? [] : [[keyword, value] as const];
  });
  const limits = Object.fromEntries(kept) as Limits;
  return { ...anything, limits, ...(saysNullable(schema) ? { maybeNull: true as const } : {}) };
}

/** The schema that is referred to; its name where it is being worked out around this, or lies too deep. */
function referred(reference: string, spot: Spot, way: Way): Node {
  const target = way.library.follow(reference, spot);
  const key = `${target.home}#${target.pointer}`;
  if (way.around.has(key)) return circle(target);
  const node = nodeOf(target, { ...further(way), around: new Set([...way.around, key]) });
  // A title there is the title of a type, and not the label of this field.
  const { title: _, ...limits } = node.limits;
  const isCut = !isDescribed(way) && node.types?.includes('object') === true;
  return { ...node, limits, facets: isCut ? { ...node.facets, target: nameOf(target) } : node.facets };
}

function circle(target: Spot): Node {
  const type = textOf(target.schema, 'type');
  const types = type === undefined || type === 'object' ? (['object'] as const) : undefined;
  return { ...anything, ...(types === undefined ? {} : { types }), facets: { target: nameOf(target) } };
}

/** A schema with all that it combines. */
function combined(spot: Spot, schema: JsonObject, way: Way): Node {
  const own = ownNode(spot, schema, way, nodeOf);
  const kept = own.unmapped.map((fragment) => leftover(fragment, spot, way.library, way.digests));
  const all = (listOf(schema, 'allOf') ?? []).map((_, index) => part(spot, way, 'allOf', index));
  const whole = [{ ...own, unmapped: kept }, ...all.map(untitled)].reduce(intersect);
  const chosen = (['oneOf', 'anyOf'] as const).reduce(
    (so, keyword) => intersect(so, alternatives(spot, schema, way, keyword)),
    whole,
  );
  const node = conditional(discriminated(negated(chosen, spot, schema, way), schema), spot, schema, way);
  // What it is made of may allow no null, and its author meant it to be allowed.
  return saysNullable(schema) && !allowsNull(node) ? { ...node, maybeNull: true } : node;
}

function part(spot: Spot, way: Way, keyword: string, index: number): Node {
  const child = way.library.below(spot, keyword, String(index));
  return child === undefined ? anything : nodeOf(child, further(way));
}

/** What a field is made of has a title of its own, which is not the label of the field. */
function untitled(node: Node): Node {
  const { title: _, ...limits } = node.limits;
  return { ...node, limits };
}

function alternatives(spot: Spot, schema: JsonObject, way: Way, keyword: 'oneOf' | 'anyOf'): Node {
  const list = listOf(schema, keyword) ?? [];
  if (list.length === 0) return anything;
  const branches = list.map((branch, index): Branch => {
    const node = part(spot, way, keyword, index);
    return { name: branchName(branch, node, index), node };
  });
  const { node, exact } = join(branches);
  if (exact) return untitled(node);
  const lost = leftover({ [keyword]: list }, spot, way.library, way.digests);
  return { ...untitled(node), unmapped: [...node.unmapped, lost] };
}

function branchName(branch: Json, node: Node, index: number): string {
  const reference = textOf(branch, '$ref');
  if (reference !== undefined) return nameOf({ pointer: reference.split('#')[1] ?? '', home: reference });
  return node.limits.title ?? `#${index + 1}`;
}

/**
 * Values of the member that tells the alternatives apart: those of `mapping`, else the names of the alternatives.
 * https://spec.openapis.org/oas/v3.1.1#discriminator-object
 */
function discriminated(node: Node, schema: JsonObject): Node {
  const discriminator = member(schema, 'discriminator');
  const name = textOf(discriminator, 'propertyName');
  const property = name === undefined ? undefined : node.properties?.get(name);
  if (name === undefined || property === undefined || property.values !== undefined) return node;
  const mapping = member(discriminator, 'mapping');
  const branches = [...(listOf(schema, 'oneOf') ?? []), ...(listOf(schema, 'anyOf') ?? [])];
  const implied = branches.flatMap((branch) => textOf(branch, '$ref')?.split('/').at(-1) ?? []);
  const values = isJsonObject(mapping) ? Object.keys(mapping) : implied;
  if (values.length === 0) return node;
  const told: Node = { ...property, types: property.types ?? ['string'], values };
  return { ...node, properties: new Map([...(node.properties ?? []), [name, told]]) };
}

function negated(node: Node, spot: Spot, schema: JsonObject, way: Way): Node {
  const not = member(schema, 'not');
  if (not === undefined) return node;
  return { ...node, unmapped: [...node.unmapped, leftover({ not }, spot, way.library, way.digests)] };
}

/** `if` with branches that only demand members makes them conditional; any other is kept as text. */
function conditional(node: Node, spot: Spot, schema: JsonObject, way: Way): Node {
  const test = member(schema, 'if');
  if (test === undefined) return node;
  const [yes, no] = [member(schema, 'then'), member(schema, 'else')];
  const clean = (fragment: JsonObject) => leftover(fragment, spot, way.library, way.digests);
  if (!demandsOnly(yes) || !demandsOnly(no)) {
    const parts = Object.entries(schema).filter(([keyword]) => /^(?:if|then|else)$/.test(keyword));
    return { ...node, unmapped: [...node.unmapped, clean(Object.fromEntries(parts))] };
  }
  const when = textOfLeftovers([clean({ if: test })]) ?? '';
  const then = withCondition(node, textsOf(yes, 'required'), when);
  return withCondition(then, textsOf(no, 'required'), `not ${when}`);
}
