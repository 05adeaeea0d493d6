import { type FieldSide, facets, requiredness } from './field.js';
import type { Detected } from './rules/rule.js';

/** Rules about what create demands of a field that the ERP fills for some accounts. */
const demands: ReadonlySet<string> = new Set(['required-added', 'required-unknown']);

const computed = (side: FieldSide) => facets(side).hasDefault === true;

/**
 * What a rule found, as far as it holds for every account: the ERP computes a default for whoever asks (Odoo's
 * `default_get`), so that another account need not see the one that the contract's account saw, and what it then seems to
 * demand is not certain. `undefined` where the accounts make no difference.
 */
export function foundByAnother(
  id: string,
  found: Detected,
  [was, now]: readonly [FieldSide, FieldSide],
): Detected | undefined {
  const ofDefault = id.startsWith('default-') && (computed(was) || computed(now));
  const ofDemand = demands.has(id) && computed(was) && !computed(now) && requiredness(was) !== 'unknown';
  if (!ofDefault && !ofDemand) return undefined;
  const text =
    'the contract was taken with another account, and the ERP computes defaults for the one that asks';
  return {
    ...found,
    effect: { read: 'same', create: 'unknown', update: 'same' },
    notes: [...(found.notes ?? []), { label: 'why', text }],
  };
}
