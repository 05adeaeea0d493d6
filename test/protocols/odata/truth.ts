import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts } from './recordings.js';

/** One difference of a pair, as the ground truth has it. */
export type Row = {
  readonly entity: string;
  readonly member: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly reader: Judged;
  readonly writer: Judged;
  readonly note?: string;
};

export type Judged = 'breaking' | 'warning' | 'safe';

export type Pair = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly changes: number;
};

/** The table of pairs. */
export function pairs(): readonly Pair[] {
  const [, table = ''] = text().split('## Pairs\n');
  return tableRows(table.split('\n\n', 1)[0] ?? '').map(([name = '', from = '', to = '', changes = '']) => ({
    name,
    from: from.replaceAll('`', ''),
    to: to.replaceAll('`', ''),
    changes: Number(changes),
  }));
}

/** All differences of a pair: from its JSON file, or where it has few from the page. */
export function truth({ name }: Pair): readonly Row[] {
  try {
    const file = readFileSync(join(facts ?? '', 'odata-drift', `${name}.json`), 'utf8');
    return (JSON.parse(file) as { readonly changes: readonly Row[] }).changes;
  } catch {
    const [, section = ''] = text().split(`### ${name}\n`);
    const own = section.split('\n### ', 1)[0] ?? '';
    return tableRows(own).map(
      ([where = '', kind = '', from = '', to = '', reader = '', writer = '', note = '']) => ({
        ...placeOf(where, kind),
        kind,
        from: from === '' ? null : from,
        to: to === '' ? null : to,
        reader: judged(reader),
        writer: judged(writer),
        ...(note === '' ? {} : { note }),
      }),
    );
  }
}

/** The page leaves namespaces away: `A_SalesOrder.Priority`, `Container/Set`, `confirm(A_SalesOrder) at`. */
function placeOf(where: string, kind: string): Pick<Row, 'entity' | 'member'> {
  if (where.includes('/')) return { entity: where, member: '' };
  if (kind.startsWith('operation parameter')) {
    const [, operation = where, parameter = ''] = /^(.*?)[ .]([^ .]+)$/.exec(where) ?? [];
    return { entity: operation.replace('FunctionImport ', ''), member: parameter };
  }
  const [entity = where, member = ''] = where.split('.');
  return { entity, member };
}

function judged(cell: string): Judged {
  const word = cell.replaceAll('*', '');
  if (word !== 'breaking' && word !== 'warning' && word !== 'safe') throw new Error(`not a verdict: ${cell}`);
  return word;
}

function tableRows(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function text(): string {
  return readFileSync(join(facts ?? '', 'odata-drift.md'), 'utf8');
}
