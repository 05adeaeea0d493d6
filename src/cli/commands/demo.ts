import { prettyFormat } from '../../report/pretty.js';
import { renderSnapshot } from '../../report/snapshot.js';
import { tellDemo } from '../../run/demo.js';
import type { CommandDefinition } from '../command.js';

/** `seam demo`: the main job against an ERP that is built in. */
export const demo: CommandDefinition = {
  name: 'demo',
  summary: 'Show the whole story against a built-in ERP: contracts taken, an upgrade, drift found.',
  examples: [
    ['seam demo', 'needs nothing, leaves nothing behind'],
    ['npx erp-seam demo', 'the same without an install'],
  ],
  configure: (command) => command,
  async run(_, { terminal, run }) {
    const { out, outPaint: paint, width } = terminal;
    for await (const step of tellDemo(run)) {
      if (step.kind === 'says') out(`\n${paint.bold(step.text)}\n`);
      if (step.kind === 'runs') out(`${paint.dim('$')} ${step.command}\n`);
      if (step.kind === 'snapshot') out(renderSnapshot(step.report, { paint, width, all: true }));
      if (step.kind === 'report') out(prettyFormat.render(step.report, { paint, width, all: false }));
      if (step.kind === 'ended') return step.code;
    }
    return 0;
  },
};
