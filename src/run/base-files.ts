import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type BaseCommit, changedSince, isTracked, pathInBase } from '../git/base.js';

/** A copy of a commit, and where in it `seam.yaml` is. */
export type CopiedBase = {
  readonly commit: BaseCommit;
  /** Absolute path of the top of the copy. */
  readonly copy: string;
  /** Folder of `seam.yaml` from the top; `.` for the top itself. */
  readonly below: string;
};

/**
 * Gives the copy the files that no commit holds and that whoever runs the job has put into the work tree: a secret, a
 * certificate. What the work tree's commit brings is left out.
 * @param texts what may be a path relative to `seam.yaml`
 */
export async function bridgeFiles(
  { commit, copy, below }: CopiedBase,
  texts: readonly string[],
): Promise<void> {
  for (const text of new Set(texts)) {
    if (text.includes('\0')) continue;
    const file = resolve(commit.top, below, text);
    const path = pathInBase(commit, file);
    if (path === undefined || path === '' || !existsSync(file) || existsSync(join(copy, path))) continue;
    if (await isTracked(commit, path)) continue;
    await link(file, join(copy, path));
  }
}

/** Files that say which packages are installed, and how. */
const manifests = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'bun.lock',
  '.npmrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
];

/**
 * Gives the copy the packages that are installed in the work tree, unless the change says which those are. A package
 * that is a folder of the repository is that of the copy.
 * @returns the files that the change altered; empty where the packages are there
 */
export async function bridgePackages({ commit, copy, below }: CopiedBase): Promise<readonly string[]> {
  const folders = foldersTo(below);
  const changed = await changedSince(
    commit,
    folders.flatMap((folder) => manifests.map((name) => inside(folder, name))),
  );
  if (changed.length > 0) return changed;
  for (const folder of folders) {
    const path = inside(folder, 'node_modules');
    const from = join(commit.top, path);
    if (!existsSync(from) || existsSync(join(copy, path)) || (await isTracked(commit, path))) continue;
    await bridgeEntries(from, join(copy, path), { commit, copy, below });
  }
  return [];
}

/** Each package by itself, those of a scope one level down. */
async function bridgeEntries(from: string, to: string, base: CopiedBase): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const { name } of await readdir(from, { withFileTypes: true })) {
    if (name.startsWith('@')) {
      await bridgeEntries(join(from, name), join(to, name), base);
      continue;
    }
    const real = await realpath(join(from, name)).catch(() => undefined);
    const path = real === undefined ? undefined : pathInBase(base.commit, real);
    const own = path !== undefined && !path.split('/').includes('node_modules');
    if (real !== undefined) await link(own ? join(base.copy, path) : real, join(to, name));
  }
}

/** `a/b` → ``, `a`, `a/b`. */
function foldersTo(below: string): readonly string[] {
  const parts = below === '.' ? [] : below.split('/');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

const inside = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`);

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}

/**
 * True where a path that lies in the repository does so also when its links are followed, or is not there. A path that
 * says itself that it lies outside is what the user wrote.
 */
export async function realPathInside(
  { top }: Pick<BaseCommit, 'top'>,
  folder: string,
  path: string,
): Promise<boolean> {
  const place = resolve(folder, path);
  if (pathInBase({ top }, place) === undefined) return true;
  const [real, realTop] = await Promise.all([realpath(place).catch(() => undefined), realpath(top)]);
  return real === undefined || real === realTop || !relative(realTop, real).startsWith(`..${sep}`);
}
