import { resolve } from 'node:path';
import { renderHistory } from '../../report/history.js';
import { historyPage } from '../../report/history-html.js';
import { readHistory } from '../../run/history.js';
import { writeReport } from '../../run/write-report.js';
import type { CommandDefinition } from '../command.js';

type Options = {
  readonly config?: string;
  readonly state?: string;
  readonly html?: string;
  readonly all?: true;
};

/** `seam history`: what scans remember. */
export const history: CommandDefinition = {
  name: 'history',
  summary: 'Tell what scans remember: what drifted when, for how long, and how much could be checked.',
  examples: [
    ['seam history', 'every source and seam, worst first'],
    ['seam history erp-prod/sale.order', 'one contract, with its commits'],
    ['seam history --html history.html', 'one page for a browser, a phone, or paper'],
  ],
  configure: (command) =>
    command
      .argument('[source|contract]', 'a source, or SOURCE/ENTITY; everything without it')
      .option('--state <place>', 'folder that remembers, or git:refs/heads/NAME; .seam without it')
      .option('--html <file>', 'write a page instead')
      .option('--config <file>', 'seam.yaml in another place, for the commits of a contract')
      .option('--all', 'long lists to their end'),
  async run([about, given], { terminal, run }) {
    const { html, all, ...options } = given as Options;
    const report = await readHistory({ ...options, about: about as string | undefined }, run);
    if (html === undefined) {
      const { outPaint: paint, width } = terminal;
      terminal.out(renderHistory(report, { paint, width, all: all ?? false }));
    } else {
      await writeReport(resolve(run.cwd, html), historyPage(report));
    }
    return report.exit.code;
  },
};
