import type { LoadedConfig } from '../config/load.js';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { Failure, Report } from '../model/report.js';
import type { Waivers } from '../model/waiver.js';
import { loadValidator, type Validator } from '../validate/validator.js';
import { usesByContract } from '../verdict/usage.js';
import { checkSource, type Work } from './check.js';
import { type Plan, planOf } from './check-plan.js';
import type { Checked } from './check-report.js';
import { conclude } from './conclude.js';
import type { RunContext } from './context.js';
import { type Contracts, checkSeams, contractIn, contractsOnDisk } from './contracts.js';
import { pullSource } from './pull-source.js';
import { strayFindings } from './strays.js';
import { waiversOf } from './waivers.js';
import { openWorkspace, resolveSources } from './workspace.js';

/** A `seam.yaml` with all that its sources are held against, read once however many sources it has. */
export type OpenProject = {
  /** Path of the file from where the scan was started, with `/`. */
  readonly project: string;
  readonly loaded: LoadedConfig;
  readonly contracts: Contracts;
  readonly waivers: Waivers;
  readonly uses: Work['uses'];
  readonly judge: Validator;
};

/**
 * Reads a project.
 * @throws SeamError where the file, a contract or the waivers cannot be used
 */
export async function openProject(project: string, context: RunContext): Promise<OpenProject> {
  const loaded = await openWorkspace({ config: project }, context);
  const contracts = await contractsOnDisk(loaded.config);
  checkSeams(loaded, contracts);
  const waivers = await waiversOf(loaded.config);
  const uses = usesByContract(loaded.config.seams, (source, entity) => contractIn(contracts, source, entity));
  return { project, loaded, contracts, waivers, uses, judge: await loadValidator() };
}

/**
 * Checks one source of a project; whatever is wrong with it, with its contracts or its secrets, is its own failure.
 * @param limit ends this source alone
 * @throws whatever the run was aborted with
 */
export async function lookAt(
  source: SourceConfig,
  { loaded: { config }, contracts, uses, judge }: OpenProject,
  limit: AbortSignal,
  context: RunContext,
): Promise<Checked> {
  let plan: Plan | undefined;
  try {
    plan = planOf(source, config, contracts, {});
    const resolved = await resolveSources([source], config, context);
    const look: Work['look'] = (each, wanted) =>
      pullSource(resolved(each), wanted, config.folder, context, limit);
    const work: Work = { options: {}, config, contracts, uses, judge, look, pulled: {}, confirm: true };
    // The schemas of a fleet are a lot to hold until the last source has answered.
    const { judged: _, ...checked } = await checkSource(plan, work);
    return checked;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SeamError)) throw error;
    return failed(source, error.at({ source: source.name }).toFailure(), plan);
  }
}

function failed({ name, connector }: SourceConfig, failure: Failure, plan: Plan | undefined): Checked {
  const coverage = (plan?.names ?? []).map((entity) => ({
    source: name,
    entity,
    status: 'unreadable' as const,
    why: failure.why,
  }));
  return { report: { name, connector, failure }, findings: [], coverage };
}

/** Which part of a project was looked at. */
export type Part = {
  /** Every source was looked at, so that a waiver that fits nothing is not needed. */
  readonly whole: boolean;
  /** Tell what nothing watches; one of several shards does. */
  readonly strays: boolean;
  readonly failOn: Verdict | undefined;
  /** Milliseconds. */
  readonly duration: number;
};

/** The report of a project, or of a part of it. */
export async function projectReport(
  opened: OpenProject,
  looked: readonly Checked[],
  { whole, strays, failOn, duration }: Part,
  { now }: RunContext,
): Promise<Report> {
  const { contracts, waivers } = opened;
  const { config } = opened.loaded;
  const unwatched = strays ? strayFindings(plansOf(opened), contracts, config) : [];
  const dark = looked.some(
    ({ report, coverage }) =>
      report.failure !== undefined || coverage.some(({ status }) => status === 'unreadable'),
  );
  const run = { duration };
  const held = { config, contracts, waivers, whole: whole && !dark, failOn, now: now(), run };
  return conclude(looked, unwatched, held);
}

/** The plans of the sources that can be checked; what is wrong with another is its own failure. */
function plansOf({ loaded: { config }, contracts }: OpenProject): readonly Plan[] {
  return config.sources.flatMap((source) => {
    try {
      return [planOf(source, config, contracts, {})];
    } catch (error) {
      if (error instanceof SeamError) return [];
      throw error;
    }
  });
}
