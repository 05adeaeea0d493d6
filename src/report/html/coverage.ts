import type { Coverage, Report } from '../../model/report.js';
import { gapsOf, statusWords, totalWords } from '../summary/coverage.js';
import { contracts } from '../summary/source.js';
import { type Extent, grouped, shortened } from '../words.js';
import { element, type Html, isolated } from './element.js';
import { tableOf } from './finding.js';

/** What was not looked at: as loud as what failed, and before it. */
export function gapsPart(report: Report, extent: Extent): Html | undefined {
  const gaps = gapsOf(report, extent);
  if (gaps.length === 0) return undefined;
  const loud = gaps.some(({ kind }) => kind === 'unreadable');
  const items = gaps.map(({ what, why, fixes }) =>
    element(
      'li',
      {},
      isolated(what),
      why === undefined ? undefined : [': ', isolated(why)],
      fixes.map((fix) => element('span', { class: 'fix' }, '→ ', isolated(fix))),
    ),
  );
  return element(
    'section',
    { class: loud ? 'gaps loud' : 'gaps' },
    element('h2', {}, loud ? 'Not checked' : 'Not part of this check'),
    element('ul', {}, items),
  );
}

/** Every entity and what became of it, folded. */
export function coveragePart(report: Report, extent: Extent): Html {
  const { coverage } = report;
  const asked = coverage.filter(({ status }) => status !== 'not-contracted').length;
  const rows = coverage.map((each) => row(each, extent));
  return element(
    'section',
    { id: 'coverage' },
    element('h2', {}, 'Coverage'),
    element('p', { class: 'muted' }, totalWords(report) ?? contracts(asked)),
    rows.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, `Every entity by name (${grouped(coverage.length)})`),
          tableOf(['source', 'entity', 'outcome', 'why'], rows),
        ),
  );
}

function row({ source, entity, status, why, fix, fromCache }: Coverage, extent: Extent): Html {
  const cached = fromCache ? 'from the cache' : undefined;
  const reason = [why, fix, cached]
    .filter((part) => part !== undefined)
    .map((part) => shortened(part, extent));
  return element(
    'tr',
    { 'data-kind': 'coverage' },
    element('td', {}, isolated(shortened(source, extent))),
    element('td', {}, element('code', {}, isolated(shortened(entity, extent)))),
    element('td', { class: status }, statusWords[status]),
    element('td', {}, isolated(reason.join(' '))),
  );
}

/** How much was looked at, as a bar; words beside it say the same. */
export function coverageBar(report: Report): Html | undefined {
  const asked = report.coverage.filter(({ status }) => status !== 'not-contracted');
  if (asked.length === 0) return undefined;
  let x = 0;
  const parts = (['clean', 'drifted', 'unreadable', 'skipped'] as const).map((status) => {
    const width = (100 * asked.filter((each) => each.status === status).length) / asked.length;
    const part = element('rect', { class: status, x: x.toFixed(3), width: width.toFixed(3), height: '1' });
    x += width;
    return part;
  });
  const label = totalWords(report) ?? contracts(asked.length);
  return element(
    'svg',
    { class: 'bar', viewBox: '0 0 100 1', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    parts,
  );
}
