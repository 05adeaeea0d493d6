import { isJsonObject, type Json } from '../../model/json.js';

/** True, false, or not decided: what cannot be told is never guessed. */
export type Truth = true | false | 'unknown';

export function negated(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

/** True where all are, false where one is. */
export function every<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = true;
  for (const item of items) {
    const truth = test(item);
    if (truth === false) return false;
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

/** True where one is, false where none is. */
export function some<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  return negated(every(items, (item) => negated(test(item))));
}

/** The six types of JSON values as bits; `integer` is no type of its own, but a multiple of one. */
export const typeBits = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const;
export type ValueType = keyof typeof typeBits;
export const allTypes = 63;

export function typeOf(value: Json): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}

/** Text that is the same for equal JSON values and no others: sorted names, numbers by value. */
export function valueKey(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(valueKey).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${valueKey(value[name] ?? null)}`).join()}}`;
}

/** Length as `minLength` and `maxLength` count it: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
