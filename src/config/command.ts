import { execFile } from 'node:child_process';

/** What a command said, or why it said nothing; `stderr` may hold secrets. */
export type CommandResult = { readonly output: string } | { readonly why: string; readonly stderr: string };

export type CommandOptions = {
  /** Folder that it runs in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until it is killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
};

/** No credential is longer. */
export const mostOutput = 64 * 1024;

/**
 * The words of a command line, or `undefined` where a quote is not closed. Words end at white space; single quotes
 * keep all, double quotes keep all but `\"` and `\\`, and outside of quotes a backslash keeps the next character.
 * Nothing is expanded: there is no shell.
 */
export function splitCommand(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    const next = line[at + 1];
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === quote) {
      quote = undefined;
    } else if (character === '\\' && escapes(quote, next)) {
      word = (word ?? '') + next;
      at += 1;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}

function escapes(quote: string | undefined, next: string | undefined): boolean {
  if (next === undefined || quote === "'") return false;
  return quote === undefined || next === '"' || next === '\\';
}

/**
 * Runs a program without a shell and gives what it writes to stdout. Its stdin is empty.
 * Rejects only with the reason of an aborted `signal`.
 */
export async function runCommand(words: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const result = await start(words, options).catch((error: unknown) => ({
    why: reason(error, options),
    stderr: '',
  }));
  options.signal?.throwIfAborted();
  return result;
}

function start([program = '', ...args]: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { folder, env, timeout, signal } = options;
  const settings = {
    cwd: folder,
    env: { ...env },
    timeout,
    maxBuffer: mostOutput,
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      resolve(error === null ? { output: stdout } : { why: reason(error, options), stderr });
    });
    // A program that ends before it has read its empty stdin is no error.
    child.stdin?.on('error', () => undefined).end();
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it may not be run',
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: `it wrote more than ${mostOutput / 1024} KiB`,
  ERR_INVALID_ARG_VALUE: 'its command line holds a character that cannot be passed on',
};

/** Why a command failed. The message of Node is not used: it quotes the command line. */
function reason(error: unknown, { timeout }: CommandOptions): string {
  const { code, killed, signal } = error as { code?: unknown; killed?: unknown; signal?: unknown };
  if (typeof code === 'string') return reasons[code] ?? `it could not be run (${code})`;
  if (killed === true) return `it did not end within ${timeout / 1000} s`;
  return typeof code === 'number' ? `it ended with exit code ${code}` : `it was ended by ${String(signal)}`;
}
