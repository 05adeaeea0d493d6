import { exitCodes } from '../../errors/exit-codes.js';
import { newConnectorPackage, testConnector } from '../../run/connector-package.js';
import type { CommandContext, CommandDefinition } from '../command.js';

/** `seam connector`: for those who write one. */
export const connector: CommandDefinition = {
  name: 'connector',
  summary: 'Write a connector of your own: make a package that works, and put it to the test.',
  examples: [
    ['seam connector new acme', 'a package seam-connector-acme with tests'],
    ['seam connector test', 'every promise of a connector, with the server in ./conformance.js'],
  ],
  configure: (command) =>
    command
      .argument('<action>', 'new or test')
      .argument(
        '[name]',
        'new: name of the connector; test: module with the subject, ./conformance.js without it',
      ),
  async run([action, name], context) {
    if (action === 'new' && typeof name === 'string') return make(name, context);
    if (action === 'test') return test(typeof name === 'string' ? name : 'conformance.js', context);
    context.terminal.err(
      'seam connector new NAME, or seam connector test [MODULE]. See seam connector --help.\n',
    );
    return exitCodes.usage.code;
  },
};

async function make(name: string, { terminal, run }: CommandContext): Promise<number> {
  const { folder, files } = await newConnectorPackage(name, run.cwd);
  const lines = [
    `Made ${folder}: ${files.join(', ')}`,
    'Next:',
    `  1. cd ${folder} && npm install`,
    '  2. npm test',
    '  3. make conformance.js answer like the real server, and index.js ask it',
  ];
  terminal.out(`${lines.join('\n')}\n`);
  return exitCodes.ok.code;
}

async function test(file: string, { terminal, run }: CommandContext): Promise<number> {
  const { green, red, dim } = terminal.outPaint;
  const marks = { kept: green('✔'), broken: red('✖'), 'not applicable': dim('-') };
  let broken = 0;
  for await (const { id, promise, outcome, why } of testConnector(file, run.cwd)) {
    if (outcome === 'broken') broken += 1;
    terminal.out(`${marks[outcome]} ${id}\n`);
    if (outcome !== 'kept') terminal.out(`    ${promise}\n    ${why ?? ''}\n`);
  }
  terminal.out(broken === 0 ? 'Every promise is kept.\n' : `${broken} broken → exit 1\n`);
  return broken === 0 ? exitCodes.ok.code : exitCodes.drift.code;
}
