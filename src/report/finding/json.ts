import { isJsonObject, type Json } from '../../model/json.js';
import { type Extent, listed, shortened } from '../words.js';

/** JSON on one line, with a space after `:` and `,`. */
export function jsonWords(value: Json, extent: Extent): string {
  return shortened(spaced(value), extent);
}

function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`);
  return `{${members.join(', ')}}`;
}

/** A text without quotes; in quotes where it could be taken for nothing, a number, `null`, or spaces at its ends. */
export function scalarWords(value: Json, extent: Extent): string {
  if (typeof value !== 'string') return jsonWords(value, extent);
  const misleading = value === '' || value !== value.trim() || value.startsWith('"') || isLiteral(value);
  return misleading ? jsonWords(value, extent) : shortened(value, extent);
}

function isLiteral(text: string): boolean {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text);
}

/** An item of a list: also in quotes where a comma in it would look like two items. */
export function itemWords(value: Json, extent: Extent): string {
  return typeof value === 'string' && value.includes(',')
    ? jsonWords(value, extent)
    : scalarWords(value, extent);
}

/** `draft, sent, done`. */
export function listWords(values: readonly Json[], extent: Extent): string {
  if (values.length === 0) return 'an empty list';
  return listed(
    values.map((value) => itemWords(value, extent)),
    extent,
  );
}
