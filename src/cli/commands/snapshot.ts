import { renderSnapshot } from '../../report/snapshot.js';
import { takeSnapshot } from '../../run/snapshot.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = {
  readonly config?: string;
  readonly configRef?: string;
  readonly dryRun?: true;
  readonly prune?: true;
};

/** `seam snapshot`: takes live schemas as contracts. */
export const snapshot: CommandDefinition = {
  name: 'snapshot',
  summary: 'Pull live schemas and write them as contracts.',
  examples: [
    ['seam snapshot', 'every source'],
    ['seam snapshot erp-prod sale.order --dry-run', 'what would change for one entity'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('[source]', 'a source of seam.yaml; all of them without it')
      .argument('[entity...]', 'entities of that source; all that it selects without it')
      .addOption(configFile)
      .addOption(configRef)
      .option('--dry-run', 'say what would be written, and write nothing')
      .option('--prune', 'remove contracts whose entity is gone or no longer selected'),
  async run([source, entities, given], { terminal, run }) {
    const options = given as Options;
    const report = await takeSnapshot(
      { ...options, source: source as string | undefined, entities: entities as readonly string[] },
      run,
    );
    terminal.out(renderSnapshot(report, { paint: terminal.outPaint, width: terminal.width, all: true }));
    return report.exit.code;
  },
};
