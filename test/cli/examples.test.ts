import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../../src/cli/command.ts';
import { programOf } from '../../src/cli/program.ts';
import { splitCommand } from '../../src/config/command.ts';

/** The program with every command, none of which does anything; and the help of each. */
async function emptyProgram() {
  const said: string[] = [];
  const context = () =>
    ({ terminal: { out: (text: string) => said.push(text) } }) as unknown as CommandContext;
  const program = await programOf(['--help'], context, () => {});
  for (const command of program.commands)
    command
      .action(() => {})
      .configureOutput({ writeOut: (text) => said.push(text), writeErr: (text) => said.push(text) });
  return { program, said };
}

const { program } = await emptyProgram();
const names = program.commands.map((command) => command.name());

/** The examples that the help of a command shows. */
async function examplesOf(name: string): Promise<readonly string[]> {
  const { program: fresh, said } = await emptyProgram();
  fresh.commands.find((command) => command.name() === name)?.outputHelp();
  const [, examples = ''] = /\nExamples\n((?: {2}.+\n)+)/.exec(said.join('')) ?? [];
  return examples
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/)[0] ?? '');
}

describe.each(names)('the help of seam %s', (name) => {
  test('has at least two examples, the first of this very command', async () => {
    const examples = await examplesOf(name);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples[0]).toMatch(new RegExp(`^seam ${name}(?: |$)`));
  });

  test('has examples that are command lines of seam', async () => {
    for (const example of await examplesOf(name)) {
      const { program: fresh } = await emptyProgram();
      const words = splitCommand(example.replace(/^npx erp-seam /, 'seam ').replace(/ [|>] .*$/, '')) ?? [];
      expect(words[0], example).toBe('seam');
      await expect(fresh.parseAsync(words.slice(1), { from: 'user' }), example).resolves.toBeDefined();
    }
  });

  test('has no line of options that repeats another', () => {
    const command = program.commands.find((each) => each.name() === name);
    const flags = command?.options.map(({ long }) => long) ?? [];
    expect(new Set(flags).size).toBe(flags.length);
  });
});
