import type { Json } from './json.js';

/** `read`: ERP → us. `create`, `update`: us → ERP. */
export const directions = ['read', 'create', 'update'] as const;
export type Direction = (typeof directions)[number];

/** What a change does to the set of accepted documents of a direction's view. `meaning`: equal set, other sense. */
export type Effect = 'same' | 'narrows' | 'widens' | 'crosses' | 'unknown' | 'meaning';
export type Effects = Readonly<Record<Direction, Effect>>;

/** Worst first. */
export const verdicts = ['breaking', 'warning', 'info'] as const;
export type Verdict = (typeof verdicts)[number];

/** Where a change is. `field` is absent for the entity itself; nested rows are joined by a point: `items.qty`. */
export type FieldPath = { readonly source: string; readonly entity: string; readonly field?: string };

/** How strongly an effect is known. */
export type Proof =
  | { readonly kind: 'rule' }
  | { readonly kind: 'witness'; readonly direction: Direction; readonly document: Json }
  | { readonly kind: 'unproven'; readonly why: string };

/** What a writer that still sends the old form runs into. The connector's capabilities say what the ERP does then. */
export const writeFaults = [
  'unknown-field',
  'missing-value',
  'too-long',
  'too-precise',
  'other-target',
  'bad-value',
  'bad-type',
  'read-only-field',
  'immutable-field',
  'no-permission',
] as const;
export type WriteFault = (typeof writeFaults)[number];

/** One difference between contract and live schema, at one path. */
export type Change = {
  readonly rule: string;
  readonly path: FieldPath;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly effect: Effects;
  /** Effect for readers that reject unknown fields, where it is another one. */
  readonly strictRead?: Effect;
  readonly proof: Proof;
  /** What inclusion showed of each direction that the change harms, or may harm; the finding shows the one that counts. */
  readonly proofs?: Readonly<Partial<Record<Direction, Proof>>>;
  /**
   * `value`: matters to those who use the field. `document`: about what a whole document must or may contain, so it
   * concerns every seam of the entity in that direction.
   */
  readonly scope: 'value' | 'document';
  /** Layout, labels, texts and order: shown only with `--all`. */
  readonly silent?: true;
  readonly writeFault?: WriteFault;
  /** Facts for the reader, in order: origin, evidence of a rename, what was not certain. */
  readonly notes?: readonly Note[];
};

/** A fact beside a change, as `origin · module sale_loyalty`. */
export type Note = { readonly label: string; readonly text: string };
