import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SimpleGit } from 'simple-git';

/**
 * Full ids of the commits where the history of a shallow clone ends; none in a whole one. Such a commit looks as if it had
 * brought all that it holds. https://git-scm.com/docs/shallow
 * @param folder where git works
 */
export async function shallowCommits(git: SimpleGit, folder: string): Promise<ReadonlySet<string>> {
  if ((await git.raw('rev-parse', '--is-shallow-repository')).trim() !== 'true') return new Set();
  const file = (await git.raw('rev-parse', '--git-path', 'shallow')).replace(/\r?\n$/, '');
  const lines = (await readFile(resolve(folder, file), 'utf8')).split('\n');
  return new Set(lines.filter((line) => line !== ''));
}
