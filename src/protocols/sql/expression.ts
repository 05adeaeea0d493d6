import { type Dialect, type Token, tokensOf } from './tokens.js';

/** What a value was cast to: only a cast within its family leaves it what it is. */
export type Family = 'text' | 'number' | 'other';

/** A value in an expression. */
export type Operand =
  | { readonly kind: 'column'; readonly name: string; readonly cast?: Family }
  | { readonly kind: 'literal'; readonly value: Literal; readonly cast?: Family }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[] };

/** `number` keeps the digits as they stand. */
export type Literal =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null' };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'regexp' | 'like';

/** A condition of the forms that a keyword may say. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'null'; readonly left: Operand; readonly not: boolean }
  | { readonly kind: 'value'; readonly left: Operand };

class Unread extends Error {}

/** The condition that a text is, or `undefined` where it has another form. */
export function parseCondition(text: string, dialect: Dialect): Condition | undefined {
  return parsed(text, dialect, (reader) => reader.condition());
}

/** The single value that a text is (a default), or `undefined` where it has another form. */
export function parseOperand(text: string, dialect: Dialect): Operand | undefined {
  return parsed(text, dialect, (reader) => reader.operand());
}

function parsed<T>(text: string, dialect: Dialect, read: (reader: Reader) => T): T | undefined {
  const tokens = tokensOf(text, dialect);
  if (tokens === undefined) return undefined;
  const reader = readerOf(tokens);
  try {
    const found = read(reader);
    return reader.isAtEnd() ? found : undefined;
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

type Reader = { condition(): Condition; operand(): Operand; isAtEnd(): boolean };

/** Deeper than any check that somebody wrote by hand. */
const mostDepth = 50;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  // https://www.postgresql.org/docs/current/functions-matching.html
  '~': 'regexp',
  '~~': 'like',
};

/** Words of types that need more than one: `character varying`, `timestamp without time zone`. */
const typeWords: ReadonlySet<string> = new Set(['varying', 'precision', 'without', 'with', 'time', 'zone']);

/** A word that is no name of a column or function. */
const keywords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'is',
  'null',
  'in',
  'like',
  'regexp',
  'rlike',
  'between',
  'any',
  'all',
  'case',
  'when',
  'then',
  'else',
  'end',
  'collate',
]);

/** Reads by recursive descent. */
function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  let depth = 0;
  const isSign = (text: string, ahead = 0) =>
    tokens[at + ahead]?.kind === 'sign' && tokens[at + ahead]?.text === text;
  const isWord = (text: string, ahead = 0) =>
    tokens[at + ahead]?.kind === 'word' && tokens[at + ahead]?.text.toLowerCase() === text;
  const take = (holds: boolean): boolean => {
    if (holds) at += 1;
    return holds;
  };
  const demand = (holds: boolean): void => {
    if (!take(holds)) throw new Unread();
  };
  const deeper = <T>(read: () => T): T => {
    depth += 1;
    if (depth > mostDepth) throw new Unread();
    try {
      return read();
    } finally {
      depth -= 1;
    }
  };

  function condition(): Condition {
    return joined('or', () => joined('and', primary));
  }

  function joined(kind: 'and' | 'or', part: () => Condition): Condition {
    const first = part();
    const parts = [first];
    while (take(isWord(kind))) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  /** A condition in parentheses, or a comparison, whose left side may be in parentheses too. */
  function primary(): Condition {
    if (!take(isSign('('))) return comparison(operand());
    const inner = deeper(condition);
    demand(isSign(')'));
    return inner.kind === 'value' ? comparison(casts(inner.left)) : inner;
  }

  function comparison(left: Operand): Condition {
    if (take(isWord('is'))) {
      const not = take(isWord('not'));
      demand(isWord('null'));
      return { kind: 'null', left, not };
    }
    if (take(isWord('in'))) return { kind: 'in', left, list: list('(', ')') };
    if (take(isWord('between'))) return between(left);
    if (take(isWord('regexp') || isWord('rlike')))
      return { kind: 'compare', op: 'regexp', left, right: operand() };
    if (take(isWord('like'))) return { kind: 'compare', op: 'like', left, right: operand() };
    const token = tokens[at];
    const op =
      token?.kind === 'sign' && Object.hasOwn(comparisons, token.text) ? comparisons[token.text] : undefined;
    if (op === undefined) return { kind: 'value', left };
    at += 1;
    if (op === '=' && take(isWord('any'))) return { kind: 'in', left, list: anyOf() };
    return { kind: 'compare', op, left, right: operand() };
  }

  function between(left: Operand): Condition {
    const low = operand();
    demand(isWord('and'));
    const high = operand();
    return {
      kind: 'and',
      parts: [
        { kind: 'compare', op: '>=', left, right: low },
        { kind: 'compare', op: '<=', left, right: high },
      ],
    };
  }

  /** `ANY (ARRAY[…])`, with a cast around the array or none. */
  function anyOf(): readonly Operand[] {
    demand(isSign('('));
    const inner = take(isSign('('));
    demand(isWord('array'));
    const items = list('[', ']');
    if (inner) demand(isSign(')'));
    while (take(isSign('::'))) typeName();
    demand(isSign(')'));
    return items;
  }

  function list(open: string, close: string): readonly Operand[] {
    demand(isSign(open));
    const items: Operand[] = [];
    do items.push(operand());
    while (take(isSign(',')));
    demand(isSign(close));
    return items;
  }

  function operand(): Operand {
    return deeper(() => casts(bare()));
  }

  function casts(operand: Operand): Operand {
    let found = operand;
    while (take(isSign('::'))) found = cast(found, typeName());
    return found;
  }

  function bare(): Operand {
    if (take(isSign('('))) {
      const inner = operand();
      demand(isSign(')'));
      return inner;
    }
    if (take(isSign('-'))) {
      const inner = bare();
      if (inner.kind !== 'literal' || inner.value.type !== 'number') throw new Unread();
      return { ...inner, value: { type: 'number', text: `-${inner.value.text}` } };
    }
    const token = tokens[at];
    if (token === undefined || token.kind === 'sign') throw new Unread();
    at += 1;
    if (token.kind === 'number')
      return { kind: 'literal', value: { type: 'number', text: token.text }, cast: 'number' };
    if (token.kind === 'string') return { kind: 'literal', value: { type: 'text', text: token.text } };
    if (token.kind === 'name') return { kind: 'column', name: token.text };
    return named(token.text);
  }

  function named(text: string): Operand {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'false') {
      return { kind: 'literal', value: { type: 'boolean', value: lower === 'true' } };
    }
    if (lower === 'null') return { kind: 'literal', value: { type: 'null' } };
    if (keywords.has(lower)) throw new Unread();
    if (!isSign('(')) return { kind: 'column', name: text };
    if (isSign(')', 1)) {
      at += 2;
      return { kind: 'call', name: lower, args: [] };
    }
    return { kind: 'call', name: lower, args: list('(', ')') };
  }

  function typeName(): Family {
    const words: string[] = [];
    const token = tokens[at];
    if (token?.kind !== 'word' && token?.kind !== 'name') throw new Unread();
    words.push(token.text);
    at += 1;
    while (take(isSign('.'))) {
      words.push('.');
      demand(tokens[at]?.kind !== 'sign');
    }
    while (tokens[at]?.kind === 'word' && typeWords.has(tokens[at]?.text ?? '')) {
      words.push(tokens[at]?.text ?? '');
      at += 1;
    }
    if (isSign('(')) list('(', ')');
    let isArray = false;
    while (isSign('[') && isSign(']', 1)) {
      isArray = true;
      at += 2;
    }
    return isArray ? 'other' : (families[words.join(' ')] ?? 'other');
  }

  return { condition, operand, isAtEnd: () => at === tokens.length };
}

/** PostgreSQL's names of types that stay what they are when they are cast into each other. */
const families: Readonly<Record<string, Family>> = {
  text: 'text',
  'character varying': 'text',
  character: 'text',
  bpchar: 'text',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
};

function cast(operand: Operand, family: Family): Operand {
  if (operand.kind === 'call') throw new Unread();
  // '5'::numeric is a number.
  if (operand.kind === 'literal' && operand.value.type === 'text' && family === 'number') {
    if (!/^-?\d+(?:\.\d+)?$/.test(operand.value.text)) throw new Unread();
    return { kind: 'literal', value: { type: 'number', text: operand.value.text }, cast: family };
  }
  return { ...operand, cast: family };
}
