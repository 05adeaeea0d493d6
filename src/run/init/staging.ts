import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { notDelivered } from '../../contract/atomic.js';

/** A folder beside the real files, where all of them are made before any is put in its place. */
export type Staging = {
  readonly folder: string;
  /** Writes a file of the stage. */
  write(path: string, text: string): Promise<void>;
  /**
   * Puts all files in their places, `last` after the others. What cannot be done whole is taken back.
   * @returns their paths, sorted
   * @throws SeamError `not-delivered`
   */
  deliver(last: string): Promise<readonly string[]>;
  /** Removes the stage and what is still in it. */
  remove(): Promise<void>;
};

/**
 * Opens a stage in a folder, on whose disk it has to be: what is made there is moved, never copied.
 * @throws SeamError `not-delivered`
 */
export async function openStaging(target: string): Promise<Staging> {
  const folder = await mkdtemp(join(target, '.seam-init-')).catch((cause: unknown) => {
    throw notDelivered(target, cause);
  });
  return {
    folder,
    async write(path, text) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    async deliver(last) {
      const files = await filesBelow(folder);
      const ordered = [...files.filter((path) => path !== last), ...files.filter((path) => path === last)];
      await moveAll(ordered, folder, target);
      return files.map((path) => path.split(sep).join('/'));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function moveAll(paths: readonly string[], from: string, to: string): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  for (const path of paths) {
    const [file, kept] = [join(to, path), join(from, '.before', path)];
    try {
      const made = await mkdir(dirname(file), { recursive: true });
      if (made !== undefined) undo.push(() => removeEmpty(dirname(file), dirname(made)));
      if (existsSync(file)) {
        await mkdir(dirname(kept), { recursive: true });
        await rename(file, kept);
        undo.push(() => rename(kept, file));
      }
      await rename(join(from, path), file);
      undo.push(() => rm(file));
    } catch (cause) {
      // What went wrong first is what is told; taking back goes on as far as it can.
      for (const back of undo.reverse()) await back().catch(() => undefined);
      throw notDelivered(file, cause);
    }
  }
}

/** Removes a folder and those around it, up to one that was there before. */
async function removeEmpty(folder: string, stop: string): Promise<void> {
  for (let each = folder; each !== stop; each = dirname(each)) await rmdir(each);
}
