import type { Verdict } from '../model/drift.js';
import type { Report } from '../model/report.js';
import { visible } from './escape.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { type Issue, issuesOf, ruleTextOf } from './summary/issues.js';
import { outcomeWords } from './summary/outcome.js';
import { cutAfter } from './words.js';

/**
 * Service messages of TeamCity: findings are inspections of the contract's line, what could not be looked at is a build
 * problem, and the outcome is the status of the build.
 */
export const teamcityFormat: ReportFormat = {
  id: 'teamcity',
  extension: 'txt',
  readers: 'the build page of TeamCity',
  standard: {
    name: 'TeamCity service messages',
    url: 'https://www.jetbrains.com/help/teamcity/service-messages.html',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const issues = issuesOf(report, options);
  const rules = new Map(issues.map((issue) => [issue.rule, issue]));
  const outcome = outcomeWords(report);
  const messages = [
    ...[...rules.values()].map((issue) => inspectionType(issue, report)),
    ...issues.map(inspection),
    ...issues.filter(({ dark }) => dark).map(problem),
    message('buildStatus', { text: `{build.status.text}; seam: ${outcome}` }),
  ];
  return messages.map((each) => `${each}\n`).join('');
}

function inspectionType(issue: Issue, report: Report): string {
  const { detects, advice } = ruleTextOf(issue, report);
  const { rule } = issue;
  return message('inspectionType', {
    id: rule,
    name: rule,
    category: 'seam',
    description: `${detects} ${advice}`,
  });
}

const severities: Readonly<Record<Verdict, string>> = {
  breaking: 'ERROR',
  warning: 'WARNING',
  info: 'INFO',
};

function inspection({ rule, headline, lines, at, level }: Issue): string {
  return message('inspection', {
    typeId: rule,
    message: [headline, ...lines].map(visible).join('\n'),
    file: at.file,
    line: String(at.line),
    SEVERITY: severities[level],
  });
}

/** Its identity keeps the problem the same one from build to build. */
function problem({ title, sentence, fingerprint }: Issue): string {
  return message('buildProblem', { description: `${title}: ${sentence}`, identity: `seam-${fingerprint}` });
}

/** Characters of a value that TeamCity takes. */
const longest = 3_900;

function message(name: string, values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).map(([key, value]) => ` ${key}='${escaped(value)}'`);
  return `##teamcity[${name}${given.join('')}]`;
}

/**
 * A value within single quotes. The bar escapes; what is not ASCII is written by its number, so that the encoding of the
 * agent does not matter. "Escaped values" of the page above.
 */
function escaped(text: string): string {
  const lines = cutAfter(text, longest).split('\n').map(visible).join('\n');
  return lines
    .replace(/[|'[\]]/g, '|$&')
    .replaceAll('\n', '|n')
    .replace(/[^\n -~]/g, (unit) => `|0x${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
