import { exitCodes } from '../../errors/exit-codes.js';
import { visible } from '../../report/escape.js';
import { addWaiver } from '../../run/waive.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = {
  readonly config?: string;
  readonly configRef?: string;
  readonly source?: string;
  readonly offline?: string;
  readonly reason: string;
  readonly until: string;
  readonly owner?: string;
};

/** `seam waive`: tolerate a finding for a while. */
export const waive: CommandDefinition = {
  name: 'waive',
  summary: 'Let one finding pass until a date, with a reason.',
  examples: [
    ['seam waive 7f3a9c --until 2026-12-24 --reason "fixed in release 4"', 'the finding that check shows so'],
    ['seam waivers --expiring 30d', 'what will fail again soon'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('<fingerprint>', 'six or more digits of the finding, as seam check shows them')
      .requiredOption('--reason <text>', 'why it may pass')
      .requiredOption('--until <day>', 'the last day on which it may: 2026-12-24')
      .option('--owner <name>', 'who answers for it')
      .option('--source <name>', 'check this source alone')
      .option('--offline <file>', 'find it in a pull file instead of asking the ERP')
      .addOption(configFile)
      .addOption(configRef),
  async run([fingerprint, given], { terminal, run }) {
    const options = given as Options;
    const { finding, file } = await addWaiver({ ...options, fingerprint: String(fingerprint) }, run);
    const { entity, field = '' } = finding.path;
    const what = [entity, field, finding.rule].filter((part) => part !== '').join(' ');
    terminal.out(`${visible(what)} is let pass until ${options.until}. Commit ${file}.\n`);
    return exitCodes.ok.code;
  },
};
