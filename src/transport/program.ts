import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { basename, isAbsolute, resolve } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
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

/** As much of stderr as is kept, and as many lines as are shown. */
const mostErrors = 64 * 1024;
const shownLines = 12;
const shownColumns = 300;

/** Milliseconds between asking a program to end and ending it, and for what its children still hold open. */
const grace = 2_000;

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
        return await ended(words, request.env ?? {}, { ...surroundings, secrets, cwd, name, redact });
      } finally {
        await scratch.remove();
      }
    },
  };
}

type Start = ProgramSurroundings & {
  readonly cwd: string;
  readonly name: string;
  readonly redact: (text: string) => string;
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

function ended(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  start: Start,
): Promise<ProgramOutput> {
  const { cwd, name, timeout, signal, redact } = start;
  return new Promise((resolvePromise, reject) => {
    let child: ChildProcess;
    try {
      child = spawn(located(program, cwd), args, {
        cwd,
        env: { ...basicsOf(start.env), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own: what it starts is ended with it, and a Ctrl-C is for seam to hand on.
        detached: !onWindows,
        windowsHide: true,
      });
    } catch (cause) {
      reject(notStarted(name, cause));
      return;
    }
    const stdout: Buffer[] = [];
    let [size, stderr, cut] = [0, '', false];
    /** Why it is being ended by us. */
    let stopped: unknown;
    let exit: readonly [code: number | null, signal: NodeJS.Signals | null] = [null, null];
    const timers: NodeJS.Timeout[] = [];
    const after = (wait: number, work: () => void) => void timers.push(setTimeout(work, wait));
    const letGo = () => {
      endGroup(child, 'SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const stop = (why: unknown) => {
      if (stopped !== undefined) return;
      stopped = why;
      endGroup(child, 'SIGTERM');
      after(grace, letGo);
    };
    const onAbort = () => stop(signal.reason);
    const done = (settle: () => void) => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    signal.addEventListener('abort', onAbort);
    after(timeout, () => stop(tooSlow(name, timeout)));
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostOutput) stop(tooMuch(name));
      else stdout.push(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      cut ||= stderr.length + text.length > mostErrors;
      stderr = (stderr + text).slice(-mostErrors);
    });
    child.on('error', (cause) => {
      if (child.pid === undefined) done(() => reject(notStarted(name, cause)));
    });
    // What it has started may hold its output open for ever.
    child.on('exit', (code, by) => {
      exit = [code, by];
      after(grace, letGo);
    });
    child.on('close', () => {
      endGroup(child, 'SIGKILL');
      const said = lastLines(stderr, cut, start.secrets);
      done(() => {
        if (stopped !== undefined) reject(withErrors(stopped, said));
        else
          resolvePromise({
            stdout: Buffer.concat(stdout),
            stderr: said,
            redact,
            ...failureOf(name, exit, said),
          });
      });
    });
  });
}

const onWindows = platform() === 'win32';

/** A path is one from the folder that the program runs in; a plain name is looked for in PATH. */
function located(program: string, cwd: string): string {
  return /[/\\]/.test(program) && !isAbsolute(program) ? resolve(cwd, program) : program;
}

function basicsOf(env: ProgramSurroundings['env']): Readonly<Record<string, string>> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && basics.test(entry[0]),
  );
  return Object.fromEntries(kept);
}

/** Sends a signal to a program and all that it has started. */
function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (onWindows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** The last lines, without secrets. What is kept may begin or end within a secret, which is then not known as one. */
function lastLines(text: string, cut: boolean, secrets: readonly string[]): string {
  const lines = redactor(secrets)(withoutPieces(text, cut, secrets))
    .trimEnd()
    .split(/\r?\n/);
  return lines
    .slice(-shownLines)
    .map((line) => (line.length > shownColumns ? `${line.slice(0, shownColumns)}…` : line))
    .join('\n');
}

/** Shorter pieces of a secret tell nothing. */
const shortestPiece = 4;

function withoutPieces(text: string, cut: boolean, secrets: readonly string[]): string {
  const pieces = (secret: string, piece: (length: number) => string) =>
    Array.from({ length: Math.max(0, secret.length - shortestPiece) }, (_, index) =>
      piece(secret.length - 1 - index),
    );
  const head = secrets
    .flatMap((secret) => (cut ? pieces(secret, (length) => secret.slice(-length)) : []))
    .find((piece) => text.startsWith(piece));
  const tail = secrets
    .flatMap((secret) => pieces(secret, (length) => secret.slice(0, length)))
    .find((piece) => text.endsWith(piece));
  return text.slice(head?.length ?? 0, tail === undefined ? undefined : -tail.length);
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
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
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

function failureOf(
  name: string,
  [code, by]: readonly [number | null, NodeJS.Signals | null],
  said: string,
): { readonly failure?: SeamError } {
  if (code === 0) return {};
  const why = code === null ? `"${name}" was ended by ${by}.` : `"${name}" ended with status ${code}.`;
  return { failure: new SeamError('program-failed', { why, ...frameOf(said) }) };
}

function withErrors(error: unknown, said: string): unknown {
  if (!(error instanceof SeamError) || error.exit !== 'unchecked') return error;
  return new SeamError(error.code, { why: error.message, fix: error.fix, ...frameOf(said) });
}

function frameOf(said: string): { readonly frame?: string } {
  if (said === '') return {};
  return {
    frame: said
      .split('\n')
      .map((line) => `    | ${line}`)
      .join('\n'),
  };
}
