import type { Dialect } from './tokens.js';

/** Any character, a line end too. */
const any = '[\\s\\S]';

/**
 * A LIKE pattern as a regular expression of JSON Schema; `undefined` where it says nothing, or escapes.
 * https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE
 */
export function likePattern(text: string): string | undefined {
  if (text.includes('\\')) return undefined;
  const [, head = '', body = '', tail = ''] = /^(%*)([\s\S]*?)(%*)$/.exec(text) ?? [];
  if (body === '') return undefined;
  const inner = [...body].map((character) => likeCharacter(character)).join('');
  return `${head === '' ? '^' : ''}${inner}${tail === '' ? '$' : ''}`;
}

function likeCharacter(character: string): string {
  if (character === '%') return `${any}*`;
  return character === '_' ? any : escaped(character);
}

function escaped(character: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(character) ? `\\${character}` : character;
}

/**
 * What every kind of regular expression reads alike: plain characters, classes of them, groups, alternatives, how often,
 * both ends. No class by name, whose members hang on the locale, and no dot, which takes a line end in PostgreSQL alone.
 */
const plain =
  /^(?:[\p{L}\p{N} _@#%&=:;,<>~!'"/-]|\\[.+*?^$()[\]{}|]|\[\^?(?:[\p{L}\p{N} _@.,:;+*?()|/=#&!]|\\[-\]\\.]|-(?!\]))+-?\]|\((?!\?)|\)|\||\^|\$|[?*+]|\{\d{1,4}(?:,\d{0,4})?\})+$/u;

/** A regular expression of the database in the form of ECMA-262; `undefined` where the two may differ. */
export function regexPattern(text: string, dialect: Dialect): string | undefined {
  if (!plain.test(text) || text.length > 500) return undefined;
  try {
    new RegExp(text, 'u');
  } catch {
    // What it means to the database, ECMA-262 does not allow (`a**`).
    return undefined;
  }
  // To PCRE and ICU the end is also before a last line end.
  return dialect === 'mysql' ? text.replaceAll(/(?<!\\)\$/g, '\\n?$') : text;
}
