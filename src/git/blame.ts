import { basename, dirname } from 'node:path';
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

/**
 * Who last changed these lines of a file, as it is on disk or at a ref. Lines that are not committed are left out, in a
 * shallow clone those that are older than it, and all where git cannot tell: no repository, a file it does not know.
 * @param file absolute path; its folder may be gone by now, or never have been there, as in a bare repository
 */
export async function blame(
  file: string,
  lines: readonly number[],
  ref?: string,
): Promise<ReadonlyMap<number, LineCommit>> {
  if (lines.length === 0) return new Map();
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
  try {
    const { git, existing, below } = await placeOf(dirname(file));
    const cut = await shallowCommits(git, existing);
    const at = ref === undefined ? [] : [ref];
    const path = `./${below}${basename(file)}`;
    const told = parse(await git.raw(['blame', '--line-porcelain', '--root', ...ranges, ...at, '--', path]));
    return new Map([...told].filter(([, { commit }]) => !cut.has(commit)));
  } catch {
    // It only helps a reader: a finding without it is a finding all the same.
    return new Map();
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
