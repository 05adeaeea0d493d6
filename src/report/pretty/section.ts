import type { Finding, Report, SourceReport } from '../../model/report.js';
import { padded, widest } from '../columns.js';
import { visible } from '../escape.js';
import { failureLines } from '../failure.js';
import type { RenderOptions } from '../format.js';
import { titled, widestName } from '../layout.js';
import { shortened } from '../words.js';
import { collapsedLines } from './collapsed.js';
import { findingLines, worstFirst } from './finding.js';
import { calmWords, sourceWords } from './source.js';

/** What is told of one source; a calm one is a line or two, and needs no space around it. */
type Section = { readonly calm: boolean; readonly lines: readonly string[] };

type Told = {
  readonly name: string;
  /** Absent where findings name a source that the config does not have. */
  readonly source?: SourceReport;
  readonly findings: readonly Finding[];
  /** Findings that only `--all` shows. */
  readonly hidden: readonly Finding[];
};

/** The sources, those with the most severe findings first, else in the order of the report. */
export function sectionsOf(report: Report, options: RenderOptions): readonly Section[] {
  const told = tellable(report, options).sort((a, b) => rank(a) - rank(b));
  const calm = told.filter(isCalm);
  const names = calm.map(({ name }) => visible(shortened(name, options)));
  const column = widest(names, widestName);
  return told.map((each) => ({
    calm: isCalm(each),
    lines: isCalm(each) ? calmLines(each, column, report, options) : loudLines(each, report, options),
  }));
}

function tellable({ sources, findings, failOn }: Report, { all }: RenderOptions): Told[] {
  const known = new Map(sources.map((source) => [source.name, source]));
  const names = new Set([...known.keys(), ...findings.map(({ path }) => path.source)]);
  return [...names].map((name) => {
    const source = known.get(name);
    const own = findings.filter(({ path }) => path.source === name).sort(worstFirst);
    // What fails the check is never hidden.
    const isShown = ({ verdict }: Finding) => all || verdict !== 'info' || failOn === 'info';
    return {
      name,
      ...(source === undefined ? {} : { source }),
      findings: own.filter(isShown),
      hidden: own.filter((finding) => !isShown(finding)),
    };
  });
}

const isCalm = ({ source, findings }: Told) => findings.length === 0 && source?.failure === undefined;

/** Breaking, could not look, warning, harmless, calm. */
function rank({ source, findings: [worst] }: Told): number {
  if (worst?.verdict === 'breaking') return 0;
  if (source?.failure !== undefined) return 1;
  if (worst === undefined) return 4;
  return worst.verdict === 'warning' ? 2 : 3;
}

function calmLines(
  { name, source, hidden }: Told,
  column: number,
  { coverage }: Report,
  options: RenderOptions,
): readonly string[] {
  const own = coverage.filter((each) => each.source === name);
  const words = source === undefined ? [] : calmWords(source, own, options);
  return [
    ...titled(padded(shortened(name, options), column), words, options),
    ...collapsedLines(hidden, options),
  ];
}

function loudLines(
  { name, source, findings, hidden }: Told,
  report: Report,
  options: RenderOptions,
): readonly string[] {
  const blocks = findings.map((finding) => findingLines(finding, report, options));
  return [
    ...headLines(name, source, options),
    ...blocks.flatMap((block) => ['', ...block]),
    ...(hidden.length === 0 ? [] : ['', ...collapsedLines(hidden, options)]),
  ];
}

function headLines(
  name: string,
  source: SourceReport | undefined,
  options: RenderOptions,
): readonly string[] {
  if (source?.failure !== undefined) return failureLines(source.failure, options, name);
  const words = source === undefined ? ['no source of seam.yaml'] : sourceWords(source, options);
  return titled(shortened(name, options), words, options);
}
