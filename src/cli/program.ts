import { Command, Option } from 'commander';
import { exitCodes } from '../errors/exit-codes.js';
import { seamVersion } from '../run/version.js';
import { cacheFolder } from './cache-folder.js';
import type { CommandContext, CommandDefinition } from './command.js';
import { logFormats } from './log.js';

/** Every command, loaded when the command line names it or asks for help. Adding one is its file and a line here. */
const commands: Readonly<Record<string, () => Promise<CommandDefinition>>> = {
  init: async () => (await import('./commands/init.js')).init,
  check: async () => (await import('./commands/check.js')).check,
  scan: async () => (await import('./commands/scan.js')).scan,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  history: async () => (await import('./commands/history.js')).history,
  merge: async () => (await import('./commands/merge.js')).merge,
  snapshot: async () => (await import('./commands/snapshot.js')).snapshot,
  pull: async () => (await import('./commands/pull.js')).pull,
  diff: async () => (await import('./commands/diff.js')).diff,
  log: async () => (await import('./commands/log.js')).log,
  accept: async () => (await import('./commands/accept.js')).accept,
  waive: async () => (await import('./commands/waive.js')).waive,
  waivers: async () => (await import('./commands/waivers.js')).waivers,
  rules: async () => (await import('./commands/rules.js')).rules,
  explain: async () => (await import('./commands/explain.js')).explain,
  connectors: async () => (await import('./commands/connectors.js')).connectors,
  schema: async () => (await import('./commands/schema.js')).schema,
  connector: async () => (await import('./commands/connector.js')).connector,
  demo: async () => (await import('./commands/demo.js')).demo,
  completion: async () => (await import('./commands/completion.js')).completion,
};

/**
 * The command line of seam, with the command that `argv` names, or with all of them.
 * @param context makes what a command needs
 * @param exit gets the exit code of the command that ran
 */
export async function programOf(
  argv: readonly string[],
  context: () => CommandContext,
  exit: (code: number) => void,
): Promise<Command> {
  const program = new Command('seam')
    .description('Schema contracts for ERP integrations: live metadata against contracts in git.')
    .version(seamVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', () => `\nExit codes\n${exitCodeLines()}`)
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: (text) => context().terminal.out(text) })
    .exitOverride();
  const [named = ''] = argv;
  const wanted = Object.hasOwn(commands, named) ? [commands[named]] : Object.values(commands);
  for (const load of wanted) {
    if (load !== undefined) addCommand(program, await load(), context, exit);
  }
  return program;
}

function addCommand(
  program: Command,
  { name, summary, examples, configure, asksSources, run }: CommandDefinition,
  context: () => CommandContext,
  exit: (code: number) => void,
): void {
  const command = configure(program.command(name));
  if (asksSources) {
    command
      .option('--no-cache', 'transfer metadata again, also where it is unchanged')
      .addOption(new Option('--log-format <name>', 'each event as a line on stderr').choices(logFormats));
  }
  command
    .description(summary)
    .addHelpText('after', () => `\nExamples\n${lines(examples)}\n\nExit codes\n${exitCodeLines()}`)
    .showHelpAfterError(`See seam ${name} --help.`)
    .exitOverride()
    .action(async (...given: unknown[]) => {
      // commander gives the command itself last, and its options before it.
      const args = given.slice(0, -1);
      exit(await run(args, asksSources ? await withCache(args.at(-1), context()) : context()));
    });
}

async function withCache(options: unknown, { terminal, run }: CommandContext): Promise<CommandContext> {
  const { cache } = options as { readonly cache: boolean };
  const folder = cache ? await cacheFolder() : undefined;
  return { terminal, run: folder === undefined ? run : { ...run, cache: folder } };
}

function exitCodeLines(): string {
  return lines(Object.values(exitCodes).map(({ code, says }) => [String(code), says]));
}

function lines(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
