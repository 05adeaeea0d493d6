import type { SimpleGit } from 'simple-git';
import { gitFailed, saidByGit } from './client.js';
import { parseTree, type TreeEntry } from './tree.js';
import { unknownRef } from './unknown-ref.js';

/**
 * Full id of the commit that a ref names.
 * @throws SeamError `git-failed`
 */
export async function commitOf(git: SimpleGit, ref: string): Promise<string> {
  // No name of a commit begins with a hyphen or holds a NUL, and the first would be an option to git.
  if (ref === '' || ref.startsWith('-') || ref.includes('\0')) {
    throw gitFailed(`${JSON.stringify(ref)} is no name of a commit.`, { where: { ref } });
  }
  try {
    const commit = await git.raw('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
    if (commit.trim() !== '') return commit.trim();
  } catch (cause) {
    throw await unknownRef(git, ref, cause);
  }
  throw await unknownRef(git, ref);
}

/**
 * All files of a commit below a prefix, which is empty or ends with a slash.
 * @throws SeamError `git-failed`
 */
export async function filesIn(git: SimpleGit, commit: string, prefix: string): Promise<readonly TreeEntry[]> {
  const path = prefix === '' ? [] : ['--', prefix];
  try {
    return parseTree(await git.raw('ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...path), prefix);
  } catch (cause) {
    throw gitFailed(`The files of ${commit} cannot be listed: ${saidByGit(cause)}`, { cause });
  }
}
