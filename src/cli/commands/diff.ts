import type { Verdict } from '../../model/drift.js';
import { compareSides } from '../../run/diff.js';
import type { CommandDefinition } from '../command.js';
import { deliver } from '../deliver.js';
import { configFile, configRef, type FormatChoice, failOnFlag, formatFlag } from '../options.js';

type Options = {
  readonly config?: string;
  readonly configRef?: string;
  readonly failOn?: Verdict;
  readonly format?: readonly FormatChoice[];
  readonly all?: true;
  readonly secondOpinion?: true;
};

/** `seam diff`: two states of an ERP, whatever they are kept in. */
export const diff: CommandDefinition = {
  name: 'diff',
  summary: 'Compare two states of an ERP: contracts on disk or at a git ref, pull files, live sources.',
  examples: [
    ['seam diff git:origin/main contracts', 'what this branch changes in its contracts'],
    ['seam diff live:erp-uat live:erp-prod', 'why it worked in UAT'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('<left>', 'folder, contract, pull file, git:REF[:PATH] or live:SOURCE: what was agreed')
      .argument('<right>', 'the same: what would take its place')
      .addOption(configFile)
      .addOption(configRef)
      .addOption(failOnFlag())
      .addOption(formatFlag())
      .option('--second-opinion', 'ask json-schema-diff too, which can only make a verdict harsher')
      .option('--all', 'show also what breaks nobody'),
  async run([left, right, given], { terminal, run }) {
    const { format, all, ...options } = given as Options;
    const report = await compareSides({ ...options, left: left as string, right: right as string }, run);
    return deliver(report, format ?? [], { all: all ?? false, cwd: run.cwd }, terminal);
  },
};
