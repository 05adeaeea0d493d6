import type { HistoryLine, HistoryReport, HistorySpan } from '../model/history.js';
import type { RenderOptions } from './format.js';
import { hanging, headed, titled } from './layout.js';
import { counted, grouped, shortened, spanWords } from './words.js';

/** Spans of one source that are shown without `all`. */
const mostSpans = 10;

/** What scans remember, worst first: a block for each source, and in it a line for each time that something drifted. */
export function renderHistory(report: HistoryReport, options: RenderOptions): string {
  const { sources, commits, seams } = report;
  const lines = [
    ...headed(report.about ?? 'history', summaryOf(report), options.paint.bold, options),
    ...sources.flatMap((line) => ['', ...blockOf(line, options)]),
    ...(seams.length === 0 ? [] : ['', ...headed('Seams', 'Seams', options.paint.bold, options)]),
    ...seams.flatMap((line) => hanging('  ', [line.name, ...standingWords(line)].join(' · '), options)),
    ...(commits === undefined ? [] : ['', ...headed('Contract', 'Contract', options.paint.bold, options)]),
    ...(commits ?? []).flatMap(({ at, id, author, subject }) =>
      hanging(
        '  ',
        shortened(`${at.slice(0, 16)} · ${id.slice(0, 8)} · ${author} · ${subject}`, options),
        options,
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** `history · 30 scans from 2026-11-01 to 2026-11-30`. */
export function summaryOf({ about = 'history', runs, first, last }: HistoryReport): string {
  if (first === undefined || last === undefined) return `${about} · no scan yet`;
  return `${about} · ${counted(runs, 'scan')} from ${first.slice(0, 10)} to ${last.slice(0, 10)}`;
}

/** `2 breaking, 1 warning`: what is there now; `undefined` where nothing is known of and nobody could look. */
export function openWords({ breaking, warning, dark }: HistoryLine): string | undefined {
  const open = [
    ...(breaking > 0 ? [`${grouped(breaking)} breaking`] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
  ];
  if (open.length > 0) return open.join(', ');
  return dark === undefined ? 'no drift' : undefined;
}

/** `3 resolved, in 2 d on average`; `undefined` before something was. */
export function resolvedWords({ resolved, meanTime }: HistoryLine): string | undefined {
  return meanTime === undefined
    ? undefined
    : `${grouped(resolved)} resolved, in ${spanWords(meanTime)} on average`;
}

/** How something stands: whether it could be looked at, what is there, how long it took to resolve what was. */
export function standingWords(line: HistoryLine): readonly string[] {
  const { dark } = line;
  const unseen = dark && `could not be checked since ${dark.since.slice(0, 10)}: ${dark.code}`;
  return [unseen, openWords(line), resolvedWords(line)].filter((words) => words !== undefined);
}

function blockOf(line: HistoryLine, options: RenderOptions): readonly string[] {
  const parts = [
    ...(line.version === undefined ? [] : [line.version]),
    ...standingWords(line),
    ...coverageWords(line),
  ];
  const most = options.all || line.spans.length <= mostSpans + 1 ? line.spans.length : mostSpans;
  const rest = line.spans.length - most;
  return [
    ...titled(
      shortened(line.name, options),
      parts.map((part) => shortened(part, options)),
      options,
    ),
    ...line.spans
      .slice(0, most)
      .flatMap((span) => hanging(`  ${symbolOf(span)} `, spanText(span, options), options)),
    ...(rest === 0 ? [] : hanging('  ', `and ${grouped(rest)} more: seam history --all`, options)),
  ];
}

/** `38 of 40 checked last`. */
function coverageWords({ nights }: HistoryLine): readonly string[] {
  const last = nights.at(-1);
  return last === undefined ? [] : [`${grouped(last.checked)} of ${grouped(last.asked)} checked last`];
}

/** What stands before a span: whether it is there, and how bad it is. */
export function symbolOf({ to, verdict, waived }: HistorySpan): string {
  if (to !== undefined) return '✓';
  if (waived !== undefined) return '○';
  return verdict === 'breaking' ? '✖' : '!';
}

/** `2026-11-02 – 2026-11-09 (7 d)`, or `since 2026-11-02`. */
export function timeWords({ from, to }: HistorySpan): string {
  const start = from.slice(0, 10);
  if (to === undefined) return `since ${start}`;
  return `${start} – ${to.slice(0, 10)} (${spanWords(Date.parse(to) - Date.parse(from))})`;
}

const ends = {
  resolved: 'resolved',
  changed: 'changed into something else',
  unwatched: 'not asked for any more',
};

function spanText(span: HistorySpan, options: RenderOptions): string {
  const { path, rule, verdict, end, waived, version, seams } = span;
  const state = end === undefined ? verdict : ends[end];
  const parts = [
    timeWords(span),
    `${path} ${rule}`,
    state,
    ...(waived === undefined ? [] : [`waived until ${waived}`]),
    ...(version === undefined ? [] : [version]),
    ...(seams.length === 0 ? [] : [seams.join(', ')]),
  ];
  return shortened(parts.join('  '), options);
}
