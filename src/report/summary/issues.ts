import { createHash } from 'node:crypto';
import type { Verdict } from '../../model/drift.js';
import { pathText } from '../../model/path-text.js';
import {
  type ContractPlace,
  type Coverage,
  type Finding,
  isFailing,
  type Report,
  type RuleText,
  type Waived,
  type WaiverNote,
} from '../../model/report.js';
import { plainLines } from '../finding/fact.js';
import { factsOf, waivedWords } from '../finding/facts.js';
import { markOf, sentenceWords, titleWords, whomWords } from '../finding/headline.js';
import { type Extent, shortened } from '../words.js';
import { statusWords, waiverWords } from './coverage.js';
import { type GateItem, type GateNotice, gateNotices, moreWords } from './gate.js';
import { outcomeWords } from './outcome.js';
import { sourcesTold } from './shown.js';

/** Something that a code host or editor shows beside a line of a file: a finding, or what could not be looked at. */
export type Issue = {
  readonly level: Verdict;
  /** The rule; `not-checked` for what could not be looked at, or the code of the error. */
  readonly rule: string;
  /** One line: `sale.order state: enum-value-added`. */
  readonly title: string;
  /** One line: `breaking for webshop-orders`, or why it could not be looked at. */
  readonly whom: string;
  /** Title and `whom` in one line. */
  readonly headline: string;
  /** One line: `breaking for webshop-orders: was …; now …`. */
  readonly sentence: string;
  /** All that is known, line by line and harmless in a terminal; may be empty. */
  readonly lines: readonly string[];
  readonly at: ContractPlace;
  /** `source/entity/field`. */
  readonly path: string;
  /** Stable, and of this issue alone within the report. */
  readonly fingerprint: string;
  readonly waived?: Waived;
  /** The ERP would take a write and alter it: the worst that can happen. */
  readonly alters: boolean;
  /** It is no finding: it could not be looked at. */
  readonly dark: boolean;
};

/** Where something stands that stands in no contract: in the file that names the sources. */
const nowhere: ContractPlace = { file: 'seam.yaml', line: 1 };

/** Stands where a rule does, for what is wrong with a waiver. */
const waiverRule = 'waiver';

/** Stands before what a change does to the check itself. */
const gateRule = 'gate';

const gateChanged: RuleText = {
  detects: 'A change makes the check look at less than before, or elsewhere.',
  advice: 'Have it approved by whoever owns the contracts, or take it out of the change.',
};

const notChecked: RuleText = {
  detects: 'A contract could not be held against the ERP.',
  advice: 'Do what the message says, and check again.',
};

const waiverProblem: RuleText = {
  detects: 'A waiver lets nothing pass, or is not needed any more.',
  advice: 'Correct the line of seam.waivers.yaml, or take it out.',
};

/** What is to be said of the rule of an issue. */
export function ruleTextOf({ rule, dark }: Issue, { rules }: Report): RuleText {
  if (dark) return notChecked;
  if (rule === waiverRule) return waiverProblem;
  if (rule.startsWith(`${gateRule}-`)) return gateChanged;
  return (Object.hasOwn(rules, rule) ? rules[rule] : undefined) ?? { detects: rule, advice: rule };
}

/** What could not be looked at, then the findings that are shown, worst first. */
export function issuesOf(report: Report, extent: Extent): readonly Issue[] {
  const failed = new Set(report.sources.filter(({ failure }) => failure).map(({ name }) => name));
  const dark = report.coverage.filter(({ source, status }) => status === 'unreadable' && !failed.has(source));
  const findings = sourcesTold(report, extent).flatMap((told) => told.findings);
  const unread = [...sourceIssues(report, extent), ...dark.map((coverage) => entityIssue(coverage, extent))];
  const gate = gateNotices(report, extent).flatMap((notice) => gateIssues(notice));
  const issues = [
    ...gate,
    ...unread,
    ...(unread.length === 0 ? unsaid(report) : []),
    ...findings.map((finding) => findingIssue(finding, report, extent)),
    ...(report.waivers ?? []).map((note) => waiverIssue(note, extent)),
  ];
  const seen = new Map<string, number>();
  return issues.map((issue) => {
    const before = seen.get(issue.fingerprint) ?? 0;
    seen.set(issue.fingerprint, before + 1);
    return before === 0 ? issue : { ...issue, fingerprint: `${issue.fingerprint}-${before + 1}` };
  });
}

/** What failed a run although no finding says so: nothing was looked at. No reader may take an empty list for green. */
function unsaid(report: Report): readonly Issue[] {
  const told = gateNotices(report, { all: false }).some(({ failing }) => failing);
  if (told || report.exit.code === 0 || report.findings.some((finding) => isFailing(finding, report)))
    return [];
  return [darkIssue('not-checked', 'seam check', outcomeWords(report), 'seam', [])];
}

/** One for each source that could not be read at all, however many contracts it has. */
function sourceIssues({ sources, coverage }: Report, extent: Extent): readonly Issue[] {
  return sources.flatMap(({ name, failure }) => {
    if (failure === undefined) return [];
    const own = coverage.filter(({ source, status }) => source === name && status === 'unreadable');
    const why = shortened(failure.why, extent);
    const fix = failure.fix === undefined ? [] : [{ label: 'fix', lines: [shortened(failure.fix, extent)] }];
    return [
      darkIssue(failure.code, `${shortened(name, extent)} could not be read, ${failure.code}`, why, name, [
        { label: 'contracts', lines: [`${own.length} of them could not be checked`] },
        ...fix,
      ]),
    ];
  });
}

function entityIssue({ source, entity, why, fix, at }: Coverage, extent: Extent): Issue {
  const title = `${shortened(entity, extent)} ${statusWords.unreadable}`;
  const reason = shortened(why ?? 'no reason is known', extent);
  const facts = fix === undefined ? [] : [{ label: 'fix', lines: [shortened(fix, extent)] }];
  const issue = darkIssue('not-checked', title, reason, `${source}/${entity}`, facts);
  return at === undefined ? issue : { ...issue, at };
}

function darkIssue(
  rule: string,
  title: string,
  sentence: string,
  path: string,
  facts: Parameters<typeof plainLines>[0],
): Issue {
  return {
    level: 'breaking',
    rule,
    title,
    whom: sentence,
    headline: `${title}: ${sentence}`,
    sentence,
    lines: plainLines(facts),
    at: nowhere,
    path: shortened(path, { all: false }),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([rule, path]))
      .digest('hex')
      .slice(0, 12),
    alters: false,
    dark: true,
  };
}

/** What the change takes from the check stands where the change says it. */
function gateIssues({ title, items, missing, failing }: GateNotice): readonly Issue[] {
  const more = { text: moreWords(missing), rule: 'gate', what: 'more' };
  return [...items, ...(missing === 0 ? [] : [more as GateItem])].map(
    ({ text, rule, what, at = nowhere }) => ({
      ...darkIssue(`${gateRule}-${rule}`, title, text, what, []),
      level: failing ? 'breaking' : 'warning',
      at,
      dark: false,
    }),
  );
}

function waiverIssue({ problem, why, at }: WaiverNote, extent: Extent): Issue {
  const title = `waiver ${waiverWords[problem]}`;
  const path = `${at.file}:${at.line}`;
  return {
    ...darkIssue(waiverRule, title, shortened(why, extent), path, []),
    level: problem === 'unused' ? 'info' : 'warning',
    at,
    dark: false,
  };
}

function findingIssue(finding: Finding, report: Report, extent: Extent): Issue {
  const { path, rule, verdict, waived, at, fingerprint, onWrite } = finding;
  const sentence = sentenceWords(finding, report, extent);
  const title = titleWords(finding, extent);
  const whom = whomWords(finding, extent);
  return {
    level: markOf(finding) === 'waived' ? 'info' : verdict,
    rule,
    title,
    whom,
    headline: `${title}, ${whom}`,
    sentence: waived === undefined ? sentence : `${sentence}; ${waivedWords(waived, extent)}`,
    lines: plainLines(factsOf(finding, report, extent)),
    at: at ?? nowhere,
    path: shortened(pathText(path), extent),
    fingerprint,
    ...(waived === undefined ? {} : { waived }),
    alters: onWrite === 'alters',
    dark: false,
  };
}
