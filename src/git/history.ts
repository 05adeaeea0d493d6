import { basename, dirname } from 'node:path';
import { readBlobs } from './blobs.js';
import { gitFailed, saidByGit } from './client.js';
import { placeOf } from './place.js';
import { shallowCommits } from './shallow.js';

/** A commit, as far as a reader of contracts is concerned. */
export type Commit = {
  /** Full id. */
  readonly id: string;
  /** RFC 3339, in the committer's zone. */
  readonly date: string;
  readonly author: string;
  /** First line of the message. */
  readonly subject: string;
};

/** What a commit did to a file. */
export type Version = {
  readonly commit: Commit;
  /** As its parent, of a merge the first one, has it; absent: it does not. */
  readonly before?: string;
  /** Absent: the commit removed it. */
  readonly text?: string;
  /** A shallow clone ends here, so that what was before is not known. */
  readonly isCut?: true;
};

const fields = ['%H', '%cI', '%an', '%s'];

/**
 * Every version of a file, newest first, also from before its folder was moved: one question for the commits, one for all texts.
 * @param file absolute path; it may be gone by now
 * @throws SeamError `git-failed`
 */
export async function historyOf(file: string): Promise<readonly Version[]> {
  const { git, existing, prefix } = await placeOf(dirname(file));
  let log: string;
  let cut: ReadonlySet<string>;
  try {
    // Each commit begins with a record separator, its fields end with NUL, and a raw line with the blobs follows; a merge
    // is told once for each parent.
    log = await git.raw(
      'log',
      '--follow',
      '--raw',
      '-m',
      '--no-abbrev',
      '--full-index',
      `--format=%x1e${fields.join('%x00')}%x00`,
      '--',
      `:(top,literal)${prefix}${basename(file)}`,
    );
    cut = await shallowCommits(git, existing);
  } catch (cause) {
    throw gitFailed(`The history of ${file} cannot be read: ${saidByGit(cause)}`, { where: { file }, cause });
  }
  const told = new Map<string, Entry>();
  for (const entry of log.split('\u001e').slice(1).map(parseEntry)) {
    if (told.has(entry.commit.id)) continue;
    told.set(entry.commit.id, entry);
    if (entry.isBeginning) break;
  }
  const entries = [...told.values()];
  const ids = entries.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  const texts = await readBlobs(existing, [...new Set(ids)]);
  const textOf = (blob: string | undefined) => (blob === undefined ? undefined : texts.get(blob));
  return entries.map(({ commit, before, after }) => {
    const [was, now] = [textOf(before), textOf(after)];
    return {
      commit,
      ...(was === undefined ? {} : { before: was }),
      ...(now === undefined ? {} : { text: now }),
      ...(cut.has(commit.id) ? { isCut: true } : {}),
    };
  });
}

type Entry = {
  readonly commit: Commit;
  /** Ids of the blobs. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The file was made of another one here: what was before is the history of that one. */
  readonly isBeginning: boolean;
};

/**
 * `:100644 100644 <old> <new> M\tname`, and two names where the file was moved or copied; a blob of zeros says that there
 * is none. https://git-scm.com/docs/git-diff#_raw_output_format
 */
function parseEntry(entry: string): Entry {
  const [id = '', date = '', author = '', subject = '', raw = ''] = entry.split('\0');
  const [, old = '', now = '', how = '', from = '', to = ''] =
    /:\d{6} \d{6} ([\da-f]+) ([\da-f]+) ([A-Z])\d*\t([^\t\n]*)(?:\t([^\n]*))?/.exec(raw) ?? [];
  // A file that keeps its name was moved with its folder; one of another name, or a copy, is another contract.
  const isBeginning = how === 'C' || (how === 'R' && nameIn(from) !== nameIn(to));
  const blob = (name: string) => (/^0*$/.test(name) ? undefined : name);
  return {
    commit: { id, date, author, subject },
    before: isBeginning ? undefined : blob(old),
    after: blob(now),
    isBeginning,
  };
}

/** The last part of a path, which git quotes where it holds more than plain letters. */
function nameIn(path: string): string {
  return path.replace(/^.*\//, '').replaceAll('"', '');
}
