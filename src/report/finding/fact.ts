import { visible } from '../escape.js';

/** One thing that is known: lines beside a label. What they say is not escaped yet; every format has its own way. */
export type Fact = { readonly label: string; readonly lines: readonly Line[] };

/** Parts that stand beside each other where there is room, and a web address to follow. */
export type Parts = { readonly parts: readonly string[]; readonly address?: string };

/** A text; a command to copy, which stays whole; or parts. */
export type Line = string | { readonly command: string } | Parts;

/** All parts, the address last; an empty one can be seen. */
export function allParts({ parts, address }: Parts): readonly string[] {
  return [...parts, ...(address === undefined ? [] : [address])].map((part) =>
    part.trim() === '' ? '""' : part,
  );
}

/** The line as plain text. */
function lineWords(line: Line): string {
  if (typeof line === 'string') return line;
  return 'command' in line ? line.command : allParts(line).join(' · ');
}

/** The facts one below the other, `was: 64`, each on a line of its own and harmless in a terminal. */
export function plainLines(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap(({ label, lines }) =>
    lines.map((line, index) => visible(`${index === 0 ? `${label}: ` : '  '}${lineWords(line)}`)),
  );
}
