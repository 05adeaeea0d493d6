import { loadConnector } from '../connectors/registry.js';
import { noProofs } from '../drift/proofs.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config, SourceConfig } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { PulledSource } from '../model/pull.js';
import type { Coverage, Report, SourceReport } from '../model/report.js';
import type { EntityResult } from '../model/source.js';
import { loadSecondOpinion, type SecondOpinion } from '../validate/second-opinion.js';
import { loadValidator, type Validator } from '../validate/validator.js';
import { usesByContract } from '../verdict/usage.js';
import { type Plan, planOf } from './check-plan.js';
import type { Checked } from './check-report.js';
import { conclude } from './conclude.js';
import { confirmRemovals } from './confirm.js';
import { untrustedError } from './connect.js';
import { type RunContext, runFacts, type Selection } from './context.js';
import { type Contracts, checkSeams, contractIn, contractsAt, contractsOnDisk } from './contracts.js';
import { logReport } from './events.js';
import { gateOf } from './gate.js';
import { type Judged, judgeEntity, type Sides } from './judge-entity.js';
import { objectionsAmong } from './objections.js';
import { openPullFile } from './offline.js';
import { needsCatalogue, pullSource, type Wanted } from './pull-source.js';
import { refused } from './refused.js';
import { withRenames } from './renamed-entities.js';
import { blindSpots, sourceReport } from './report-source.js';
import { strayFindings } from './strays.js';
import { waiversOf } from './waivers.js';
import { openWorkspace, ownerOf, resolveSources, selectSources, type Workspace } from './workspace.js';

export type CheckOptions = Selection & {
  /** The mildest verdict that fails; `failOn` of seam.yaml without it. */
  readonly failOn?: Verdict | undefined;
  /** Contracts as they are at this git ref, instead of on disk. */
  readonly ref?: string | undefined;
  /** A pull file to judge, instead of asking the ERP. */
  readonly offline?: string | undefined;
  /** Milliseconds; an older pull file is not judged. */
  readonly maxAge?: number | undefined;
  /** Ask a second engine about what changed: it can make a verdict harsher, and never milder. */
  readonly secondOpinion?: boolean | undefined;
  /** Read a removal a second time before it counts; true without it. */
  readonly confirm?: boolean | undefined;
  /** With `configRef`: fail where the change since then makes the check look at less. */
  readonly protect?: boolean | undefined;
};

/** The outcome for one source, with what became of each contract where it could be read. */
export type CheckedSource = Checked & { readonly judged: readonly Judged[] };

/** What the check of every source needs. */
export type Work = {
  readonly options: Pick<CheckOptions, 'entities'>;
  readonly config: Config;
  readonly contracts: Contracts;
  readonly uses: Sides['uses'];
  readonly judge: Validator;
  readonly secondOpinion?: SecondOpinion | undefined;
  /** Gives live schemas: from the source itself, or from a pull file. */
  readonly look: (source: SourceConfig, wanted: Wanted) => Promise<PulledSource>;
  /** Where they are from a pull file: how old that is. */
  readonly pulled: Pick<SourceReport, 'pulledAt' | 'pulledAgo'>;
  /** Read a removal a second time. */
  readonly confirm: boolean;
};

/**
 * Holds the live schemas of the sources against their contracts.
 * @throws SeamError for wrong usage or config, before anything was pulled
 */
export async function checkContracts(options: CheckOptions, context: RunContext): Promise<Report> {
  const { report } = await examine(options, context);
  logReport(context.log, report);
  return report;
}

/** What a check found, and what it looked at. */
export type Examined = {
  readonly loaded: Workspace;
  readonly contracts: Contracts;
  readonly report: Report;
  readonly judged: readonly Judged[];
};

/**
 * Checks as `checkContracts`, and gives also what it looked at.
 * @throws SeamError as `checkContracts`
 */
export async function examine(options: CheckOptions, context: RunContext): Promise<Examined> {
  const started = context.now().getTime();
  if (options.protect && options.configRef === undefined) {
    throw refused(
      '--protect holds a change against what it is built on, and there is none without --config-ref.',
      'Add --config-ref REF, or leave --protect out.',
    );
  }
  const loaded = await openWorkspace(options, context);
  const { config } = loaded;
  const sources = selectSources(loaded, options);
  const { ref } = options;
  const contracts = await (ref === undefined ? contractsOnDisk(config) : contractsAt(config, ref));
  const plans = sources.map((source) => planOf(source, config, contracts, options));
  checkSeams(loaded, contracts);
  const waivers = await waiversOf(config);
  const gate = await gateOf(loaded, { contracts, waivers, protects: options.protect ?? false });
  const uses = usesByContract(config.seams, (source, entity) => contractIn(contracts, source, entity));
  const eyes = await eyesOf(sources, config, options, context);
  const secondOpinion = options.secondOpinion ? await loadSecondOpinion() : undefined;
  const judge = await loadValidator();
  const work: Work = { options, config, contracts, uses, judge, secondOpinion, ...eyes };
  const checked = await Promise.all(plans.map((plan) => checkSource(plan, work)));
  const strays = options.source === undefined ? strayFindings(plans, contracts, config) : [];
  const now = context.now();
  const run = runFacts(context, started);
  const { failOn } = options;
  const whole = isWhole(options, checked);
  const held = { config, contracts, ref, waivers, gate, whole, failOn, now, run };
  const report = await conclude(checked, strays, held);
  return { loaded, contracts, report, judged: checked.flatMap(({ judged }) => judged) };
}

/** Everything was looked at, so a waiver that fits nothing is not needed. */
function isWhole({ source, entities = [] }: CheckOptions, checked: readonly Checked[]): boolean {
  const dark = checked.some(({ coverage }) => coverage.some(({ status }) => status === 'unreadable'));
  return source === undefined && entities.length === 0 && !dark;
}

/** How live schemas are looked at: in a pull file, which needs no secrets, or in the sources themselves. */
async function eyesOf(
  sources: readonly SourceConfig[],
  config: Config,
  { offline, maxAge, confirm = true }: CheckOptions,
  context: RunContext,
): Promise<Pick<Work, 'look' | 'pulled' | 'confirm'>> {
  if (offline !== undefined) {
    const { pulledAt, of } = await openPullFile(offline, maxAge, context);
    const pulledAgo = context.now().getTime() - Date.parse(pulledAt);
    return {
      look: async (source) => untrustedPull(source) ?? of(source),
      pulled: { pulledAt, pulledAgo },
      confirm: false,
    };
  }
  if (maxAge !== undefined) {
    throw new SeamError('usage-invalid', {
      why: '--max-age says how old a pull file may be, and there is none without --offline.',
      fix: 'Add --offline FILE, or leave --max-age out.',
    });
  }
  const resolved = await resolveSources(sources, config, context);
  const look: Work['look'] = (source, wanted) => pullSource(resolved(source), wanted, config.folder, context);
  return { look, pulled: {}, confirm };
}

/** What there is of a source that nobody may look at, also not in a pull file: the change says what the file is held against. */
function untrustedPull(source: SourceConfig): PulledSource | undefined {
  const failure = untrustedError(source)?.toFailure();
  const { name, connector } = source;
  return failure && { name, connector, mapping: 0, results: [], failure };
}

/**
 * Holds one source against its contracts. What stops it is its `failure`.
 * @throws whatever the run was aborted with
 */
export async function checkSource(plan: Plan, work: Work): Promise<CheckedSource> {
  const { source, selectors, folder, names } = plan;
  const { options, config, uses, look, pulled: pulledBefore, confirm } = work;
  const listing = (options.entities ?? []).length === 0 && needsCatalogue(selectors);
  const pulled = await look(source, { names, selectors: listing ? selectors : undefined });
  const known = sourceReport(source, pulled, folder.system, pulledBefore);
  if (pulled.failure !== undefined) {
    return {
      report: known,
      findings: [],
      coverage: names.map((entity) => notRead(source, entity, pulled)),
      judged: [],
    };
  }
  const { capabilities, wire } = await loadConnector(source.connector, source.folder ?? config.folder);
  const report = { ...known, ...blindSpots(capabilities) };
  const sides: Sides = {
    source: source.name,
    owner: ownerOf(source),
    selectors,
    capabilities,
    wire,
    judge: work.judge,
    proofs: noProofs(),
    was: folder.system,
    now: pulled.system,
    config,
    uses,
  };
  const again = async (entities: readonly string[]) =>
    look(source, { names: entities, selectors: undefined });
  try {
    const judging = (seen: PulledSource) => judgeAll(plan, seen, sides, work.secondOpinion);
    const first = await judging(pulled);
    const confirmed = confirm ? await confirmRemovals(first, again, judging) : first;
    const judged = await withRenames(confirmed, sides, {
      contractOf: (entity) => folder.contracts.get(entity)?.schema,
      pulled,
      list: async () => (await look(source, { names: [], selectors: [] })).listed ?? [],
      describe: again,
    });
    return {
      report,
      findings: judged.flatMap(({ findings }) => findings),
      coverage: [...judged.map(({ coverage }) => coverage), ...uncontracted(plan, pulled)],
      judged,
    };
  } catch (error) {
    // The encoding that a plugin makes of a view is its own code.
    if (!(error instanceof SeamError) || error.code !== 'connector-broken') throw error;
    const failure = error.at({ source: source.name }).toFailure();
    const unread = names.map((entity) => notRead(source, entity, { ...pulled, failure }));
    return { report: { ...report, failure }, findings: [], coverage: unread, judged: [] };
  }
}

/** The outcome for every entity that was asked for. */
async function judgeAll(
  { folder, names }: Plan,
  { results }: PulledSource,
  given: Sides,
  ask: SecondOpinion | undefined,
): Promise<readonly Judged[]> {
  const byName = new Map(results.map((result) => [result.entity, result]));
  const pairs = results.flatMap((result) => {
    const contract = folder.contracts.get(result.entity);
    if (contract === undefined || result.status !== 'described') return [];
    return [[contract.schema, result.schema] as const];
  });
  const sides = { ...given, objections: await objectionsAmong(pairs, ask) };
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
