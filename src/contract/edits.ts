import { isJsonObject, type Json, sameJson } from '../model/json.js';

/** One step from a document to another: a member set or taken away, or an item of a list that is a set. */
export type Edit = { readonly path: readonly string[] } & (
  | { readonly kind: 'set' | 'add-item' | 'remove-item'; readonly value: Json }
  | { readonly kind: 'remove' }
);

/**
 * Every single step from one document to another: objects member by member, lists of plain values item by item, other
 * lists as a whole.
 */
export function editsBetween(was: Json, now: Json, path: readonly string[] = []): readonly Edit[] {
  if (sameJson(was, now)) return [];
  if (isJsonObject(was) && isJsonObject(now)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(now)])];
    return names.flatMap((name) => memberEdits(was, now, name, [...path, name]));
  }
  if (isSet(was) && isSet(now)) {
    const removed = was.filter((item) => !now.includes(item));
    const added = now.filter((item) => !was.includes(item));
    if (removed.length + added.length > 0) {
      return [
        ...removed.map((value) => ({ kind: 'remove-item' as const, path, value })),
        ...added.map((value) => ({ kind: 'add-item' as const, path, value })),
      ];
    }
  }
  return [{ kind: 'set', path, value: now }];
}

/**
 * The document with some of the steps to another one done. A list whose items are then those of the other one has their
 * order too.
 */
export function withEdits(was: Json, now: Json, edits: readonly Edit[]): Json {
  return edits.reduce((document, edit) => applied(document, edit, now, edit.path), was);
}

function memberEdits(
  was: Readonly<Record<string, Json | undefined>>,
  now: Readonly<Record<string, Json | undefined>>,
  name: string,
  path: readonly string[],
): readonly Edit[] {
  const before = Object.hasOwn(was, name) ? was[name] : undefined;
  const after = Object.hasOwn(now, name) ? now[name] : undefined;
  if (after === undefined) return before === undefined ? [] : [{ kind: 'remove', path }];
  return before === undefined ? [{ kind: 'set', path, value: after }] : editsBetween(before, after, path);
}

type Plain = string | number | boolean | null;

/** A list of plain values, none twice. */
function isSet(value: Json): value is Plain[] {
  return (
    Array.isArray(value) &&
    value.every((item) => item === null || typeof item !== 'object') &&
    new Set(value).size === value.length
  );
}

function applied(
  document: Json,
  edit: Edit,
  now: Json | undefined,
  [name, ...rest]: readonly string[],
): Json {
  if (name === undefined) return appliedHere(document, edit, now);
  if (!isJsonObject(document)) return document;
  const target = isJsonObject(now) && Object.hasOwn(now, name) ? now[name] : undefined;
  const members = new Map(Object.entries(document));
  if (rest.length === 0 && edit.kind === 'remove') members.delete(name);
  else if (rest.length === 0 && edit.kind === 'set') members.set(name, edit.value);
  else members.set(name, applied(members.get(name) ?? null, edit, target, rest));
  return Object.fromEntries(members);
}

function appliedHere(document: Json, edit: Edit, now: Json | undefined): Json {
  if (edit.kind === 'set') return edit.value;
  if (edit.kind === 'remove' || !Array.isArray(document)) return document;
  const items =
    edit.kind === 'add-item'
      ? [...document, edit.value]
      : document.filter((item) => !sameJson(item, edit.value));
  if (now === undefined || !Array.isArray(now) || now.length !== items.length) return items;
  return now.every((item) => items.some((other) => sameJson(item, other))) ? now : items;
}
