import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { gitFailed, openGit, saidByGit } from './client.js';

/** Where a folder is in its repository; the folder itself may be gone from the work tree by now. */
export type Place = {
  /** git, working in the nearest folder that is there. */
  readonly git: SimpleGit;
  /** That folder. */
  readonly existing: string;
  /** Path from there to the folder, with `/` behind each part. */
  readonly below: string;
  /** Path of the folder from the top of the repository, with `/` behind each part. */
  readonly prefix: string;
};

/**
 * Where a folder is in its repository: in the work tree, links followed, or in a bare repository.
 * @param folder absolute path
 * @throws SeamError `git-failed`
 */
export async function placeOf(folder: string): Promise<Place> {
  const { existing, below } = await nearestFolder(folder);
  const git = await openGit(existing);
  try {
    return { git, existing, below, prefix: (await shownPrefix(git)) + below };
  } catch (cause) {
    throw gitFailed(`There are no commits to look into at ${folder}: ${saidByGit(cause)}`, {
      fix: 'Put the folder of contracts under git, or compare with what is on disk.',
      where: { folder },
      cause,
    });
  }
}

/** Path of a folder from the top of its repository, with `/` behind each part; `undefined` where there is none. */
export async function prefixInRepository(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return undefined;
    return await shownPrefix(await openGit(folder));
  } catch {
    // No folder, no repository, or no git: a path from elsewhere is as good.
    return undefined;
  }
}

async function shownPrefix(git: SimpleGit): Promise<string> {
  return (await git.raw('rev-parse', '--show-prefix')).replace(/\n$/, '');
}

/** The nearest folder that is there, and the rest of the path, with `/` behind each part. */
async function nearestFolder(folder: string): Promise<{ readonly existing: string; readonly below: string }> {
  let [existing, below] = [folder, ''];
  while (!(await isFolder(existing)) && dirname(existing) !== existing) {
    below = `${basename(existing)}/${below}`;
    existing = dirname(existing);
  }
  return { existing, below };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Whatever keeps it from being looked at, git is asked from the folder above.
    return false;
  }
}
