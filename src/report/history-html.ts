import { createHash } from 'node:crypto';
import type { HistoryLine, HistoryReport, HistorySpan } from '../model/history.js';
import { openWords, resolvedWords, standingWords, summaryOf, symbolOf, timeWords } from './history.js';
import { element, type Html, isolated, raw } from './html/element.js';
import { style } from './html/style.js';
import { grouped, shortened } from './words.js';

const extent = { all: false } as const;

/** Spans that a timeline shows; the table below it says how many there are. */
const mostSpans = 40;

/** What this page adds to the look of a report. */
const own = `
.fleet td:first-child { white-space: nowrap; }
.fleet .breaking, .open { color: var(--breaking); font-weight: 600; }
.fleet .warning { color: var(--warning); font-weight: 600; }
#seams { margin-top: 3rem; }
.line { display: block; width: 100%; height: auto; margin-top: .6rem; }
.line .axis { stroke: var(--line); stroke-width: .3; }
.line .breaking { fill: var(--breaking); } .line .warning { fill: var(--warning); } .line .over { opacity: .45; }
.line .checked { fill: var(--clean); } .line .unchecked { fill: var(--breaking); }
.ends { display: flex; justify-content: space-between; color: var(--muted); font-size: .8rem; }
@media (max-width: 36rem) { td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); } }
`;

const look = style + own;

/** One file that loads nothing: the fleet worst first, and for each source and seam what drifted when. For `seam history --html`. */
export function historyPage(report: HistoryReport): string {
  const { sources, seams, commits = [] } = report;
  const bad = sources.some(({ breaking, warning, dark }) => breaking + warning > 0 || dark !== undefined);
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, `seam: ${summaryOf(report)}`),
    raw('style', look),
  );
  const body = element(
    'body',
    { class: bad ? 'failed' : 'good' },
    element(
      'header',
      {},
      element('p', { class: 'brand' }, 'seam history'),
      element('h1', {}, heading(sources)),
      element('p', { class: 'facts' }, isolated(summaryOf(report))),
    ),
    element(
      'main',
      {},
      fleet(sources),
      sources.map((line) => section(line, report)),
      seams.length === 0 ? undefined : element('h2', { id: 'seams' }, 'Seams'),
      seams.map((line) => section(line, report)),
      commits.length === 0 ? undefined : commitTable(commits),
    ),
    element('footer', {}, `seam ${report.seamVersion} · ${report.at}`),
  );
  return `<!doctype html>${element('html', { lang: 'en' }, head, body).html}\n`;
}

/** Nothing runs and nothing is loaded: the browser takes this very style alone. https://www.w3.org/TR/CSP3/ */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(look).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function heading(sources: readonly HistoryLine[]): string {
  const drifted = sources.filter(({ breaking, warning }) => breaking + warning > 0).length;
  const dark = sources.filter((line) => line.dark !== undefined).length;
  if (sources.length === 0) return 'No scan yet';
  if (drifted + dark === 0)
    return `No drift in ${grouped(sources.length)} ${sources.length === 1 ? 'source' : 'sources'}`;
  const parts = [
    ...(drifted > 0 ? [`${grouped(drifted)} of ${grouped(sources.length)} drifted`] : []),
    ...(dark > 0 ? [`${grouped(dark)} could not be checked`] : []),
  ];
  return parts.join(', ');
}

/** The table of all sources, worst first. */
function fleet(sources: readonly HistoryLine[]): Html | undefined {
  if (sources.length < 2) return undefined;
  const titles = ['source', 'now', 'checked', 'mean time to resolve'];
  const cell = (label: string, text: string, kind?: string) =>
    element('td', { 'data-label': label, class: kind }, isolated(text));
  const rows = sources.map((line) => {
    const now = [openWords(line), line.dark && 'could not be checked'].filter((words) => words !== undefined);
    const night = line.nights.at(-1);
    const kind =
      line.breaking > 0 ? 'breaking' : line.warning > 0 || line.dark !== undefined ? 'warning' : undefined;
    return element(
      'tr',
      {},
      element('td', {}, isolated(shortened(line.name, extent))),
      cell('now', now.join('; '), kind),
      cell('checked', night === undefined ? '' : `${grouped(night.checked)} of ${grouped(night.asked)}`),
      cell('mean time to resolve', resolvedWords(line) ?? 'nothing resolved yet'),
    );
  });
  return element('section', { class: 'fleet' }, element('h2', {}, 'Fleet'), table(titles, rows));
}

function table(titles: readonly string[], rows: readonly Html[]): Html {
  const heads = titles.map((title) => element('th', {}, title));
  return element(
    'div',
    { class: 'scroll' },
    element('table', {}, element('thead', {}, element('tr', {}, heads)), element('tbody', {}, rows)),
  );
}

function section(line: HistoryLine, report: HistoryReport): Html {
  const facts = [
    ...(line.version === undefined ? [] : [line.version]),
    ...(line.owner === undefined ? [] : [`owner ${line.owner}`]),
    ...standingWords(line),
  ];
  return element(
    'section',
    { class: 'source' },
    element(
      'header',
      {},
      element('h2', {}, isolated(shortened(line.name, extent))),
      element('p', { class: 'muted' }, isolated(facts.map((fact) => shortened(fact, extent)).join(' · '))),
    ),
    timeline(line, report),
    coverage(line),
    spanTable(line.spans),
  );
}

/** A bar for each time that something drifted, between the first scan and the last. */
function timeline({ spans, name }: HistoryLine, { first, at }: HistoryReport): Html | undefined {
  if (first === undefined || spans.length === 0) return undefined;
  const [from, to] = [Date.parse(first), Date.parse(at)];
  const place = (time: string) => (200 * (Date.parse(time) - from)) / Math.max(1, to - from);
  const shown = spans.slice(0, mostSpans);
  const bars = shown.map((span, index) => {
    const x = Math.max(0, place(span.from));
    const width = Math.max(0.8, place(span.to ?? at) - x);
    const kind = `${span.verdict === 'breaking' ? 'breaking' : 'warning'}${span.to === undefined ? '' : ' over'}`;
    return element('rect', {
      class: kind,
      x: x.toFixed(2),
      y: String(index * 3 + 1),
      width: width.toFixed(2),
      height: '2',
    });
  });
  const height = shown.length * 3 + 1;
  const label = `${grouped(spans.length)} times of drift of ${shortened(name, extent)}, listed below`;
  return element(
    'div',
    {},
    element(
      'svg',
      { class: 'line', viewBox: `0 0 200 ${height}`, role: 'img', 'aria-label': label },
      element('path', { class: 'axis', d: `M0 ${height - 0.2}H200` }),
      ...bars,
    ),
    element(
      'p',
      { class: 'ends' },
      element('span', {}, first.slice(0, 10)),
      element('span', {}, at.slice(0, 10)),
    ),
  );
}

/** How much of a source each scan could look at. */
function coverage({ nights, name }: HistoryLine): Html | undefined {
  if (nights.length < 2) return undefined;
  const width = 200 / nights.length;
  const bars = nights.flatMap(({ asked, checked }, index) => {
    const height = asked === 0 ? 0 : (10 * checked) / asked;
    const x = (index * width).toFixed(2);
    const wide = Math.max(0.2, width - 0.3).toFixed(2);
    return [
      element('rect', { class: 'unchecked', x, y: '0', width: wide, height: (10 - height).toFixed(2) }),
      element('rect', {
        class: 'checked',
        x,
        y: (10 - height).toFixed(2),
        width: wide,
        height: height.toFixed(2),
      }),
    ];
  });
  const last = nights.at(-1);
  const words = `Coverage of ${grouped(nights.length)} scans; the last one checked ${grouped(last?.checked ?? 0)} of ${grouped(last?.asked ?? 0)}`;
  return element(
    'div',
    {},
    element(
      'svg',
      {
        class: 'line',
        viewBox: '0 0 200 10',
        role: 'img',
        'aria-label': `${words} of ${shortened(name, extent)}`,
      },
      ...bars,
    ),
    element('p', { class: 'muted small' }, words),
  );
}

function spanTable(spans: readonly HistorySpan[]): Html | undefined {
  if (spans.length === 0) return undefined;
  const rows = spans.map((span) => {
    const { path, rule, seams, version, waived, to } = span;
    const more = [
      ...(waived === undefined ? [] : [`waived until ${waived}`]),
      ...(version === undefined ? [] : [version]),
      ...(seams.length === 0 ? [] : [seams.join(', ')]),
    ];
    return element(
      'tr',
      {},
      element(
        'td',
        { class: to === undefined && waived === undefined ? 'open' : undefined },
        `${symbolOf(span)} ${timeWords(span)}`,
      ),
      element('td', {}, element('code', {}, isolated(shortened(path, extent))), ' ', rule),
      element('td', {}, isolated(shortened(more.join(' · '), extent))),
    );
  });
  return element(
    'details',
    { open: spans.length <= 20 },
    element('summary', {}, `What drifted when (${grouped(spans.length)})`),
    table(['when', 'what', 'more'], rows),
  );
}

function commitTable(commits: NonNullable<HistoryReport['commits']>): Html {
  const rows = commits.map(({ at, id, author, subject }) =>
    element(
      'tr',
      {},
      element('td', {}, at.slice(0, 10)),
      element('td', {}, element('code', {}, id.slice(0, 8))),
      element('td', {}, isolated(shortened(`${author}: ${subject}`, extent))),
    ),
  );
  return element('section', {}, element('h2', {}, 'Contract'), table(['when', 'commit', 'what'], rows));
}
