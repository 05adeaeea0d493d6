import type { Report } from '../../model/report.js';
import { gateNotices, moreWords } from '../summary/gate.js';
import type { Extent } from '../words.js';
import { element, type Html, isolated } from './element.js';

/** What the change under check does to the check itself, before all else. */
export function gateParts(report: Report, extent: Extent): readonly Html[] {
  return gateNotices(report, extent).map(({ title, items, missing }) =>
    element(
      'section',
      { class: 'gaps loud' },
      element('h2', {}, isolated(title)),
      element(
        'ul',
        {},
        items.map(({ text }) => element('li', {}, isolated(text))),
        missing === 0 ? undefined : element('li', {}, moreWords(missing)),
      ),
    ),
  );
}
