import { commitOf } from './commit-tree.js';
import { placeOf } from './place.js';
import { shallowCommits } from './shallow.js';

/** The commit that last changed a line. */
export type LineCommit = {
  /** Full id. */
  readonly commit: string;
  /** RFC 3339, UTC. */
  readonly date: string;
  readonly author: string;
};

/** Who last changed these lines of a file, whose path is told from the folder that was opened, with `/`. */
export type Blame = (file: string, lines: readonly number[]) => Promise<ReadonlyMap<number, LineCommit>>;

const nobody: Blame = async () => new Map();

/**
 * Opens the history of the lines of all files below a folder, as they are on disk or at a ref. Lines that are not
 * committed are left out, in a shallow clone those that are older than it, and all where git cannot tell: no repository,
 * a file it does not know.
 * @param folder absolute path; it may be gone by now, or never have been there, as in a bare repository
 */
export async function openBlame(folder: string, ref?: string): Promise<Blame> {
  try {
    const { git, existing, below } = await placeOf(folder);
    const cut = await shallowCommits(git, existing);
    const at = ref === undefined ? [] : [ref];
    // Nothing is younger than the only commit of a clone: the usual one of a CI job.
    if (cut.has(await commitOf(git, ref ?? 'HEAD'))) return nobody;
    return async (file, lines) => {
      const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
      const asked = ['blame', '--line-porcelain', '--root', ...ranges, ...at, '--', `./${below}${file}`];
      const told = await git.raw(asked).catch(() => '');
      return new Map([...parse(told)].filter(([, { commit }]) => !cut.has(commit)));
    };
  } catch {
    // It only helps a reader: a finding without it is a finding all the same.
    return nobody;
  }
}

/** https://git-scm.com/docs/git-blame#_the_porcelain_format */
function parse(porcelain: string): ReadonlyMap<number, LineCommit> {
  const found = new Map<number, LineCommit>();
  for (const entry of porcelain.split(/\n\t.*\n?/)) {
    const [, commit = '', line] = /^([\da-f]{40,64}) \d+ (\d+)/.exec(entry) ?? [];
    const author = /^author (.*)$/m.exec(entry)?.[1];
    const seconds = /^author-time (\d+)$/m.exec(entry)?.[1];
    if (line === undefined || author === undefined || seconds === undefined || /^0+$/.test(commit)) continue;
    found.set(Number(line), { commit, author, date: new Date(Number(seconds) * 1000).toISOString() });
  }
  return found;
}
