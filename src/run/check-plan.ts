import { exactNames, selectEntities } from '../config/select.js';
import type { ContractFolder } from '../contract/store.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config, EntitySelector, SourceConfig } from '../model/config.js';
import type { Selection } from './context.js';
import type { Contracts } from './contracts.js';
import { ownerOf, selectorsOf } from './workspace.js';

/** What is to be checked of one source. */
export type Plan = {
  readonly source: SourceConfig;
  readonly selectors: readonly EntitySelector[];
  readonly folder: ContractFolder;
  /** Contracts to check, by entity. */
  readonly names: readonly string[];
  /** Contracts that no selector asks for; empty where the command line names what to check. */
  readonly unselected: readonly string[];
};

/**
 * What to check of a source.
 * @throws SeamError `no-contract`, `nothing-selected`
 */
export function planOf(
  source: SourceConfig,
  config: Config,
  { folders }: Contracts,
  { entities = [] }: Selection,
): Plan {
  const folder = folders.get(ownerOf(source));
  if (folder === undefined || folder.contracts.size === 0) {
    throw new SeamError('no-contract', {
      why: `There is no contract for ${source.name} yet.`,
      where: { source: source.name },
      fix: `Run seam snapshot ${ownerOf(source)}, look at the result, and commit it.`,
    });
  }
  const known = [...folder.contracts.keys()];
  const selectors = selectorsOf(source, config);
  const asked = entities.length > 0 ? entities : exactNames(selectors);
  const selected = [...selectEntities(selectors, [...known, ...asked]).selected.keys()];
  const missing = asked.find(
    (name) => (entities.length > 0 || selected.includes(name)) && !known.includes(name),
  );
  if (missing !== undefined) throw noContract(missing, source, known);
  if (entities.length > 0)
    return { source, selectors, folder, names: [...new Set(entities)], unselected: [] };
  if (selected.length === 0) {
    throw new SeamError('nothing-selected', {
      why: `No contract of ${source.name} matches its \`entities\`.`,
      where: { source: source.name },
    });
  }
  const unselected = known.filter((name) => !selected.includes(name));
  return { source, selectors, folder, names: selected, unselected };
}

function noContract(entity: string, source: SourceConfig, known: readonly string[]): SeamError {
  const near = didYouMean(entity, known);
  return new SeamError('no-contract', {
    why: `There is no contract for ${entity} of ${source.name} yet${near === undefined ? '' : ` (did you mean "${near}"?)`}.`,
    where: { source: source.name, entity },
    fix: `Run seam snapshot ${ownerOf(source)} ${entity}, look at the result, and commit it.`,
  });
}
