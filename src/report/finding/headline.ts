import type { Verdict } from '../../model/drift.js';
import type { Finding, Report } from '../../model/report.js';
import { type Extent, listed, shortened } from '../words.js';
import { differenceOf, isRename } from './difference.js';

/** What stands before a finding; the word that goes with it is its verdict, or `waived`. */
export const symbols: Readonly<Record<Verdict | 'waived', string>> = {
  breaking: '✖',
  warning: '!',
  info: '·',
  waived: '○',
};

/** How a finding is marked: by its verdict, or as one that somebody lets pass. */
export function markOf({ verdict, waived }: Finding): Verdict | 'waived' {
  return waived === undefined ? verdict : 'waived';
}

/** The field, with its new name where it has one; nothing where it is about the entity itself. */
export function fieldTitle({ rule, path, after }: Finding, extent: Extent): string | undefined {
  const { field } = path;
  const renamed = isRename(rule) && typeof after === 'string';
  const title = renamed ? [field, '→', after].filter((part) => part !== undefined).join(' ') : field;
  return title === undefined ? undefined : shortened(title, extent);
}

/** `sale.order state: enum-value-added`. */
export function titleWords(finding: Finding, extent: Extent): string {
  const place = [shortened(finding.path.entity, extent), fieldTitle(finding, extent)];
  return `${place.filter((part) => part !== undefined).join(' ')}: ${finding.rule}`;
}

/** `breaking for crm-sync`: how bad it is, and for which seams. */
export function whomWords(finding: Finding, extent: Extent): string {
  const { verdict, judgements } = finding;
  const hit = judgements.filter((judgement) => judgement.verdict === verdict && verdict !== 'info');
  const seams = [...new Set(hit.flatMap(({ seam }) => seam ?? []))].map((seam) => shortened(seam, extent));
  const mark = markOf(finding) === 'waived' ? `waived, ${verdict}` : verdict;
  return seams.length === 0 ? mark : `${mark} for ${listed(seams, extent)}`;
}

/** A finding in a sentence, for where there is one line: `breaking for crm-sync: was 64; now 16`. */
export function sentenceWords(finding: Finding, report: Report, extent: Extent): string {
  const { rule } = finding;
  const { was, now } = differenceOf(finding, extent);
  const detects = Object.hasOwn(report.rules, rule) ? report.rules[rule]?.detects : undefined;
  const what = [...(was === undefined ? [] : [`was ${was}`]), ...(now === undefined ? [] : [`now ${now}`])];
  const said = what.length === 0 ? detects : what.join('; ');
  const whom = whomWords(finding, extent);
  return said === undefined ? whom : `${whom}: ${said}`;
}
