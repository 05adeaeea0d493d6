import type { LineCounter } from 'yaml';
import type { Range } from './yaml.js';

/** Longest part of a line that a frame shows. */
const width = 100;

/**
 * The line of the text in which the range begins, and carets under the range, without anything of the hidden ranges:
 * ```
 *     7 |     conector: odoo
 *       |     ^^^^^^^^
 * ```
 */
export function frame(
  text: string,
  lines: LineCounter,
  [start, end]: Range,
  hidden: readonly Range[],
): string {
  const line = Math.max(1, lines.linePos(start).line);
  const from = lines.lineStarts[line - 1] ?? 0;
  const newline = text.indexOf('\n', from);
  const to = newline < 0 ? text.length : newline;
  const { shown, columns } = masked(text, [from, to], hidden);
  const left = columns[Math.min(start, to) - from] ?? 0;
  const right = Math.max(left + 1, columns[Math.min(end, to) - from] ?? 0);
  const cut = shown.length > width ? Math.max(0, left - 30) : 0;
  const part = `${cut > 0 ? '…' : ''}${shown.slice(cut, cut + width)}${cut + width < shown.length ? '…' : ''}`;
  const indent = ' '.repeat(left - cut + (cut > 0 ? 1 : 0));
  const carets = '^'.repeat(Math.min(right - left, Math.max(1, cut + width - left)));
  return `${String(line).padStart(5)} | ${part.trimEnd()}\n      | ${indent}${carets}`;
}

/** A line with *** in place of what is hidden, and the column of every offset in it. */
function masked(text: string, [from, to]: Range, hidden: readonly Range[]) {
  const isHidden = new Uint8Array(to - from);
  for (const [start, end] of hidden) isHidden.fill(1, Math.max(0, start - from), Math.max(0, end - from));
  const columns: number[] = [];
  let shown = '';
  for (let at = 0; at < isHidden.length; at++) {
    columns.push(shown.length);
    if (isHidden[at] === 0) shown += printable(text[from + at] ?? '');
    else if (at === 0 || isHidden[at - 1] === 0) shown += '***';
  }
  columns.push(shown.length);
  return { shown, columns };
}

/** What would move the cursor or turn the text around is shown as a replacement character. */
function printable(character: string): string {
  if (character === '\t' || character === '\r') return ' ';
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character) ? '\uFFFD' : character;
}
