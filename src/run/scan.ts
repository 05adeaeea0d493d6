import { exitFor, reasonFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import type { OutgoingAlert } from '../model/alert.js';
import type { Config } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { Delivered, ScanReport, Seen } from '../model/scan.js';
import { darkKey, emptyState, type ScanState, type Told } from '../model/scan-state.js';
import { alertsOf, type Night } from '../notify/alerts.js';
import { channelTypes, loadChannel } from '../notify/channels.js';
import { keyOf, type Remembered, remember, withRun } from '../scan/remember.js';
import type { StateStore } from '../scan/store.js';
import type { RunContext } from './context.js';
import { type Composed, composed, deliverAll } from './deliver-alerts.js';
import { type LookOptions, lookAtAll, openProjects, type Project } from './look.js';
import { configFiles } from './scan-files.js';
import { endedOf, failuresOf, wholeReport } from './scan-report.js';
import { openState, peekState, usualState } from './scan-state.js';
import { seamVersion } from './version.js';

export type ScanOptions = LookOptions & {
  /** Paths or globs of `seam.yaml` files; absent or empty: `seam.yaml`. */
  readonly config?: readonly string[] | undefined;
  readonly failOn?: Verdict | undefined;
  /** Only drift that no earlier run has seen fails. */
  readonly failOnNew?: boolean | undefined;
  /** Folder that remembers, or `git:refs/heads/…`; `.seam` without it. */
  readonly state?: string | undefined;
  /** Compose alerts, send none, and remember nothing. */
  readonly dryRun?: boolean | undefined;
};

export type { Composed } from './deliver-alerts.js';

/** The outcome of a scan, and with `dryRun` what would have been sent. */
export type Scanned = { readonly report: ScanReport; readonly composed: readonly Composed[] };

/**
 * Looks at every source of every project, holds it against what earlier scans saw, and tells those who want to know.
 * @throws SeamError `scan-running`, `state-invalid`, or `usage-invalid` before anything was looked at
 */
export async function scan(options: ScanOptions, context: RunContext): Promise<Scanned> {
  const files = await configFiles(options.config ?? [], context.cwd);
  return remembering(options, context, async (memory) => {
    const projects = await openProjects(files, context);
    const seen = await lookAtAll(projects, options, context);
    return settle(seen, projects, memory, options, context);
  });
}

/** What a run remembers with: a state that it may write, one that it may only read, or none and why. */
export type Memory =
  | { readonly store: StateStore }
  | { readonly peeked: ScanState; readonly place: string; readonly setAside?: string }
  | { readonly place: string; readonly failure: SeamError };

/**
 * Opens the state, does the work, and gives the state back. Where seam may not write there, the work is done without:
 * drift that nobody looks for is worse than drift that nobody remembers.
 */
export async function remembering<T>(
  { state = usualState, dryRun = false }: Pick<ScanOptions, 'state' | 'dryRun'>,
  context: RunContext,
  work: (memory: Memory) => Promise<T>,
): Promise<T> {
  if (dryRun) {
    const { state: peeked, setAside } = await peekState(state, context);
    return work({ peeked, place: state, ...(setAside === undefined ? {} : { setAside }) });
  }
  let store: StateStore;
  try {
    store = await openState(state, context);
  } catch (error) {
    if (!(error instanceof SeamError) || error.code !== 'not-delivered') throw error;
    return work({ place: state, failure: error });
  }
  try {
    return await work({ store });
  } finally {
    await store.close();
  }
}

/** Holds what was seen against what is remembered, keeps that, and sends what is to be told. */
export async function settle(
  seen: Seen,
  projects: readonly Project[],
  memory: Memory,
  options: Pick<ScanOptions, 'failOn' | 'failOnNew'>,
  context: RunContext,
): Promise<Scanned> {
  const configs = new Map(
    projects.flatMap((each) =>
      'opened' in each ? [[each.project, each.opened.loaded.config] as const] : [],
    ),
  );
  const kinds = await kindsOf(configs);
  const whole = { failOn: options.failOn, failOnNew: options.failOnNew ?? false };
  const night = (state: ScanState) => {
    const remembered = remember(state, seen);
    const { alerts, told } = alertsOf(state.told, nightOf(seen, remembered, configs, kinds));
    const report = wholeReport(seen, remembered, whole);
    return { remembered, alerts, told, report };
  };
  if ('peeked' in memory) {
    const { remembered, alerts, report } = night(memory.peeked);
    const { place, setAside } = memory;
    const outgoing = [...memory.peeked.outbox, ...alerts];
    return {
      report: scanReport(seen, report, remembered, [], {
        place,
        ...(setAside === undefined ? {} : { setAside }),
      }),
      composed: await composed(outgoing, configs),
    };
  }
  if ('failure' in memory) {
    const { remembered, report } = night(emptyState);
    const state = { place: memory.place, failure: memory.failure.toFailure() };
    return { report: scanReport(seen, report, { ...remembered, ended: [] }, [], state), composed: [] };
  }
  const { store } = memory;
  const { setAside } = store.opened;
  const place = { place: store.place, ...(setAside === undefined ? {} : { setAside }) };
  let last = night(store.opened.state);
  try {
    await store.update((state) => {
      last = night(state);
      const { remembered, alerts, told, report } = last;
      return withRun(kept(remembered.state, told, alerts), seen, report.exit.code, configs);
    });
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SeamError)) throw error;
    // What could not be kept is told by the next run that can keep it; told now, it would be told every night.
    const state = { ...place, failure: error.toFailure() };
    return { report: scanReport(seen, last.report, last.remembered, [], state), composed: [] };
  }
  const { alerts, failure } = await deliverAll(store, configs, seen.run, context);
  const state = { ...place, ...(failure === undefined ? {} : { failure: failure.toFailure() }) };
  return { report: scanReport(seen, last.report, last.remembered, alerts, state), composed: [] };
}

function kept(state: ScanState, told: readonly Told[], alerts: readonly OutgoingAlert[]): ScanState {
  return { ...state, told, outbox: [...state.outbox, ...alerts] };
}

function scanReport(
  seen: Seen,
  report: ScanReport['report'],
  remembered: Remembered,
  alerts: readonly Delivered[],
  state: ScanReport['state'],
): ScanReport {
  const undelivered =
    state.failure !== undefined ||
    alerts.some(({ outcome }) => outcome !== 'delivered' && outcome !== 'dropped');
  const reasons = [...report.exit.all.map(reasonFor), ...(undelivered ? (['undelivered'] as const) : [])];
  return {
    format: 1,
    seamVersion,
    command: 'scan',
    run: seen.run,
    report,
    failures: failuresOf(seen.projects),
    ended: endedOf(remembered),
    alerts,
    state,
    exit: exitFor(reasons),
  };
}

/** Whom each type of channel that a project uses tells. */
async function kindsOf(configs: ReadonlyMap<string, Config>): Promise<Night['kindOf']> {
  const used = new Set(
    [...configs.values()].flatMap(({ notify }) => notify.channels.map(({ type }) => type)),
  );
  const channels = await Promise.all(channelTypes.filter((type) => used.has(type)).map(loadChannel));
  const kinds = new Map(channels.map(({ type, tells }) => [type, tells]));
  return (type) => kinds.get(type) ?? 'owner';
}

function nightOf(
  { run }: Seen,
  { sightings, state, dark }: Remembered,
  configs: ReadonlyMap<string, Config>,
  kindOf: Night['kindOf'],
): Night {
  return {
    run,
    configs,
    kindOf,
    drift: sightings.map((sighting) => ({ ...sighting, key: keyOf(sighting.known) })),
    known: new Map(state.drift.map((known) => [keyOf(known), known])),
    dark: new Map(dark.map((each) => [darkKey(each), each])),
  };
}
