import { gitFailed, openGit, saidByGit } from './client.js';

/**
 * Texts of objects by their ids, asked for in one go.
 * @throws SeamError `git-failed`
 */
export async function readBlobs(
  folder: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const git = await openGit(folder, { input: () => `${ids.join('\n')}\n` });
  let answer: Buffer;
  try {
    answer = await git.binaryCatFile(['--batch']);
  } catch (cause) {
    throw gitFailed(`The files cannot be read: ${saidByGit(cause)}`, { cause });
  }
  return parseBatch(answer);
}

/** The answer of `git cat-file --batch`: `<id> blob <size>`, the bytes, a line feed. https://git-scm.com/docs/git-cat-file */
function parseBatch(answer: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf('\n', at);
    const head = answer.toString('utf8', at, end < 0 ? answer.length : end);
    const [id = '', type, size] = head.split(' ');
    if (end < 0 || type !== 'blob' || size === undefined) {
      throw gitFailed(`git does not give the object ${id}: ${type ?? 'its answer breaks off'}.`);
    }
    const start = end + 1;
    at = start + Number(size);
    texts.set(id, answer.toString('utf8', start, at));
    at += 1;
  }
  return texts;
}
