import { namesHere } from '../../run/names.js';
import type { CommandContext } from '../command.js';
import { programOf } from '../program.js';
import { candidates, type Sources } from './candidates.js';
import { typedWords } from './words.js';

/**
 * Answers the script of a shell (`seam __complete <shell> -- <words…>`): a candidate a line, with what it is about behind
 * a tab. Whoever types wants no errors: what fails gives nothing.
 */
export async function complete(argv: readonly string[], context: () => CommandContext): Promise<void> {
  try {
    const [shell = '', , ...raw] = argv;
    const { words, current, kept } = typedWords(shell, raw);
    const program = await programOf(words, context, () => {});
    const found = await candidates(program, words, current, sourcesOf(words, context().run.cwd));
    const lines = found.map(
      ({ value, about }) => `${value.slice(kept.length)}${about ? `\t${about}` : ''}\n`,
    );
    context().terminal.out(lines.join(''));
  } catch {
    // No seam.yaml here, or a broken one: there is nothing to offer.
  }
}

function sourcesOf(words: readonly string[], cwd: string): Sources {
  const at = words.indexOf('--config');
  const config = at < 0 ? undefined : words[at + 1];
  return {
    names: () => namesHere(config === undefined ? {} : { config }, { cwd }),
    rules: async () => (await import('../../run/explain.js')).allRules().map(({ id }) => id),
    connectors: async () => (await import('../../run/connectors.js')).builtInConnectors,
  };
}
