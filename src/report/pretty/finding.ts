import type { Verdict } from '../../model/drift.js';
import type { Finding, Report } from '../../model/report.js';
import { factsOf } from '../finding/facts.js';
import { fieldTitle, markOf, symbols } from '../finding/headline.js';
import type { Paint, RenderOptions } from '../format.js';
import { apart, factLines } from '../layout.js';
import { shortened } from '../words.js';

const colours: Readonly<Record<Verdict | 'waived', keyof Paint>> = {
  breaking: 'red',
  warning: 'yellow',
  info: 'dim',
  waived: 'dim',
};

/** A finding as one block: whom it hits is seen at its head, one fact a line below. */
export function findingLines(finding: Finding, report: Report, options: RenderOptions): readonly string[] {
  const { paint } = options;
  const mark = markOf(finding);
  const field = fieldTitle(finding, options);
  const head = [
    { text: symbols[mark], paint: paint[colours[mark]] },
    { text: ` ${shortened(finding.path.entity, options)}`, paint: paint.bold },
    ...(field === undefined ? [] : [{ text: `  ${field}`, paint: paint.bold }]),
  ];
  return [
    ...apart(head, { text: finding.rule, paint: paint.dim }, options),
    ...factLines(factsOf(finding, report, options), options),
  ];
}
