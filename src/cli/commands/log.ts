import { renderLog } from '../../report/log.js';
import { readLog } from '../../run/log.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = { readonly config?: string; readonly configRef?: string; readonly all?: true };

/** `seam log`: the history of a contract as drift. */
export const log: CommandDefinition = {
  name: 'log',
  summary: 'Tell the history of a contract as drift: when, who, what changed, whom it broke.',
  examples: [
    ['seam log erp-prod/sale.order', 'commit by commit, newest first'],
    ['seam log erp-prod/sale.order --all', 'with labels, layout and long values'],
  ],
  configure: (command) =>
    command
      .argument('<contract>', 'SOURCE/ENTITY')
      .addOption(configFile)
      .addOption(configRef)
      .option('--all', 'show also labels and layout'),
  async run([contract, given], { terminal, run }) {
    const { all, ...options } = given as Options;
    const report = await readLog({ ...options, contract: contract as string }, run);
    const { outPaint: paint, width } = terminal;
    terminal.out(renderLog(report, { paint, width, all: all ?? false }));
    return report.exit.code;
  },
};
