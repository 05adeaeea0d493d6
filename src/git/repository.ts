import { devNull } from 'node:os';
import { openGit, said } from './client.js';

/** A repository that is ours alone. */
export type Repository = {
  /** Commits all that is in the folder. */
  commitAll(message: string): Promise<void>;
};

/** Settings that let a commit succeed whatever the user's own say: who commits, no signature, no hooks. */
const settings = [
  'user.name=seam',
  'user.email=seam@localhost',
  'commit.gpgSign=false',
  `core.hooksPath=${devNull}`,
  'init.defaultBranch=main',
  'core.autocrlf=false',
];

/**
 * Makes a folder a git repository, for the demo.
 * @throws SeamError `git-failed`
 */
export async function startRepository(folder: string): Promise<Repository> {
  const git = await openGit(folder, { config: settings, unsafe: { allowUnsafeHooksPath: true } });
  await said(git.init());
  return {
    async commitAll(message) {
      await said(git.add('.').commit(message));
    },
  };
}
