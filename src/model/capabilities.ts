import type { WriteFault } from './drift.js';
import type { ObservedFacet } from './schema.js';
import { byCodePoint } from './text.js';

/** What a connector can tell of one facet, and how it knows. */
export type Capability = { readonly observable: 'yes' | 'partly' | 'no'; readonly note: string };

/** The facets that most users ask for first, in words; what else a connector can tell stands in its own table. */
export const mainFacets = {
  type: 'types',
  nullability: 'empty values',
  requiredness: 'required on create',
  readOnly: 'read-only',
  maxLength: 'lengths',
  scale: 'decimal places',
  enum: 'values of enums',
  target: 'relations',
  default: 'defaults',
  unique: 'uniqueness',
  requiredWhen: 'conditions',
  origin: 'origin',
  hidden: 'hidden fields',
} as const satisfies Partial<Record<ObservedFacet, string>>;

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

/**
 * Facets of a table that can be told, sorted.
 * @param missing those that could not be read this time
 */
export function toldFacets(
  facets: Capabilities['facets'],
  missing: ReadonlySet<ObservedFacet> = new Set(),
): readonly ObservedFacet[] {
  const rows = Object.entries(facets) as [ObservedFacet, Capability][];
  return rows
    .filter(([facet, { observable }]) => observable !== 'no' && !missing.has(facet))
    .map(([facet]) => facet)
    .sort(byCodePoint);
}
