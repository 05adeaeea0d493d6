import { verdicts } from '../../model/drift.js';
import type { Finding, Report } from '../../model/report.js';
import type { Line } from '../finding/fact.js';
import { factsOf } from '../finding/facts.js';
import { fieldTitle, markOf, symbols } from '../finding/headline.js';
import { type Extent, listed, shortened } from '../words.js';
import { bold, code, htmlCode, link, numbered, prose } from './escape.js';

/** The row of a finding in the overview: how bad, where, what, for whom. */
export function findingRow(finding: Finding, extent: Extent): string {
  const { path, rule } = finding;
  const field = fieldTitle(finding, extent);
  const cells = [
    markWords(finding),
    htmlCode(shortened(path.entity, extent)),
    field === undefined ? '' : htmlCode(field),
    numbered(rule),
    whom(finding, extent),
  ];
  return `| ${cells.join(' | ')} |`;
}

function markWords(finding: Finding): string {
  const mark = markOf(finding);
  const until = finding.waived === undefined ? '' : ` until ${numbered(finding.waived.until)}`;
  return `${symbols[mark]} ${mark}${until}`;
}

/** The seams that have the worst verdict, with their owners. */
function whom({ judgements, verdict }: Finding, extent: Extent): string {
  if (verdict === verdicts.at(-1)) return '';
  const hit = judgements.filter((judgement) => judgement.verdict === verdict);
  const names = hit.map(({ seam, owner }) => {
    if (seam === undefined) return 'anyone';
    return owner === undefined ? seam : `${seam} (${owner})`;
  });
  return numbered(
    listed(
      [...new Set(names)].map((name) => shortened(name, extent)),
      extent,
    ),
  );
}

/** All that is known of a finding, folded below its headline. */
export function findingDetails(finding: Finding, report: Report, extent: Extent, open: boolean): string {
  const { path, rule } = finding;
  const field = fieldTitle(finding, extent);
  const title = [
    symbols[markOf(finding)],
    htmlCode(shortened(path.entity, extent)),
    ...(field === undefined ? [] : [htmlCode(field)]),
    numbered(rule),
  ];
  const facts = factsOf(finding, report, extent).map(
    ({ label, lines }) => `- ${bold(label)} ${lines.map((line) => lineText(line, label)).join('<br>')}`,
  );
  // A blank line ends HTML and begins Markdown. https://github.github.com/gfm/#html-blocks
  return [
    `<details${open ? ' open' : ''}><summary>${title.join(' ')}</summary>`,
    '',
    ...facts,
    '',
    '</details>',
  ].join('\n');
}

function lineText(line: Line, label: string): string {
  if (typeof line === 'string') return label === 'was' || label === 'now' ? code(line) : prose(line);
  if ('command' in line) return code(line.command);
  const { parts, address } = line;
  return [...parts.map(prose), ...(address === undefined ? [] : [link(address)])].join(' · ');
}
