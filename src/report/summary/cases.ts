import { groupsBy } from '../../model/groups.js';
import { type Coverage, type Finding, isFailing, type Report } from '../../model/report.js';
import { failureLines } from '../failure.js';
import { plainLines } from '../finding/fact.js';
import { factsOf, waivedWords } from '../finding/facts.js';
import { sentenceWords, titleWords } from '../finding/headline.js';
import { plain } from '../format.js';
import { type Extent, shortened } from '../words.js';
import { waiverWords } from './coverage.js';
import { type GateNotice, gateNotices, moreWords } from './gate.js';
import { outcomeWords } from './outcome.js';
import { hiddenWords, sourcesTold, type Told } from './shown.js';

/**
 * A report as the outcome of tests, for the formats that know nothing else: one for each finding that is shown, and one
 * for each entity without. `failed` is drift that fails the check, `error` is what could not be looked at.
 */
export type Case = {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped' | 'waived';
  /** The rule, or what became of the entity. */
  readonly kind: string;
  /** One line. Empty where there is nothing to say. */
  readonly message: string;
  /** More, line by line; escaped for terminals. */
  readonly lines: readonly string[];
};

/** The cases of one source. */
export type Suite = { readonly name: string; readonly cases: readonly Case[] };

/** The cases of every source. A run that failed has at least one that did not pass. */
export function suitesOf(report: Report, extent: Extent): readonly Suite[] {
  const suites = sourcesTold(report, extent).map((told) => ({
    name: shortened(told.name, extent),
    cases: casesOf(told, report, extent),
  }));
  const gate = gateNotices(report, extent).flatMap((notice) => gateCases(notice));
  if (gate.length > 0) suites.unshift({ name: 'this change', cases: gate });
  const red = suites.some(({ cases }) => cases.some(({ outcome }) => isRed(outcome)));
  const run = red || report.exit.code === 0 ? [] : [{ name: 'seam', cases: [unsaid(report)] }];
  return [...suites, ...waiverSuites(report, extent), ...run];
}

/** Waivers that let nothing pass or are not needed: none of them fails a run, and each is shown. */
function waiverSuites({ waivers = [] }: Report, extent: Extent): readonly Suite[] {
  const files = groupsBy(waivers, ({ at }) => [at.file]);
  return files.map((notes) => ({
    name: shortened(notes[0].at.file, extent),
    cases: notes.map(({ problem, why, at }) => ({
      name: `waiver of line ${at.line}`,
      outcome: 'skipped',
      kind: 'waiver',
      message: `it ${waiverWords[problem]}: ${shortened(why, extent)}`,
      lines: [],
    })),
  }));
}

/** What is no longer checked is as a test that is skipped, or fails where the check is protected. */
function gateCases({ title, items, missing, failing }: GateNotice): readonly Case[] {
  const outcome = failing ? 'failed' : 'skipped';
  const more = { text: moreWords(missing), rule: 'gate', what: 'more' };
  return [...items, ...(missing === 0 ? [] : [more])].map(({ text, rule, what }) => ({
    name: `${rule}: ${what}`,
    outcome,
    kind: rule,
    message: `${title}: ${text}`,
    lines: [],
  }));
}

/** True for outcomes that make a run fail. */
export const isRed = (outcome: Case['outcome']) => outcome === 'failed' || outcome === 'error';

function casesOf({ name, source, findings, hidden }: Told, report: Report, extent: Extent): readonly Case[] {
  const found = new Set(findings.map(({ path }) => path.entity));
  const others = report.coverage.filter((each) => each.source === name && !found.has(each.entity));
  const failure = source?.failure;
  return [
    ...(failure === undefined
      ? []
      : [
          {
            name: 'the source itself',
            outcome: 'error' as const,
            kind: failure.code,
            message: shortened(failure.why, extent),
            lines: failureLines(failure, { ...extent, paint: plain, width: 120 }, name),
          },
        ]),
    ...findings.map((finding) => findingCase(finding, report, extent)),
    ...others.map((coverage) => entityCase(coverage, hidden, extent)),
  ];
}

function findingCase(finding: Finding, report: Report, extent: Extent): Case {
  const { waived, rule } = finding;
  return {
    name: titleWords(finding, extent),
    outcome: waived !== undefined ? 'waived' : isFailing(finding, report) ? 'failed' : 'passed',
    kind: rule,
    message: waived === undefined ? sentenceWords(finding, report, extent) : waivedWords(waived, extent),
    lines: plainLines(factsOf(finding, report, extent)),
  };
}

const outcomes: Readonly<Record<Coverage['status'], Case['outcome']>> = {
  clean: 'passed',
  drifted: 'passed',
  unreadable: 'error',
  skipped: 'skipped',
  'not-contracted': 'skipped',
};

function entityCase({ entity, status, why, fix }: Coverage, hidden: Told['hidden'], extent: Extent): Case {
  const own = hiddenWords(hidden.filter(({ path }) => path.entity === entity));
  const reason = status === 'not-contracted' ? 'without a contract' : 'no reason is known';
  const unchecked = outcomes[status] !== 'passed';
  return {
    name: shortened(entity, extent),
    outcome: outcomes[status],
    kind: status,
    message: unchecked ? shortened(why ?? reason, extent) : (own ?? ''),
    lines: plainLines(fix === undefined ? [] : [{ label: 'fix', lines: [shortened(fix, extent)] }]),
  };
}

/** What failed a run although no case says so: nothing was looked at. */
function unsaid(report: Report): Case {
  const message = outcomeWords(report);
  return { name: 'the run', outcome: 'error', kind: 'not-checked', message, lines: [] };
}
