import type { Effect, Effects, Note, WriteFault } from '../../model/drift.js';
import type { Json } from '../../model/json.js';
import type { FieldSchema, ObservedFacet } from '../../model/schema.js';
import type { FieldSide } from '../field.js';

/** What a rule found on one pair. The members override the row's own where they are present. */
export type Detected = {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly effect?: Effects;
  readonly notes?: readonly Note[];
};

/** One side of a rule's example: the schema of the field `kumquat`, and whether create demands it. */
export type ExampleSide = FieldSchema & { readonly demanded?: true };

/** What every row says, for the report, the docs and `seam explain`. */
export type RuleRow = {
  /** One sentence: what happened. */
  readonly detects: string;
  /** What it does to the set of accepted documents: one word for all views, or one for each. */
  readonly effect: Effect | Effects;
  /** Effect for readers that reject unknown fields, where it is another one. */
  readonly strictRead?: Effect;
  /** One sentence: what to do. */
  readonly advice: string;
  /** The facet that both sides must have observed. */
  readonly facet: ObservedFacet;
  /** Default `value`. */
  readonly scope?: 'document';
  readonly silent?: true;
  readonly writeFault?: WriteFault;
};

/** A rule for a field that both sides have. It looks at one pair and gives back one change or nothing. */
export type FieldRule = RuleRow & {
  /** Keywords that the rule is about, where they are fewer than those of its facet. */
  readonly keywords?: readonly (keyof FieldSchema)[];
  /** The rule's test, its line in the docs, and what `seam explain` shows. */
  readonly example: { readonly contract: ExampleSide; readonly live: ExampleSide };
  readonly detect: (was: FieldSide, now: FieldSide) => Detected | undefined;
};

/** A family of rules for kept fields. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** A row whose change is found by the walk itself (a field or entity that is there on one side only, …). */
export type WalkRule = RuleRow & {
  /** The case in words. */
  readonly example: string;
};

export type WalkRules = Readonly<Record<string, WalkRule>>;

/** The row's effect, spelled out for each direction. */
export function effectsOf(effect: Effect | Effects): Effects {
  return typeof effect === 'string' ? { read: effect, create: effect, update: effect } : effect;
}

/** `{ before, after }` where the two differ, else nothing. Absent is a value of its own. */
export function changed(before: Json | undefined, after: Json | undefined): Detected | undefined {
  return before === after ? undefined : { before, after };
}

/** True where a rule is about what a new record must have. */
export function isDemand({ scope, writeFault }: RuleRow): boolean {
  return scope === 'document' && writeFault === 'missing-value';
}
