import type { Report } from '../model/report.js';
import { visible } from './escape.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { type Case, isRed, suitesOf } from './summary/cases.js';
import { endLines } from './summary/end.js';

/**
 * For what reads the Test Anything Protocol. What is let pass is a TODO: not ok, and no failure.
 * https://testanything.org/tap-version-14-specification.html
 */
export const tapFormat: ReportFormat = {
  id: 'tap',
  extension: 'tap',
  readers: 'TAP consumers: Jenkins, prove, tap reporters',
  standard: {
    name: 'TAP version 14',
    url: 'https://testanything.org/tap-version-14-specification.html',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const cases = suitesOf(report, options).flatMap((suite) =>
    suite.cases.map((each) => ({ ...each, name: `${suite.name} ${each.name}` })),
  );
  const lines = [
    'TAP version 14',
    `1..${cases.length}${cases.length === 0 ? ' # SKIP nothing was asked for' : ''}`,
    ...cases.flatMap((each, index) => caseLines(each, index + 1)),
    ...endLines(report, options).map((line) => `# ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function caseLines({ name, outcome, kind, message, lines }: Case, number: number): readonly string[] {
  const ok = isRed(outcome) || outcome === 'waived' ? 'not ok' : 'ok';
  const directive =
    outcome === 'skipped'
      ? ` # SKIP ${escaped(message)}`
      : outcome === 'waived'
        ? ` # TODO waived ${escaped(message)}`
        : '';
  const point = `${ok} ${number} - ${escaped(name)}${directive}`;
  // A directive has said the message.
  const said = directive === '' ? message : '';
  return said === '' && lines.length === 0
    ? [point]
    : [point, ...diagnostic({ kind, message: said, details: lines })];
}

/** A hash begins a directive and a backslash escapes; both are escaped, here and in a reason. TAP 14, "Escaping". */
function escaped(text: string): string {
  return visible(text).replace(/[\\#]/g, '\\$&').trim();
}

/** A YAML block whose values are JSON, which every YAML 1.2 reader takes and no text breaks out of. */
function diagnostic({
  kind,
  message,
  details,
}: {
  readonly kind: string;
  readonly message: string;
  readonly details: readonly string[];
}): readonly string[] {
  const json = (text: string) => JSON.stringify(visible(text));
  return [
    '  ---',
    `  kind: ${json(kind)}`,
    ...(message === '' ? [] : [`  message: ${json(message)}`]),
    ...(details.length === 0 ? [] : ['  details:', ...details.map((line) => `    - ${json(line)}`)]),
    '  ...',
  ];
}
