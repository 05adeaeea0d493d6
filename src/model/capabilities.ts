import type { WriteFault } from './drift.js';
import type { ObservedFacet } from './schema.js';

/** What a connector can tell of one facet, and how it knows. */
export type Capability = { readonly observable: 'yes' | 'partly' | 'no'; readonly note: string };

/** What a source can tell, and what its API does to writers. Printed into docs and coverage. */
export type Capabilities = {
  readonly facets: Readonly<Partial<Record<ObservedFacet, Capability>>>;
  /** What the API does with a write that no longer fits: refuses it, or takes it and alters the data silently. */
  readonly onWrite: Readonly<Partial<Record<WriteFault, 'rejects' | 'alters'>>>;
  /** Saving an old record validates it as a whole, so what became required counts for updates too (Frappe). */
  readonly updateRevalidates: boolean;
  /** Server versions that the mapping was run against, and those built from documentation alone. */
  readonly versions: { readonly tested: readonly string[]; readonly documented: readonly string[] };
};
