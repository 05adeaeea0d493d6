/** One thing that is known: lines beside a label. What they say is not escaped yet; every format has its own way. */
export type Fact = { readonly label: string; readonly lines: readonly Line[] };

/** A text; a command to copy, which stays whole; or parts that stand beside each other where there is room. */
export type Line = string | { readonly command: string } | { readonly parts: readonly string[] };

/** The line as plain text. */
export function lineWords(line: Line): string {
  if (typeof line === 'string') return line;
  return 'command' in line ? line.command : line.parts.join(' · ');
}
