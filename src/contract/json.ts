import { SeamError } from '../errors/seam-error.js';
import { firstFault, lineOf } from './json-syntax.js';

/** What git writes into a file that it could not merge. https://git-scm.com/docs/git-merge#_how_conflicts_are_presented */
const conflict = /^(?:<{7}|>{7}|\|{7}) /m;

/**
 * The value that the text of a file holds.
 * @throws SeamError of the code, with the line
 */
export function parseJson(
  text: string,
  file: string,
  code: 'contract-invalid' | 'pull-file-invalid',
): unknown {
  try {
    // Some editors put a byte order mark in front, which JSON does not allow. RFC 8259, 8.1
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    const conflictAt = text.search(conflict);
    if (conflictAt >= 0) {
      throw new SeamError(code, {
        why: 'A merge left its conflict markers in the file.',
        where: { file, line: lineOf(text, conflictAt) },
        fix: 'Keep either side; a new snapshot then brings what the ERP has now.',
        cause,
      });
    }
    const at = firstFault(text);
    const why = at < text.length ? 'The file is no JSON.' : 'The file is no JSON: it breaks off.';
    throw new SeamError(code, { why, where: { file, line: lineOf(text, at) }, cause });
  }
}
