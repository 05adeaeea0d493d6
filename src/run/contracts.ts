import type { LoadedConfig } from '../config/load.js';
import { checkUses } from '../config/uses.js';
import {
  type ContractFolder,
  readContracts,
  readContractsAt,
  sourcesAmong,
  sourcesOnDisk,
} from '../contract/store.js';
import { contractsAtRef } from '../git/contracts-at-ref.js';
import type { Config } from '../model/config.js';
import type { EntitySchema } from '../model/schema.js';
import { contractKey } from '../verdict/usage.js';

/** All contracts of a team, on disk or at a commit. */
export type Contracts = {
  /** By source; one for every source of the config that has contracts of its own, empty where it has none yet. */
  readonly folders: ReadonlyMap<string, ContractFolder>;
  /** Folders of contracts that belong to no source, with the number of contracts in each. */
  readonly orphans: ReadonlyMap<string, number>;
};

/**
 * The contracts as they are on disk.
 * @throws SeamError `contract-invalid`
 */
export async function contractsOnDisk(config: Config): Promise<Contracts> {
  const names = await sourcesOnDisk(config.contracts);
  return collect(config, names, (source) => readContracts(config.contracts, source));
}

/**
 * The contracts as they are at a git ref.
 * @param prefix path of their folder in the repository; absent: as the work tree has it
 * @throws SeamError `git-failed`, `contract-invalid`
 */
export async function contractsAt(config: Config, ref: string, prefix?: string): Promise<Contracts> {
  const { files, place } = await contractsAtRef({ folder: config.contracts, ref, prefix });
  return collect(config, sourcesAmong(files), async (source) => readContractsAt(files, source, place));
}

/** The contract of an entity, where there is one. */
export function contractIn({ folders }: Contracts, source: string, entity: string): EntitySchema | undefined {
  return folders.get(source)?.contracts.get(entity)?.schema;
}

/**
 * Holds what the seams say against the contracts.
 * @throws SeamError `no-contract` or `config-invalid`
 */
export function checkSeams(loaded: LoadedConfig, { folders }: Contracts): void {
  const all = [...folders].flatMap(([source, { contracts }]) =>
    [...contracts].map(([entity, { schema }]) => [contractKey(source, entity), schema] as const),
  );
  checkUses(loaded, new Map(all));
}

async function collect(
  { sources }: Config,
  names: readonly string[],
  read: (source: string) => Promise<ContractFolder>,
): Promise<Contracts> {
  const own = sources.filter(({ contractsOf }) => contractsOf === undefined).map(({ name }) => name);
  const folders = new Map<string, ContractFolder>();
  for (const name of own) folders.set(name, await read(name));
  const orphans = new Map<string, number>();
  for (const name of names.filter((name) => !own.includes(name))) {
    const { contracts } = await read(name);
    if (contracts.size > 0) orphans.set(name, contracts.size);
  }
  return { folders, orphans };
}
