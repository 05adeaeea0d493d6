import { InvalidArgumentError, Option } from 'commander';
import { type Verdict, verdicts } from '../model/drift.js';
import type { Shard } from '../model/scan.js';
import { formatNames } from '../report/formats.js';

/** `--config`, of every command that reads `seam.yaml`. */
export const configFile = new Option('--config <file>', 'seam.yaml in another place');

/** `--config-ref`, of every command that loads a connector: a change under check may have altered what is run. */
export const configRef = new Option(
  '--config-ref <gitref>',
  'hosts, secrets, commands and plugins as seam.yaml has them at a git ref',
);

/** A `--format NAME[=FILE]`. */
export type FormatChoice = { readonly name: string; readonly file?: string };

/** Parses one `--format`, added to those before it. */
function formatOption(value: string, before: readonly FormatChoice[] | undefined): readonly FormatChoice[] {
  const sign = value.indexOf('=');
  const name = sign < 0 ? value : value.slice(0, sign);
  const file = sign < 0 ? undefined : value.slice(sign + 1);
  if (!formatNames.includes(name)) {
    throw new InvalidArgumentError(`Formats are ${formatNames.join(', ')}.`);
  }
  if (file === '') throw new InvalidArgumentError('A file name must follow the "=".');
  const choices = [...(before ?? []), { name, ...(file === undefined ? {} : { file }) }];
  if (choices.filter((choice) => choice.file === undefined).length > 1) {
    throw new InvalidArgumentError('Only one format can go to stdout; give the others a file: NAME=FILE.');
  }
  return choices;
}

/** Parses `--fail-on`. */
function verdictOption(value: string): Verdict {
  const found = verdicts.find((verdict) => verdict === value);
  if (found === undefined) throw new InvalidArgumentError(`It is one of ${verdicts.join(', ')}.`);
  return found;
}

/** `--fail-on`, with its values for help and completion. */
export function failOnFlag(): Option {
  return new Option('--fail-on <verdict>', 'mildest verdict that fails; seam.yaml or warning without it')
    .choices(verdicts)
    .argParser(verdictOption);
}

/** `--format`, with its values for help and completion. */
export function formatFlag(): Option {
  return new Option('--format <name[=file]>', 'to stdout, or to a file; may be repeated')
    .choices(formatNames)
    .argParser(formatOption);
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses a span like `90m`, `24h` or `7d` into milliseconds. */
export function durationOption(value: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(value) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  if (count === undefined || factor === undefined) {
    throw new InvalidArgumentError('A span is a whole number and s, m, h or d, as in 24h.');
  }
  return Number(count) * factor;
}

/** Adds a value of an option that may be repeated. */
export function listOption(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Parses one `key=value`, added to those before it; a key that is said twice counts as it was said last. */
export function pairOption(
  value: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const sign = value.indexOf('=');
  if (sign < 1 || sign === value.length - 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [value.slice(0, sign)]: value.slice(sign + 1) };
}

/** Parses one `entity=field,field`, added to those before it. */
export function fieldsOption(
  value: string,
  before: Readonly<Record<string, readonly string[]>> | undefined,
): Readonly<Record<string, readonly string[]>> {
  const sign = value.indexOf('=');
  const names = value
    .slice(sign + 1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (sign < 1 || names.length === 0) throw new InvalidArgumentError('Write it as entity=field,field.');
  return { ...before, [value.slice(0, sign)]: names };
}

/** Parses `--shard 2/5`. */
export function shardOption(value: string): Shard {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (!(shard.index >= 1 && shard.index <= shard.of)) {
    throw new InvalidArgumentError('It is INDEX/OF, as in 2/5; the first one is 1/5.');
  }
  return shard;
}
