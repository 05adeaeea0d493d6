import type { Finding, Report } from '../../model/report.js';
import { commandLine } from '../command.js';
import type { Line } from './fact.js';

/** Arguments of `seam snapshot` that take the change into the contract, where it is not just the entity's name. */
const otherwise: Readonly<Record<string, readonly string[] | 'no command'>> = {
  'entity-removed': ['--prune'],
  'entity-removed-or-hidden': 'no command',
  // The advice names the way; a snapshot would take everything else along.
  'contract-not-selected': 'no command',
  'contract-without-source': 'no command',
};

/** Characters of a command that is shown. */
const longest = 1_000;

/** What to do about a finding: the advice of its rule, then the command that takes the change into the contract. */
export function nextSteps({ rule, path }: Finding, { rules, sources }: Report): readonly Line[] {
  const advice = Object.hasOwn(rules, rule) ? rules[rule]?.advice : undefined;
  const source = sources.find(({ name }) => name === path.source);
  const special = Object.hasOwn(otherwise, rule) ? otherwise[rule] : [];
  const steps: Line[] = advice === undefined ? [] : [advice];
  if (source === undefined || special === undefined || special === 'no command') return steps;
  const owner = source.contractsOf ?? source.name;
  if (source.contractsOf !== undefined) steps.push(`Once ${owner}, whose contracts these are, has it too:`);
  // A name that begins with a hyphen must not become an option of the command that we tell people to run.
  const entity = path.entity.startsWith('-') ? ['--', path.entity] : [path.entity];
  const command = commandLine(['seam', 'snapshot', owner, ...special, ...entity]);
  // A command cannot be cut, and no ERP has such a name but by malice.
  return [...steps, command.length > longest ? 'The name is too long for a command line.' : { command }];
}
