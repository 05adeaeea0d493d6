import { renderPull } from '../../report/pull.js';
import { pullToFile } from '../../run/pull.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = { readonly config?: string; readonly configRef?: string; readonly output: string };

/** `seam pull`: live schemas of this moment in one file. */
export const pull: CommandDefinition = {
  name: 'pull',
  summary: 'Write the live schemas of this moment to a file, for checks without credentials.',
  examples: [
    ['seam pull --output pull.json', 'every source'],
    ['seam check --offline pull.json --max-age 24h', 'judge it elsewhere'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('[source]', 'a source of seam.yaml; all of them without it')
      .requiredOption('--output <file>', 'the pull file to write')
      .addOption(configFile)
      .addOption(configRef),
  async run([source, given], { terminal, run }) {
    const options = given as Options;
    const report = await pullToFile({ ...options, source: source as string | undefined }, run);
    terminal.out(renderPull(report, { paint: terminal.outPaint, width: terminal.width, all: true }));
    return report.exit.code;
  },
};
