import type { InitReport } from '../model/report.js';
import type { RenderOptions } from './format.js';
import { hanging, titled } from './layout.js';
import { sourceWords } from './summary/source.js';
import { counted, isWhole, listed, mostListed, shortened } from './words.js';

/** What a new project consists of: what was contracted, what was left out, and which files say so. */
export function renderInit(report: InitReport, options: RenderOptions): string {
  const { source, entities, leftOut, uses, files } = report;
  const fields = entities.reduce((sum, { fields = 0 }) => sum + fields, 0);
  const taken = entities.map(({ entity }) => shortened(entity, options));
  const lines = [
    ...titled(shortened(source.name, options), sourceWords(source, [], options), options),
    ...hanging(
      '  + ',
      `${counted(taken.length, 'contract')}, ${counted(fields, 'field')}: ${listed(taken, options)}`,
      options,
    ),
    ...leftOut.flatMap(({ entity, why }) =>
      hanging('  ? ', `${shortened(entity, options)}  left out: ${shortened(why, options)}`, options),
    ),
    ...useLines(uses, options),
    ...hanging('', `Wrote ${fileWords(files, options)}.`, options),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is left to do, once the check has been green. */
export function renderNext({ next, files }: InitReport, options: RenderOptions): string {
  const steps = [...next, `git add ${rootsOf(files).join(' ')} && git commit`];
  const lines = ['Next:', ...steps.flatMap((step, index) => hanging(`  ${index + 1}. `, step, options))];
  return `${lines.join('\n')}\n`;
}

function useLines(uses: InitReport['uses'], options: RenderOptions): readonly string[] {
  const shown = isWhole(uses.length, options) ? uses : uses.slice(0, mostListed);
  const lines = shown.flatMap(({ contract, fields }) => {
    const what =
      fields === undefined
        ? 'all fields'
        : listed(
            fields.map((field) => shortened(field, options)),
            options,
          );
    return hanging('  · ', `uses of ${shortened(contract, options)}: ${what}`, options);
  });
  return uses.length === shown.length
    ? lines
    : [...lines, `  · and ${counted(uses.length - shown.length, 'more contract')}`];
}

/** The files by name; those of contracts as a count. */
function fileWords(files: readonly string[], options: RenderOptions): string {
  const contracts = files.filter((file) => file.startsWith('contracts/'));
  const others = files.filter((file) => !file.startsWith('contracts/'));
  return listed(
    [...others, `${counted(contracts.length, 'file')} under contracts`].map((file) =>
      shortened(file, options),
    ),
    options,
  );
}

function rootsOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => file.split('/', 1)[0] ?? file))];
}
