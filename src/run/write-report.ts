import { stat, writeFile } from 'node:fs/promises';
import { notDelivered, writeAtomically } from '../contract/atomic.js';

/**
 * Writes a rendered report: a file whole or not at all, and a device or a pipe (`/dev/stderr`) as it comes.
 * @throws SeamError `not-delivered`
 */
export async function writeReport(file: string, text: string): Promise<void> {
  if (!(await isSpecial(file))) return writeAtomically(file, text);
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw notDelivered(file, cause);
  }
}

async function isSpecial(file: string): Promise<boolean> {
  try {
    const facts = await stat(file);
    return !facts.isFile() && !facts.isDirectory();
  } catch {
    // What is not there yet, or cannot be looked at, is told by the attempt to write it.
    return false;
  }
}
