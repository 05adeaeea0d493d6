import { createHash } from 'node:crypto';
import type { Change } from '../model/drift.js';
import { isJsonObject, type Json } from '../model/json.js';
import { firstRule, type RetiredRules } from '../model/retired-rules.js';

/**
 * 12 hex digits that stay the same for the same change across runs, machines and seam versions, and change with
 * `before` or `after`.
 */
export function fingerprint({ rule, path, before, after }: Change, retired?: RetiredRules): string {
  const said = [
    firstRule(rule, retired),
    path.source,
    path.entity,
    path.field ?? null,
    ordered(before),
    ordered(after),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12);
}

/** The value with object keys in one order; absent becomes an empty list, which no change holds alone. */
function ordered(value: Json | undefined): Json {
  if (value === undefined) return [];
  if (Array.isArray(value)) return [value.map(ordered)];
  if (!isJsonObject(value)) return [value];
  return Object.keys(value)
    .sort()
    .map((name) => [name, ordered(value[name])]);
}
