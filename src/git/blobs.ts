import { gitFailed, openGit, saidByGit } from './client.js';

/**
 * Texts of objects by their ids, asked for in one go.
 * @throws SeamError `git-failed`
 */
export async function readBlobs(
  folder: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await readBytes(folder, ids);
  return new Map([...found].map(([id, bytes]) => [id, bytes.toString('utf8')]));
}

/**
 * Bytes of objects by their ids, asked for in one go.
 * @throws SeamError `git-failed`
 */
export async function readBytes(
  folder: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
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
function parseBatch(answer: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf('\n', at);
    const head = answer.toString('utf8', at, end < 0 ? answer.length : end);
    const [id = '', type, size] = head.split(' ');
    if (end < 0 || type !== 'blob' || size === undefined) {
      throw gitFailed(`git does not give the object ${id}: ${type ?? 'its answer breaks off'}.`);
    }
    const start = end + 1;
    at = start + Number(size);
    found.set(id, answer.subarray(start, at));
    at += 1;
  }
  return found;
}
