import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SeamError } from '../errors/seam-error.js';

const temporary = /^\.seam-[0-9a-f]{16}\.tmp$/;

/** The path of a temporary file beside a file: `sweep` removes it, should the run be killed. */
export function besideOf(file: string): string {
  return join(dirname(file), `.seam-${randomBytes(8).toString('hex')}.tmp`);
}

/** Milliseconds after which a temporary file cannot be of a run that still writes. */
const abandoned = 10 * 60 * 1000;

/**
 * Writes a file whole or not at all: beside it, onto the disk, and then in its place. Whatever ends the run leaves the
 * old file or the new one.
 * @throws SeamError `not-delivered`
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const beside = besideOf(file);
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (cause) {
    // What went wrong first is what is told; a temporary file that stays is swept later.
    await rm(beside, { force: true }).catch(() => undefined);
    throw notDelivered(file, cause);
  }
}

/**
 * Removes temporary files that a killed run left. The age counts back from the folder's last change, for the clock of a
 * network drive may be another than ours.
 * @throws SeamError `not-delivered`
 */
export async function sweep(folder: string): Promise<void> {
  const { mtimeMs: now } = await stat(folder);
  for (const name of await readdir(folder)) {
    if (temporary.test(name)) await removeAbandoned(join(folder, name), now);
  }
}

async function removeAbandoned(file: string, now: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(file);
    if (now - mtimeMs > abandoned) await rm(file, { force: true });
  } catch (cause) {
    // Gone in the meantime: it was of a run that has just ended.
    if (faultCode(cause) !== 'ENOENT') throw notDelivered(file, cause);
  }
}

const sentences: Readonly<Record<string, string>> = {
  EACCES: 'seam may not write there.',
  EPERM: 'seam may not write there.',
  EROFS: 'The file system is read-only.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The quota of the disk is used up.',
  EISDIR: 'There is a folder of that name.',
  ENOTDIR: 'A file is where a folder should be.',
  EEXIST: 'A file is where a folder should be.',
  ENOENT: 'The folder is not there.',
  ENAMETOOLONG: 'The path is longer than the file system allows.',
};

/** The error for a file that could not be written, from what the file system said. What is no such answer stays. */
export function notDelivered(file: string, cause: unknown): unknown {
  const code = faultCode(cause);
  if (code === undefined) return cause;
  return new SeamError('not-delivered', {
    why: `${file} could not be written. ${sentences[code] ?? `The system says ${code}.`}`,
    where: { file },
    cause,
  });
}

/** The code of an error of the file system (`ENOENT`); `undefined` for any other error. */
export function faultCode(error: unknown): string | undefined {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    !(error instanceof SeamError)
    ? error.code
    : undefined;
}
