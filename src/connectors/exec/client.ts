import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { decode } from '../../protocols/document/text.js';
import type { Context } from '../connector.js';
import { readAirbyte } from './airbyte.js';
import { readLines } from './lines.js';
import { readSinger } from './singer.js';
import type { Told } from './told.js';
import type { Written } from './wire.js';

/** What a program can write. */
export const formats = {
  seam: readLines,
  singer: readSinger,
  airbyte: readAirbyte,
} as const satisfies Readonly<Record<string, (written: Written) => Told>>;

/** The keys of an exec source in `seam.yaml`. */
export type ExecOptions = {
  readonly command: readonly string[];
  readonly format?: keyof typeof formats;
  readonly config?: JsonObject | string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly depth?: number;
};

/**
 * Runs the program, and reads what it wrote.
 * @throws SeamError `program-failed`, `config-invalid` or a `source-*` code, with what the program said last
 */
export async function ask(options: ExecOptions, { programs }: Context): Promise<Told> {
  const { command, format = 'seam', config, cwd, env } = options;
  if (programs === undefined) {
    throw new SeamError('connector-broken', { why: 'The host of the connector starts no programs.' });
  }
  const wantsConfig = command.some((word) => word.includes('{config}'));
  if (wantsConfig !== (config !== undefined)) {
    throw new SeamError('config-invalid', {
      why: wantsConfig
        ? '`command` has {config} in it, and there is no `config`.'
        : '`config` is in no argument.',
      fix: 'Say both: {config} in `command` is the path of the file that holds `config`.',
    });
  }
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const output = await programs.run({
    command,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(config === undefined ? {} : { config: text, secrets: secretsIn(config) }),
  });
  const { stdout, stderr, failure, redact } = output;
  const program = redact(command[0]?.replace(/^.*[/\\]/, '') ?? '');
  try {
    // Airbyte's own words for a failure are better than its status.
    if (failure !== undefined && format !== 'airbyte') throw failure;
    const { text: said } = decode(stdout, { name: program });
    if (said.trim() === '') {
      throw (
        failure ??
        new SeamError('source-empty', { why: `"${program}" wrote nothing to stdout.`, fix: emptyFix })
      );
    }
    const told = formats[format]({ text: said, program });
    if (failure !== undefined) throw failure;
    return told;
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
    const shown = failure !== undefined && error.code !== 'program-failed' ? failure : error;
    throw withWords(shown, stderr, redact);
  }
}

const emptyFix = 'Run it by hand, and check `command`: a tap prints its catalog with --discover.';

/** The error without secrets, with what the program said last on stderr. */
function withWords(error: SeamError, stderr: string, redact: (text: string) => string): SeamError {
  const lines = stderr === '' ? undefined : stderr.split('\n').map((line) => `    | ${line}`);
  const frame = error.frame ?? lines?.join('\n');
  const { code, message, where, fix } = error;
  return new SeamError(code, {
    why: redact(message),
    where,
    fix,
    ...(frame === undefined ? {} : { frame }),
  });
}

/** Shorter values are everywhere. */
const shortestSecret = 6;

/** Texts of a config file that came from outside as a whole: any of them may be a secret. */
function secretsIn(config: JsonObject | string): readonly string[] {
  if (typeof config !== 'string') return [];
  let value: Json;
  try {
    value = JSON.parse(config) as Json;
  } catch {
    // No JSON: its lines are known as secrets already.
    return [];
  }
  return textsOf(value).filter((text) => text.length >= shortestSecret);
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
