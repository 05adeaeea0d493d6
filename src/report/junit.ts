import type { Report } from '../model/report.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { type Case, isRed, type Suite, suitesOf } from './summary/cases.js';
import { endLines } from './summary/end.js';
import { xmlText } from './xml.js';

/**
 * For what shows test results: Jenkins, GitLab, Azure Pipelines, CircleCI. A finding that fails the check is a failure,
 * what could not be looked at an error, what is let pass or was not asked for is skipped.
 */
export const junitFormat: ReportFormat = {
  id: 'junit',
  extension: 'xml',
  readers: 'test reports of Jenkins, GitLab, Azure Pipelines, CircleCI',
  standard: {
    name: 'JUnit XML, by the schema of the Jenkins xUnit plugin',
    url: 'https://github.com/jenkinsci/xunit-plugin',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const suites = suitesOf(report, options);
  const all = suites.flatMap(({ cases }) => cases);
  const time = (report.duration / 1000).toFixed(3);
  const [last, ...others] = [...suites].reverse();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'seam check', time, ...counts(all) })}>`,
    ...others.reverse().flatMap((suite) => suiteLines(suite, [])),
    ...suiteLines(last ?? { name: 'seam', cases: [] }, endLines(report, options)),
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(cases: readonly Case[]) {
  const count = (...outcomes: readonly Case['outcome'][]) =>
    String(cases.filter(({ outcome }) => outcomes.includes(outcome)).length);
  return { tests: String(cases.length), failures: count('failed'), errors: count('error') };
}

/** A suite; what is said of the whole run stands in the last one, since the root has no place for text. */
function suiteLines({ name, cases }: Suite, end: readonly string[]): readonly string[] {
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped' || outcome === 'waived').length;
  return [
    `  <testsuite${attributes({ name, ...counts(cases), skipped: String(skipped) })}>`,
    ...cases.flatMap((each) => caseLines(each, name)),
    ...(end.length === 0 ? [] : [`    <system-out>${xmlLines(end)}</system-out>`]),
    '  </testsuite>',
  ];
}

function caseLines({ name, outcome, kind, message, lines }: Case, suite: string): readonly string[] {
  const start = `    <testcase${attributes({ name, classname: suite })}`;
  if (!isRed(outcome)) {
    const said = outcome === 'passed' ? [message, ...lines].filter((line) => line !== '') : lines;
    const inner = [
      ...(outcome === 'passed' ? [] : [`      <skipped${attributes({ message: told(outcome, message) })}/>`]),
      ...(said.length === 0 ? [] : [`      <system-out>${xmlLines(said)}</system-out>`]),
    ];
    return inner.length === 0 ? [`${start}/>`] : [`${start}>`, ...inner, '    </testcase>'];
  }
  const element = outcome === 'failed' ? 'failure' : 'error';
  return [
    `${start}>`,
    lines.length === 0
      ? `      <${element}${attributes({ type: kind, message })}/>`
      : `      <${element}${attributes({ type: kind, message })}>${xmlLines(lines)}</${element}>`,
    '    </testcase>',
  ];
}

const told = (outcome: Case['outcome'], message: string) =>
  outcome === 'waived' ? `waived ${message}` : message;

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(value)}"`)
    .join('');
}

/** Lines of text; each is escaped by itself, so that no text makes a line. */
function xmlLines(lines: readonly string[]): string {
  return lines.map(xmlText).join('\n');
}
