/** RFC 8259, sections 2 to 7. A mark is its own kind of token; a string and every other value have theirs. */
const token =
  /[ \t\n\r]*(?:(?<mark>[{}[\],:])|(?<string>"[ !#-[\]-\uFFFF]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uFFFF]*)*")|(?<literal>true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?)(?![\w.+-]))/gy;

type Kind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'literal';
type State = 'value' | 'first item' | 'first name' | 'name' | 'colon' | 'behind a value';

const values = {
  '{': 'first name',
  '[': 'first item',
  string: 'behind a value',
  literal: 'behind a value',
} as const;

/** What may follow in each state, and the state behind it. In an object a comma leads to a name instead. */
const next: Readonly<Record<State, Readonly<Partial<Record<Kind, State>>>>> = {
  value: values,
  'first item': { ...values, ']': 'behind a value' },
  'first name': { string: 'colon', '}': 'behind a value' },
  name: { string: 'colon' },
  colon: { ':': 'value' },
  'behind a value': { ',': 'value', '}': 'behind a value', ']': 'behind a value' },
};

/** The mark that opens what each mark goes on with or closes. */
const within: Readonly<Partial<Record<Kind, readonly Kind[]>>> = { ',': ['{', '['], '}': ['{'], ']': ['['] };

/**
 * Offset of the first character that JSON does not allow where it stands; the length of the text where it breaks off.
 * The messages of `JSON.parse` differ between Node versions, and not all of them name a place.
 */
export function firstFault(text: string): number {
  const open: Kind[] = [];
  let state: State = 'value';
  let end = 0;
  for (const { 0: match, index, groups } of text.matchAll(token)) {
    const kind = kindOf(groups);
    const following: State | undefined = next[state][kind];
    const inner: Kind | undefined = open.at(-1);
    const misplaced: boolean =
      within[kind] !== undefined && (inner === undefined || !within[kind].includes(inner));
    if (following === undefined || misplaced) break;
    if (kind === '}' || kind === ']') open.pop();
    if (kind === '{' || kind === '[') open.push(kind);
    state = kind === ',' && inner === '{' ? 'name' : following;
    end = index + match.length;
  }
  return end + text.slice(end).search(/[^ \t\n\r]|$/);
}

/** Line of an offset, counted from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function kindOf(groups: Readonly<Record<string, string | undefined>> | undefined): Kind {
  if (groups?.['mark'] !== undefined) return groups['mark'] as Kind;
  return groups?.['string'] === undefined ? 'literal' : 'string';
}
