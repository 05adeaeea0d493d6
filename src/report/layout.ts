import { columns, padded, widest, wrapped } from './columns.js';
import { visible } from './escape.js';
import { allParts, type Fact, type Line } from './finding/fact.js';
import type { RenderOptions } from './format.js';

// Everything that is printed for people goes through this file: here it is escaped, wrapped, then painted.

/** A text, and how it is painted. */
export type Piece = { readonly text: string; readonly paint?: (text: string) => string };

/** Narrowest column that text is wrapped to, however deep it stands. */
const narrowest = 20;

/** Lines of wrapped text: the first after `first`, the others indented to the same column. */
export function hanging(first: string, text: string, { width }: RenderOptions): readonly string[] {
  const indent = columns(visible(first));
  const lines = wrapped(visible(text), Math.max(narrowest, width - indent));
  return lines.map((line, index) => `${index === 0 ? visible(first) : ' '.repeat(indent)}${line}`.trimEnd());
}

/** Wrapped text whose beginning stands out. */
export function headed(
  head: string,
  text: string,
  paint: (text: string) => string,
  options: RenderOptions,
): readonly string[] {
  const start = visible(head);
  const [first = '', ...others] = hanging('', text, { ...options, width: options.width - 2 });
  const painted = first.startsWith(start) ? paint(start) + first.slice(start.length) : first;
  return [painted, ...others.map((line) => `  ${line}`)];
}

/** `erp-prod · Odoo 17.0 · …`. */
export function titled(title: string, parts: readonly string[], options: RenderOptions): readonly string[] {
  return headed(title, [title, ...parts].join(' · '), options.paint.bold, options);
}

/** Pieces one after another at the left, and one at the right edge of their last line; below it where there is no room. */
export function apart(left: readonly Piece[], right: Piece, options: RenderOptions): readonly string[] {
  const ending = visible(right.text);
  const room = options.width - columns(ending);
  const start = visible(left.map(({ text }) => text).join(''));
  if (columns(start) + 2 <= room) {
    return [`${painted(left)}${' '.repeat(room - columns(start))}${painted([right])}`];
  }
  const lines = wrapped(start, options.width - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
  const [only = ''] = lines;
  const whole = lines.length === 1 && columns(only) === columns(start) ? [painted(left)] : lines;
  const last = whole.at(-1) ?? '';
  if (whole === lines && columns(last) + 2 <= room) {
    return [...whole.slice(0, -1), `${padded(last, room)}${painted([right])}`];
  }
  return [...whole, `${' '.repeat(Math.max(2, room))}${painted([right])}`];
}

function painted(pieces: readonly Piece[]): string {
  return pieces.map(({ text, paint = (same) => same }) => paint(visible(text))).join('');
}

/** Widest name that others are lined up with. */
export const widestName = 32;

/** Widest label that the others are lined up with; a wider one stands on lines of its own. */
const widestLabel = 14;

/** Facts under a headline, their texts in one column. */
export function factLines(facts: readonly Fact[], options: RenderOptions): readonly string[] {
  const labels = facts.map(({ label }) => visible(label));
  const column = 4 + Math.max(8, widest(labels, widestLabel)) + 2;
  const indent = ' '.repeat(column);
  return facts.flatMap(({ label, lines }) => {
    const texts = lines.flatMap((line) => textLines(line, column, options));
    const { dim } = options.paint;
    if (columns(visible(label)) > widestLabel) {
      return [...hanging('    ', label, options).map(dim), ...texts.map((text) => `${indent}${text}`)];
    }
    const start = dim(padded(`    ${visible(label)}`, column));
    return texts.map((text, index) => `${index === 0 ? start : indent}${text}`);
  });
}

function textLines(line: Line, column: number, { width, paint }: RenderOptions): readonly string[] {
  const room = Math.max(narrowest, width - column);
  if (typeof line === 'string') return wrapped(line.trim() === '' ? '""' : visible(line), room);
  // A command stays on one line, so that it can be copied.
  if ('command' in line) return [paint.cyan(visible(line.command))];
  return joined(allParts(line).map(visible), room);
}

/** Parts beside each other, with a point between them, while there is room. */
function joined(parts: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = `${last} · ${part}`;
    if (last !== undefined && columns(longer) <= room) lines.splice(-1, 1, longer);
    else lines.push(part);
  }
  return lines.flatMap((line) => wrapped(line, room));
}
