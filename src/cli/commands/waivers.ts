import { exitCodes } from '../../errors/exit-codes.js';
import { visible } from '../../report/escape.js';
import { listWaivers } from '../../run/waive.js';
import type { CommandDefinition } from '../command.js';
import { configFile, configRef, durationOption } from '../options.js';

type Options = { readonly config?: string; readonly configRef?: string; readonly expiring?: number };

const day = 86_400_000;

/** `seam waivers`: what is tolerated, and for how long. */
export const waivers: CommandDefinition = {
  name: 'waivers',
  summary: 'List what is let pass, soonest end first.',
  examples: [
    ['seam waivers', 'all of them'],
    ['seam waivers --expiring 30d', 'those that end within 30 days, or have ended'],
  ],
  configure: (command) =>
    command
      .option('--expiring <span>', 'only those that end within this time (30d)', durationOption)
      .addOption(configFile)
      .addOption(configRef),
  async run([given], { terminal, run }) {
    const { config, configRef, expiring = Number.POSITIVE_INFINITY } = given as Options;
    const { waivers: all, notes } = await listWaivers({ config, configRef }, run);
    const shown = all.filter(({ left }) => left * day <= expiring);
    const lines = [
      ...notes.map(({ why, at }) => `${at.file}:${at.line}  cannot be read: ${why}`),
      ...shown.map(({ waiver, left }) => {
        const { fingerprint, rule, path, until, reason, owner, at } = waiver;
        const what = [fingerprint, rule, path].filter((part) => part !== undefined).join(' ');
        const when = left < 0 ? `ended ${until}` : `until ${until}, ${left} days left`;
        return `${at.file}:${at.line}  ${what}  ${when}  ${reason}${owner === undefined ? '' : ` (${owner})`}`;
      }),
    ];
    terminal.out(lines.length === 0 ? 'No waivers.\n' : `${lines.map(visible).join('\n')}\n`);
    return exitCodes.ok.code;
  },
};
