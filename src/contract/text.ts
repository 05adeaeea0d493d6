import { readFile } from 'node:fs/promises';
import { faultCode, notDelivered } from './atomic.js';

/**
 * The text of a file that is about to be written; `undefined` where there is none yet.
 * @throws SeamError `not-delivered` where it cannot be read
 */
export async function existingText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return undefined;
    throw notDelivered(file, cause);
  }
}
