import type { Verdict } from '../../model/drift.js';
import type { Finding } from '../../model/report.js';
import { type Extent, shortened } from '../words.js';

/** What stands before a finding; the word that goes with it is its verdict, or `waived`. */
export const symbols: Readonly<Record<Verdict | 'waived', string>> = {
  breaking: '✖',
  warning: '!',
  info: '·',
  waived: '○',
};

/** How a finding is marked: by its verdict, or as one that somebody lets pass. */
export function markOf({ verdict, waived }: Finding): Verdict | 'waived' {
  return waived === undefined ? verdict : 'waived';
}

/** The field, with its new name where it has one; nothing where it is about the entity itself. */
export function fieldTitle({ rule, path, after }: Finding, extent: Extent): string | undefined {
  const { field } = path;
  const renamed = field !== undefined && rule === 'field-renamed' && typeof after === 'string';
  const title = renamed ? `${field} → ${after}` : field;
  return title === undefined ? undefined : shortened(title, extent);
}
