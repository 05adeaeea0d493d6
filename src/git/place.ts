import { stat } from 'node:fs/promises';
import { openGit } from './client.js';

/** Path of a folder from the top of its repository, with `/` behind each part; `undefined` where there is none. */
export async function prefixInRepository(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return undefined;
    const git = await openGit(folder);
    return (await git.raw('rev-parse', '--show-prefix')).replace(/\n$/, '');
  } catch {
    // No folder, no repository, or no git: a path from elsewhere is as good.
    return undefined;
  }
}
