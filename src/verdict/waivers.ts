import { matchesGlob } from '../model/glob.js';
import { sameJson } from '../model/json.js';
import { pathText } from '../model/path-text.js';
import type { Finding, WaiverNote } from '../model/report.js';
import { currentRule, type RetiredRules } from '../model/retired-rules.js';
import type { Waiver, Waivers } from '../model/waiver.js';

const day = 24 * 60 * 60 * 1000;

/** When it is, how many days a waiver may last from now, and whether everything was looked at. */
export type Term = {
  readonly now: Date;
  readonly mostDays: number;
  readonly whole: boolean;
  /** Rule ids that waivers may still name; those of all releases without it. */
  readonly retired?: RetiredRules;
};

/**
 * Marks the findings that a waiver lets pass; none is dropped. A waiver that has run out, or runs for too long, lets
 * nothing pass.
 * @returns the findings, and what people must know of the waivers
 */
export function waive(
  findings: readonly Finding[],
  { waivers, notes }: Waivers,
  term: Term,
): { readonly findings: readonly Finding[]; readonly notes: readonly WaiverNote[] } {
  const judged = waivers.map((waiver) => ({ waiver, fault: termFault(waiver, term) }));
  const holding = judged.filter(({ fault }) => fault === undefined).map(({ waiver }) => waiver);
  const used = new Set<Waiver>();
  const marked = findings.map((finding) => {
    const fitting = holding.filter((waiver) => fits(waiver, finding, term.retired));
    for (const waiver of fitting) used.add(waiver);
    const [first] = fitting;
    if (first === undefined) return finding;
    const { reason, owner, until } = first;
    return { ...finding, waived: { reason, until, ...(owner === undefined ? {} : { owner }) } };
  });
  const unused = term.whole ? holding.filter((waiver) => !used.has(waiver)) : [];
  return {
    findings: marked,
    notes: [
      ...notes,
      ...judged.flatMap(({ fault }) => fault ?? []),
      ...unused.map(({ at }) => ({ problem: 'unused' as const, why: 'No finding fits it any more.', at })),
    ],
  };
}

/** True where every condition of the waiver fits the finding. */
function fits(
  { fingerprint, rule, path, ...exact }: Waiver,
  finding: Finding,
  retired: RetiredRules | undefined,
): boolean {
  return (
    (fingerprint === undefined || finding.fingerprint.startsWith(fingerprint)) &&
    (rule === undefined || currentRule(rule, retired) === finding.rule) &&
    (path === undefined || matchesGlob(path, pathText(finding.path))) &&
    (exact.before === undefined || sameJson(exact.before, finding.before)) &&
    (exact.after === undefined || sameJson(exact.after, finding.after))
  );
}

/** Whole days that a waiver still holds after today; negative where it has run out. Days are days of UTC. */
export function daysLeft({ until }: Pick<Waiver, 'until'>, now: Date): number {
  const today = Date.parse(now.toISOString().slice(0, 10));
  return Math.round((Date.parse(until) - today) / day);
}

function termFault(
  waiver: Waiver,
  { now, mostDays }: Pick<Term, 'now' | 'mostDays'>,
): WaiverNote | undefined {
  const left = daysLeft(waiver, now);
  const { until, at } = waiver;
  if (left < 0) return { problem: 'expired', why: `It ran out on ${until}.`, at };
  if (left <= mostDays) return undefined;
  const why = `It holds until ${until}, which is more than ${mostDays} days away: maxWaiverDays of seam.yaml.`;
  return { problem: 'too-long', why, at };
}
