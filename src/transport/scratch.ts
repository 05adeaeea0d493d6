import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that is there for a while and that only its owner can read. */
export type Scratch = { readonly path?: string; remove(): Promise<void> };

/** Writes a text to a file in a folder of its own; no text, no file. */
export async function openScratch(text: string | undefined): Promise<Scratch> {
  if (text === undefined) return { remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'seam-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'config.json');
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}
