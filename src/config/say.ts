import { didYouMean } from '../errors/did-you-mean.js';
import { isJsonObject, type Json } from '../model/json.js';

const longest = 60;
const mostNames = 20;

/** A text in quotes, on one line, without characters that move the cursor, and not longer than a line. */
export function quoted(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(short).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** What stands in the file, in words: its text, or what kind of thing it is. */
export function shown(value: Json | undefined): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === undefined) return 'nothing';
  if (typeof value !== 'object') return String(value);
  return isJsonObject(value) ? 'a map' : 'a list';
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The name that was meant: one that is spelt nearly so, or the only one that begins so. */
export function nearest(wrong: string, allowed: readonly string[]): string | undefined {
  const longer =
    wrong.length < 3 ? [] : allowed.filter((name) => name.toLowerCase().startsWith(wrong.toLowerCase()));
  return didYouMean(wrong, allowed) ?? (longer.length === 1 ? longer[0] : undefined);
}

/** `Did you mean "a"?`, or where nothing is near, the names that could stand here: `Known sources: a, b.` */
export function suggestion(wrong: string, allowed: readonly string[], what: string): string {
  const near = nearest(wrong, allowed);
  if (near !== undefined) return `Did you mean ${quoted(near)}?`;
  const first = allowed.slice(0, mostNames);
  const more = allowed.length - first.length;
  return `${what}: ${first.join(', ') || 'none'}${more > 0 ? `, and ${more} more` : ''}.`;
}
