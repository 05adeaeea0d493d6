import { join } from 'node:path';
import { waiversFile, withWaiver } from '../config/waivers.js';
import { writeAtomically } from '../contract/atomic.js';
import { existingText } from '../contract/text.js';
import { pathText } from '../model/path-text.js';
import type { Finding } from '../model/report.js';
import type { Waiver } from '../model/waiver.js';
import { daysLeft } from '../verdict/waivers.js';
import { type CheckOptions, checkContracts } from './check.js';
import type { RunContext, Selection } from './context.js';
import { refused } from './refused.js';
import { waiversOf } from './waivers.js';
import { openWorkspace } from './workspace.js';

export type WaiveOptions = Pick<CheckOptions, 'config' | 'configRef' | 'source' | 'offline'> & {
  /** The first hex digits of a finding's fingerprint, at least six. */
  readonly fingerprint: string;
  readonly reason: string;
  /** The last day: `2026-12-24`. */
  readonly until: string;
  readonly owner?: string | undefined;
};

/**
 * Checks, and lets the one finding with this fingerprint pass until a date.
 * @returns the finding, and the file that says so now
 * @throws SeamError `usage-invalid` where no finding has the fingerprint, or where the waiver would let nothing pass
 */
export async function addWaiver(
  { fingerprint, reason, until, owner, ...selection }: WaiveOptions,
  context: RunContext,
): Promise<{ readonly finding: Finding; readonly file: string }> {
  const { config } = await openWorkspace(selection, context);
  checkTerm(until, context.now(), config.maxWaiverDays);
  if (reason.trim() === '') throw refused('A waiver needs a reason.', 'Say why it may pass: --reason "…".');
  const { findings } = await checkContracts(selection, context);
  const finding = findingOf(fingerprint, findings);
  const waiver = {
    fingerprint: finding.fingerprint,
    reason,
    ...(owner === undefined ? {} : { owner }),
    until,
  };
  const what = `${finding.rule} of ${pathText(finding.path)}`;
  const file = join(config.folder, waiversFile);
  await writeAtomically(file, withWaiver(await existingText(file), waiver, what));
  return { finding, file: waiversFile };
}

/** Every waiver of a project with the days that it still holds, and what is wrong with those that cannot be read. */
export async function listWaivers(selection: Selection, context: RunContext) {
  const { config } = await openWorkspace(selection, context);
  const { waivers, notes } = await waiversOf(config);
  const now = context.now();
  const left = waivers.map((waiver: Waiver) => ({ waiver, left: daysLeft(waiver, now) }));
  return { waivers: left.sort((a, b) => a.left - b.left), notes };
}

/** The finding that the digits name. */
function findingOf(digits: string, findings: readonly Finding[]): Finding {
  const found = findings.filter(({ fingerprint }) => fingerprint.startsWith(digits));
  const [first] = found;
  if (digits.length < 6) {
    throw refused(
      `"${digits}" is too short for a fingerprint.`,
      'Give at least six of its digits, as seam check shows them.',
    );
  }
  if (first === undefined) {
    throw refused(`No finding has the fingerprint ${digits}.`, 'See seam check --all.');
  }
  if (found.length > 1) throw refused(`${found.length} findings begin with ${digits}.`, 'Give more digits.');
  return first;
}

function checkTerm(until: string, now: Date, mostDays: number): void {
  const left = daysLeft({ until }, now);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(left)) {
    throw refused(`"${until}" is no day.`, 'Write it as 2026-12-24.');
  }
  if (left < 0) throw refused(`${until} is over.`, 'Give a day to come.');
  if (left > mostDays) {
    throw refused(
      `${until} is more than ${mostDays} days away.`,
      'Give an earlier day, or raise maxWaiverDays in seam.yaml.',
    );
  }
}
