/** How a database writes its expressions. */
export type Dialect = 'postgres' | 'mysql';

/** A piece of an SQL expression. `word`: a keyword or a name without quotes, as it stands. */
export type Token = {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign';
  readonly text: string;
};

/** An expression that is longer is none that a keyword of JSON Schema says. */
const mostCharacters = 20_000;

const space = /\s+/y;
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const sign = /::|<>|!=|<=|>=|!~~\*|!~~|~~\*|~~|!~\*|!~|~\*|~|[-+*/%=<>()[\],.|&!]/y;
/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html: a quote is doubled; in E'' a backslash escapes. */
const plainString = /'((?:[^']|'')*)'/y;
const escapedString = /'((?:[^'\\]|''|\\[\s\S])*)'/y;
const doubleName = /"((?:[^"]|"")*)"/y;
const backName = /`((?:[^`]|``)*)`/y;

/** What may stand before a text, and belongs to it: `E'\\n'`, `_utf8mb4'a'`. */
const prefixes = { postgres: /^E$/i, mysql: /^_/ } as const satisfies Record<Dialect, RegExp>;

/**
 * The tokens of an expression as the catalogue writes it; `undefined` where it holds something else. MySQL's catalogue
 * names the character set before a text (`_utf8mb4'a'`), and escapes the quotes around it once more (`_utf8mb4\'a\'`).
 */
export function tokensOf(text: string, dialect: Dialect): readonly Token[] | undefined {
  if (text.length > mostCharacters) return undefined;
  const source = dialect === 'mysql' ? withPlainQuotes(text) : text;
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found;
  };
  while (at < source.length) {
    if (take(space) !== undefined) continue;
    const before = tokens.at(-1);
    const isPrefix = before?.kind === 'word' && prefixes[dialect].test(before.text);
    const escapes = dialect === 'mysql' || isPrefix;
    const string = take(escapes ? escapedString : plainString);
    if (string !== undefined) {
      if (isPrefix) tokens.pop();
      const plain = unescaped(string[1] ?? '', escapes, dialect);
      if (plain === undefined) return undefined;
      tokens.push({ kind: 'string', text: plain });
      continue;
    }
    const name = take(dialect === 'mysql' ? backName : doubleName);
    if (name !== undefined) {
      tokens.push({ kind: 'name', text: (name[1] ?? '').replaceAll('""', '"').replaceAll('``', '`') });
      continue;
    }
    const found = takeOther(take);
    if (found === undefined) return undefined;
    tokens.push(found);
  }
  return tokens;
}

function takeOther(take: (pattern: RegExp) => RegExpExecArray | undefined): Token | undefined {
  const digits = take(number);
  if (digits !== undefined) return { kind: 'number', text: digits[0] };
  const letters = take(word);
  if (letters !== undefined) return { kind: 'word', text: letters[0] };
  const other = take(sign);
  return other === undefined ? undefined : { kind: 'sign', text: other[0] };
}

/** MySQL 8 stores a check with the quotes of its texts escaped, and whatever is within them escaped twice. */
function withPlainQuotes(text: string): string {
  if (!/_[a-z0-9]+\\'/i.test(text)) return text;
  return text.replace(/\\([\s\S])/g, '$1');
}

function unescaped(text: string, escapes: boolean, dialect: Dialect): string | undefined {
  const single = text.replaceAll("''", "'");
  if (!escapes || !single.includes('\\')) return single;
  // Codes of characters in E'' are rare, and not worth a reading of their own.
  if (dialect === 'postgres' && /\\[0-7xuU]/.test(single)) return undefined;
  return single.replace(/\\([\s\S])/g, (_, character: string) => control[character] ?? character);
}

const control: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };
