import { Argument } from 'commander';
import type { CommandDefinition } from '../command.js';
import { type Shell, scripts, shells } from '../completion/scripts.js';

/** `seam completion`: the Tab key. */
export const completion: CommandDefinition = {
  name: 'completion',
  summary: 'Print the script that lets a shell complete commands, flags, sources and contracts.',
  examples: [
    ['seam completion bash', 'for eval "$(…)" in ~/.bashrc'],
    ['seam completion fish', 'for ~/.config/fish/completions/seam.fish'],
  ],
  configure: (command) => command.addArgument(new Argument('<shell>', 'which shell').choices(shells)),
  async run([shell], { terminal }) {
    terminal.out(scripts[shell as Shell]);
    return 0;
  },
};
