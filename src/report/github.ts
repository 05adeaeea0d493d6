import type { Verdict } from '../model/drift.js';
import type { Report } from '../model/report.js';
import { visible } from './escape.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { endLines } from './summary/end.js';
import { type Issue, issuesOf } from './summary/issues.js';
import { cutAfter } from './words.js';

/**
 * Annotations of GitHub Actions, printed to the log of a step. GitHub shows the first ten of a kind, so the outcome
 * comes first, with all that could not be looked at.
 */
export const githubFormat: ReportFormat = {
  id: 'github',
  extension: 'txt',
  readers: 'the pull request and the run page of GitHub Actions',
  standard: {
    name: 'Workflow commands for GitHub Actions',
    url: 'https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const command = report.exit.code === 0 ? 'notice' : 'error';
  const outcome = line(command, { title: 'seam check' }, endLines(report, options));
  return [outcome, ...issuesOf(report, options).map(issueLine), ''].join('\n');
}

const commands: Readonly<Record<Verdict, string>> = { breaking: 'error', warning: 'warning', info: 'notice' };

/** Longest title and message that GitHub takes. */
const longest = { title: 240, message: 60_000 } as const;

function issueLine({ level, title, whom, lines, at }: Issue): string {
  const { file, line: number, column } = at;
  const place = { file, line: String(number), ...(column === undefined ? {} : { col: String(column) }) };
  return line(commands[level], { ...place, title }, [whom, ...lines]);
}

function line(
  command: string,
  properties: Readonly<Record<string, string>>,
  message: readonly string[],
): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${command} ${given.join(',')}::${data(message)}`;
}

/** A property ends with a comma or a colon, so both are escaped there. `toolkit/packages/core/src/command.ts` */
function property(text: string): string {
  return percent(cutAfter(visible(text), longest.title))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
}

/** Lines of a message; GitHub reads `%0A` as the end of a line. */
function data(lines: readonly string[]): string {
  return percent(cutAfter(lines.map(visible).join('\n'), longest.message)).replaceAll('\n', '%0A');
}

const percent = (text: string) => text.replaceAll('%', '%25');
