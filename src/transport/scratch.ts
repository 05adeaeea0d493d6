import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import { codeOf } from './node-error.js';

/** A file that is there for a while and that only its owner can read. */
export type Scratch = { readonly path?: string; remove(): Promise<void> };

/**
 * Writes a text to a file in a folder of its own; no text, no file.
 * @throws SeamError `program-failed` where it cannot be written
 */
export async function openScratch(text: string | undefined): Promise<Scratch> {
  if (text === undefined) return { remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'seam-')).catch(unwritten);
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'config.json');
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    await remove();
    unwritten(cause);
  }
  return { path, remove };
}

function unwritten(cause: unknown): never {
  const code = codeOf(cause) ?? 'unknown';
  throw new SeamError('program-failed', {
    why: `The file with the config of the program cannot be written (${code}).`,
    fix: 'Check the space and the rights of the temporary folder (TMPDIR).',
    cause,
  });
}
