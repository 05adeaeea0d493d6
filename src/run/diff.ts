import { noProofs } from '../drift/proofs.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { Coverage, Finding, Report, SourceReport } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import type { EntityResult } from '../model/source.js';
import { byCodePoint } from '../model/text.js';
import { loadSecondOpinion, type SecondOpinion } from '../validate/second-opinion.js';
import { loadValidator } from '../validate/validator.js';
import { usesByContract } from '../verdict/usage.js';
import { type Checked, reportOf } from './check-report.js';
import { type RunContext, runFacts } from './context.js';
import { located } from './contract-places.js';
import { logReport } from './events.js';
import { judgeEntity, noPolicy, type Sides } from './judge-entity.js';
import { objectionsAmong } from './objections.js';
import { type Search, withRenames } from './renamed-entities.js';
import { blindSpots } from './report-source.js';
import { openSide, type Side, type SideSource } from './side.js';
import { traitsOf } from './traits.js';
import { optionalConfig } from './workspace.js';

export type DiffOptions = {
  /** `live:<source>`, `git:<ref>[:path]`, a folder of contracts, a contract, or a pull file. */
  readonly left: string;
  readonly right: string;
  /** Path of `seam.yaml`; absent: the one in the working folder, if there is one. */
  readonly config?: string | undefined;
  /** Git ref that says how sources are reached; absent: `seam.yaml` itself. */
  readonly configRef?: string | undefined;
  /** Ask a second engine about what changed: it can make a verdict harsher, and never milder. */
  readonly secondOpinion?: boolean | undefined;
  /** The mildest verdict that fails; `failOn` of seam.yaml, or `warning`, without it. */
  readonly failOn?: Verdict | undefined;
};

/**
 * Holds the right side against the left one, as a check holds the ERP against its contracts: what would break if the
 * right one took the place of the left one.
 * @throws SeamError for a side that cannot be opened
 */
export async function compareSides(options: DiffOptions, context: RunContext): Promise<Report> {
  const started = context.now().getTime();
  const config = await optionalConfig(options, context);
  const left = await openSide(options.left, { config, context });
  const right = await openSide(options.right, { config, context });
  const ask = options.secondOpinion ? await loadSecondOpinion() : undefined;
  const checked: Checked[] = [];
  const only = left.entity ?? right.entity;
  for (const [was, now] of pairsOf(left, right)) {
    checked.push(await compareSources(cut(was, only), cut(now, only), { config, ask }));
  }
  const failOn = options.failOn ?? config?.failOn ?? 'warning';
  const findings = await agreedOn(checked, left, context);
  const found = { findings, notes: [] };
  const report: Report = { ...reportOf(checked, found, failOn, runFacts(context, started)), command: 'diff' };
  logReport(context.log, report);
  return report;
}

/**
 * All findings, each with the commit that agreed to the line of the left side, where that is made of contracts; and with
 * its place, where the lines are those of a file on disk.
 */
async function agreedOn(
  checked: readonly Checked[],
  { sources, place }: Side,
  { cwd }: RunContext,
): Promise<readonly Finding[]> {
  const findings = checked.flatMap((each) => each.findings);
  if (place === undefined) return findings;
  const folders = new Map(
    sources.flatMap(({ name, contracts }) => (contracts === undefined ? [] : [[name, contracts] as const])),
  );
  const { findings: placed } = await located(
    { findings, coverage: [] },
    checked.map(({ report }) => report),
    { config: { contracts: place.folder, folder: cwd }, contracts: { folders }, ref: place.ref },
  );
  return place.ref === undefined ? placed : placed.map(({ at: _, ...finding }) => finding);
}

/** What a side has of one entity; all of it where none is given. */
function cut(source: SideSource, entity: string | undefined): SideSource {
  if (entity === undefined) return source;
  return { ...source, results: new Map([...source.results].filter(([name]) => name === entity)) };
}

/** The sources of the same name; where each side has one alone, those two. */
function pairsOf(left: Side, right: Side): readonly (readonly [SideSource, SideSource])[] {
  const [was, now] = [left.sources[0], right.sources[0]];
  if (left.sources.length === 1 && right.sources.length === 1 && was && now) return [[was, now]];
  const byName = new Map(right.sources.map((source) => [source.name, source]));
  const pairs = left.sources.flatMap((source) => {
    const other = byName.get(source.name);
    return other === undefined ? [] : [[source, other] as const];
  });
  if (pairs.length > 0) return pairs;
  const names = ({ sources }: Side) => sources.map(({ name }) => name).join(', ') || 'none';
  throw new SeamError('nothing-selected', {
    why: `${left.label} and ${right.label} have no source in common: ${names(left)}; ${names(right)}.`,
    fix: 'Compare the folder of one source with that of another.',
  });
}

async function compareSources(
  was: SideSource,
  now: SideSource,
  { config, ask }: { readonly config: Config | undefined; readonly ask: SecondOpinion | undefined },
): Promise<Checked> {
  const failure = was.failure ?? now.failure;
  const report = reportFor(was, now);
  if (failure !== undefined) return { report: { ...report, failure }, findings: [], coverage: [] };
  const sides = await sidesOf(was, now, config);
  const objections = await objectionsAmong(bothOf(was, now), ask);
  const compared = [...was.results.keys()]
    .sort(byCodePoint)
    .map((entity) => compareEntity(entity, was, now, { ...sides, objections }));
  const judged = await withRenames(compared, sides, searchIn(was, now));
  const added = [...now.results.keys()].filter((entity) => !was.results.has(entity)).sort(byCodePoint);
  return {
    report: { ...report, ...blindSpots(sides.capabilities) },
    findings: judged.flatMap(({ findings }) => findings),
    coverage: [
      ...judged.map(({ coverage }) => coverage),
      ...added.map((entity): Coverage => ({ source: now.name, entity, status: 'not-contracted' })),
    ],
  };
}

/** The schemas of the entities that both sides describe. */
function bothOf(was: SideSource, now: SideSource): readonly (readonly [EntitySchema, EntitySchema])[] {
  return [...was.results].flatMap(([entity, before]) => {
    const after = now.results.get(entity);
    if (before.status !== 'described' || after?.status !== 'described') return [];
    return [[before.schema, after.schema] as const];
  });
}

function compareEntity(entity: string, was: SideSource, now: SideSource, sides: Sides) {
  const before = was.results.get(entity);
  if (before?.status !== 'described') {
    const why = before?.why ?? 'It was not pulled.';
    return { findings: [], coverage: { source: now.name, entity, status: 'unreadable', why } as const };
  }
  const gone: EntityResult = { entity, status: 'missing', why: 'The right side does not have it.' };
  return judgeEntity(before.schema, now.results.get(entity) ?? gone, sides);
}

/** All that the right side has is there already, so nothing more is asked. */
function searchIn(was: SideSource, now: SideSource): Search {
  const results = [...now.results.values()];
  const pulled = { name: now.name, connector: now.connector ?? '', mapping: 0, results, listed: [] };
  return {
    contractOf: (entity) => {
      const before = was.results.get(entity);
      return before?.status === 'described' ? before.schema : undefined;
    },
    pulled,
    list: async () => [],
    describe: async () => ({ ...pulled, results: [] }),
  };
}

async function sidesOf(was: SideSource, now: SideSource, config: Config | undefined): Promise<Sides> {
  const schemaOf = (source: string, entity: string) => {
    const result = source === was.name ? was.results.get(entity) : undefined;
    return result?.status === 'described' ? result.schema : undefined;
  };
  const { capabilities, wire } = await traitsOf(now.connector ?? was.connector, config);
  return {
    source: now.name,
    owner: was.name,
    selectors: [{ name: '*', exclude: false }],
    capabilities,
    wire,
    judge: await loadValidator(),
    proofs: noProofs(),
    was: was.system,
    now: now.system,
    config: config ?? noPolicy,
    uses: usesByContract(config?.seams ?? [], schemaOf),
  };
}

function reportFor(was: SideSource, now: SideSource): SourceReport {
  const { product, version, account, company, language } = now.system ?? {};
  const before = was.system?.version;
  return {
    name: now.name,
    connector: now.connector ?? was.connector ?? 'unknown',
    ...(product === undefined ? {} : { product }),
    ...(version === undefined ? {} : { version }),
    ...(before === undefined || version === undefined || before === version
      ? {}
      : { contractVersion: before }),
    ...(account === undefined ? {} : { account }),
    ...(company === undefined ? {} : { company }),
    ...(language === undefined ? {} : { language }),
    ...(was.name === now.name ? {} : { contractsOf: was.name }),
    ...(now.pulledAt === undefined ? {} : { pulledAt: now.pulledAt }),
  };
}
