import { stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import { tail } from './last-lines.js';
import { codeOf } from './node-error.js';
import { type Exit, endOf, startGroup, stopGroup } from './process-group.js';
import { redactor } from './redact.js';
import { openScratch } from './scratch.js';

/** A program, as a source names it. */
export type ProgramRequest = {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  /** Folder that it runs in, relative to that of `seam.yaml`. */
  readonly cwd?: string;
  /** Variables beside those that every program needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text of a file that is there while it runs; its path stands for `{config}` in the arguments. */
  readonly config?: string;
  /** Values that nothing may tell, beside the secrets of the source. */
  readonly secrets?: readonly string[];
};

/** What a program wrote until it ended by itself. */
export type ProgramOutput = {
  readonly stdout: Uint8Array;
  /** The last lines of what it said on stderr, without secrets. */
  readonly stderr: string;
  /** Why it did not end well: it gave another status than 0, or a signal ended it. */
  readonly failure?: SeamError;
  /** A text of it without the secrets. */
  redact(text: string): string;
};

/** Starts programs for a source. */
export type Programs = {
  /**
   * Runs a program to its end.
   * @throws SeamError `program-failed` where it cannot be started, `source-timeout`, `source-too-large`
   */
  run(request: ProgramRequest): Promise<ProgramOutput>;
};

export type ProgramSurroundings = {
  /** Folder of `seam.yaml`. */
  readonly folder: string;
  /** Environment of seam, of which a program gets the basics alone. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until a program is ended. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly secrets: readonly string[];
};

/** The largest catalogues have some MiB. */
const mostOutput = 64 * 1024 * 1024;

/** What a program needs to be found and to run; anything else of our environment may be a secret of somebody else. */
const basics =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|SystemDrive|windir|PATHEXT|COMSPEC|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

/** Starts programs in the surroundings of a source; each is ended with all that it has started. */
export function openPrograms(surroundings: ProgramSurroundings): Programs {
  return {
    async run(request) {
      const { folder, signal } = surroundings;
      signal.throwIfAborted();
      const secrets = [...surroundings.secrets, ...(request.secrets ?? [])];
      const redact = redactor(secrets);
      const name = redact(basename(request.command[0] ?? ''));
      const cwd = resolve(folder, request.cwd ?? '.');
      await refuseMissing(cwd, name);
      const scratch = await openScratch(request.config);
      try {
        const words = request.command.map((word) => word.replaceAll('{config}', scratch.path ?? '{config}'));
        const env = { ...basicsOf(surroundings.env), ...request.env };
        const output = await finished(words, { ...surroundings, secrets, cwd, env, name });
        return { ...output, redact };
      } finally {
        await scratch.remove();
      }
    },
  };
}

type Start = Omit<ProgramSurroundings, 'env'> & {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly name: string;
};

async function refuseMissing(cwd: string, name: string): Promise<void> {
  const isFolder = await stat(cwd).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new SeamError('program-failed', {
    why: `"${name}" cannot be started: its folder is not there.`,
    fix: 'Check `cwd` of the source: it is relative to the folder of seam.yaml.',
  });
}

/** Runs a program until it ends, or is ended. */
async function finished(words: readonly string[], start: Start): Promise<Omit<ProgramOutput, 'redact'>> {
  const { name, timeout, signal, secrets } = start;
  const child = started(words, start);
  let stopped: unknown;
  const stop = (why: unknown) => {
    if (stopped === undefined) stopGroup(child);
    stopped ??= why;
  };
  const stdout: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostOutput) stop(tooMuch(name));
    else stdout.push(chunk);
  });
  const stderr = tail();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.add(text));
  const onAbort = () => stop(signal.reason);
  signal.addEventListener('abort', onAbort);
  // It may have been ended while this was made ready.
  if (signal.aborted) onAbort();
  const timer = setTimeout(() => stop(tooSlow(name, timeout)), timeout);
  try {
    const exit = await endOf(child).catch((cause: unknown) => {
      throw notStarted(name, cause);
    });
    const said = stderr.lines(secrets);
    if (stopped !== undefined) throw withWords(stopped, said);
    return { stdout: Buffer.concat(stdout), stderr: said, ...failureOf(name, exit, said) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function started([program = '', ...args]: readonly string[], { cwd, env, name }: Start) {
  // A path is one from the folder that the program runs in; a plain name is looked for in PATH.
  const isPath = /[/\\]/.test(program) && !isAbsolute(program);
  try {
    return startGroup(isPath ? resolve(cwd, program) : program, args, { cwd, env });
  } catch (cause) {
    throw notStarted(name, cause);
  }
}

function basicsOf(env: ProgramSurroundings['env']): Readonly<Record<string, string>> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && basics.test(entry[0]),
  );
  return Object.fromEntries(kept);
}

const reasons: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ENOENT: [
    'is not there',
    'Install it, or correct `command` of the source: a list of the program and its arguments.',
  ],
  EACCES: ['may not be run', 'Make it executable, or put its interpreter in front: [python3, tap.py].'],
  ERR_INVALID_ARG_VALUE: [
    'cannot be started',
    'Take the character out of `command` that no program can be given.',
  ],
};

function notStarted(name: string, cause: unknown): SeamError {
  const code = codeOf(cause) ?? 'unknown';
  const [why, fix] = reasons[code] ?? [`cannot be started (${code})`, 'Run it by hand to see why.'];
  // The message of Node is not kept: it quotes the command line.
  return new SeamError('program-failed', { why: `The program "${name}" ${why}.`, fix });
}

function tooSlow(name: string, timeout: number): SeamError {
  const why = `"${name}" did not end within ${timeout / 1000} s.`;
  return new SeamError('source-timeout', {
    why,
    fix: 'Raise `timeout` of the source, or see what it waits for.',
  });
}

function tooMuch(name: string): SeamError {
  const why = `"${name}" wrote more than ${mostOutput / 1024 / 1024} MiB.`;
  return new SeamError('source-too-large', { why, fix: 'Let it print schemas alone, or fewer of them.' });
}

function failureOf(name: string, { status, signal }: Exit, said: string): { readonly failure?: SeamError } {
  if (status === 0) return {};
  const why =
    status === null ? `"${name}" was ended by ${signal}.` : `"${name}" ended with status ${status}.`;
  return { failure: new SeamError('program-failed', { why, ...wordsFrame(said) }) };
}

/** An error that was made while a program ran, with what it said until then; the reason of an ended run as it is. */
function withWords(error: unknown, said: string): unknown {
  if (!(error instanceof SeamError) || error.exit !== 'unchecked') return error;
  return new SeamError(error.code, { why: error.message, fix: error.fix, ...wordsFrame(said) });
}

/** What a program said last, as an error shows it. */
function wordsFrame(said: string): { readonly frame?: string } {
  if (said === '') return {};
  return {
    frame: said
      .split('\n')
      .map((line) => `    | ${line}`)
      .join('\n'),
  };
}
