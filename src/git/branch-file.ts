import type { SimpleGit, SimpleGitOptions } from 'simple-git';
import { readBlobs } from './blobs.js';
import { gitFailed, openGit, said, saidByGit } from './client.js';

/** One file that is alone on a branch, and never in a work tree. */
export type BranchFile = {
  /** Id of the commit; absent: there is no such branch yet. */
  readonly commit?: string;
  /** Absent: the branch does not have the file. */
  readonly text?: string;
};

/** What became of an attempt to put a new text there. `moved`: somebody else was first. */
export type Put = { readonly put: string } | 'moved';

const identity = ['user.name=seam', 'user.email=seam@localhost'];

/** The first question to git: it fails where there is no repository. */
async function remotesOf(git: SimpleGit, ref: string): Promise<string> {
  try {
    return await git.raw('remote');
  } catch (cause) {
    throw gitFailed(`The branch ${ref} cannot be looked at: ${saidByGit(cause)}`, {
      fix: 'Run it in a clone of the repository, or name a folder instead of a branch.',
      cause,
    });
  }
}

/** Shown for a ref that is not there. */
const none = '0'.repeat(40);

/**
 * Opens a file that is alone on a branch of the repository that a folder is in, and of its remote where it has one.
 * @param ref full name: `refs/heads/seam-state`
 * @throws SeamError `git-failed` where there is no repository, or the name is none of a branch
 */
export async function openBranchFile(folder: string, ref: string, file: string) {
  const git = await openGit(folder);
  const valid = ref.startsWith('refs/') && (await succeeds(git, 'check-ref-format', ref));
  if (!valid) {
    throw gitFailed(`${JSON.stringify(ref)} is no full name of a branch.`, {
      fix: 'Write it as git:refs/heads/seam-state.',
    });
  }
  const remotes = (await remotesOf(git, ref)).split('\n').filter((name) => name !== '');
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];

  // A whole clone stays one; a shallow one gets no more than it needs.
  const shallow = (await said(git.raw('rev-parse', '--is-shallow-repository'))).trim() === 'true';
  const depth = shallow ? ['--depth=1'] : [];

  async function tip(): Promise<string | undefined> {
    if (remote === undefined) {
      const id = await git.raw('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).catch(() => '');
      return id.trim() === '' ? undefined : id.trim();
    }
    const listed = await said(git.raw('ls-remote', remote, ref));
    const [id = ''] = listed.split('\t', 1);
    if (id === '') return undefined;
    await said(git.raw('fetch', '--quiet', '--no-tags', ...depth, remote, ref));
    return id;
  }

  return {
    /**
     * What is there now.
     * @throws SeamError `git-failed`
     */
    async read(): Promise<BranchFile> {
      const commit = await tip();
      if (commit === undefined) return {};
      const listed = await said(git.raw('ls-tree', '-z', '--full-tree', commit, '--', file));
      const [, blob] = /^\d{6} blob ([\da-f]+)\t/.exec(listed) ?? [];
      if (blob === undefined) return { commit };
      return { commit, text: (await readBlobs(folder, [blob])).get(blob) ?? '' };
    },

    /**
     * Puts a text there, if nobody has done so since `base` was read: objects, a commit, and the branch; no file of
     * the work tree or the index is touched.
     * @throws SeamError `git-failed`
     */
    async put(text: string, base: string | undefined, message: string): Promise<Put> {
      const blob = await written(folder, ['hash-object', '-w', '--stdin'], text);
      const tree = await written(folder, ['mktree'], `100644 blob ${blob}\t${file}\n`);
      const parent = base === undefined ? [] : ['-p', base];
      const commit = await written(folder, ['commit-tree', tree, ...parent, '-m', message], '', {
        config: identity,
      });
      if (remote === undefined) {
        const old = base ?? none;
        return (await succeeds(git, 'update-ref', ref, commit, old)) ? { put: commit } : 'moved';
      }
      try {
        await git.raw('push', '--quiet', remote, `${commit}:${ref}`);
      } catch (cause) {
        // Somebody else has put something there, or git has another reason, which it tells.
        if ((await tip()) !== base) return 'moved';
        throw gitFailed(`The branch ${ref} cannot be pushed: ${saidByGit(cause)}`, { cause });
      }
      return { put: commit };
    },
  };
}

async function written(
  folder: string,
  command: readonly string[],
  input: string,
  options: Partial<SimpleGitOptions> = {},
): Promise<string> {
  const git = await openGit(folder, { ...options, input: () => input });
  return (await said(git.raw([...command]))).trim();
}

async function succeeds(git: SimpleGit, ...command: readonly string[]): Promise<boolean> {
  try {
    await git.raw([...command]);
    return true;
  } catch {
    // The answer of these commands is whether they succeed.
    return false;
  }
}
