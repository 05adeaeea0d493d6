import { reasonOf } from '../errors/codes.js';
import { type ExitReason, exitFor, reasonFor } from '../errors/exit-codes.js';
import { type Verdict, verdicts } from '../model/drift.js';
import { pathText } from '../model/path-text.js';
import { type Failure, type Finding, isFailing, isSeenBefore, type Report } from '../model/report.js';
import type { Ended, Seen, SeenProject } from '../model/scan.js';
import { worstFirst } from '../report/finding/order.js';
import { keyOf, type Remembered, type Sighting } from '../scan/remember.js';
import { labelOf } from './scan-label.js';
import { seamVersion } from './version.js';

export type Whole = {
  readonly failOn: Verdict | undefined;
  /** Only drift that no earlier run has seen fails. */
  readonly failOnNew: boolean;
};

/**
 * All projects of a scan as one report, with what earlier runs know of each finding.
 * @param remembered absent where there is no state: then nobody knows anything
 */
export function wholeReport(
  { projects, run, duration }: Seen,
  remembered: Remembered | undefined,
  { failOn, failOnNew }: Whole,
): Report {
  const known = new Map((remembered?.sightings ?? []).map((each) => [keyOf(each.known), each]));
  const parts = projects.flatMap((each) =>
    each.report === undefined ? [] : [labelled(each, each.report, projects.length, known)],
  );
  const findings = parts.flatMap((part) => part.findings).sort(worstFirst);
  const notes = parts.flatMap(({ waivers = [] }) => waivers);
  return {
    format: 1,
    seamVersion,
    command: 'scan',
    ...(run.trace === undefined ? {} : { trace: run.trace }),
    // Each project may have its own in seam.yaml; what is shown goes by the strictest.
    failOn: failOn ?? strictest(parts.map((part) => part.failOn)),
    duration,
    sources: parts.flatMap(({ sources }) => sources),
    findings,
    coverage: parts.flatMap(({ coverage }) => coverage),
    ...(notes.length === 0 ? {} : { waivers: notes }),
    rules: Object.fromEntries(parts.flatMap(({ rules }) => Object.entries(rules))),
    exit: exitFor([
      ...parts.flatMap((part) => reasonsOf(part, failOnNew)),
      ...failuresOf(projects).map(reasonOf),
      ...(parts.every(({ sources }) => sources.length === 0) ? (['unchecked'] as const) : []),
    ]),
  };
}

/** Why files could not be used. */
export function failuresOf(projects: readonly SeenProject[]): readonly Failure[] {
  return projects.flatMap(({ failure }) => failure ?? []);
}

/** What a project's own report ends with; what fails it, if only what is new does. */
function reasonsOf(report: Report, failOnNew: boolean): readonly ExitReason[] {
  // A shard may have nothing of a project to look at.
  if (report.sources.length === 0 && report.findings.length === 0) return [];
  const reasons = report.exit.all.map(reasonFor).filter((reason) => reason !== 'ok');
  if (!failOnNew) return reasons;
  const fails = report.findings.some((finding) => isFailing(finding, report) && !isSeenBefore(finding));
  return reasons.filter((reason) => reason !== 'drift' || fails);
}

function labelled(
  { project }: SeenProject,
  report: Report,
  projects: number,
  known: ReadonlyMap<string, Sighting>,
): Report {
  const label = labelOf(project, projects);
  const findings = report.findings.map((finding): Finding => {
    const seen = known.get(keyOf({ project, fingerprint: finding.fingerprint }));
    const path = { ...finding.path, source: label + finding.path.source };
    return seen === undefined ? { ...finding, path } : { ...finding, path, known: knownOf(seen) };
  });
  return {
    ...report,
    sources: report.sources.map((source) => ({ ...source, name: label + source.name })),
    findings,
    coverage: report.coverage.map((each) => ({ ...each, source: label + each.source })),
  };
}

function knownOf({ standing, known: { firstSeen, version } }: Sighting): NonNullable<Finding['known']> {
  return { standing, since: firstSeen, ...(version === undefined ? {} : { version }) };
}

function strictest(all: readonly Verdict[]): Verdict {
  return verdicts.findLast((verdict) => all.includes(verdict)) ?? 'warning';
}

/** What was there and is not any more. */
export function endedOf({ ended, lit }: Remembered): readonly Ended[] {
  return [
    ...ended.map(({ project, path, rule, firstSeen, spans }) => ({
      project,
      path: pathText(path),
      rule,
      since: firstSeen,
      end: spans.at(-1)?.end ?? ('resolved' as const),
    })),
    ...lit.map(({ project, source, entity, code, since }) => ({
      project,
      path: entity === undefined ? source : `${source}/${entity}`,
      rule: code,
      since,
      end: 'readable' as const,
    })),
  ];
}
