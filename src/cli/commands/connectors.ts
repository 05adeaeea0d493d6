import { Option } from 'commander';
import { renderConnector, renderConnectors } from '../../report/connectors.js';
import { printable } from '../../report/json.js';
import { connectorSheet, connectorSheets } from '../../run/connectors.js';
import type { CommandDefinition } from '../command.js';

type Options = { readonly config?: string; readonly format: 'pretty' | 'json' };

/** `seam connectors`: what can be read, and how it is told to. */
export const connectors: CommandDefinition = {
  name: 'connectors',
  summary: 'List the connectors, built in and installed: what each can observe, its keys, an example.',
  examples: [
    ['seam connectors', 'all of them'],
    ['seam connectors odoo', 'one, with its keys in seam.yaml and all that it can tell'],
  ],
  configure: (command) =>
    command
      .argument('[name]', 'as `connector` of a source says it; all of them without it')
      .addOption(new Option('--format <name>', 'how').choices(['pretty', 'json']).default('pretty'))
      .option('--config <file>', 'seam.yaml in another place'),
  async run([name, given], { terminal, run }) {
    const { format, ...where } = given as Options;
    const options = { paint: terminal.outPaint, width: terminal.width, all: true };
    if (typeof name === 'string') {
      const sheet = await connectorSheet(name, where, run);
      terminal.out(format === 'json' ? jsonOf([sheet]) : renderConnector(sheet, options));
    } else {
      const sheets = await connectorSheets(where, run);
      terminal.out(format === 'json' ? jsonOf(sheets) : renderConnectors(sheets, options));
    }
    return 0;
  },
};

function jsonOf(sheets: readonly unknown[]): string {
  return printable({ connectors: sheets });
}
