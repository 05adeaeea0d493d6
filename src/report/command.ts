import { visible } from './escape.js';

/**
 * A command line that a POSIX shell reads as exactly these words. A word with anything but plain characters stands in
 * single quotes, in which a shell looks for nothing but their end (POSIX.1-2024, Shell Command Language, 2.2.2).
 */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => quoted(visible(word))).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
