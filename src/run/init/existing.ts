import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { readText } from '../../config/file.js';
import { loadConnector } from '../../connectors/registry.js';
import type { RunContext } from '../context.js';
import { refused } from '../refused.js';
import { openWorkspace, type Workspace } from '../workspace.js';
import { variablesIn } from './source.js';

/** The file that `init` writes. */
export const configFile = 'seam.yaml';

/** A `seam.yaml` that is there already. */
export type Existing = {
  readonly text: string;
  readonly workspace: Workspace;
  /** The folder of its contracts, from its own. */
  readonly contracts: string;
};

/**
 * The `seam.yaml` of a folder, where there is one.
 * @throws SeamError as `openWorkspace`; `usage-invalid` where its contracts are kept elsewhere
 */
export async function existingConfig(context: RunContext): Promise<Existing | undefined> {
  const path = join(context.cwd, configFile);
  if (!existsSync(path)) return undefined;
  const text = await readText(path, configFile);
  const workspace = await openWorkspace({}, context, text);
  const contracts = relative(context.cwd, workspace.config.contracts);
  if (isAbsolute(contracts) || contracts.split(sep)[0] === '..') {
    throw refused(
      `The contracts of ${configFile} are kept outside of this folder.`,
      `Add the source to ${configFile} by hand, and run seam snapshot.`,
    );
  }
  return { text, workspace, contracts };
}

/** What a pipeline must have for the check of all sources: packages beside seam, and environment variables. */
export async function needsOf({ config, root }: Workspace) {
  const names = config.sources.map(({ connector }) => connector);
  const plugins = await Promise.all(names.map((name) => loadConnector(name, config.folder)));
  return {
    packages: [...new Set(plugins.flatMap(({ packages = [] }) => packages))],
    variables: variablesIn({ sources: root['sources'] ?? {} }),
  };
}

/**
 * Somebody may have written into the file while the ERP was asked.
 * @throws SeamError `usage-invalid`
 */
export async function refuseChanged({ text }: Existing, { cwd }: RunContext): Promise<void> {
  const now = await readText(join(cwd, configFile), configFile);
  if (now !== text) throw refused(`${configFile} was changed meanwhile.`, 'Run it again.');
}
