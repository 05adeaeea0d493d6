import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';
import { readBlobs, readBytes } from './blobs.js';
import { gitFailed, openGit, said, saidByGit } from './client.js';
import { commitOf, filesIn } from './commit-tree.js';
import type { TreeEntry } from './tree.js';

/** A commit of the repository that a folder is in. */
export type BaseCommit = {
  /** The ref as it was asked for. */
  readonly ref: string;
  /** Full id. */
  readonly commit: string;
  /** Absolute path of the top of the work tree. */
  readonly top: string;
};

/**
 * The commit that a ref names.
 * @param folder where the user works
 * @throws SeamError `git-failed`
 */
export async function openBase(folder: string, ref: string): Promise<BaseCommit> {
  const git = await openGit(folder);
  let top: string;
  try {
    top = (await git.raw('rev-parse', '--show-toplevel')).replace(/\r?\n$/, '');
  } catch (cause) {
    const why = `There are no commits to look into at ${folder}: ${saidByGit(cause)}`;
    throw gitFailed(why, {
      where: { folder },
      fix: 'Leave --config-ref out, or check out a repository.',
      cause,
    });
  }
  return { ref, commit: await commitOf(git, ref), top };
}

/**
 * Path from the top of the repository as the words have it, with `/`: no link is followed, since the work tree may hold
 * some that lead elsewhere. `undefined` for a path outside.
 */
export function pathInBase({ top }: Pick<BaseCommit, 'top'>, path: string): string | undefined {
  const below = relative(top, path);
  const outside = below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  return outside ? undefined : below.replaceAll(sep, '/');
}

/**
 * The text of a file as it is in the commit, `undefined` where it does not have it.
 * @param path from the top of the repository
 * @throws SeamError `git-failed`, also for what is no plain file
 */
export async function textInBase(base: BaseCommit, path: string): Promise<string | undefined> {
  const git = await openGit(base.top);
  // Below a folder of this name the rest of the path would be left.
  const entry = (await filesIn(git, base.commit, path)).find((each) => each.path === '');
  if (entry === undefined) return undefined;
  if (entry.type !== 'file') {
    throw gitFailed(`${base.ref}:${path} is a ${entry.type}; seam reads files alone.`, {
      where: { ref: base.ref },
    });
  }
  return (await readBlobs(base.top, [entry.id])).get(entry.id);
}

/** Bytes that are asked for at once. */
const portion = 32_000_000;

/**
 * Writes all files of the commit into an empty folder: as they are stored, no filter and no hook is run. A link that
 * leads out of the tree, and a submodule, are left out.
 * @throws SeamError `git-failed`
 */
export async function writeBase({ top, commit }: BaseCommit, folder: string): Promise<void> {
  const entries = (await filesIn(await openGit(top), commit, '')).filter(
    ({ path, type }) => type !== 'submodule' && pathInBase({ top: folder }, join(folder, path)) !== undefined,
  );
  const folders = new Set(entries.map(({ path }) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true });
  for (const part of portions(entries)) {
    const bytes = await readBytes(top, [...new Set(part.map(({ id }) => id))]);
    // Links last: no file is written through one.
    for (const entry of part.filter(({ type }) => type === 'file')) {
      const file = join(folder, entry.path);
      await writeFile(file, bytes.get(entry.id) ?? '');
      if (entry.executable) await chmod(file, 0o755);
    }
  }
  const links = entries.filter(({ type }) => type === 'symbolic link');
  const targets = await readBlobs(top, [...new Set(links.map(({ id }) => id))]);
  for (const { path, id } of links) {
    const target = targets.get(id) ?? '';
    if (staysInside(path, target)) await symlink(target, join(folder, path));
  }
}

function portions(entries: readonly TreeEntry[]): readonly (readonly TreeEntry[])[] {
  const parts: TreeEntry[][] = [];
  let left = 0;
  for (const entry of entries) {
    if (entry.size > left || parts.length === 0) {
      parts.push([]);
      left = portion;
    }
    left -= entry.size;
    parts.at(-1)?.push(entry);
  }
  return parts;
}

function staysInside(path: string, target: string): boolean {
  const leads = posix.join(posix.dirname(path), target);
  return target !== '' && !posix.isAbsolute(target) && leads !== '..' && !leads.startsWith('../');
}

/**
 * True where the work tree's own list of files has the path, or a file or link in the place of a folder above it: then
 * a commit brought it, and not whoever runs the job.
 * @param path from the top of the repository
 * @throws SeamError `git-failed`
 */
export async function isTracked({ top }: BaseCommit, path: string): Promise<boolean> {
  const parts = path.split('/');
  const names = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const git = await openGit(top);
  const listed = await said(git.raw('ls-files', '-z', '--', ...names.map((name) => `:(literal)${name}`)));
  const known = new Set(listed.split('\0'));
  return names.some((name) => known.has(name)) || [...known].some((file) => file.startsWith(`${path}/`));
}

/**
 * Which of these files differ between the commit and the work tree, or are only in one of them.
 * @param paths from the top of the repository
 * @throws SeamError `git-failed`
 */
export async function changedSince(
  { top, commit }: BaseCommit,
  paths: readonly string[],
): Promise<readonly string[]> {
  const git = await openGit(top);
  const literal = paths.map((path) => `:(literal)${path}`);
  const differing = await said(
    git.raw('diff', '--name-only', '-z', '--no-renames', commit, '--', ...literal),
  );
  return differing.split('\0').filter((path) => path !== '');
}
