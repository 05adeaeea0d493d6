import type { Finding, LogReport, LogStep } from '../model/report.js';
import { valueWords } from './finding/value.js';
import type { RenderOptions } from './format.js';
import { hanging, headed } from './layout.js';
import { counted, shortened } from './words.js';

/** A contract's history: a block for each commit, and in it a line for each change with whom it broke. */
export function renderLog({ contract, steps }: LogReport, options: RenderOptions): string {
  const lines = [
    ...headed(contract, `${contract} · ${counted(steps.length, 'commit')}`, options.paint.bold, options),
    ...steps.flatMap((step) => ['', ...stepLines(step, options)]),
  ];
  return `${lines.join('\n')}\n`;
}

const outcomes: Readonly<Record<Exclude<LogStep['what'], 'changed'>, string>> = {
  taken: 'The contract was taken.',
  removed: 'The contract was removed.',
  cut: 'This clone is shallow: what was before is not in it. Fetch it: git fetch --unshallow',
  unreadable: 'This seam cannot read one of the two versions.',
};

function stepLines({ commit, what, findings }: LogStep, options: RenderOptions): readonly string[] {
  const { id, date, author, subject } = commit;
  const short = id.slice(0, 8);
  const head = headed(short, `${short} · ${date} · ${author} · ${subject}`, options.paint.cyan, options);
  if (what !== 'changed') return [...head, ...hanging('  ', outcomes[what], options)];
  const shown = options.all ? findings : findings.filter(({ silent }) => !silent);
  const hidden = findings.length - shown.length;
  return [
    ...head,
    ...shown.flatMap((finding) => changeLines(finding, options)),
    ...(shown.length === 0 ? hanging('  ', 'Nothing that touches data.', options) : []),
    ...(hidden === 0 ? [] : hanging('  · ', `${counted(hidden, 'change')} of labels or layout`, options)),
  ];
}

const symbols = { breaking: '✖', warning: '!', info: '·' } as const;

function changeLines(finding: Finding, options: RenderOptions): readonly string[] {
  const { rule, path, before, after, verdict, judgements } = finding;
  const broken = new Set(
    judgements.filter((each) => each.verdict === 'breaking').flatMap(({ seam }) => seam ?? []),
  );
  const words = [
    path.field,
    rule,
    [before, after].map((value) => (value === undefined ? '–' : valueWords(value, options))).join(' → '),
    ...(broken.size === 0 ? [] : [`broke ${[...broken].join(', ')}`]),
  ];
  const text = words.filter((word) => word !== undefined).join('  ');
  return hanging(`  ${symbols[verdict]} `, shortened(text, options), options);
}
