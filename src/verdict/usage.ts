import type { Seam, Use } from '../model/config.js';
import type { Change } from '../model/drift.js';
import { matchesGlob } from '../model/glob.js';
import type { EntitySchema } from '../model/schema.js';

/** A use of one contract, with the seam it belongs to. */
export type OwnedUse = Use & { readonly seam: Seam };

/** A contract by source and entity. */
export type ContractLookup = (source: string, entity: string) => EntitySchema | undefined;

/**
 * Every use of every seam, keyed by `source/entity`; a path through a relation (`order_line.price_unit`) is a use of
 * the target's contract too.
 */
export function usesByContract(
  seams: readonly Seam[],
  contractOf: ContractLookup,
): ReadonlyMap<string, readonly OwnedUse[]> {
  const found = new Map<string, OwnedUse[]>();
  const add = (use: OwnedUse) => {
    const key = contractKey(use.source, use.entity);
    const uses = found.get(key);
    if (uses === undefined) found.set(key, [use]);
    else uses.push(use);
  };
  for (const seam of seams) {
    for (const use of seam.uses) {
      add({ ...use, seam });
      for (const through of throughRelations({ ...use, seam }, contractOf)) add(through);
    }
  }
  return found;
}

/** The key of `usesByContract`. */
export function contractKey(source: string, entity: string): string {
  return `${source}/${entity}`;
}

/** The uses of other contracts that the paths of a use lead to, followed to their end. */
function throughRelations(use: OwnedUse, contractOf: ContractLookup): readonly OwnedUse[] {
  const contract = contractOf(use.source, use.entity);
  if (contract === undefined || use.fields === undefined) return [];
  return use.fields.flatMap((pattern) => {
    const point = pattern.indexOf('.');
    if (point < 0) return [];
    const target = contract.properties[pattern.slice(0, point)]?.['x-seam']?.target;
    const nested = contract.properties[pattern.slice(0, point)]?.items?.properties !== undefined;
    if (typeof target !== 'string' || nested) return [];
    const rest: OwnedUse = { ...use, entity: target, fields: [pattern.slice(point + 1)] };
    return [rest, ...throughRelations(rest, contractOf)];
  });
}

/**
 * True where a change concerns a use: always where it is about what a whole document must or may contain, else where
 * the seam uses the field. A change inside nested rows concerns those who use the rows.
 */
export function concerns(change: Change, use: Use): boolean {
  const { field } = change.path;
  if (field === undefined || use.fields === undefined) return true;
  if (change.scope === 'value') return usesField(use.fields, field);
  const lastPoint = field.lastIndexOf('.');
  return lastPoint < 0 || usesField(use.fields, field.slice(0, lastPoint));
}

/** A pattern names the field itself, a table around it, or something inside it. */
function usesField(patterns: readonly string[], field: string): boolean {
  return patterns.some(
    (pattern) => around(field).some((name) => matchesGlob(pattern, name)) || pattern.startsWith(`${field}.`),
  );
}

/** The field and every table around it: `items.taxes.rate`, `items.taxes`, `items`. */
function around(field: string): readonly string[] {
  const names = field.split('.');
  return names.map((_, index) => names.slice(0, names.length - index).join('.'));
}
