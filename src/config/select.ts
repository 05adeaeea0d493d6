import type { Config, EntitySelector, SourceConfig } from '../model/config.js';
import { isGlob, matchesGlob } from '../model/glob.js';

export { isGlob } from '../model/glob.js';

/** What is chosen of an entity. `fields`: names and globs; absent: all fields. */
export type Selected = { readonly fields?: readonly string[] };

/** What a list of selectors chooses among some names. */
export type Selection = {
  /** In the order of the names. */
  readonly selected: ReadonlyMap<string, Selected>;
  /** Exact names (no globs, no exclusions) that are not among the names, in the order of the selectors. */
  readonly dead: readonly string[];
};

/**
 * Applies selectors in order: each adds what it matches, and `!` takes away what the ones before it added. An entity
 * that several selectors chose gets the fields of all of them.
 */
export function selectEntities(selectors: readonly EntitySelector[], names: Iterable<string>): Selection {
  const known = new Set(names);
  const selected = new Map<string, Selected>();
  for (const name of known) {
    const chosen = choose(selectors, name);
    if (chosen !== undefined) selected.set(name, chosen);
  }
  const dead = exactNames(selectors).filter((name) => !known.has(name));
  return { selected, dead: [...new Set(dead)] };
}

/** Names that selectors say themselves: no globs, and no exclusions. */
export function exactNames(selectors: readonly EntitySelector[]): readonly string[] {
  return selectors.filter(({ name, exclude }) => !exclude && !isGlob(name)).map(({ name }) => name);
}

function choose(selectors: readonly EntitySelector[], entity: string): Selected | undefined {
  let chosen: Selected | undefined;
  for (const { name, exclude, fields } of selectors) {
    if (!matchesGlob(name, entity)) continue;
    if (exclude) chosen = undefined;
    else chosen = union(chosen, fields);
  }
  return chosen;
}

function union(before: Selected | undefined, fields: readonly string[] | undefined): Selected {
  if (fields === undefined || (before !== undefined && before.fields === undefined)) return {};
  return { fields: [...new Set([...(before?.fields ?? []), ...fields])] };
}

/**
 * What is selected of a source. One that is held against the contracts of another takes that one's selection where it
 * has none of its own, or narrows it where its own begins with an exclusion.
 */
export function selectorsOf(source: SourceConfig, { sources }: Config): readonly EntitySelector[] {
  const { entities, contractsOf } = source;
  const narrows = entities[0]?.exclude ?? true;
  const owner = narrows ? sources.find(({ name }) => name === contractsOf) : undefined;
  return [...(owner?.entities ?? []), ...entities];
}
