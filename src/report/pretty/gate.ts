import type { Report } from '../../model/report.js';
import type { RenderOptions } from '../format.js';
import { hanging } from '../layout.js';
import { gateNotices, moreWords } from '../summary/gate.js';

/** What the change under check does to the check itself, before all else. */
export function gateParts(
  report: Report,
  options: RenderOptions,
): readonly { readonly calm: boolean; readonly lines: readonly string[] }[] {
  return gateNotices(report, options).map(({ title, items, missing, failing }) => {
    const paint = options.paint[failing ? 'red' : 'yellow'];
    const texts = [...items.map(({ text }) => text), ...(missing === 0 ? [] : [moreWords(missing)])];
    return {
      calm: false,
      lines: [
        ...hanging(failing ? '✖ ' : '! ', title, options).map(paint),
        ...texts.flatMap((text) => hanging('    - ', text, options)),
      ],
    };
  });
}
