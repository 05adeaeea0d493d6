import type { Config } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { Finding, GateReport, Report } from '../model/report.js';
import type { Waivers } from '../model/waiver.js';
import { waive } from '../verdict/waivers.js';
import { type Checked, reportOf } from './check-report.js';
import { located } from './contract-places.js';
import type { Contracts } from './contracts.js';

/** What sources were held against, and how the outcome is judged. */
export type Conclusion = {
  readonly config: Config;
  readonly contracts: Contracts;
  /** Git ref of the contracts, where they are not those on disk. */
  readonly ref?: string | undefined;
  readonly waivers: Waivers;
  readonly gate?: GateReport | undefined;
  /** Everything was looked at, so a waiver that fits nothing is not needed. */
  readonly whole: boolean;
  /** `failOn` of seam.yaml without it. */
  readonly failOn: Verdict | undefined;
  readonly now: Date;
  /** How long it took, and its trace. */
  readonly run: Pick<Report, 'duration' | 'trace'>;
};

/**
 * The report of what was found: waivers marked, worst first, each finding with its place.
 * @param strays findings of what nothing watches
 */
export async function conclude(
  checked: readonly Checked[],
  strays: readonly Finding[],
  { config, contracts, ref, waivers, gate, whole, failOn, now, run }: Conclusion,
): Promise<Report> {
  const term = { now, mostDays: config.maxWaiverDays, whole };
  const found = waive([...checked.flatMap(({ findings }) => findings), ...strays], waivers, term);
  const outcome = { ...found, ...(gate === undefined ? {} : { gate }) };
  const report = reportOf(checked, outcome, failOn ?? config.failOn, run);
  return { ...report, ...(await located(report, report.sources, { config, contracts, ref })) };
}
