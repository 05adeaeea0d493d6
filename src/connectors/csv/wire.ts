import { SeamError } from '../../errors/seam-error.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { CsvOptions, Head } from './client.js';
import { delimiterOf, headerStart, recordAt } from './records.js';

/** The header of a table. */
export type Header = {
  /** Names of the columns; each is there once. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** Offset of the first row. */
  readonly rows: number;
};

/**
 * The header of a table.
 * @throws SeamError `source-empty` where there is none, `source-unusable` where it does not end
 */
export function parseHeader({ text, isCut }: Head, options: CsvOptions, table: string): Header {
  const from = headerStart(text, options.header);
  const where = { file: table };
  if (from >= text.length) {
    const line = options.header === undefined ? '' : ` in line ${options.header}`;
    throw new SeamError('source-empty', {
      why: `${table} has no header${line}.`,
      where,
      fix: 'Check that the export has run, and `header` of the source.',
    });
  }
  const delimiter = options.delimiter ?? delimiterOf(text, from);
  const { cells, end, whole } = recordAt(text, from, delimiter);
  if (!whole || (isCut && end >= text.length)) {
    throw new SeamError('source-unusable', {
      why: `The header of ${table} does not end where a header would.`,
      where,
      fix: 'Look for a quote that is not closed, and check `header` and `delimiter` of the source.',
    });
  }
  return { columns: named(cells), delimiter, rows: end };
}

/** A column without a name is called by its place; one whose name stands before is counted. */
function named(cells: readonly string[]): readonly string[] {
  const all = new Set(cells);
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    let name = cell.trim() === '' ? `(column ${index + 1})` : cell;
    for (let count = 2; taken.has(name) || (name !== cell && all.has(name)); count++)
      name = `${cell} (${count})`;
    taken.add(name);
    return name;
  });
}

/** The first rows of a table as records of texts; of a table whose text was cut, only whole ones. */
export function* parseRows({ text, isCut }: Head, header: Header, limit: number): Generator<JsonObject> {
  let at = header.rows;
  for (let given = 0; given < limit && at < text.length; ) {
    const { cells, end, whole } = recordAt(text, at, header.delimiter);
    at = end;
    if (!whole || (isCut && end >= text.length)) return;
    if (cells.length === 1 && cells[0] === '') continue;
    given += 1;
    yield Object.fromEntries(header.columns.map((name, index): [string, Json] => [name, cells[index] ?? '']));
  }
}
