import { renderRules } from '../../report/explanation.js';
import { allRules } from '../../run/explain.js';
import type { CommandDefinition } from '../command.js';

/** `seam rules`: the whole table. */
export const rules: CommandDefinition = {
  name: 'rules',
  summary: 'List every rule: what it detects, and what it breaks.',
  examples: [
    ['seam rules', 'the whole table'],
    ['seam explain max-length-lowered', 'one of them, with its example'],
  ],
  configure: (command) => command,
  async run(_, { terminal }) {
    const { outPaint: paint, width } = terminal;
    terminal.out(renderRules(allRules(), { paint, width, all: true }));
    return 0;
  },
};
