import { dirname, resolve } from 'node:path';
import { readText } from '../config/file.js';
import { sourcesOf } from '../config/named.js';
import { readYaml } from '../config/yaml.js';
import { contractNames } from '../contract/store.js';
import { isJsonObject } from '../model/json.js';
import type { RunContext, Selection } from './context.js';

/** What can be named on a command line in this folder. */
export type Names = {
  readonly sources: readonly string[];
  /** Entities with a contract, by source. */
  readonly contracts: ReadonlyMap<string, readonly string[]>;
};

/**
 * Names of a `seam.yaml` and of the contracts beside it, without judging either: the file may be half written.
 * @throws SeamError where the file cannot be read
 */
export async function namesHere(
  { config: file = 'seam.yaml' }: Pick<Selection, 'config'>,
  { cwd }: Pick<RunContext, 'cwd'>,
): Promise<Names> {
  const path = resolve(cwd, file);
  const { root } = readYaml(await readText(path, file));
  const sources = sourcesOf(root).map(([name]) => name);
  const folder =
    isJsonObject(root) && typeof root['contracts'] === 'string' ? root['contracts'] : 'contracts';
  const contracts = new Map<string, readonly string[]>();
  for (const source of sources) {
    contracts.set(source, await contractNames(resolve(dirname(path), folder), source));
  }
  return { sources, contracts };
}
