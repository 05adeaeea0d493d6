import type { Change, Direction, Effects, FieldPath, Note } from '../model/drift.js';
import { directions } from '../model/drift.js';
import type { Json } from '../model/json.js';
import { effectsOf, isDemand, type RuleRow } from './rules/rule.js';
import { walkRules } from './rules/walk.js';

/** Directions whose view holds the field at all, and whether saving an old record validates it as a whole. */
export type Views = { readonly holds: ReadonlySet<Direction>; readonly updateRevalidates: boolean };

/** Every direction, nothing revalidated: for changes of an entity. */
export const allViews: Views = { holds: new Set(directions), updateRevalidates: false };

type Found = {
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
  readonly effect?: Effects;
  readonly notes?: readonly Note[];
};

/**
 * A change as its rule's row says, cut to the views that hold the field: what no view of a direction holds cannot
 * break that direction.
 */
export function changeOf(
  id: string,
  row: RuleRow,
  path: FieldPath,
  found: Found,
  views: Views = allViews,
): Change {
  const declared = found.effect ?? effectsOf(row.effect);
  const update = isDemand(row) && views.updateRevalidates ? declared.create : declared.update;
  const effect = { ...declared, update };
  const cut = (direction: Direction) => (views.holds.has(direction) ? effect[direction] : 'same');
  return {
    rule: id,
    path,
    before: found.before,
    after: found.after,
    effect: { read: cut('read'), create: cut('create'), update: cut('update') },
    ...(row.strictRead === undefined || !views.holds.has('read') ? {} : { strictRead: row.strictRead }),
    proof: { kind: 'rule' },
    scope: row.scope ?? 'value',
    ...(row.silent ? { silent: true as const } : {}),
    ...(row.writeFault === undefined ? {} : { writeFault: row.writeFault }),
    ...(found.notes === undefined || found.notes.length === 0 ? {} : { notes: found.notes }),
  };
}

/** A change that the walk found, by the id of its rule. */
export function walkChange(
  id: keyof typeof walkRules,
  path: FieldPath,
  found: Found = {},
  views: Views = allViews,
): Change {
  return changeOf(id, walkRules[id], path, found, views);
}
