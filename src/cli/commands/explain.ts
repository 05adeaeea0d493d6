import { renderExplanation } from '../../report/explanation.js';
import { explain as explainId } from '../../run/explain.js';
import type { CommandDefinition } from '../command.js';

/** `seam explain`: a rule or an error code in words. */
export const explain: CommandDefinition = {
  name: 'explain',
  summary: 'Say what a rule or an error code means, and what to do about it.',
  examples: [
    ['seam explain enum-value-added', 'a rule, as a report names it'],
    ['seam explain source-unauthorised', 'an error'],
  ],
  configure: (command) => command.argument('<id>', 'id of a rule, or code of an error'),
  async run([id], { terminal }) {
    const { outPaint: paint, width } = terminal;
    terminal.out(renderExplanation(explainId(id as string), { paint, width, all: true }));
    return 0;
  },
};
