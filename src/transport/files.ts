import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { ErrorCode } from '../errors/codes.js';
import { SeamError } from '../errors/seam-error.js';
import { byCodePoint } from '../model/text.js';

export type ReadOptions = {
  /** Largest file in bytes that is read; default 64 MiB. */
  readonly maxBytes?: number;
  /** Bytes from the beginning that are enough; a larger file is then no error. */
  readonly head?: number;
};

/** The file of a source, or its folder of files. Nothing else of the disk can be reached through it. */
export type Files = {
  /** The path as `seam.yaml` has it. */
  readonly name: string;
  /** Names of the files in it, sorted, where it is a folder; `undefined` where it is a file. */
  list(): Promise<readonly string[] | undefined>;
  /**
   * Bytes of the file; or of the file at a path relative to it (in a folder: inside of it), which must lie in the folder
   * of `seam.yaml`, or, where the source lies outside of that, in the source's own folder.
   * @throws SeamError `source-not-found`, `source-forbidden`, `source-too-large` or `source-unusable`
   */
  read(path?: string, options?: ReadOptions): Promise<Uint8Array>;
};

const mostBytes = 64 * 1024 * 1024;

/**
 * The file or folder that a source is.
 * @param folder the folder of `seam.yaml`, absolute
 * @param name the path as `seam.yaml` has it: the user may name any file, a document only those beside it
 */
export function openFiles(folder: string, name: string): Files {
  const place = resolve(folder, name);
  return {
    name,
    async list() {
      const facts = await asked(name, () => stat(place));
      if (!facts.isDirectory()) return undefined;
      const entries = await asked(name, () => readdir(place, { withFileTypes: true }));
      return entries
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort(byCodePoint);
    },
    async read(path, options = {}) {
      if (path === undefined) return readBytes(place, name, options);
      const isFolder = (await asked(name, () => stat(place))).isDirectory();
      const base = isFolder ? place : dirname(place);
      const root = isInside(place, folder) ? folder : base;
      return readBytes(await confined(resolve(base, path), root, path), path, options);
    },
  };
}

/** The real path of a file that a document names, where it lies within the root. */
async function confined(place: string, root: string, path: string): Promise<string> {
  if (isAbsolute(path) || !isInside(place, root)) throw outside(path);
  const [real, realRoot] = await asked(path, () => Promise.all([realpath(place), realpath(root)]));
  if (!isInside(real, realRoot)) throw outside(path);
  return real;
}

function isInside(place: string, root: string): boolean {
  const way = relative(root, place);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function readBytes(place: string, name: string, options: ReadOptions): Promise<Uint8Array> {
  const { maxBytes = mostBytes, head } = options;
  const { size } = await asked(name, async () => {
    const facts = await stat(place);
    // A pipe or a device would never end.
    if (!facts.isFile()) throw unusable(name, facts.isDirectory() ? 'is a folder' : 'is no plain file');
    return facts;
  });
  if (head === undefined && size > maxBytes) {
    const why = `${JSON.stringify(name)} is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`;
    throw new SeamError('source-too-large', { why, where: { file: name } });
  }
  return asked(name, () => firstBytes(place, Math.min(size, head ?? size)));
}

async function firstBytes(place: string, length: number): Promise<Uint8Array> {
  const file = await open(place, 'r');
  try {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

const refusals: Readonly<Record<string, readonly [code: ErrorCode, says: string, fix?: string]>> = {
  ENOENT: [
    'source-not-found',
    'does not exist',
    'Create it, or correct `file`, which is relative to seam.yaml.',
  ],
  ENOTDIR: ['source-not-found', 'does not exist', 'Correct `file`, which is relative to seam.yaml.'],
  EACCES: [
    'source-forbidden',
    'may not be read by this user',
    'Give the user that runs seam the right to read it.',
  ],
  EPERM: [
    'source-forbidden',
    'may not be read by this user',
    'Give the user that runs seam the right to read it.',
  ],
};

async function asked<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    if (cause instanceof SeamError || code === undefined) throw cause;
    const [error, says, fix] = refusals[code] ?? ['source-unusable', `cannot be read (${code})`];
    const why = `${JSON.stringify(name)} ${says}.`;
    throw new SeamError(error, { why, where: { file: name }, cause, ...(fix === undefined ? {} : { fix }) });
  }
}

function outside(path: string): SeamError {
  return new SeamError('source-unusable', {
    why: `The document refers to ${JSON.stringify(path)}, which lies outside of the folder that it may read.`,
    where: { file: path },
    fix: 'Put the file into the folder of seam.yaml, or bundle the document into one file.',
  });
}

function unusable(name: string, says: string): SeamError {
  return new SeamError('source-unusable', {
    why: `${JSON.stringify(name)} ${says}.`,
    where: { file: name },
    fix: 'Name a file that holds the description of the source.',
  });
}
