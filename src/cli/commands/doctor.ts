import { Option } from 'commander';
import { renderDoctor } from '../../report/doctor.js';
import { printable } from '../../report/json.js';
import { examineAll } from '../../run/doctor/doctor.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = { readonly config?: string; readonly configRef?: string; readonly format: 'pretty' | 'json' };

/** `seam doctor`: why does it not work? */
export const doctor: CommandDefinition = {
  name: 'doctor',
  summary: 'Look at config, machine, network, login and rights, and say what to mend.',
  examples: [
    ['seam doctor', 'all sources, one sentence and a remedy each'],
    ['seam doctor erp-prod --format json', 'one source, for a program'],
  ],
  configure: (command) =>
    command
      .argument('[source]', 'a source of seam.yaml; all of them without it')
      .addOption(configFile)
      .addOption(configRef)
      .addOption(new Option('--format <name>', 'how').choices(['pretty', 'json']).default('pretty')),
  asksSources: true,
  async run([source, given], { terminal, run }) {
    const { format, ...where } = given as Options;
    const node = process.versions.node;
    const report = await examineAll({ ...where, source: source as string | undefined, node }, run);
    terminal.out(
      format === 'json'
        ? printable(report)
        : renderDoctor(report, { paint: terminal.outPaint, width: terminal.width, all: false }),
    );
    return report.exit.code;
  },
};
