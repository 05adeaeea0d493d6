import type { Report, SourceReport } from '../../model/report.js';
import { padded, widest } from '../columns.js';
import { visible } from '../escape.js';
import { failureLines } from '../failure.js';
import type { RenderOptions } from '../format.js';
import { apart, titled, widestName } from '../layout.js';
import { hiddenWords, isCalm, sourcesTold, type Told } from '../summary/shown.js';
import { calmWords, sourceWords } from '../summary/source.js';
import { shortened } from '../words.js';
import { findingLines } from './finding.js';

/** What is told of one source; a calm one is a line or two, and needs no space around it. */
type Section = { readonly calm: boolean; readonly lines: readonly string[] };

/** The sources, those with the most severe findings first. */
export function sectionsOf(report: Report, options: RenderOptions): readonly Section[] {
  const told = sourcesTold(report, options);
  const names = told.filter(isCalm).map(({ name }) => visible(shortened(name, options)));
  const column = widest(names, widestName);
  return told.map((each) => ({
    calm: isCalm(each),
    lines: isCalm(each) ? calmLines(each, column, report, options) : loudLines(each, report, options),
  }));
}

function calmLines(
  { name, source, hidden }: Told,
  column: number,
  { coverage }: Report,
  options: RenderOptions,
): readonly string[] {
  const own = coverage.filter((each) => each.source === name);
  const words = source === undefined ? [] : calmWords(source, own, options);
  const title = titled(padded(shortened(name, options), column), words, options);
  return [...title, ...hiddenLines(hidden, options)];
}

function loudLines(
  { name, source, findings, hidden }: Told,
  report: Report,
  options: RenderOptions,
): readonly string[] {
  const blocks = findings.map((finding) => findingLines(finding, report, options));
  const rest = hiddenLines(hidden, options);
  return [
    ...headLines(name, source, report, options),
    ...blocks.flatMap((block) => ['', ...block]),
    ...(rest.length === 0 ? [] : ['', ...rest]),
  ];
}

function headLines(
  name: string,
  source: SourceReport | undefined,
  { coverage }: Report,
  options: RenderOptions,
): readonly string[] {
  const own = coverage.filter((each) => each.source === name);
  if (source?.failure !== undefined) return failureLines(source.failure, options, name);
  const words = source === undefined ? ['no source of seam.yaml'] : sourceWords(source, own, options);
  return titled(shortened(name, options), words, options);
}

/** One line for all findings that are not shown, with the command that shows them. */
function hiddenLines(findings: Told['hidden'], options: RenderOptions): readonly string[] {
  const words = hiddenWords(findings);
  if (words === undefined) return [];
  const { dim, cyan } = options.paint;
  return apart([{ text: `· ${words}`, paint: dim }], { text: 'seam check --all', paint: cyan }, options);
}
