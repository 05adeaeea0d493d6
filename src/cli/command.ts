import type { Command } from 'commander';
import type { RunContext } from '../run/context.js';
import type { Terminal } from './terminal.js';

/** What a command gets: where to write, and the surroundings for `run/`. */
export type CommandContext = { readonly terminal: Terminal; readonly run: RunContext };

/** One command: its line in the help, its arguments and options, and what it does. */
export type CommandDefinition = {
  readonly name: string;
  readonly summary: string;
  /** Two commands that work, each with what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Adds arguments and options. */
  readonly configure: (command: Command) => Command;
  /** It may ask live sources: it takes what all of those take (`--no-cache`). */
  readonly asksSources?: true;
  /** Does it, and gives the exit code. `args` are the arguments in order, the last one are the options. */
  readonly run: (args: readonly unknown[], context: CommandContext) => Promise<number>;
};
