import type { Verdict } from '../../model/drift.js';
import { checkContracts } from '../../run/check.js';
import type { CommandDefinition } from '../command.js';
import { deliver } from '../deliver.js';
import {
  configFile,
  configRef,
  durationOption,
  type FormatChoice,
  failOnFlag,
  formatFlag,
} from '../options.js';

type Options = {
  readonly config?: string;
  readonly configRef?: string;
  readonly failOn?: Verdict;
  readonly format?: readonly FormatChoice[];
  readonly ref?: string;
  readonly offline?: string;
  readonly maxAge?: number;
  readonly all?: true;
  readonly secondOpinion?: true;
  readonly confirm: boolean;
  readonly protect?: true;
};

/** `seam check`: the gate. */
export const check: CommandDefinition = {
  name: 'check',
  summary: 'Compare the live ERP with the contracts in git, and fail on drift.',
  examples: [
    ['seam check', 'every source; exit 1 on drift'],
    ['seam check erp-prod sale.order --format json=report.json --format pretty', 'one entity, two reports'],
    ['seam check --config-ref origin/main --protect', 'a pull request, which may be hostile'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('[source]', 'a source of seam.yaml; all of them without it')
      .argument('[entity...]', 'entities of that source; all that have a contract without it')
      .addOption(configFile)
      .addOption(configRef)
      .addOption(failOnFlag())
      .addOption(formatFlag())
      .option('--ref <gitref>', 'contracts as they are at a git ref')
      .option('--offline <file>', 'judge a pull file instead of asking the ERP')
      .option(
        '--max-age <span>',
        'with --offline: exit 3 when the pull file is older (24h, 7d)',
        durationOption,
      )
      .option('--second-opinion', 'ask json-schema-diff too, which can only make a verdict harsher')
      .option('--all', 'show also what breaks nobody')
      .option('--protect', 'with --config-ref: fail where this change makes the check look at less')
      .option('--no-confirm', 'do not read a removal a second time'),
  async run([source, entities, given], { terminal, run }) {
    const { format, all, ...options } = given as Options;
    const report = await checkContracts(
      { ...options, source: source as string | undefined, entities: entities as readonly string[] },
      run,
    );
    return deliver(report, format ?? [], { all: all ?? false, cwd: run.cwd }, terminal);
  },
};
