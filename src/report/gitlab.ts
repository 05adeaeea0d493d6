import type { Report } from '../model/report.js';
import { visible } from './escape.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { printable } from './json.js';
import { type Issue, issuesOf } from './summary/issues.js';

/** The Code Quality widget of a merge request: each finding at its line of the contract. */
export const gitlabFormat: ReportFormat = {
  id: 'gitlab',
  extension: 'json',
  readers: 'the merge request of GitLab (Code Quality)',
  standard: {
    name: 'GitLab Code Quality report',
    url: 'https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  return printable(issuesOf(report, options).map(entry));
}

function entry(issue: Issue) {
  const { rule, title, sentence, fingerprint, at } = issue;
  return {
    description: visible(`${title}: ${sentence}`),
    check_name: visible(rule),
    fingerprint: visible(fingerprint),
    severity: severity(issue),
    location: { path: visible(at.file), lines: { begin: at.line } },
  };
}

/** What the ERP alters without a word comes before what it rejects. */
function severity({ level, alters }: Issue): string {
  if (level === 'breaking') return alters ? 'blocker' : 'critical';
  return level === 'warning' ? 'major' : 'info';
}
