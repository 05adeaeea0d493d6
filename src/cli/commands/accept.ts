import { exitCodes } from '../../errors/exit-codes.js';
import { visible } from '../../report/escape.js';
import { acceptFindings } from '../../run/accept.js';
import { chooseFindings } from '../choose.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef } from '../options.js';

type Options = {
  readonly config?: string;
  readonly configRef?: string;
  readonly source?: string;
  readonly offline?: string;
  readonly reason?: string;
  readonly commit?: true;
  readonly branch?: string;
};

/** `seam accept`: agree to drift, finding by finding. */
export const accept: CommandDefinition = {
  name: 'accept',
  summary: 'Take chosen findings, and nothing else, into the contracts.',
  examples: [
    ['seam accept 7f3a9c --reason "agreed with team-commerce"', 'the finding that check shows so'],
    ['seam accept sale.order --reason "upgrade to 17" --branch erp-17', 'all of an entity, committed'],
  ],
  asksSources: true,
  configure: (command) =>
    command
      .argument('[what...]', 'fingerprints, rules or entities; at a terminal you can choose without it')
      .option('--reason <text>', 'why it is agreed to; it goes into the changelog of the contracts')
      .option('--commit', 'commit what was written')
      .option('--branch <name>', 'commit it on a new branch')
      .option('--source <name>', 'check this source alone')
      .option('--offline <file>', 'judge a pull file instead of asking the ERP')
      .addOption(configFile)
      .addOption(configRef),
  async run([what, given], { terminal, run }) {
    const accepted = await acceptFindings(
      {
        ...(given as Options),
        what: what as readonly string[],
        choose: terminal.live !== undefined && process.stdin.isTTY ? chooseFindings : undefined,
      },
      run,
    );
    const lines = accepted.flatMap(({ contract, version, findings }) => [
      `${contract} ${version === undefined ? 'is removed' : `is now ${version}`}`,
      ...findings.map(({ path, rule }) => `  ${path.field ?? path.entity} ${rule}`),
    ]);
    terminal.out(`${lines.map(visible).join('\n')}\n`);
    return exitCodes.ok.code;
  },
};
