import type { Report } from '../../model/report.js';
import { columns } from '../columns.js';
import { visible } from '../escape.js';
import type { RenderOptions } from '../format.js';
import { hanging } from '../layout.js';
import { type Gap, gapsOf, totalWords } from '../summary/coverage.js';

const symbols: Readonly<Record<Gap['kind'], string>> = {
  unreadable: '?',
  skipped: '-',
  'not-compared': '-',
  'not-contracted': '-',
  waiver: '○',
};

/** What was looked at and what was not, with the reason; nothing but what is worth a look where all are clean. */
export function coverageLines(report: Report, options: RenderOptions): readonly string[] {
  const total = totalWords(report);
  return [
    ...(total === undefined ? [] : hanging('', total, options)),
    ...gapsOf(report, options).flatMap((gap) => gapLines(gap, options)),
  ];
}

function gapLines(gap: Gap, options: RenderOptions): readonly string[] {
  const first = `  ${symbols[gap.kind]} `;
  const fixes = gap.fixes.flatMap((fix) => hanging('    → ', fix, options));
  return [...reasonLines(gap, first, options), ...fixes];
}

function reasonLines({ kind, what, count, why }: Gap, first: string, options: RenderOptions) {
  if (why === undefined) return hanging(first, what, options);
  if (kind === 'not-compared') return hanging(first, `${what} (${why})`, options);
  const line = `${what}  ${why}`;
  if (count === 1 || columns(visible(first + line)) <= options.width) return hanging(first, line, options);
  return [...hanging(first, what, options), ...hanging('    ', why, options)];
}
