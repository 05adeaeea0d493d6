import { type Config, ownerOf } from '../model/config.js';
import { verdicts } from '../model/drift.js';
import type { Finding, Report } from '../model/report.js';
import type { Seen, SeenProject } from '../model/scan.js';
import {
  type Dark,
  darkKey,
  type KnownDrift,
  type NightCounts,
  type PastRun,
  type ScanState,
  type SeamNight,
  type SourceNight,
  type Span,
} from '../model/scan-state.js';
import { byCodePoint } from '../model/text.js';

/** What a run is to drift. */
export type Standing = 'new' | 'changed' | 'returned' | 'worse' | 'still';

/** Drift of this run, as it stands against what earlier runs saw. */
export type Sighting = {
  readonly project: string;
  readonly finding: Finding;
  readonly standing: Standing;
  readonly known: KnownDrift;
};

/** What a run makes of the state. */
export type Remembered = {
  /** All findings of the run but those of labels and layout, in the order of the reports. */
  readonly sightings: readonly Sighting[];
  /** Drift that was there and is not any more. */
  readonly ended: readonly KnownDrift[];
  /** What cannot be looked at now. */
  readonly dark: readonly Dark[];
  /** What can be looked at again. */
  readonly lit: readonly Dark[];
  /** The state with all of it; alerts are not touched. */
  readonly state: ScanState;
};

/** Runs and drift that is over are remembered so long. */
const most = { runs: 400, days: 400, spans: 20 } as const;

const day = 24 * 60 * 60 * 1000;

/** Holds what a run saw against what earlier ones saw. What could not be looked at stays as it was. */
export function remember(state: ScanState, seen: Seen): Remembered {
  const at = seen.run.at;
  const projects = new Map(seen.projects.map((each) => [each.project, each]));
  const sightings = seen.projects.flatMap((project) => sightingsOf(project, state, seen));
  const now = new Set(sightings.map(({ known }) => keyOf(known)));
  const replaced = new Set(
    sightings.flatMap(({ known, standing }) => (standing === 'changed' ? placeOf(known) : [])),
  );
  const others = state.drift.filter((known) => !now.has(keyOf(known)));
  const missed = others.map((known) => miss(known, projects.get(known.project), replaced, at));
  const oldest = new Date(Date.parse(at) - most.days * day).toISOString();
  const drift = [
    ...sightings.map(({ known }) => known),
    ...missed.filter(({ lastSeen }) => lastSeen >= oldest),
  ];
  const { dark, lit } = darkness(state, seen);
  return {
    sightings,
    ended: missed.filter((known, index) => !isThere(known) && isThere(others[index] ?? known)),
    dark,
    lit,
    state: { ...state, drift: drift.sort((a, b) => byCodePoint(keyOf(a), keyOf(b))), dark },
  };
}

/** What `seam.yaml` says of who uses what. */
export type Uses = Pick<Config, 'seams' | 'sources'>;

/**
 * The state after a run has ended with an exit code.
 * @param uses of each project that could be read
 */
export function withRun(
  state: ScanState,
  seen: Seen,
  exit: number,
  uses: ReadonlyMap<string, Uses>,
): ScanState {
  const run: PastRun = {
    ...seen.run,
    exit,
    sources: seen.projects.flatMap(nightsOf),
    seams: seen.projects.flatMap((project) => seamNightsOf(project, uses.get(project.project))),
  };
  return { ...state, runs: [...state.runs.filter(({ id }) => id !== run.id), run].slice(-most.runs) };
}

/** Key of drift in the state: the same finding of another project is another one. */
export function keyOf({ project, fingerprint }: Pick<KnownDrift, 'project' | 'fingerprint'>): string {
  return `${project} ${fingerprint}`;
}

/** The same rule at the same field: another change there takes the place of the one before. */
function placeOf({ project, path, rule }: Pick<KnownDrift, 'project' | 'path' | 'rule'>): string {
  return JSON.stringify([project, path.source, path.entity, path.field ?? null, rule]);
}

/** True while drift is there, as far as anybody looked. */
export function isThere({ spans }: Pick<KnownDrift, 'spans'>): boolean {
  return spans.at(-1)?.to === undefined;
}

function sightingsOf({ project, report }: SeenProject, state: ScanState, { run }: Seen): readonly Sighting[] {
  if (report === undefined) return [];
  const own = state.drift.filter((known) => known.project === project);
  const byKey = new Map(own.map((known) => [keyOf(known), known]));
  const places = new Map(own.filter(isThere).map((known) => [placeOf(known), known]));
  const versions = new Map(report.sources.map((source) => [source.name, versionOf(source)]));
  const findings = new Map(
    report.findings.filter(({ silent }) => !silent).map((finding) => [finding.fingerprint, finding]),
  );
  return [...findings.values()].map((finding) => {
    const { fingerprint, path, rule } = finding;
    const before = byKey.get(keyOf({ project, fingerprint }));
    const other = places.get(placeOf({ project, path, rule }));
    const instead = other !== undefined && !findings.has(other.fingerprint) ? other : undefined;
    const standing = standingOf(finding, before, instead);
    const version = versions.get(path.source);
    const since = before?.firstSeen ?? instead?.firstSeen ?? run.at;
    const known: KnownDrift = {
      project,
      path,
      rule,
      fingerprint,
      ...asNow(finding),
      firstSeen: since,
      lastSeen: run.at,
      run: before?.run ?? instead?.run ?? run.id,
      ...versionThen(before ?? instead, version),
      spans: spansWith(before?.spans ?? [], run.at),
      missed: 0,
    };
    return { project, finding, standing, known };
  });
}

function standingOf(
  finding: Finding,
  before: KnownDrift | undefined,
  instead: KnownDrift | undefined,
): Standing {
  if (before === undefined || !isThere(before)) {
    if (instead !== undefined) return 'changed';
    return before === undefined ? 'new' : 'returned';
  }
  return verdicts.indexOf(finding.verdict) < verdicts.indexOf(before.verdict) ? 'worse' : 'still';
}

function versionThen(
  before: KnownDrift | undefined,
  version: string | undefined,
): { readonly version?: string } {
  const then = before === undefined ? version : before.version;
  return then === undefined ? {} : { version: then };
}

function asNow({ verdict, waived, judgements }: Finding): Pick<KnownDrift, 'verdict' | 'waived' | 'seams'> {
  const concerned = judgements.filter((judgement) => judgement.verdict !== 'info');
  return {
    verdict,
    ...(waived === undefined ? {} : { waived: waived.until }),
    seams: [...new Set(concerned.flatMap(({ seam }) => seam ?? []))].sort(byCodePoint),
  };
}

function spansWith(spans: readonly Span[], at: string): readonly Span[] {
  const last = spans.at(-1);
  if (last !== undefined && last.to === undefined) return spans;
  return [...spans, { from: at }].slice(-most.spans);
}

/** What becomes of drift that this run did not see. */
function miss(
  known: KnownDrift,
  project: SeenProject | undefined,
  replaced: ReadonlySet<string>,
  at: string,
): KnownDrift {
  const look = lookedFor(known, project);
  if (look === 'not-looked') return known;
  const missed = known.missed + 1;
  if (!isThere(known)) return { ...known, missed };
  const end: Span['end'] =
    look === 'unwatched' ? look : replaced.has(placeOf(known)) ? 'changed' : 'resolved';
  const last = known.spans.length - 1;
  const spans = known.spans.map((span, index): Span => (index === last ? { ...span, to: at, end } : span));
  return { ...known, spans, missed };
}

function lookedFor(
  { path }: KnownDrift,
  project: SeenProject | undefined,
): 'not-looked' | 'looked' | 'unwatched' {
  const report = project?.report;
  if (project === undefined || report === undefined) return 'not-looked';
  const source = report.sources.find(({ name }) => name === path.source);
  if (source === undefined) return project.sources.includes(path.source) ? 'not-looked' : 'unwatched';
  if (source.failure !== undefined) return 'not-looked';
  const entity = report.coverage.find((each) => each.source === path.source && each.entity === path.entity);
  if (entity === undefined) return 'unwatched';
  return entity.status === 'unreadable' || entity.status === 'skipped' ? 'not-looked' : 'looked';
}

/** `Odoo 17.0`. */
function versionOf({ product, version }: Report['sources'][number]): string | undefined {
  const words = [product, version].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(' ');
}

/** What could not be looked at, with those of earlier runs that nobody looked for. */
function darkness(
  state: ScanState,
  seen: Seen,
): { readonly dark: readonly Dark[]; readonly lit: readonly Dark[] } {
  const before = new Map(state.dark.map((dark) => [darkKey(dark), dark]));
  const now = seen.projects.flatMap(darkOf).map((dark) => {
    const known = before.get(darkKey(dark));
    return { ...dark, since: known?.since ?? seen.run.at, runs: (known?.runs ?? 0) + 1 };
  });
  const keys = new Set(now.map(darkKey));
  const asked = new Map(seen.projects.map((project) => [project.project, project]));
  const rest = state.dark.filter((dark) => !keys.has(darkKey(dark)));
  const isLit = (dark: Dark) => isAsked(dark, asked.get(dark.project));
  return { dark: [...now, ...rest.filter((dark) => !isLit(dark))], lit: rest.filter(isLit) };
}

/** True where this run could have told that it is dark still. An entity of a source that failed as a whole is in its dark. */
function isAsked({ source, entity }: Dark, project: SeenProject | undefined): boolean {
  if (project?.report === undefined) return false;
  const report = project.report.sources.find(({ name }) => name === source);
  if (report === undefined) return !project.sources.includes(source);
  return entity === undefined || report.failure === undefined;
}

function darkOf({ project, report }: SeenProject): readonly Omit<Dark, 'since' | 'runs'>[] {
  if (report === undefined) return [];
  const failed = report.sources.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [{ project, source: name, code: failure.code, why: failure.why }],
  );
  const names = new Set(failed.map(({ source }) => source));
  const entities = report.coverage
    .filter(({ source, status }) => status === 'unreadable' && !names.has(source))
    .map(({ source, entity, why = 'no reason is known' }) => ({
      project,
      source,
      entity,
      code: 'unreadable',
      why,
    }));
  return [...failed, ...entities];
}

function nightsOf({ project, report }: SeenProject): readonly SourceNight[] {
  if (report === undefined) return [];
  return report.sources.map((source) => {
    const version = versionOf(source);
    return {
      project,
      source: source.name,
      ...(version === undefined ? {} : { version }),
      ...countsOf(
        report.coverage.filter((each) => each.source === source.name),
        report.findings.filter(({ path }) => path.source === source.name),
      ),
    };
  });
}

function seamNightsOf({ project, report }: SeenProject, uses: Uses | undefined): readonly SeamNight[] {
  if (report === undefined || uses === undefined) return [];
  const owners = new Map(uses.sources.map((source) => [source.name, ownerOf(source)]));
  return uses.seams.map(({ name, owner, uses: used }) => {
    const contracts = new Set(used.map(({ source, entity }) => `${source}/${entity}`));
    const isUsed = ({ source, entity }: { readonly source: string; readonly entity: string }) =>
      contracts.has(`${owners.get(source) ?? source}/${entity}`);
    const findings = report.findings.flatMap((finding) => {
      const own = finding.judgements.filter(({ seam }) => seam === name);
      const verdict = verdicts.find((each) => own.some((judgement) => judgement.verdict === each));
      return verdict === undefined ? [] : [{ ...finding, verdict }];
    });
    return {
      project,
      seam: name,
      ...(owner === undefined ? {} : { owner }),
      ...countsOf(report.coverage.filter(isUsed), findings),
    };
  });
}

function countsOf(coverage: Report['coverage'], findings: readonly Finding[]): NightCounts {
  const asked = coverage.filter(({ status }) => status !== 'not-contracted');
  const loud = findings.filter(({ silent }) => !silent);
  const count = (verdict: Finding['verdict']) =>
    loud.filter((finding) => finding.verdict === verdict && finding.waived === undefined).length;
  return {
    asked: asked.length,
    checked: asked.filter(({ status }) => status === 'clean' || status === 'drifted').length,
    breaking: count('breaking'),
    warning: count('warning'),
    waived: loud.filter(({ waived, verdict }) => waived !== undefined && verdict !== 'info').length,
  };
}
