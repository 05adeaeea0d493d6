/** Characters that separate columns, the most usual first; a list that Excel saves follows the locale. */
const delimiters = [',', ';', '\t', '|'] as const;

/** More columns than any table has. */
const mostColumns = 16_384;

export type CsvRecord = {
  readonly cells: readonly string[];
  /** Behind the record and its line end. */
  readonly end: number;
  /** False where the text ends inside of quotes: the rest is missing. */
  readonly whole: boolean;
};

/**
 * The record that begins at an offset. A cell in quotes may hold line ends, the delimiter, and quotes that are doubled; a
 * quote inside of a plain cell is a character like any other. https://www.rfc-editor.org/rfc/rfc4180#section-2
 */
export function recordAt(text: string, from: number, delimiter: string): CsvRecord {
  const cells: string[] = [];
  for (let at = from; ; ) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, delimiter);
    cells.push(cell.text);
    if (text[cell.end] !== delimiter || cells.length >= mostColumns) {
      return { cells, end: behindLineEnd(text, cell.end), whole: cell.whole };
    }
    at = cell.end + 1;
  }
}

type Cell = { readonly text: string; readonly end: number; readonly whole: boolean };

function plainCell(text: string, from: number, delimiter: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(from, end), end, whole: true };
}

function quotedCell(text: string, from: number): Cell {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) return { text: text.slice(from + 1), end: text.length, whole: false };
  return { text: text.slice(from + 1, end).replaceAll('""', '"'), end: end + 1, whole: true };
}

function behindLineEnd(text: string, at: number): number {
  // What stands behind a closing quote and before the line end belongs to nothing.
  const [line] = /[^\r\n]*(?:\r\n|\r|\n)?/y.exec(text.slice(at)) ?? [''];
  return at + line.length;
}

/** The delimiter that cuts the record into most cells. */
export function delimiterOf(text: string, from: number): string {
  const counts = delimiters.map((delimiter) => recordAt(text, from, delimiter).cells.length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Offset of the header: its line (from 1), or else the first line that is neither empty nor Excel's `sep=;`. */
export function headerStart(text: string, line: number | undefined): number {
  let at = 0;
  for (let passed = 1; at < text.length; passed++) {
    const end = behindLineEnd(text, at);
    const isHeader = line === undefined ? !/^\s*(?:sep=.\s*)?$/i.test(text.slice(at, end)) : passed === line;
    if (isHeader) return at;
    at = end;
  }
  return at;
}
