import { resolve } from 'node:path';
import { editorSchema } from '../../run/connectors.js';
import { writeReport } from '../../run/write-report.js';
import type { CommandDefinition } from '../command.js';

type Options = { readonly config?: string; readonly output?: string };

/** `seam schema`: what an editor needs to complete `seam.yaml`. */
export const schema: CommandDefinition = {
  name: 'schema',
  summary: 'Write the JSON Schema of seam.yaml with the keys of every connector, for your editor.',
  examples: [
    ['seam schema --output seam.schema.json', 'then name it in the first line of seam.yaml'],
    ['seam schema', 'to stdout'],
  ],
  configure: (command) =>
    command
      .option('--output <file>', 'the file to write; stdout without it')
      .option('--config <file>', 'seam.yaml in another place: connectors that it names are in the schema'),
  async run([given], { terminal, run }) {
    const { output, ...where } = given as Options;
    const text = `${JSON.stringify(await editorSchema(where, run), undefined, 2)}\n`;
    if (output === undefined) {
      terminal.out(text);
      return 0;
    }
    await writeReport(resolve(run.cwd, output), text);
    terminal.out(
      `Wrote ${output}. First line of seam.yaml, with the path from there:\n# yaml-language-server: $schema=${output}\n`,
    );
    return 0;
  },
};
