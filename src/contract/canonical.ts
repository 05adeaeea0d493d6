import { isJsonObject } from '../model/json.js';
import type { EntitySchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';

/** Keywords in the order in which a contract has them; others follow by name, and `x-…` comes last. */
const keywords = [
  '$schema',
  'title',
  'description',
  '$comment',
  'type',
  'format',
  'contentMediaType',
  'contentEncoding',
  'const',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'items',
  'properties',
  'required',
  'additionalProperties',
  'readOnly',
  'writeOnly',
  'default',
] as const;

const rank: ReadonlyMap<string, number> = new Map(keywords.map((keyword, index) => [keyword, index]));

/** Members of `x-seam` that are sets: their order says nothing. */
const sets: ReadonlySet<string> = new Set([
  'observed',
  'cannot',
  'target',
  'requiredBy',
  'key',
  'alternateKeys',
]);

/**
 * A JSON value whose members have an order of their own. An object would not do: it moves names that look like numbers
 * to the front.
 */
type Ordered = string | readonly Ordered[] | ReadonlyMap<string, Ordered>;

/**
 * The one text of a contract: equal for equal contracts, whatever the order of their keywords, properties, `required`
 * and `x-seam`. The order of `enum` is the source's (Frappe takes the first option where none is given), so it stays.
 * Members that are `undefined` are absent. Its own text, parsed, gives the same text again.
 */
export function canonicalText(schema: EntitySchema): string {
  return `${print(orderedSchema(schema), '\n')}\n`;
}

/** Any JSON with the names of all objects in one order, as contracts are printed. */
export function canonicalJson(value: unknown): string {
  return `${print(orderedData(value), '\n')}\n`;
}

function orderedSchema(schema: unknown): Ordered {
  return isJsonObject(schema) ? members(schema, keywordOrder, orderedKeyword) : orderedData(schema);
}

function orderedKeyword(keyword: string, value: unknown): Ordered {
  switch (keyword) {
    case 'properties':
      return isJsonObject(value)
        ? members(value, byCodePoint, (_, each) => orderedSchema(each))
        : orderedData(value);
    case 'items':
      return orderedSchema(value);
    case 'required':
      return orderedSet(value, byCodePoint);
    case 'type':
      return orderedSet(value, nullLast);
    case 'x-seam':
      return isJsonObject(value) ? members(value, byCodePoint, orderedFacet) : orderedData(value);
    default:
      return orderedData(value);
  }
}

function orderedFacet(facet: string, value: unknown): Ordered {
  if (facet === 'written') return orderedSchema(value);
  return sets.has(facet) ? orderedSet(value, byCodePoint) : orderedData(value);
}

/** Data of the source: names of objects sorted, lists as they are. */
function orderedData(value: unknown): Ordered {
  if (Array.isArray(value)) return value.map(orderedData);
  if (isJsonObject(value)) return members(value, byCodePoint, (_, each) => orderedData(each));
  const text = typeof value === 'number' && !Number.isFinite(value) ? undefined : JSON.stringify(value);
  if (text === undefined) throw new TypeError(`${String(value)} is no JSON`);
  return text;
}

/** A list of names whose order says nothing, each once. */
function orderedSet(value: unknown, order: (a: string, b: string) => number): Ordered {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) return orderedData(value);
  return [...new Set(value)].sort(order).map((each) => JSON.stringify(each));
}

function members(
  object: object,
  order: (a: string, b: string) => number,
  orderedMember: (name: string, value: unknown) => Ordered,
): Ordered {
  const present = Object.entries(object).filter(([, value]) => value !== undefined);
  present.sort(([a], [b]) => order(a, b));
  return new Map(present.map(([name, value]) => [name, orderedMember(name, value)]));
}

function keywordOrder(a: string, b: string): number {
  return place(a) - place(b) || byCodePoint(a, b);
}

function place(keyword: string): number {
  return rank.get(keyword) ?? (keyword.startsWith('x-') ? keywords.length + 1 : keywords.length);
}

function nullLast(a: string, b: string): number {
  return Number(a === 'null') - Number(b === 'null') || byCodePoint(a, b);
}

/** As `JSON.stringify` prints with two spaces. `newline` is a line feed and the indent of the value. */
function print(value: Ordered, newline: string): string {
  if (typeof value === 'string') return value;
  const inner = `${newline}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + print(item, inner));
    return items.length === 0 ? '[]' : `[${items.join(',')}${newline}]`;
  }
  const lines = [...(value as ReadonlyMap<string, Ordered>)].map(
    ([name, member]) => `${inner}${JSON.stringify(name)}: ${print(member, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{${lines.join(',')}${newline}}`;
}
