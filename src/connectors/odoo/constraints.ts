import type { Json } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import { allRows } from './catalogue.js';
import type { Client } from './client.js';
import type { Kept } from './inherits.js';
import { rows, text } from './wire.js';

/** What the database checks by itself, or why this account may not read it. Fields are named `model.field`. */
export type Constraints =
  | {
      readonly readable: true;
      /** Fields of which no two records may have the same value. */
      readonly unique: ReadonlySet<string>;
      /** The checks in SQL that say of a field when it must not be empty. */
      readonly conditions: ReadonlyMap<string, string>;
    }
  | { readonly readable: false; readonly why: string };

/** What the database checks of one field, where it is kept. */
export type Checked = { readonly unique: boolean; readonly condition: string | undefined };

/** `u`: a constraint. `i`: an index of its own, from 19 on (odoo/odoo 19.0, odoo/orm/table_objects.py). */
const types = ['u', 'i'] as const;

/**
 * Reads `ir.model.constraint` once for all models: few rows, and those of the parent of an `_inherits` bind its children.
 * That a contact must have a name is said here alone (recorded, 04-ir.model.fields/_selection/ir.model.constraint).
 */
export async function readConstraints(client: Client): Promise<Constraints> {
  const found = await allRows(
    client,
    'ir.model.constraint',
    [['type', 'in', types]],
    ['definition', 'model'],
  );
  if ('forbidden' in found) return { readable: false, why: found.forbidden.says };
  const constraints = rows(found.rows, 'ir.model.constraint').flatMap((row) => {
    const [model, definition] = [idOf(row['model']), text(row['definition'])];
    return model === undefined || definition === undefined ? [] : [{ model, definition }];
  });
  const ids = [...new Set(constraints.map(({ model }) => model))];
  const named = await allRows(client, 'ir.model', [['id', 'in', ids]], ['model']);
  if ('forbidden' in named) return { readable: false, why: named.forbidden.says };
  const names = new Map(rows(named.rows, 'ir.model').map((row) => [row['id'], text(row['model'])]));
  const unique = new Set<string>();
  const conditions = new Map<string, string[]>();
  for (const { model, definition } of constraints) {
    const path = (column: string): string => `${names.get(model)}.${column}`;
    const key = uniqueColumn(definition);
    if (key !== undefined) unique.add(path(key));
    for (const column of demandedColumns(definition)) {
      conditions.set(path(column), [...(conditions.get(path(column)) ?? []), definition]);
    }
  }
  return {
    readable: true,
    unique,
    conditions: new Map(
      [...conditions].map(([path, checks]) => [path, checks.sort(byCodePoint).join(' and ')]),
    ),
  };
}

/** The checks of a field; none where they cannot be read, or where it cannot be found out what keeps the field. */
export function checksOf(constraints: Constraints, kept: Kept | undefined): Checked {
  if (!constraints.readable || kept === undefined) return { unique: false, condition: undefined };
  const path = `${kept.model}.${kept.field.name}`;
  return { unique: constraints.unique.has(path), condition: constraints.conditions.get(path) };
}

/** `search_read` gives a relation as id and name. */
function idOf(value: Json | undefined): number | undefined {
  return Array.isArray(value) && typeof value[0] === 'number' ? value[0] : undefined;
}

/** The column of `UNIQUE (code)` or `UNIQUE INDEX (code)`; nothing for several columns, expressions and conditions. */
function uniqueColumn(definition: string): string | undefined {
  return /^\s*unique\s*(?:index\s*)?\(\s*"?(\w+)"?\s*\)\s*$/i.exec(definition)?.[1];
}

/** The columns of which a check says when they hold a value. */
function demandedColumns(definition: string): ReadonlySet<string> {
  if (!/^\s*check\b/i.test(definition)) return new Set();
  const found = definition.matchAll(/\b(\w+)"?\s+is\s+not\s+null\b/gi);
  return new Set([...found].map(([, column = '']) => column));
}
