/** The words of a command line as their program will get them, and what of the last one the shell will replace. */
export type Typed = {
  readonly words: readonly string[];
  /** The word that is being typed; perhaps empty. */
  readonly current: string;
  /** What stands before the part of the current word that the shell replaces. */
  readonly kept: string;
};

/**
 * The words that a shell hands over, the last one being typed. bash splits at `=` and `:`, and hands over quotes and
 * backslashes as they were typed; zsh and fish give whole words.
 */
export function typedWords(shell: string, raw: readonly string[]): Typed {
  if (shell !== 'bash') return { words: raw.slice(0, -1), current: raw.at(-1) ?? '', kept: '' };
  const joined: string[] = [];
  let glue = false;
  for (const word of raw) {
    const isBreak = /^[=:]+$/.test(word);
    const last = joined.at(-1);
    if (last !== undefined && (isBreak || glue)) joined.splice(-1, 1, last + word);
    else joined.push(word);
    glue = isBreak;
  }
  const current = unquoted(joined.at(-1) ?? '');
  const kept = current.slice(0, Math.max(current.lastIndexOf('='), current.lastIndexOf(':')) + 1);
  return { words: joined.slice(0, -1).map(unquoted), current, kept };
}

function unquoted(word: string): string {
  return /^["']/.test(word) ? word.slice(1).replace(/["']$/, '') : word.replace(/\\(.)/g, '$1');
}
