import { type Verdict, verdicts } from '../../model/drift.js';
import type { Finding, Report } from '../../model/report.js';
import { byCodePoint } from '../../model/text.js';
import type { Paint, RenderOptions } from '../format.js';
import { apart, factLines } from '../layout.js';
import { shortened } from '../words.js';
import { factsOf } from './facts.js';

const marks: Readonly<Record<Verdict, { readonly symbol: string; readonly paint: keyof Paint }>> = {
  breaking: { symbol: '✖', paint: 'red' },
  warning: { symbol: '!', paint: 'yellow' },
  info: { symbol: '·', paint: 'dim' },
};

/** A finding as one block: whom it hits is seen at its head, one fact a line below. */
export function findingLines(finding: Finding, report: Report, options: RenderOptions): readonly string[] {
  const { paint } = options;
  const { entity } = finding.path;
  const mark = marks[finding.verdict];
  const field = fieldWords(finding);
  const head = [
    { text: mark.symbol, paint: paint[mark.paint] },
    { text: ` ${shortened(entity, options)}`, paint: paint.bold },
    ...(field === undefined ? [] : [{ text: `  ${shortened(field, options)}`, paint: paint.bold }]),
  ];
  return [
    ...apart(head, { text: finding.rule, paint: paint.dim }, options),
    ...factLines(factsOf(finding, report, options), options),
  ];
}

function fieldWords({ rule, path, after }: Finding): string | undefined {
  if (path.field === undefined || rule !== 'field-renamed') return path.field;
  return typeof after === 'string' ? `${path.field} → ${after}` : path.field;
}

/** Worst first; among equals what the ERP alters silently, since nobody notices that; then by place and rule. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    Number(b.onWrite === 'alters') - Number(a.onWrite === 'alters') ||
    byCodePoint(a.path.entity, b.path.entity) ||
    byCodePoint(a.path.field ?? '', b.path.field ?? '') ||
    byCodePoint(a.rule, b.rule)
  );
}
