import type { Verdict } from '../model/drift.js';
import type { ContractPlace, Report, Waived } from '../model/report.js';
import { visible } from './escape.js';
import { waivedWords } from './finding/facts.js';
import type { RenderOptions, ReportFormat } from './format.js';
import { printable } from './json.js';
import { gapsOf } from './summary/coverage.js';
import { type Issue, issuesOf, ruleTextOf } from './summary/issues.js';
import { outcomeWords } from './summary/outcome.js';
import { hiddenWords, sourcesTold } from './summary/shown.js';

/**
 * For code scanning and editors. GitHub shows results and no notifications, so what could not be looked at is a result
 * too. Sections in comments are those of SARIF 2.1.0.
 */
export const sarifFormat: ReportFormat = {
  id: 'sarif',
  extension: 'sarif',
  readers: 'code scanning of GitHub and Azure DevOps, editors',
  standard: {
    name: 'SARIF 2.1.0',
    url: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
  },
  render,
};

function render(report: Report, options: RenderOptions): string {
  const issues = issuesOf(report, options);
  const rules = new Map(issues.map((issue) => [issue.rule, issue]));
  const ids = [...rules.keys()];
  const driver = {
    name: 'seam',
    semanticVersion: report.seamVersion,
    rules: [...rules.values()].map((issue) => descriptor(issue, report)),
  };
  return printable({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(report, options)],
        results: issues.map((issue) => result(issue, ids.indexOf(issue.rule))),
      },
    ],
  });
}

const levels: Readonly<Record<Verdict, string>> = { breaking: 'error', warning: 'warning', info: 'note' };

/** A rule of the table; its verdict depends on the seam, so each result has a level of its own. 3.49 */
function descriptor(issue: Issue, report: Report) {
  const { detects, advice } = ruleTextOf(issue, report);
  const id = visible(issue.rule);
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: message(detects),
    // GitHub asks for it too.
    fullDescription: message(`${detects} ${advice}`),
    help: message(advice),
  };
}

function result(issue: Issue, ruleIndex: number) {
  const { rule, level, headline, lines, at, path, fingerprint, waived } = issue;
  return {
    ruleId: visible(rule),
    ruleIndex,
    level: levels[level],
    message: message([headline, ...lines].map(visible).join('\n')),
    locations: [
      {
        physicalLocation: physicalLocation(at),
        logicalLocations: [{ fullyQualifiedName: visible(path), kind: 'member' }],
      },
    ],
    partialFingerprints: { 'seam/v1': visible(fingerprint) },
    ...(waived === undefined ? {} : { suppressions: [suppression(waived)] }),
  };
}

function physicalLocation({ file, line, column }: ContractPlace) {
  return {
    artifactLocation: { uri: uriOf(file) },
    region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
  };
}

/** The path as a relative reference: each part percent-encoded, `%` itself too. 3.4.3, RFC 3986 */
function uriOf(path: string): string {
  const parts = path.split('/').map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')));
  // A first part with a colon would be a scheme; `//` would be a host.
  return parts.join('/').replace(/^\/{2,}/, '/');
}

/** 3.35: a waiver is kept outside of the contract. */
function suppression(waived: Waived) {
  return { kind: 'external', status: 'accepted', justification: visible(waivedWords(waived, { all: true })) };
}

/** How the run went: what was not looked at and what is not shown are notifications of the tool. 3.20 */
function invocation(report: Report, options: RenderOptions) {
  const { exit, sources } = report;
  const failures = sources.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [notification('error', `${name}: ${failure.code}: ${failure.why}`)],
  );
  const gaps = gapsOf(report, options).map(({ kind, what, why, fixes }) =>
    notification(
      kind === 'unreadable' ? 'error' : 'note',
      [why === undefined ? what : `${what}: ${why}`, ...fixes].join(' '),
    ),
  );
  const hidden = hiddenWords(sourcesTold(report, options).flatMap((told) => told.hidden));
  return {
    executionSuccessful: exit.code === 0 || exit.code === 1,
    exitCode: exit.code,
    exitCodeDescription: visible(outcomeWords(report)),
    toolExecutionNotifications: [
      ...failures,
      ...gaps,
      ...(hidden === undefined ? [] : [notification('note', `${hidden}: seam check --all`)]),
    ],
  };
}

function notification(level: string, text: string) {
  return { level, message: message(visible(text)) };
}

/**
 * A plain-text message. Braces are placeholders and are doubled (3.11.5); what could be read as a link has its brackets
 * escaped (3.11.6).
 */
function message(text: string) {
  const linkless = /\[[^\]]*\]\(/.test(text) ? text.replace(/[[\]]/g, '\\$&') : text;
  return { text: linkless.replace(/[{}]/g, '$&$&') };
}
