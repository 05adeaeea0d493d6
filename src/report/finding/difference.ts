import { type Json, sameJson } from '../../model/json.js';
import type { Finding } from '../../model/report.js';
import { type Extent, grouped, isWhole } from '../words.js';
import { listWords } from './json.js';
import { valueWords } from './value.js';

/**
 * What the contract says and what the ERP says now. What one side alone has is said by the side that has it; of a list
 * what came and what went, since nobody should have to find that out by eye.
 */
export function differenceOf(
  { rule, before, after }: Pick<Finding, 'rule' | 'before' | 'after'>,
  extent: Extent,
): { readonly was?: string; readonly now?: string } {
  // The headline says both names.
  if (isRename(rule)) return {};
  const words = (value: Json) => (isFlag(value, rule) ? flagWords[`${value}`] : valueWords(value, extent));
  const was = before === undefined ? {} : { was: words(before) };
  if (after === undefined) return before === undefined ? {} : { ...was, now: 'gone' };
  const lists = Array.isArray(before) && Array.isArray(after);
  return { ...was, now: lists ? listNow(before, after, extent) : words(after) };
}

/** True for a rule whose before and after are names. */
export function isRename(rule: string): boolean {
  return rule === 'field-renamed' || rule === 'entity-renamed';
}

const flagWords = { true: 'yes', false: 'no' } as const;

/** True for a value that says whether something holds of the field, and is none that the field can have. */
function isFlag(value: Json, rule: string): value is boolean {
  return typeof value === 'boolean' && !rule.startsWith('default-');
}

/** `also waiting; without sent`. */
function listNow(before: readonly Json[], after: readonly Json[], extent: Extent): string {
  const added = without(after, before);
  const kept = without(after, added);
  const removed = without(before, after);
  if (kept.length === 0) return listWords(after, extent);
  const reordered = !sameJson(kept, without(before, removed));
  if (added.length + removed.length === 0) {
    return isWhole(after.length, extent) || !reordered
      ? listWords(after, extent)
      : `the same ${grouped(after.length)} in another order`;
  }
  return [
    ...(added.length === 0 ? [] : [`also ${listWords(added, extent)}`]),
    ...(removed.length === 0 ? [] : [`without ${listWords(removed, extent)}`]),
    ...(reordered ? ['the others in another order'] : []),
  ].join('; ');
}

/** The values of a list that another does not have. */
function without(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const texts = new Set(other.map((value) => JSON.stringify(value)));
  return list.filter((value) => !texts.has(JSON.stringify(value)));
}
