import type { Report } from '../../model/report.js';
import type { RenderOptions } from '../format.js';
import { hanging } from '../layout.js';
import { concernedWords, outcomeWords } from '../summary/outcome.js';

/** The last lines, the first that an eye at a terminal meets: whom to wake, what was found, and the exit code. */
export function outcomeLines(report: Report, options: RenderOptions): readonly string[] {
  const concerned = concernedWords(report, options);
  const paint = options.paint[report.exit.code === 0 ? 'green' : 'red'];
  return [
    ...(concerned === undefined ? [] : hanging('', concerned, options)),
    ...hanging('', outcomeWords(report), options).map(paint),
  ];
}
