import type { LoadedConfig } from '../config/load.js';
import { loadConnector } from '../connectors/registry.js';
import type { SourceConfig } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { PulledSource } from '../model/pull.js';
import type { Coverage, Report } from '../model/report.js';
import type { EntityResult } from '../model/source.js';
import { usesByContract } from '../verdict/usage.js';
import { type Plan, planOf } from './check-plan.js';
import { type Checked, reportOf } from './check-report.js';
import { confirmRemovals } from './confirm.js';
import type { RunContext, Selection } from './context.js';
import { type Contracts, checkSeams, contractIn, contractsAt, contractsOnDisk } from './contracts.js';
import { type Judged, judgeEntity, type Sides } from './judge-entity.js';
import { type OfflinePull, openPullFile } from './offline.js';
import { needsCatalogue, pullSource } from './pull-source.js';
import { sourceReport } from './report-source.js';
import { strayFindings } from './strays.js';
import { openWorkspace, ownerOf, selectSources } from './workspace.js';

export type CheckOptions = Selection & {
  /** The mildest verdict that fails; `failOn` of seam.yaml without it. */
  readonly failOn?: Verdict | undefined;
  /** Contracts as they are at this git ref, instead of on disk. */
  readonly ref?: string | undefined;
  /** A pull file to judge, instead of asking the ERP. */
  readonly offline?: string | undefined;
  /** Milliseconds; an older pull file is not judged. */
  readonly maxAge?: number | undefined;
  /** Read a removal a second time before it counts; true without it. */
  readonly confirm?: boolean | undefined;
};

/** What the check of every source needs. */
type Work = {
  readonly options: CheckOptions;
  readonly context: RunContext;
  readonly loaded: LoadedConfig;
  readonly contracts: Contracts;
  readonly uses: Sides['uses'];
  readonly offline: OfflinePull | undefined;
};

/**
 * Holds the live schemas of the sources against their contracts.
 * @throws SeamError for wrong usage or config, before anything was pulled
 */
export async function checkContracts(options: CheckOptions, context: RunContext): Promise<Report> {
  const started = context.now().getTime();
  const loaded = await openWorkspace(options, context);
  const { config } = loaded;
  const sources = selectSources(loaded, options);
  const { ref } = options;
  const contracts = await (ref === undefined ? contractsOnDisk(config) : contractsAt(config, ref));
  const plans = sources.map((source) => planOf(source, config, contracts, options));
  checkSeams(loaded, contracts);
  const uses = usesByContract(config.seams, (source, entity) => contractIn(contracts, source, entity));
  const offline =
    options.offline === undefined ? undefined : await openPullFile(options.offline, options.maxAge, context);
  const work: Work = { options, context, loaded, contracts, uses, offline };
  const checked = await Promise.all(plans.map((plan) => checkSource(plan, work)));
  const strays = options.source === undefined ? strayFindings(plans, contracts, config) : [];
  const duration = context.now().getTime() - started;
  return reportOf(checked, strays, options.failOn ?? config.failOn, duration);
}

async function checkSource(plan: Plan, work: Work): Promise<Checked> {
  const { source, selectors, folder, names } = plan;
  const { options, context, loaded, offline } = work;
  const { config } = loaded;
  const catalogue = (options.entities ?? []).length === 0 && needsCatalogue(selectors);
  const pull = (wanted: readonly string[], listing: boolean) =>
    pullSource(source, { names: wanted, selectors: listing ? selectors : undefined }, config.folder, context);
  const pulled = offline?.of(source) ?? (await pull(names, catalogue));
  const report = sourceReport(source, pulled, folder.system, pulledBefore(work));
  if (pulled.failure !== undefined) {
    return { report, findings: [], coverage: names.map((entity) => notRead(source, entity, pulled)) };
  }
  const { capabilities } = await loadConnector(source.connector);
  const now = pulled.system;
  const sides = { source, selectors, capabilities, was: folder.system, now, config, uses: work.uses };
  const first = judgeAll(plan, pulled, sides);
  const judged =
    offline === undefined && options.confirm !== false
      ? await confirmRemovals(
          first,
          (entities) => pull(entities, false),
          (again) => judgeAll(plan, again, sides),
        )
      : first;
  return {
    report,
    findings: judged.flatMap(({ findings }) => findings),
    coverage: [...judged.map(({ coverage }) => coverage), ...uncontracted(plan, pulled)],
  };
}

/** The outcome for every entity that was asked for. */
function judgeAll({ folder, names }: Plan, { results }: PulledSource, sides: Sides): readonly Judged[] {
  const byName = new Map(results.map((result) => [result.entity, result]));
  return names.flatMap((entity) => {
    const contract = folder.contracts.get(entity);
    return contract === undefined
      ? []
      : [judgeEntity(contract.schema, byName.get(entity) ?? notPulled(entity), sides)];
  });
}

function notPulled(entity: string): EntityResult {
  return { entity, status: 'unreadable', why: 'It was not pulled.' };
}

/** An entity of a source that could not be read at all. */
function notRead({ name }: SourceConfig, entity: string, { failure }: PulledSource): Coverage {
  return {
    source: name,
    entity,
    status: 'unreadable',
    ...(failure === undefined ? {} : { why: failure.why }),
  };
}

/** Entities that the selectors find in the catalogue and that have no contract yet. */
function uncontracted({ source, folder }: Plan, { results }: PulledSource): readonly Coverage[] {
  return results
    .filter(({ entity, status }) => !folder.contracts.has(entity) && status !== 'missing')
    .map(({ entity }) => ({
      source: source.name,
      entity,
      status: 'not-contracted' as const,
      fix: `seam snapshot ${ownerOf(source)} ${entity}`,
    }));
}

function pulledBefore({ offline, context }: Work) {
  if (offline === undefined) return {};
  const { pulledAt } = offline;
  return { pulledAt, pulledAgo: context.now().getTime() - Date.parse(pulledAt) };
}
