import { basename, dirname } from 'node:path';
import { readBlobs } from './blobs.js';
import { gitFailed, openGit, saidByGit } from './client.js';

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

/** A file as a commit left it; without a text where the commit removed it. */
export type Version = { readonly commit: Commit; readonly text?: string };

const fields = ['%H', '%cI', '%an', '%s'];

/**
 * Every version of a file, newest first: one question for the commits, one for all texts.
 * @param file absolute path; it may be gone by now
 * @throws SeamError `git-failed`
 */
export async function historyOf(file: string): Promise<readonly Version[]> {
  const folder = dirname(file);
  const git = await openGit(folder);
  const name = `./${basename(file)}`;
  let log: string;
  try {
    // Each commit begins with a record separator, its fields end with NUL, and a raw line with the blobs follows.
    log = await git.raw(
      'log',
      '--no-renames',
      '--raw',
      '--no-abbrev',
      '--full-index',
      `--format=%x1e${fields.join('%x00')}%x00`,
      '--',
      name,
    );
  } catch (cause) {
    throw gitFailed(`The history of ${file} cannot be read: ${saidByGit(cause)}`, { where: { file }, cause });
  }
  const entries = log.split('\u001e').slice(1).map(parseEntry);
  const ids = entries.flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
  const texts = await readBlobs(folder, [...new Set(ids)]);
  return entries.map(({ commit, blob }) => {
    const text = blob === undefined ? undefined : texts.get(blob);
    return text === undefined ? { commit } : { commit, text };
  });
}

/** `:100644 100644 <old> <new> M\tname`; a blob of zeros says that there is none. https://git-scm.com/docs/git-diff#_raw_output_format */
function parseEntry(entry: string): { readonly commit: Commit; readonly blob: string | undefined } {
  const [id = '', date = '', author = '', subject = '', raw = ''] = entry.split('\0');
  const [, blob = ''] = /:\d{6} \d{6} [\da-f]+ ([\da-f]+) /.exec(raw) ?? [];
  return { commit: { id, date, author, subject }, blob: /^0*$/.test(blob) ? undefined : blob };
}
