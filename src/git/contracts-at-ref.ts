import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { readBlobs } from './blobs.js';
import { gitFailed, openGit, saidByGit } from './client.js';
import { parseTree, type TreeEntry } from './tree.js';
import { unknownRef } from './unknown-ref.js';

/** The folder of contracts as it was at a commit. */
export type ContractsAtRef = {
  /** Full id of the commit. */
  readonly commit: string;
  /** What stands before a path in messages: `main:integration/contracts/`. */
  readonly place: string;
  /**
   * Text by path below the folder, with `/`; empty for a file that is no JSON file in a folder of its own. None where
   * the commit does not have the folder.
   */
  readonly files: ReadonlyMap<string, string>;
};

/** Largest file in bytes; a pull request could bring one that fills the memory. */
const largest = 16_000_000;

/** A contract is a JSON file in the folder of its source. */
const candidate = /^[^/]+\/[^/]+\.json$/;

/**
 * All files below the folder of contracts at a git ref: two questions to git, however many there are.
 * @param at.folder absolute path of the folder in its work tree; it may be gone there by now
 * @param at.ref branch, tag, commit or any other name of a commit
 * @throws SeamError `git-failed`
 */
export async function contractsAtRef({
  folder,
  ref,
}: {
  readonly folder: string;
  readonly ref: string;
}): Promise<ContractsAtRef> {
  const { existing, below } = await nearestFolder(folder);
  const git = await openGit(existing);
  const prefix = (await prefixOf(git, folder)) + below;
  const commit = await commitOf(git, ref);
  const entries = await filesIn(git, commit, prefix);
  const place = `${ref}:${prefix}`;
  const candidates = entries.filter(({ path }) => candidate.test(path));
  for (const entry of candidates) refuseOdd(entry, place, ref);
  const texts = await readBlobs(existing, [...new Set(candidates.map(({ id }) => id))]);
  const files = entries.map(
    ({ path, id }) => [path, candidate.test(path) ? (texts.get(id) ?? '') : ''] as const,
  );
  return { commit, place, files: new Map(files) };
}

/** Refuses what would have another text on disk, or too much of it. */
function refuseOdd({ path, type, size }: TreeEntry, place: string, ref: string): void {
  if (type !== 'file')
    throw gitFailed(`${place}${path} is a ${type}; seam reads files alone.`, { where: { ref } });
  if (size <= largest) return;
  throw gitFailed(`${place}${path} has ${size} bytes; the limit is ${largest}.`, {
    where: { ref },
    fix: 'A contract is never that large: remove the file.',
  });
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

/** Path from the top of the repository to where git works, with `/` behind each part. */
async function prefixOf(git: SimpleGit, folder: string): Promise<string> {
  try {
    return (await git.raw('rev-parse', '--show-prefix')).replace(/\n$/, '');
  } catch (cause) {
    throw gitFailed(`There are no commits to look into at ${folder}: ${saidByGit(cause)}`, {
      fix: 'Put the folder of contracts under git, or check without --ref.',
      where: { folder },
      cause,
    });
  }
}

/** Full id of the commit that a ref names. */
async function commitOf(git: SimpleGit, ref: string): Promise<string> {
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

async function filesIn(git: SimpleGit, commit: string, prefix: string): Promise<readonly TreeEntry[]> {
  const path = prefix === '' ? [] : ['--', prefix];
  try {
    return parseTree(await git.raw('ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...path), prefix);
  } catch (cause) {
    throw gitFailed(`The files of ${commit} cannot be listed: ${saidByGit(cause)}`, { cause });
  }
}
