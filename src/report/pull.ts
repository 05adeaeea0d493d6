import type { PullReport } from '../model/report.js';
import { failureLines } from './failure.js';
import type { RenderOptions } from './format.js';
import { hanging, titled } from './layout.js';
import { sourceWords } from './summary/source.js';
import { counted, shortened } from './words.js';

/** What a pull wrote into its file: a line for each source, and what could not be read. */
export function renderPull(report: PullReport, options: RenderOptions): string {
  const dark = report.exit.code === 0 ? [] : ['What could not be read is in the file with its reason.'];
  const lines = [
    ...report.sources.flatMap((source) => sourceLines(source, options)),
    ...hanging('', `Wrote ${shortened(report.file, options)}.`, options),
    ...dark.flatMap((text) => hanging('', `${text} → exit ${report.exit.code}`, options)),
  ];
  return `${lines.join('\n')}\n`;
}

function sourceLines(source: PullReport['sources'][number], options: RenderOptions): readonly string[] {
  const { name, failure, described, undescribed } = source;
  if (failure !== undefined) return failureLines(failure, options, name);
  const count = counted(described, 'entity', 'entities');
  return [
    ...titled(shortened(name, options), [...sourceWords(source, [], options), count], options),
    ...undescribed.flatMap(({ entity, why, fix }) => [
      ...hanging('  ? ', shortened(`${entity}  ${why}`, options), options),
      ...(fix === undefined ? [] : hanging('    → ', shortened(fix, options), options)),
    ]),
  ];
}
