import { rules } from '../drift/rules/index.js';
import { reasonOf } from '../errors/codes.js';
import { type ExitReason, exitFor } from '../errors/exit-codes.js';
import type { Verdict } from '../model/drift.js';
import {
  type Coverage,
  type Finding,
  type GateReport,
  isFailing,
  type Report,
  type RuleText,
  type SourceReport,
  type WaiverNote,
} from '../model/report.js';
import { byCodePoint } from '../model/text.js';
import { worstFirst } from '../report/finding/order.js';
import { seamVersion } from './version.js';

/** The outcome for one source. */
export type Checked = {
  readonly report: SourceReport;
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
};

/**
 * The report of a check, findings worst first, with the exit code that follows from it.
 * @param found all findings, and what people must know of the waivers and of the change under check
 * @param run how long it took in milliseconds, and its trace
 */
export function reportOf(
  checked: readonly Checked[],
  found: Found,
  failOn: Verdict,
  run: Pick<Report, 'duration' | 'trace'>,
): Report {
  const findings = [...found.findings].sort(worstFirst);
  const coverage = checked.flatMap((each) => each.coverage);
  return {
    format: 1,
    seamVersion,
    command: 'check',
    failOn,
    ...run,
    sources: checked.map(({ report }) => report),
    findings,
    coverage,
    ...(found.gate === undefined ? {} : { gate: found.gate }),
    ...(found.notes.length === 0 ? {} : { waivers: found.notes }),
    rules: textsOf(findings),
    exit: exitFor([
      ...reasonsFor({ findings, coverage, sources: checked.map(({ report }) => report), failOn }),
      ...gateReasons(found.gate),
    ]),
  };
}

/** What a check found beside its sources. */
export type Found = {
  readonly findings: readonly Finding[];
  readonly notes: readonly WaiverNote[];
  readonly gate?: GateReport;
};

/** A gate that is protected fails on a change that takes from it, or that would lead it elsewhere. */
function gateReasons(gate: GateReport | undefined): readonly ExitReason[] {
  if (gate === undefined || !gate.protects) return [];
  const moved = gate.unheeded.some(({ kind }) => kind === 'changed');
  return gate.weakened.length > 0 || moved ? ['drift'] : [];
}

/** All that decides the exit code of a report. */
export function reasonsFor({
  findings,
  coverage,
  sources,
  failOn,
}: Pick<Report, 'findings' | 'coverage' | 'sources' | 'failOn'>): readonly ExitReason[] {
  const failing = findings.some((finding) => isFailing(finding, { failOn }));
  const looked = coverage.some(({ status }) => status === 'clean' || status === 'drifted');
  const dark = coverage.some(({ status }) => status === 'unreadable');
  return [
    ...sources.flatMap(({ failure }) => failure ?? []).map(reasonOf),
    ...(failing ? (['drift'] as const) : []),
    ...(dark || !looked ? (['unchecked'] as const) : []),
  ];
}

/** The texts of the rules that occur. */
function textsOf(findings: readonly Finding[]): Readonly<Record<string, RuleText>> {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort(byCodePoint);
  return Object.fromEntries(
    ids.flatMap((id) => {
      const row = rules[id];
      return row === undefined ? [] : [[id, { detects: row.detects, advice: row.advice }] as const];
    }),
  );
}
