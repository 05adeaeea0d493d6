import type { Report } from '../../model/report.js';
import type { RenderOptions } from '../format.js';
import { hanging } from '../layout.js';
import { concernedWords, outcomeWords } from '../summary/outcome.js';

/** The last lines, the first that an eye at a terminal meets: whom to wake, what was found, and the exit code. */
export function outcomeLines(report: Report, options: RenderOptions): readonly string[] {
  const concerned = concernedWords(report, options);
  const paint = options.paint[report.exit.code === 0 ? 'green' : 'red'];
  return [
    // Who looks into a failure looks into the logs of the ERP, too.
    ...(report.exit.code === 0 ? [] : traceLines(report, options)),
    ...(concerned === undefined ? [] : hanging('', concerned, options)),
    ...hanging('', outcomeWords(report), options).map(paint),
  ];
}

function traceLines({ trace }: Report, { paint }: RenderOptions): readonly string[] {
  return trace === undefined ? [] : [paint.dim(`trace ${trace}`)];
}
