import { openGit, said } from './client.js';

/**
 * Which of these files differ from the last commit, or are in none; none where the folder is in no repository.
 * @param files paths below `folder`
 * @throws SeamError `git-failed`
 */
export async function dirtyFiles(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const git = await openGit(folder);
  if (!(await git.checkIsRepo().catch(() => false))) return [];
  const dirty: string[] = [];
  for (const file of files) {
    const status = await said(git.raw('status', '--porcelain', '--ignored', '--', `:(literal)${file}`));
    if (status.trim() !== '') dirty.push(file);
  }
  return dirty;
}

/**
 * Makes a branch at the present commit and goes to it.
 * @throws SeamError `git-failed`
 */
export async function startBranch(folder: string, branch: string): Promise<void> {
  await said((await openGit(folder)).raw('switch', '--create', branch));
}

/**
 * Commits these files alone, whatever else is staged, as the user's own settings and hooks say.
 * @param files paths below `folder`; one that is gone is committed as gone
 * @throws SeamError `git-failed`
 */
export async function commitFiles(folder: string, files: readonly string[], message: string): Promise<void> {
  const git = await openGit(folder);
  const literal = files.map((file) => `:(literal)${file}`);
  await said(git.raw('add', '--all', '--', ...literal));
  await said(git.raw('commit', '--only', '--message', message, '--', ...literal));
}
