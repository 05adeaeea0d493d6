import { relative } from 'node:path';
import { selectEntities } from '../config/select.js';
import { type ContractFolder, readContracts } from '../contract/store.js';
import { reasonOf } from '../errors/codes.js';
import { exitFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import type { SnapshotReport } from '../model/report.js';
import { type RunContext, runFacts, type Selection } from './context.js';
import { logSnapshot } from './events.js';
import { needsCatalogue, pullSource, type Wanted } from './pull-source.js';
import { sourceReport } from './report-source.js';
import { seamVersion } from './version.js';
import { openWorkspace, resolveSources, selectSources } from './workspace.js';
import { writeSnapshot } from './write-snapshot.js';

export type SnapshotOptions = Selection & {
  /** Say what would be written, and write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Remove contracts whose entity is gone, or that no selector asks for. */
  readonly prune?: boolean | undefined;
};

/**
 * Pulls live schemas and writes them as contracts. What could not be read is named and left as it was.
 * @throws SeamError for wrong usage or config, before anything was pulled
 */
export async function takeSnapshot(options: SnapshotOptions, context: RunContext): Promise<SnapshotReport> {
  const started = context.now().getTime();
  const loaded = await openWorkspace(options, context);
  const { config } = loaded;
  const sources = ownSources(selectSources(loaded, options), options);
  const plans = [];
  for (const source of sources) {
    const before = await readContracts(config.contracts, source.name);
    plans.push({ source, before, wanted: wantedOf(source, before, options) });
  }
  const resolved = await resolveSources(sources, config, context);
  const snapshots = await Promise.all(
    plans.map(async ({ wanted, ...plan }) => {
      const pulled = await pullSource(resolved(plan.source), wanted, config.folder, context);
      return { ...plan, pulled };
    }),
  );
  const { contracts: folder } = config;
  const { dryRun = false, prune = false } = options;
  const partial = (options.entities ?? []).length > 0;
  const entities = [];
  for (const snapshot of snapshots) {
    const { signal } = context;
    entities.push(...(await writeSnapshot({ ...snapshot, folder, partial, dryRun, prune, signal })));
  }
  const failures = snapshots.flatMap(({ pulled: { failure } }) => failure ?? []);
  const dark = entities.some(({ outcome }) => outcome === 'unreadable');
  const report: SnapshotReport = {
    format: 1,
    seamVersion,
    command: 'snapshot',
    dryRun,
    ...runFacts(context, started),
    folder: relative(context.cwd, folder) || '.',
    sources: snapshots.map(({ source, pulled }) => sourceReport(source, pulled)),
    entities,
    exit: exitFor([...failures.map(reasonOf), ...(dark ? (['unchecked'] as const) : [])]),
  };
  logSnapshot(context.log, report);
  return report;
}

/** Sources that have contracts of their own. */
function ownSources(sources: readonly SourceConfig[], { source: named }: Selection): readonly SourceConfig[] {
  const own = sources.filter(({ contractsOf }) => contractsOf === undefined);
  const [first] = sources;
  if (own.length > 0 || first === undefined) return own;
  throw new SeamError('usage-invalid', {
    why: `${named ?? first.name} is held against the contracts of ${first.contractsOf}; it has none of its own.`,
    where: { source: first.name },
    fix: `Take the snapshot of ${first.contractsOf}.`,
  });
}

/** What to describe: the names of the command line, or all that the selectors name, also among the contracts on disk. */
function wantedOf(source: SourceConfig, { contracts }: ContractFolder, { entities = [] }: Selection): Wanted {
  const selectors = source.entities;
  if (entities.length === 0) {
    const exact = selectors.filter(({ exclude }) => !exclude).map(({ name }) => name);
    const plain = exact.filter((name) => !needsCatalogue([{ name, exclude: false }]));
    const known = [...selectEntities(selectors, [...contracts.keys(), ...plain]).selected.keys()];
    return { names: known, selectors: needsCatalogue(selectors) ? selectors : undefined };
  }
  const { selected } = selectEntities(selectors, entities);
  const stranger = entities.find((name) => !selected.has(name));
  if (stranger !== undefined) {
    throw new SeamError('usage-invalid', {
      why: `"${stranger}" is not among the \`entities\` of ${source.name}.`,
      where: { source: source.name },
      fix: 'Add it to `entities` in seam.yaml, or name one that is there.',
    });
  }
  return { names: [...new Set(entities)], selectors: undefined };
}
