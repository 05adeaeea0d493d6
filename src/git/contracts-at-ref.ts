import { basename, dirname } from 'node:path';
import { readBlobs } from './blobs.js';
import { gitFailed } from './client.js';
import { commitOf, filesIn } from './commit-tree.js';
import { placeOf } from './place.js';
import type { TreeEntry } from './tree.js';

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
 * @param at.prefix path of the folder from the top of the repository, with `/` behind each part; absent: as the work
 * tree has it, links followed
 * @throws SeamError `git-failed`
 */
export async function contractsAtRef({
  folder,
  ref,
  prefix: given,
}: {
  readonly folder: string;
  readonly ref: string;
  readonly prefix?: string | undefined;
}): Promise<ContractsAtRef> {
  const { git, existing, prefix: own } = await placeOf(folder);
  const prefix = given ?? own;
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

/**
 * The text of a file as it is in a commit, `undefined` where the commit has no such file.
 * @param at.file absolute path in the work tree; it may be gone there by now
 * @throws SeamError `git-failed`, also for what is no plain file
 */
export async function textAtRef({
  file,
  ref,
}: {
  readonly file: string;
  readonly ref: string;
}): Promise<string | undefined> {
  const { git, existing, prefix } = await placeOf(dirname(file));
  const path = prefix + basename(file);
  // Below a folder of this name the rest of the path would be left.
  const entry = (await filesIn(git, await commitOf(git, ref), path)).find((each) => each.path === '');
  if (entry === undefined) return undefined;
  refuseOdd(entry, `${ref}:${path}`, ref);
  return (await readBlobs(existing, [entry.id])).get(entry.id);
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
