import type { Finding, Report } from '../../model/report.js';
import { commandLine } from '../command.js';
import type { Line } from './fact.js';
import { shortId } from './short-id.js';

/** Rules whose findings are no difference between a contract and a live schema that could be agreed to. */
const notAgreeable: ReadonlySet<string> = new Set([
  'entity-removed-or-hidden',
  'contract-not-selected',
  'contract-without-source',
]);

/** Characters of a command that is shown. */
const longest = 1_000;

/** What to do about a finding: the advice of its rule, then the commands that agree to it, or let it pass for a while. */
export function nextSteps(finding: Finding, report: Report): readonly Line[] {
  const { rule, path, verdict, waived } = finding;
  const { rules, sources, command } = report;
  const advice = Object.hasOwn(rules, rule) ? rules[rule]?.advice : undefined;
  const source = sources.find(({ name }) => name === path.source);
  const steps: Line[] = advice === undefined ? [] : [advice];
  if (source === undefined || command === 'diff') return steps;
  const id = shortId(finding, report);
  if (source.contractsOf !== undefined) {
    const { contractsOf: owner } = source;
    const taken = ['seam', 'accept', '--source', owner, '--reason', '…', '--', path.entity];
    steps.push(`Once ${owner}, whose contracts these are, has it too:`, commandOf(taken));
  } else if (!notAgreeable.has(rule)) {
    steps.push(commandOf(['seam', 'accept', id, '--reason', '…']));
  }
  if (verdict !== 'info' && waived === undefined) {
    steps.push(commandOf(['seam', 'waive', id, '--until', 'YYYY-MM-DD', '--reason', '…']));
  }
  return steps;
}

/** A command cannot be cut, and no ERP has names so long but by malice. */
function commandOf(words: readonly string[]): Line {
  const line = commandLine(words);
  return line.length > longest ? 'The name is too long for a command line.' : { command: line };
}
