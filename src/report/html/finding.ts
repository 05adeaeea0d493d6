import type { Finding, Report } from '../../model/report.js';
import { differenceOf } from '../finding/difference.js';
import type { Fact, Line } from '../finding/fact.js';
import { factsOf, placeWords } from '../finding/facts.js';
import { fieldTitle, markOf, symbols } from '../finding/headline.js';
import { type Extent, shortened } from '../words.js';
import { element, type Html, isolated } from './element.js';

/** A finding as a card: what is wrong, for whom, the proof, and what to do. */
export function findingCard(finding: Finding, report: Report, extent: Extent): Html {
  const mark = markOf(finding);
  const { path, rule, at, fingerprint } = finding;
  const field = fieldTitle(finding, extent);
  return element(
    'article',
    { class: mark, 'data-kind': mark },
    element(
      'header',
      {},
      element('span', { class: 'mark' }, `${symbols[mark]} ${mark}`),
      element(
        'h3',
        {},
        element('code', {}, isolated(shortened(path.entity, extent))),
        field === undefined ? undefined : [' ', element('code', { class: 'field' }, isolated(field))],
      ),
      element('code', { class: 'rule' }, rule),
    ),
    element('dl', {}, ...factsOf(finding, report, extent).flatMap(factItems)),
    extent.all
      ? undefined
      : element('footer', {}, at === undefined ? fingerprint : `${placeWords(at)} · ${fingerprint}`),
  );
}

function factItems({ label, lines }: Fact): readonly Html[] {
  return [
    element('dt', {}, label),
    element(
      'dd',
      {},
      lines.map((line) => lineItem(line, label)),
    ),
  ];
}

function lineItem(line: Line, label: string): Html {
  if (typeof line === 'string') {
    return element(
      'span',
      { class: label === 'was' || label === 'now' ? 'value' : undefined },
      isolated(line),
    );
  }
  if ('command' in line) return element('code', { class: 'command' }, line.command);
  const { parts, address } = line;
  return element(
    'span',
    {},
    partsOf(parts),
    address === undefined ? undefined : [parts.length === 0 ? '' : ' · ', link(address)],
  );
}

/** Parts with a point between them. */
export function partsOf(parts: readonly string[]): readonly (Html | string)[] {
  return parts.flatMap((text, index) => [...(index === 0 ? [] : [' · ']), isolated(text)]);
}

function link(address: string): Html {
  // Anything else could be an address that runs a script.
  return /^https?:\/\/[!-~]+$/.test(address)
    ? element('a', { href: address, rel: 'noopener noreferrer' }, address)
    : isolated(address);
}

/** Findings that break nobody, a row each. */
export function findingRows(findings: readonly Finding[], extent: Extent): Html {
  const rows = findings.map((finding) => {
    const { path, rule } = finding;
    const { was, now } = differenceOf(finding, extent);
    return element(
      'tr',
      { 'data-kind': 'info' },
      element('td', {}, element('code', {}, isolated(shortened(path.entity, extent)))),
      element('td', {}, element('code', {}, isolated(fieldTitle(finding, extent) ?? ''))),
      element('td', {}, rule),
      element('td', {}, isolated([was, now].filter((each) => each !== undefined).join(' → '))),
    );
  });
  return tableOf(['entity', 'field', 'what happened', 'was → now'], rows);
}

/** A table that scrolls by itself where it is too wide. */
export function tableOf(head: readonly string[], rows: readonly Html[]): Html {
  const cells = head.map((title) => element('th', { scope: 'col' }, title));
  return element(
    'div',
    { class: 'scroll' },
    element('table', {}, element('thead', {}, element('tr', {}, cells)), element('tbody', {}, rows)),
  );
}
