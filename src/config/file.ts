import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { SeamError } from '../errors/seam-error.js';

/** Larger than any real file. */
const mostBytes = 256 * 1024;

/** A path as people see it: relative to the folder where it is inside of it. */
export function nameIn(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}

/**
 * The text of a file that people write.
 * @param file its name in messages
 * @throws SeamError `config-not-found`, or `config-invalid` where it is too large or no UTF-8
 */
export async function readText(path: string, file: string): Promise<string> {
  const bytes = await readBytes(path).catch((cause: unknown) => {
    throw unreadable(cause, file);
  });
  if (bytes === undefined) {
    const why = `${file} is larger than ${mostBytes / 1024} KiB.`;
    throw new SeamError('config-invalid', {
      where: { file },
      why,
      fix: 'Leave out what no source or seam needs.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(cause, file);
  }
}

/** What the file holds; `undefined` where that is too much. */
async function readBytes(path: string): Promise<Uint8Array | undefined> {
  const { size } = await stat(path);
  return size > mostBytes ? undefined : readFile(path);
}

function unreadable(cause: unknown, file: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string') return cause;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    const why = `${file} is not UTF-8.`;
    return new SeamError('config-invalid', { where: { file }, why, fix: 'Save it as UTF-8.', cause });
  }
  const why = code === 'ENOENT' ? `There is no ${file} here.` : `${file} cannot be read (${code}).`;
  return new SeamError('config-not-found', { where: { file }, why, cause });
}
