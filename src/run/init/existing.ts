import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { readText } from '../../config/file.js';
import { loadConnector } from '../../connectors/registry.js';
import { byCodePoint } from '../../model/text.js';
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

/** What a pipeline must have for the check: packages beside seam, and environment variables. */
type Needs = { readonly packages: readonly string[]; readonly variables: readonly string[] };

/** What one more source needs, and all that the sources of the file need already. */
export async function withNeedsOf(existing: Existing | undefined, more: Needs): Promise<Needs> {
  if (existing === undefined) return more;
  const { config, root } = existing.workspace;
  const names = config.sources.map(({ connector }) => connector);
  const plugins = await Promise.all(names.map((name) => loadConnector(name, config.folder)));
  const packages = plugins.flatMap((plugin) => plugin.packages ?? []);
  const variables = variablesIn({ sources: root['sources'] ?? {} });
  return {
    packages: [...new Set([...packages, ...more.packages])],
    variables: [...new Set([...variables, ...more.variables])].sort(byCodePoint),
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
