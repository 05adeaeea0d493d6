import { join } from 'node:path';
import { fileNameOf } from '../contract/file-name.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { exitFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import { historyOf } from '../git/history.js';
import type {
  HistoryCommit,
  HistoryLine,
  HistoryNight,
  HistoryReport,
  HistorySpan,
} from '../model/history.js';
import { pathText } from '../model/path-text.js';
import type { Dark, KnownDrift, ScanState } from '../model/scan-state.js';
import { byCodePoint } from '../model/text.js';
import { isThere } from '../scan/remember.js';
import type { RunContext } from './context.js';
import { labelOf } from './scan-label.js';
import { peekState, usualState } from './scan-state.js';
import { seamVersion } from './version.js';
import { openWorkspace, ownerOf } from './workspace.js';

export type HistoryOptions = {
  /** Where scans remember; `.seam` without it. */
  readonly state?: string | undefined;
  /** `source`, or `source/entity`; absent: everything. */
  readonly about?: string | undefined;
  /** For the commits of a contract. */
  readonly config?: string | undefined;
};

/**
 * What scans remember: drift over time, by source and by seam, and the commits of a contract.
 * @throws SeamError `state-invalid`, `usage-invalid` for a source or contract that no scan has seen, `git-failed`
 */
export async function readHistory(
  { state: place = usualState, about, config }: HistoryOptions,
  context: RunContext,
): Promise<HistoryReport> {
  const { state, setAside } = await peekState(place, context);
  if (setAside !== undefined) {
    throw new SeamError('state-invalid', { why: `What is remembered at ${setAside} cannot be read.` });
  }
  const projects = new Set(state.runs.flatMap(({ sources }) => sources.map(({ project }) => project)));
  const label = (project: string) => labelOf(project, projects.size);
  const shown = selected(state, about, label);
  const [first, last] = [state.runs[0]?.at, state.runs.at(-1)?.at];
  const commits = about?.includes('/') ? await commitsOf(about, config, context) : undefined;
  return {
    format: 1,
    seamVersion,
    command: 'history',
    place,
    ...(about === undefined ? {} : { about }),
    at: context.now().toISOString(),
    runs: state.runs.length,
    ...(first === undefined || last === undefined ? {} : { first, last }),
    sources: sourceLines(shown, label),
    seams: seamLines(shown, label),
    ...(commits === undefined ? {} : { commits }),
    exit: exitFor([]),
  };
}

/** What is asked for. */
function selected(
  state: ScanState,
  about: string | undefined,
  label: (project: string) => string,
): ScanState {
  if (about === undefined) return state;
  const names = [
    ...new Set(
      state.runs.flatMap(({ sources }) => sources.map(({ project, source }) => label(project) + source)),
    ),
  ];
  const source = names.find((name) => about === name || about.startsWith(`${name}/`));
  if (source === undefined) {
    const near = didYouMean(about.split('/', 1)[0] ?? '', names);
    throw new SeamError('usage-invalid', {
      why: `No scan has seen "${about}".`,
      fix: near === undefined ? `Known sources: ${names.join(', ') || 'none'}.` : `Did you mean "${near}"?`,
    });
  }
  const entity = about === source ? undefined : about.slice(source.length + 1);
  const isMeant = (each: { readonly project: string; readonly source: string }) =>
    label(each.project) + each.source === source;
  return {
    ...state,
    drift: state.drift.filter(
      ({ project, path }) =>
        isMeant({ project, source: path.source }) && (entity === undefined || path.entity === entity),
    ),
    dark: state.dark.filter((dark) => isMeant(dark) && (entity === undefined || dark.entity === entity)),
    // How much of a seam could be looked at is known of all that it uses together.
    runs: state.runs.map((run) => ({ ...run, sources: run.sources.filter(isMeant), seams: [] })),
  };
}

function sourceLines(state: ScanState, label: (project: string) => string): readonly HistoryLine[] {
  const nights = state.runs.flatMap(({ at, sources }) => sources.map((night) => ({ at, ...night })));
  const names = [...new Set(nights.map(({ project, source }) => label(project) + source))];
  return names
    .map((name) => {
      const own = nights.filter(({ project, source }) => label(project) + source === name);
      const drift = state.drift.filter(({ project, path }) => label(project) + path.source === name);
      const dark = state.dark.find(
        (each) => each.entity === undefined && label(each.project) + each.source === name,
      );
      const version = own.findLast((night) => night.version !== undefined)?.version;
      return {
        name,
        ...(version === undefined ? {} : { version }),
        ...darkOf(dark),
        ...lineOf(drift),
        nights: own.map(nightOf),
      };
    })
    .sort(worstFirst);
}

function seamLines(state: ScanState, label: (project: string) => string): readonly HistoryLine[] {
  const nights = state.runs.flatMap(({ at, seams = [] }) => seams.map((night) => ({ at, ...night })));
  const names = new Set([
    ...nights.map(({ project, seam }) => label(project) + seam),
    ...state.drift.flatMap(({ project, seams }) => seams.map((seam) => label(project) + seam)),
  ]);
  return [...names]
    .map((name) => {
      const own = nights.filter(({ project, seam }) => label(project) + seam === name);
      const drift = state.drift.filter(({ project, seams }) =>
        seams.some((seam) => label(project) + seam === name),
      );
      const owner = own.at(-1)?.owner;
      return {
        name,
        ...(owner === undefined ? {} : { owner }),
        ...lineOf(drift),
        nights: own.map(nightOf),
      };
    })
    .sort(worstFirst);
}

function nightOf({ at, asked, checked, breaking, warning, waived }: HistoryNight): HistoryNight {
  return { at, asked, checked, breaking, warning, waived };
}

function darkOf(dark: Dark | undefined): Pick<HistoryLine, 'dark'> {
  return dark === undefined ? {} : { dark: { since: dark.since, code: dark.code } };
}

function lineOf(drift: readonly KnownDrift[]): Omit<HistoryLine, 'name' | 'nights'> {
  const open = drift.filter((known) => isThere(known) && known.waived === undefined);
  const spans = drift
    .flatMap(spansOf)
    .sort((a, b) => byCodePoint(b.from, a.from) || byCodePoint(a.path, b.path));
  const times = spans.flatMap(({ from, to, end }) =>
    to === undefined || end !== 'resolved' ? [] : [Date.parse(to) - Date.parse(from)],
  );
  const sum = times.reduce((all, time) => all + time, 0);
  return {
    breaking: open.filter(({ verdict }) => verdict === 'breaking').length,
    warning: open.filter(({ verdict }) => verdict === 'warning').length,
    resolved: times.length,
    ...(times.length === 0 ? {} : { meanTime: sum / times.length }),
    spans,
  };
}

function spansOf({ path, rule, verdict, version, waived, seams, spans }: KnownDrift): readonly HistorySpan[] {
  if (verdict === 'info') return [];
  return spans.map((span) => ({
    path: pathText(path),
    rule,
    verdict,
    ...span,
    ...(version === undefined ? {} : { version }),
    ...(waived === undefined || span.to !== undefined ? {} : { waived }),
    seams,
  }));
}

function worstFirst(a: HistoryLine, b: HistoryLine): number {
  return (
    b.breaking - a.breaking ||
    Number(b.dark !== undefined) - Number(a.dark !== undefined) ||
    b.warning - a.warning ||
    b.spans.length - a.spans.length ||
    byCodePoint(a.name, b.name)
  );
}

/** Commits of a contract; none where git does not know it, or there is no `seam.yaml` here. */
async function commitsOf(
  about: string,
  file: string | undefined,
  context: RunContext,
): Promise<readonly HistoryCommit[] | undefined> {
  const { config } = await openWorkspace({ config: file }, context);
  const source = config.sources.find(({ name }) => about.startsWith(`${name}/`));
  if (source === undefined) return undefined;
  const entity = about.slice(source.name.length + 1);
  const versions = await historyOf(join(config.contracts, ownerOf(source), fileNameOf(entity)));
  return versions.map(({ commit: { id, date, author, subject } }) => ({ at: date, id, author, subject }));
}
