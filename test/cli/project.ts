import { type ChildProcessByStdio, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/seam.js', import.meta.url));

/** What a run of the built command line gave. */
export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  /** Folder below the project's in which it runs. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process when it has been started, to act on it while it runs. */
  readonly started?: (process: ChildProcessByStdio<null, Readable, Readable>) => void;
};

/** A user's folder with its `seam.yaml`. */
export type Project = {
  readonly folder: string;
  /** Runs `seam` in the folder. */
  seam(args: readonly string[], options?: RunOptions): Promise<Run>;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Paths of all files below the folder, sorted. */
  files(): readonly string[];
  remove(): void;
};

/** What the secrets of the tests are called by: they must be in no output and in no file. */
export const canary = /canary-\w+-\w+/;

/** What was said, without its line breaks and indents. */
export function words(output: string): string {
  return output.replace(/\s+/g, ' ').trim();
}

/** Makes a folder with this `seam.yaml`, or an empty one. */
export function makeProject(yaml?: string): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seam-cli-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  if (yaml !== undefined) write('seam.yaml', yaml);
  return {
    folder,
    seam: (args, options) => runSeam(folder, args, options),
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
        .sort(),
    remove: () => {
      rmSync(folder, { recursive: true });
      rmSync(cacheOf(folder), { recursive: true, force: true });
    },
  };
}

/** The cache of the project's user. */
export function cacheOf(folder: string): string {
  return `${folder}.cache`;
}

/** Runs the built command line as a process of its own, with no terminal and no environment but what is given. */
function runSeam(
  folder: string,
  args: readonly string[],
  { cwd = '.', env = {}, started }: RunOptions = {},
): Promise<Run> {
  const { PATH = '', HOME = '', SystemRoot = '' } = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: join(folder, cwd),
    env: { PATH, HOME, SystemRoot, XDG_CACHE_HOME: cacheOf(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  started?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
