import { type Verdict, verdicts } from '../../model/drift.js';
import { type Finding, isFailing, isSeenBefore, type Report } from '../../model/report.js';
import { counted, type Extent, grouped, listed, shortened } from '../words.js';
import { checkedCounts } from './coverage.js';
import { lostWords } from './gate.js';
import { contracts } from './source.js';

/** The outcome in three parts, for where there is more room than a line. */
export function outcomeParts(report: Report): {
  /** `3 breaking, 1 warning`, or `no drift`. */
  readonly found: string;
  /** `37 of 38 contracts checked`. */
  readonly checked: string;
  /** `exit 1 (and 3) · 2.1 s`. */
  readonly exit: string;
} {
  const { asked, checked } = checkedCounts(report);
  return {
    found: countWords(report) || (checked === 0 ? 'nothing was checked' : 'no drift'),
    checked: `${grouped(checked)} of ${contracts(asked)} checked`,
    exit: `exit ${codes(report)} · ${secondsWords(report.duration)}`,
  };
}

/** What was found, what was not looked at, and the exit code that follows: `3 breaking; 37 of 38 … → exit 1`. */
export function outcomeWords(report: Report): string {
  return report.exit.code === 0 ? goodWords(report) : `${badWords(report)} → exit ${codes(report)}`;
}

/** `50 of 50 checked, no drift (2.1 s)`. */
function goodWords(report: Report): string {
  const { asked, checked } = checkedCounts(report);
  const counts = countWords(report);
  const done = `${grouped(checked)} of ${grouped(asked)} checked`;
  const seconds = `(${secondsWords(report.duration)})`;
  const drift = `no ${driftWords(report)}`;
  return counts === '' ? `${done}, ${drift} ${seconds}` : `${counts}; ${done}, ${drift} ${seconds} → exit 0`;
}

/**
 * What a good run is free of: `drift`, `drift at or above warning`, `other drift`; `new drift at or above warning` where
 * a scan fails on that alone, and `drift that fails its project` where each project has its own limit.
 */
function driftWords(report: Report): string {
  const { findings, failOn } = report;
  const told = findings.filter(({ silent }) => !silent);
  const waived = told.some((finding) => finding.waived !== undefined && finding.verdict !== 'info');
  const spared = told.filter((finding) => isFailing(finding, report));
  const other = waived ? 'other ' : '';
  if (told.every((finding) => finding.waived !== undefined)) return `${other}drift`;
  if (spared.length === 0) return `${other}drift at or above ${failOn}`;
  return spared.every(isSeenBefore)
    ? `${other}new drift at or above ${failOn}`
    : `${other}drift that fails its project`;
}

function badWords(report: Report): string {
  const { asked, checked } = checkedCounts(report);
  const counts = countWords(report);
  if (asked === 0) return counts === '' ? 'nothing was checked' : `${counts}; nothing was checked`;
  const done = `${grouped(checked)} of ${contracts(asked)} checked`;
  if (counts === '') return checked === 0 ? done : `${done}, no drift in ${checked === 1 ? 'it' : 'them'}`;
  return checked === asked ? counts : `${counts}; ${done}`;
}

/** `2 breaking, 3 warnings, 1 waived`; harmless ones count where they fail the check. */
function countWords(report: Report): string {
  const { findings, failOn } = report;
  const open = findings.filter(({ waived }) => waived === undefined);
  const waived = findings.filter((finding) => finding.waived !== undefined && finding.verdict !== 'info');
  const lost = lostWords(report);
  const counts: readonly (readonly [string, number])[] = [
    ...verdicts
      .filter((verdict) => verdict !== 'info' || failOn === 'info')
      .map((verdict) => [verdict, open.filter((each) => each.verdict === verdict).length] as const),
    ['waived', waived.length],
  ];
  const words = counts.flatMap(([word, count]) =>
    count === 0 ? [] : [word === 'warning' ? counted(count, word) : `${grouped(count)} ${word}`],
  );
  return [...(lost === undefined ? [] : [lost]), ...words].join(', ');
}

/** The exit code, and the others that apply. */
function codes({ exit: { code, all } }: Report): string {
  const others = all.filter((each) => each !== code);
  return others.length === 0 ? `${code}` : `${code} (and ${others.join(', ')})`;
}

/** Milliseconds as seconds with one digit. */
function secondsWords(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/**
 * Whom to wake: `breaks webshop-orders (team-commerce), crm-sync`, the seams that the worst findings of a failed run
 * concern, most findings first. Nothing where the run is good or no seam is named.
 */
export function concernedWords({ findings, exit }: Report, extent: Extent): string | undefined {
  if (exit.code === 0) return undefined;
  const open = findings.filter(({ waived }) => waived === undefined);
  const breaks = seamsWords(open, 'breaking', extent);
  if (breaks !== undefined) return `breaks ${breaks}`;
  const concerns = seamsWords(open, 'warning', extent);
  return concerns === undefined ? undefined : `concerns ${concerns}`;
}

function seamsWords(findings: readonly Finding[], verdict: Verdict, extent: Extent): string | undefined {
  const owners = new Map<string, { readonly owner: string | undefined; count: number }>();
  for (const { judgements } of findings) {
    const hit = judgements.filter((judgement) => judgement.verdict === verdict);
    for (const { seam, owner } of new Map(hit.map((judgement) => [judgement.seam, judgement])).values()) {
      if (seam === undefined) continue;
      const known = owners.get(seam);
      if (known === undefined) owners.set(seam, { owner, count: 1 });
      else known.count += 1;
    }
  }
  if (owners.size === 0) return undefined;
  const most = [...owners].sort(([, a], [, b]) => b.count - a.count);
  const names = most.map(([seam, { owner }]) => (owner === undefined ? seam : `${seam} (${owner})`));
  return listed(
    names.map((name) => shortened(name, extent)),
    extent,
  );
}

/** `seam 1.2.0 · trace 4bf92f35…`: what to look for in the logs of the ERP. */
export function runWords({ seamVersion, trace }: Report): string {
  return `seam ${seamVersion}${trace === undefined ? '' : ` · trace ${trace}`}`;
}
