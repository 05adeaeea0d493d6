import type { Effect } from '../../model/drift.js';
import type { FieldSchema, ObservedFacet, TypeName } from '../../model/schema.js';
import { allows } from '../field.js';
import { type Edit, editOf, edits } from './edit.js';
import type { FieldRule, FieldRules } from './rule.js';

type Bound = {
  readonly keyword:
    | 'maxLength'
    | 'minLength'
    | 'maximum'
    | 'minimum'
    | 'exclusiveMaximum'
    | 'exclusiveMinimum'
    | 'maxItems'
    | 'minItems';
  /** Begin of the rule ids. */
  readonly thing: string;
  readonly words: string;
  readonly type: TypeName;
  readonly facet: ObservedFacet;
  /** An upper bound narrows when it goes down, a lower one when it goes up. */
  readonly upper: boolean;
};

/** The bounds of JSON Schema validation, sections 6.2 to 6.4. */
const bounds: readonly Bound[] = [
  {
    keyword: 'maxLength',
    thing: 'max-length',
    words: 'longest text',
    type: 'string',
    facet: 'maxLength',
    upper: true,
  },
  {
    keyword: 'minLength',
    thing: 'min-length',
    words: 'shortest text',
    type: 'string',
    facet: 'maxLength',
    upper: false,
  },
  {
    keyword: 'maximum',
    thing: 'maximum',
    words: 'largest value',
    type: 'integer',
    facet: 'bounds',
    upper: true,
  },
  {
    keyword: 'minimum',
    thing: 'minimum',
    words: 'smallest value',
    type: 'integer',
    facet: 'bounds',
    upper: false,
  },
  {
    keyword: 'exclusiveMaximum',
    thing: 'exclusive-maximum',
    words: 'limit below which values lie',
    type: 'integer',
    facet: 'bounds',
    upper: true,
  },
  {
    keyword: 'exclusiveMinimum',
    thing: 'exclusive-minimum',
    words: 'limit above which values lie',
    type: 'integer',
    facet: 'bounds',
    upper: false,
  },
  {
    keyword: 'maxItems',
    thing: 'max-items',
    words: 'largest number of rows',
    type: 'array',
    facet: 'bounds',
    upper: true,
  },
  {
    keyword: 'minItems',
    thing: 'min-items',
    words: 'smallest number of rows',
    type: 'array',
    facet: 'bounds',
    upper: false,
  },
];

/** What each edit does to an upper bound; a lower bound does the reverse for raised and lowered. */
const effects: Readonly<
  Record<Edit, { readonly upper: Effect; readonly lower: Effect; readonly says: string }>
> = {
  raised: { upper: 'widens', lower: 'narrows', says: 'went up' },
  lowered: { upper: 'narrows', lower: 'widens', says: 'went down' },
  set: { upper: 'narrows', lower: 'narrows', says: 'is limited now' },
  dropped: { upper: 'widens', lower: 'widens', says: 'is no longer limited' },
};

/** What to do, by the effect of the edit. */
const advice: Readonly<Partial<Record<Effect, string>>> = {
  narrows: 'Check that what is written fits the new limit; then accept it.',
  widens: 'Check that what reads it has room for the new limit; then accept it.',
};

/** Example values with which each edit can be shown. */
const examples: Readonly<Record<Edit, readonly [number | undefined, number | undefined]>> = {
  raised: [2, 5],
  lowered: [5, 2],
  set: [undefined, 5],
  dropped: [5, undefined],
};

function example({ keyword, type }: Bound, value: number | undefined): FieldSchema {
  return value === undefined ? { type } : { type, [keyword]: value };
}

function row(bound: Bound, name: Edit): FieldRule {
  const { upper, lower, says } = effects[name];
  const effect = bound.upper ? upper : lower;
  const [was, now] = examples[name];
  return {
    detects: `The ${bound.words} ${says}.`,
    effect,
    advice: advice[effect] ?? '',
    facet: bound.facet,
    keywords: [bound.keyword],
    ...(effect === 'narrows'
      ? { writeFault: bound.keyword === 'maxLength' ? ('too-long' as const) : ('bad-value' as const) }
      : {}),
    example: { contract: example(bound, was), live: example(bound, now) },
    detect(before, after) {
      if (!allows(before, bound.type) || !allows(after, bound.type)) return undefined;
      const [old, current] = [before.schema[bound.keyword], after.schema[bound.keyword]];
      return editOf(old, current) === name ? { before: old, after: current } : undefined;
    },
  };
}

/** `max-length-raised`, `max-length-lowered`, `max-length-set`, `max-length-dropped`, and so for every bound. */
export const boundRules: FieldRules = Object.fromEntries(
  bounds.flatMap((bound) => edits.map((name) => [`${bound.thing}-${name}`, row(bound, name)] as const)),
);
