import type { DoctorReport, Examination } from '../model/report.js';
import { columns } from './columns.js';
import type { RenderOptions } from './format.js';
import { hanging, titled } from './layout.js';
import { counted, shortened } from './words.js';

/** What was looked at, this machine first, then source by source. */
export function renderDoctor({ examinations, exit }: DoctorReport, options: RenderOptions): string {
  const subjects = [...new Set(examinations.map(({ source }) => source))];
  const blocks = subjects.flatMap((source) => [
    ...titled(source === undefined ? 'here' : shortened(source, options), [], options),
    ...examinations.filter((each) => each.source === source).flatMap((each) => lines(each, options)),
    '',
  ]);
  return `${[...blocks, ending(examinations, exit.code)].join('\n')}\n`;
}

const symbols = { good: '✔', warning: '!', bad: '✖' } as const;
const paints = { good: 'green', warning: 'yellow', bad: 'red' } as const;

function lines({ what, outcome, says, fix }: Examination, options: RenderOptions): readonly string[] {
  const start = `  ${symbols[outcome]} ${what.padEnd(11)}`;
  const [first = '', ...others] = hanging(start, shortened(says, options), options);
  const remedy =
    fix === undefined ? [] : hanging(`${' '.repeat(columns(start))}→ `, shortened(fix, options), options);
  const paint = options.paint[paints[outcome]];
  return [first.replace(symbols[outcome], () => paint(symbols[outcome])), ...others, ...remedy];
}

function ending(examinations: readonly Examination[], code: number): string {
  const count = (outcome: Examination['outcome']) =>
    examinations.filter((each) => each.outcome === outcome).length;
  const warnings = count('warning');
  const tail = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  if (code === 0) return `A check can run${tail}.`;
  return `${counted(count('bad'), 'thing')} to mend${tail} → exit ${code}`;
}
