import { verdicts } from '../../model/drift.js';
import type { Finding } from '../../model/report.js';
import { byCodePoint } from '../../model/text.js';

/**
 * What somebody lets pass last; worst first; among equals what the ERP alters silently, since nobody notices that; then
 * by place and rule.
 */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    Number(a.waived !== undefined) - Number(b.waived !== undefined) ||
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    Number(b.onWrite === 'alters') - Number(a.onWrite === 'alters') ||
    byCodePoint(a.path.entity, b.path.entity) ||
    byCodePoint(a.path.field ?? '', b.path.field ?? '') ||
    byCodePoint(a.rule, b.rule)
  );
}
