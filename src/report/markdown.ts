import type { Report, SourceReport } from '../model/report.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { bold, code, prose } from './markdown/escape.js';
import { findingDetails, findingRow } from './markdown/finding.js';
import { gapsOf, totalWords } from './summary/coverage.js';
import { gateNotices, moreWords } from './summary/gate.js';
import { concernedWords, outcomeWords, runWords } from './summary/outcome.js';
import { hiddenWords, isCalm, sourcesTold } from './summary/shown.js';
import { calmWords, sourceWords } from './summary/source.js';
import { counted, shortened } from './words.js';

/** For a comment on a pull request and the summary of a run: what is wrong and for whom, then all that is known. */
export const markdownFormat: ReportFormat = {
  id: 'markdown',
  extension: 'md',
  readers: 'a comment on a pull or merge request, the summary of a run',
  standard: { name: 'GitHub Flavored Markdown', url: 'https://github.github.com/gfm/' },
  render,
};

/** GitHub takes 65,536 characters in a comment; who puts it there may add some of their own. */
const longest = 60_000;

/** So few findings are not folded. */
const few = 3;

function render(report: Report, options: RenderOptions): string {
  const told = sourcesTold(report, options);
  const findings = told.flatMap((each) => each.findings);
  const hidden = hiddenWords(told.flatMap((each) => each.hidden));
  const head = [
    ...gateBlocks(report, options),
    ...headline(report, options),
    ...sources(report, options),
    ...gaps(report, options),
  ];
  const rows = findings.map((finding) => findingRow(finding, options));
  const details = findings.map((finding) => findingDetails(finding, report, options, findings.length <= few));
  const end = [
    ...(hidden === undefined ? [] : [`${prose(hidden)}: ${code('seam check --all')}`]),
    `<sub>${prose(runWords(report))}</sub>`,
  ];
  return `${within(head, rows, details, end).join('\n\n')}\n`;
}

/** The blocks that fit, and how many do not: first the head is shown, then the table, then what is folded. */
function within(
  head: readonly string[],
  rows: readonly string[],
  details: readonly string[],
  end: readonly string[],
): readonly string[] {
  const room = { left: longest - 2_000 };
  const shownHead = fitting(head, room);
  const shownRows = fitting(rows, room);
  const shownDetails = fitting(details, room);
  const columns = ['| | entity | field | what happened | for whom |', '| --- | --- | --- | --- | --- |'];
  const missing = [
    ...(shownHead.length < head.length ? [counted(head.length - shownHead.length, 'paragraph')] : []),
    ...(shownRows.length < rows.length ? [counted(rows.length - shownRows.length, 'finding')] : []),
    ...(shownDetails.length < details.length
      ? [`the details of ${counted(details.length - shownDetails.length, 'finding')}`]
      : []),
  ];
  return [
    ...shownHead,
    ...(shownRows.length === 0 ? [] : [[...columns, ...shownRows].join('\n')]),
    ...shownDetails,
    ...(missing.length === 0
      ? []
      : [`**Too long for a comment: ${missing.join(', ')} left out.** All of it: ${code('seam check')}`]),
    ...end,
  ];
}

/** The first blocks that there is room for. */
function fitting(blocks: readonly string[], room: { left: number }): readonly string[] {
  const shown: string[] = [];
  for (const block of blocks) {
    if (block.length + 2 > room.left) break;
    room.left -= block.length + 2;
    shown.push(block);
  }
  return shown;
}

/** What the change under check does to the check itself, before all else. */
function gateBlocks(report: Report, options: RenderOptions): readonly string[] {
  return gateNotices(report, options).map(({ title, items, missing, failing }) =>
    [
      `${failing ? '✖' : '⚠'} ${bold(title)}`,
      '',
      ...items.map(({ text, rule }) => `- ${bold(rule)} ${prose(text)}`),
      ...(missing === 0 ? [] : [`- **more** ${prose(moreWords(missing))}`]),
    ].join('\n'),
  );
}

function headline(report: Report, options: RenderOptions): readonly string[] {
  const concerned = concernedWords(report, options);
  const mark = report.exit.code === 0 ? '✔' : '✖';
  return [
    `### ${mark} seam: ${prose(outcomeWords(report))}`,
    ...(concerned === undefined ? [] : [`This ${prose(concerned)}.`]),
  ];
}

/** What was looked at, and with whose eyes; or why it could not be. */
function sources(report: Report, options: RenderOptions): readonly string[] {
  const lines = sourcesTold(report, options).map((told) => {
    const name = `- ${bold(shortened(told.name, options))}`;
    const { source } = told;
    if (source === undefined) return `${name} · no source of seam\\.yaml`;
    if (source.failure !== undefined) return failureText(name, source.failure, options);
    const own = report.coverage.filter((each) => each.source === told.name);
    const words = isCalm(told) ? calmWords(source, own, options) : sourceWords(source, own, options);
    return [name, ...words.map(prose)].join(' · ');
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function failureText(
  name: string,
  { code: id, why, where = {}, fix }: NonNullable<SourceReport['failure']>,
  options: RenderOptions,
): string {
  const { url, method } = where;
  const call = [method, url].filter((part) => part !== undefined).map(String);
  return [
    `${name} · ${bold(id)}: ${prose(shortened(why, options))}`,
    ...(call.length === 0 ? [] : [`  <br>${call.map((part) => code(shortened(part, options))).join(' ')}`]),
    ...(fix === undefined ? [] : [`  <br>→ ${prose(shortened(fix, options))}`]),
  ].join('\n');
}

function gaps(report: Report, options: RenderOptions): readonly string[] {
  const total = totalWords(report);
  const words = {
    unreadable: 'not checked',
    skipped: 'skipped',
    'not-compared': 'partly',
    'not-contracted': 'new',
    waiver: 'waiver',
  };
  const lines = gapsOf(report, options).map(({ kind, what, why, fixes }) =>
    [
      `- **${words[kind]}** ${prose(what)}${why === undefined ? '' : `: ${prose(why)}`}`,
      ...fixes.map((fix) => `  <br>→ ${prose(fix)}`),
    ].join('\n'),
  );
  const list = lines.length === 0 ? [] : [lines.join('\n')];
  return total === undefined ? list : [prose(total), ...list];
}
