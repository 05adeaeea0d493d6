import type { Json } from '../model/json.js';
import type { FieldFacets, FieldSchema, ObservedFacet, TypeName } from '../model/schema.js';
import { allowsNull, type FieldSide, types } from './field.js';

type Keyword = keyof FieldSchema;

/** Keywords that say a facet which is no member of `x-seam`. What is not here is said by a member of its own name. */
export const keywordsOf: Readonly<Partial<Record<ObservedFacet, readonly Keyword[]>>> = {
  type: ['type', 'items', 'properties', 'required', 'additionalProperties'],
  readOnly: ['readOnly'],
  writeOnly: ['writeOnly'],
  maxLength: ['maxLength', 'minLength'],
  bounds: [
    ...(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const),
    ...(['minItems', 'maxItems', 'uniqueItems'] as const),
  ],
  format: ['format', 'pattern'],
  enum: ['enum', 'const'],
  default: ['default'],
  label: ['title'],
};

/** Keywords that say which values a field holds: of another type, none of them means what it did. */
const ofValues: readonly Keyword[] = (['type', 'maxLength', 'bounds', 'format', 'enum'] as const).flatMap(
  (facet) => keywordsOf[facet] ?? [],
);

/** Members of `x-seam` that a facet of another name is about, too. */
const membersOf: Readonly<Partial<Record<ObservedFacet, readonly (keyof FieldFacets)[]>>> = {
  nullability: ['nullable'],
  requiredness: ['required', 'requiredBy'],
};

/** `side` with what `from` says of one facet, or of some of its keywords, and its own words of everything else. */
export function taking(
  facet: ObservedFacet,
  side: FieldSide,
  from: FieldSide,
  some?: readonly Keyword[],
): FieldSide {
  if (facet === 'nullability') return withMembers(withNullOf(side, from), from, membersOf[facet] ?? []);
  if (facet === 'requiredness') {
    return { ...withMembers(side, from, membersOf[facet] ?? []), required: from.required };
  }
  const keywords = some ?? (facet === 'type' ? typeKeywords(side, from) : keywordsOf[facet]);
  if (keywords === undefined) return withMembers(side, from, [facet as keyof FieldFacets]);
  // The lists of types and values hold null, which is another facet.
  return withNullOf({ ...side, schema: withKeywords(side.schema, from.schema, keywords) }, side);
}

/** A value that no type of both sides has is described by nothing that the former type said. */
function typeKeywords(side: FieldSide, from: FieldSide): readonly Keyword[] {
  const [before, after] = [types(side), types(from)];
  const isOther =
    before !== undefined &&
    after !== undefined &&
    ![...after].some((type) => before.has(type) || (type === 'integer' && before.has('number'))) &&
    !(after.has('number') && before.has('integer'));
  return isOther ? ofValues : (keywordsOf.type ?? []);
}

function withKeywords(schema: FieldSchema, from: FieldSchema, keywords: readonly Keyword[]): FieldSchema {
  const kept = Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword as Keyword));
  const taken = Object.entries(from).filter(([keyword]) => keywords.includes(keyword as Keyword));
  return Object.fromEntries([...kept, ...taken]);
}

function withMembers(side: FieldSide, from: FieldSide, members: readonly (keyof FieldFacets)[]): FieldSide {
  const [own, other] = [side.schema['x-seam'] ?? {}, from.schema['x-seam'] ?? {}];
  const among = ([member]: readonly [string, unknown]) => members.includes(member as keyof FieldFacets);
  const kept = Object.entries(own).filter((entry) => !among(entry));
  const facets: FieldFacets = Object.fromEntries([...kept, ...Object.entries(other).filter(among)]);
  return { ...side, schema: { ...side.schema, 'x-seam': facets } };
}

/** The side with null allowed where `from` allows it, as far as its keywords list what they allow. */
function withNullOf(side: FieldSide, from: FieldSide): FieldSide {
  const isAllowed = allowsNull(from) && (from.schema.enum?.includes(null) ?? true);
  const { type, enum: values } = side.schema;
  const listed = typeof type === 'string' ? [type] : type;
  return {
    ...side,
    schema: {
      ...side.schema,
      ...(listed === undefined ? {} : { type: having<TypeName>(listed, 'null', isAllowed) }),
      ...(values === undefined ? {} : { enum: having<Json>(values, null, isAllowed) }),
    },
  };
}

/** The list with the item, or without it. */
function having<T>(list: readonly T[], item: T, isThere: boolean): readonly T[] {
  if (list.includes(item) === isThere) return list;
  return isThere ? [...list, item] : list.filter((each) => each !== item);
}

/** Facets that decide what a view holds. Of the others a rule that compares them asks whether they were observed. */
const seen = [
  ...(Object.keys(keywordsOf) as ObservedFacet[]),
  ...(['nullability', 'requiredness', 'hasDefault', 'immutable', 'updateOnly'] as const),
  ...(['onDemand', 'presence', 'written'] as const),
];

/** `now` with every facet that is not observed on both sides taken as unchanged. */
export function observedPart(
  was: FieldSide,
  now: FieldSide,
  observed: ReadonlySet<ObservedFacet>,
): FieldSide {
  return seen.filter((facet) => !observed.has(facet)).reduce((side, facet) => taking(facet, side, was), now);
}
