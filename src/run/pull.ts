import { resolve } from 'node:path';
import { exactNames, selectEntities } from '../config/select.js';
import { writePullFile } from '../contract/pull-file.js';
import { reasonOf } from '../errors/codes.js';
import { exitFor } from '../errors/exit-codes.js';
import type { Config, SourceConfig } from '../model/config.js';
import type { PulledSource } from '../model/pull.js';
import type { PullReport } from '../model/report.js';
import type { RunContext, Selection } from './context.js';
import { type Contracts, contractsOnDisk } from './contracts.js';
import { needsCatalogue, pullSource, type Wanted } from './pull-source.js';
import { sourceReport } from './report-source.js';
import { seamVersion } from './version.js';
import { openWorkspace, ownerOf, resolveSources, selectorsOf, selectSources } from './workspace.js';

export type PullOptions = Selection & {
  /** The pull file to write, relative to the working folder. */
  readonly output: string;
};

/**
 * Writes the live schemas of this moment into one file, for checks without credentials. What could not be read is in
 * the file with its reason.
 * @throws SeamError for wrong usage or config, before anything was pulled; `not-delivered`
 */
export async function pullToFile(options: PullOptions, context: RunContext): Promise<PullReport> {
  const started = context.now();
  const loaded = await openWorkspace(options, context);
  const { config } = loaded;
  const contracts = await contractsOnDisk(config);
  const asked = selectSources(loaded, options);
  const resolved = await resolveSources(asked, config, context);
  const pulled = await Promise.all(
    asked.map(async (source) => {
      const wanted = wantedOf(source, config, contracts, options);
      return { source, pull: await pullSource(resolved(source), wanted, config.folder, context) };
    }),
  );
  const sources = pulled.map(({ pull }) => pull);
  const pulledAt = started.toISOString();
  await writePullFile(resolve(context.cwd, options.output), { format: 1, seamVersion, pulledAt, sources });
  const failed = sources.flatMap(({ failure }) => failure ?? []).map(reasonOf);
  const dark = sources.some(({ results }) => results.some(isDark));
  return {
    format: 1,
    seamVersion,
    command: 'pull',
    duration: context.now().getTime() - started.getTime(),
    file: options.output,
    sources: pulled.map(({ source, pull }) => ({ ...sourceReport(source, pull), ...describedIn(pull) })),
    exit: exitFor([...failed, ...(dark ? (['unchecked'] as const) : [])]),
  };
}

/** All that a check of the source would look at: what its selectors name, and the contracts that they choose. */
function wantedOf(
  source: SourceConfig,
  config: Config,
  { folders }: Contracts,
  { entities = [] }: Selection,
): Wanted {
  if (entities.length > 0) return { names: entities, selectors: undefined };
  const selectors = selectorsOf(source, config);
  const exact = exactNames(selectors);
  const known = [...(folders.get(ownerOf(source))?.contracts.keys() ?? [])];
  return {
    names: [...selectEntities(selectors, [...known, ...exact]).selected.keys()],
    selectors: needsCatalogue(selectors) ? selectors : undefined,
  };
}

const isDark = ({ status }: PulledSource['results'][number]) =>
  status === 'unreadable' || status === 'forbidden';

function describedIn({ results }: PulledSource) {
  const undescribed = results.flatMap((result) => {
    if (result.status === 'described') return [];
    const { entity, why, fix } = result;
    return [{ entity, why, ...(fix === undefined ? {} : { fix }) }];
  });
  return { described: results.length - undescribed.length, undescribed };
}
