import type { Json } from './json.js';
import type { ContractPlace, Waived, WaiverNote } from './report.js';

/** One line of `seam.waivers.yaml`: findings that are let pass, why, and until when. Every condition must fit. */
export type Waiver = Waived & {
  /** The first 6 to 12 hex digits of a finding's fingerprint. */
  readonly fingerprint?: string;
  readonly rule?: string;
  /** Glob over `source/entity/field`. */
  readonly path?: string;
  /** The exact value before and after. */
  readonly before?: Json;
  readonly after?: Json;
  /** Where the line stands. */
  readonly at: ContractPlace;
};

/** The waivers of a project: those that can be read, and what is wrong with the others. */
export type Waivers = { readonly waivers: readonly Waiver[]; readonly notes: readonly WaiverNote[] };
