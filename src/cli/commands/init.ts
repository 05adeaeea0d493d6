import { Option } from 'commander';
import { renderInit, renderNext } from '../../report/init.js';
import { prettyFormat } from '../../report/pretty.js';
import { checkContracts } from '../../run/check.js';
import { ciSystems } from '../../run/init/ci.js';
import { type InitOptions, initialise } from '../../run/init/init.js';
import type { CommandDefinition } from '../command.js';
import { fieldsOption, pairOption } from '../options.js';

const directionWords = ['read', 'create', 'update', 'write', 'both'] as const;

/** `seam init`: from nothing to a green gate, and from one source to the next. */
export const init: CommandDefinition = {
  name: 'init',
  summary:
    'Start here: write seam.yaml, the first contracts and the CI file, and check them; or add a source.',
  examples: [
    ['seam init', 'at a terminal: asks for all that is needed'],
    [
      'seam init --connector odoo --url https://erp.example.com --option database=prod --option auth.user=seam-reader --secret auth.apiKey=ODOO_API_KEY --entities res.partner "sale.*" --ci github',
      'the same for scripts',
    ],
    [
      'seam init --source lists --connector csv --file data --entities "*"',
      'where there is a seam.yaml: adds a source to it',
    ],
  ],
  configure: (command) =>
    command
      .option('--connector <name>', 'what reads the ERP: odoo, frappe, sap, …; see docs/connectors.md')
      .option('--url <address>', 'address of the ERP')
      .option('--file <path>', 'a document in place of an address, for connectors that read one')
      .option('--source <name>', 'what the source is called; erp without it')
      .option(
        '--option <key=value>',
        'a key of the source: database=prod, auth.user=reader; may be repeated',
        pairOption,
      )
      .option(
        '--secret <key=variable>',
        'a credential by the name of the environment variable that holds it: auth.apiKey=ODOO_API_KEY; may be repeated',
        pairOption,
      )
      .option(
        '--entities <name...>',
        'what is contracted: names, globs ("sale.*"), exclusions ("!sale.report")',
      )
      .option('--code <folder>', 'find entities and fields in the code of the integration')
      .option(
        '--fields <entity=field,field>',
        'fields that the integration uses; may be repeated',
        fieldsOption,
      )
      .option('--seam <name>', 'name of the integration')
      .option('--owner <name>', 'who is told when it breaks')
      .option('--runbook <url>', 'where the owner reads what to do')
      .addOption(
        new Option('--direction <word>', 'what the integration does with the ERP').choices(directionWords),
      )
      .addOption(new Option('--ci <system>', 'where the check runs; none without it').choices(ciSystems))
      .option('--force', 'replace the source and the files that are here'),
  asksSources: true,
  async run([given], { terminal, run }) {
    const canAsk = terminal.live !== undefined && process.stdin.isTTY;
    const { options, env } = canAsk
      ? await (await import('../ask/init.js')).askForInit(given as InitOptions, run)
      : { options: given as InitOptions, env: {} };
    const context = { ...run, env: { ...run.env, ...env } };
    const render = { paint: terminal.outPaint, width: terminal.width, all: false };
    const made = await initialise(options, context);
    terminal.out(`${renderInit(made, render)}\n`);
    const report = await checkContracts({ source: made.source.name }, context);
    terminal.out(`${prettyFormat.render(report, render)}\n${renderNext(made, render)}`);
    return report.exit.code;
  },
};
