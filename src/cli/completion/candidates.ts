import type { Argument, Command, Option } from 'commander';
import { errorCodes } from '../../errors/codes.js';
import type { Names } from '../../run/names.js';

/** Something that can stand at a place of the command line. */
export type Candidate = { readonly value: string; readonly about?: string };

/** Where names come from that the command line itself does not say. */
export type Sources = {
  readonly names: () => Promise<Names>;
  readonly rules: () => Promise<readonly string[]>;
  readonly connectors: () => Promise<readonly string[]>;
};

type Before = { readonly sources: Sources; readonly args: readonly string[] };
type Read = (before: Before) => Promise<readonly string[]>;

const sourceNames: Read = async ({ sources }) => (await sources.names()).sources;
const connectors: Read = async ({ sources }) => sources.connectors();

/** Values of arguments by `command argument`, and of options by their name; those with `choices` need no line. */
const values: Readonly<Record<string, Read>> = {
  source: sourceNames,
  entity: async ({ sources, args }) => (await sources.names()).contracts.get(args[0] ?? '') ?? [],
  contract: async ({ sources }) => contracts(await sources.names()),
  what: async ({ sources }) => [...contracts(await sources.names()), ...(await sources.rules())],
  id: async ({ sources }) => [...(await sources.rules()), ...Object.keys(errorCodes)],
  connector: connectors,
  'connectors name': connectors,
  'connector action': async () => ['new', 'test'],
};

/**
 * What can stand in place of the word that is being typed.
 * @param program with all commands, or with the one that is named
 * @param words those before it, without the program
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  current: string,
  sources: Sources,
): Promise<readonly Candidate[]> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help') {
    return starting(current, [...commandsOf(program), ...optionsOf(program, current)]);
  }
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return [];
  const { args, pending } = walked(command, rest);
  const before: Before = { sources, args };
  if (pending !== undefined)
    return starting(current, await valuesOf(pending, pending.attributeName(), before));
  const [, long, sign] = /^(--[^=]+)(=)/.exec(current) ?? [];
  if (sign !== undefined) {
    const option = command.options.find((each) => each.long === long);
    const given = option === undefined ? [] : await valuesOf(option, option.attributeName(), before);
    return starting(
      current,
      given.map(({ value }) => ({ value: `${long}=${value}` })),
    );
  }
  const argument = argumentAt(command, args.length);
  const given = argument === undefined ? [] : await argumentValues(command, argument, before);
  return starting(current, [...given, ...optionsOf(command, current)]);
}

/** What the words before have used: the arguments, and an option that waits for its value. */
function walked(command: Command, words: readonly string[]) {
  const args: string[] = [];
  let pending: Option | undefined;
  let onlyArguments = false;
  for (const word of words) {
    const waiting = pending;
    const isValue = waiting !== undefined && !word.startsWith('-');
    pending = isValue && waiting.variadic ? waiting : undefined;
    if (isValue) continue;
    if (onlyArguments || !word.startsWith('-')) args.push(word);
    else if (word === '--') onlyArguments = true;
    else {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      pending = option?.required || option?.optional ? option : undefined;
    }
  }
  return { args, pending };
}

/** The argument that comes next; the last one again where it takes several. */
function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

async function argumentValues(
  command: Command,
  argument: Argument,
  before: Before,
): Promise<readonly Candidate[]> {
  const own = `${command.name()} ${argument.name()}`;
  const given = await valuesOf(argument, Object.hasOwn(values, own) ? own : argument.name(), before);
  return given.filter(({ value }) => !before.args.includes(value));
}

async function valuesOf(
  { argChoices }: Argument | Option,
  name: string,
  before: Before,
): Promise<readonly Candidate[]> {
  const read = Object.hasOwn(values, name) ? values[name] : undefined;
  return (argChoices ?? (await read?.(before)) ?? []).map((value) => ({ value }));
}

function commandsOf(program: Command): readonly Candidate[] {
  return program.commands.map((command) => ({ value: command.name(), about: command.description() }));
}

/** Options once a hyphen is typed: before, they would hide what is asked for more often. */
function optionsOf(command: Command, current: string): readonly Candidate[] {
  if (!current.startsWith('-')) return [];
  const own = command.options.flatMap(({ long, description }) =>
    long ? [{ value: long, about: description }] : [],
  );
  return [...own, { value: '--help', about: 'print the help' }];
}

/** Those that begin as typed. A name with what a terminal acts on is none: names come from files that others wrote. */
function starting(current: string, all: readonly Candidate[]): readonly Candidate[] {
  return all.filter(({ value }) => value.startsWith(current) && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value));
}

function contracts({ contracts: bySource }: Names): readonly string[] {
  return [...bySource].flatMap(([source, entities]) => entities.map((entity) => `${source}/${entity}`));
}
