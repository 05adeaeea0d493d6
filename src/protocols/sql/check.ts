import type { Json } from '../../model/json.js';
import type { FieldSchema } from '../../model/schema.js';
import { type Comparison, type Condition, type Literal, type Operand, parseCondition } from './expression.js';
import { likePattern, regexPattern } from './pattern.js';
import type { Dialect } from './tokens.js';

/** What a column holds, as far as its checks can be read. */
export type Comparable = {
  readonly family: 'text' | 'enum' | 'integer' | 'number' | 'other';
  /** Texts are equal only where they are the same characters. */
  readonly exact: boolean;
  /** Length of a `char(n)`, which is filled up with spaces. */
  readonly padded?: number;
};

/** Keywords that a check says. */
export type Limits = Pick<
  FieldSchema,
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'enum'
  | 'pattern'
  | 'minLength'
  | 'maxLength'
> & {
  /** The check refuses null, too. */
  readonly notNull?: true;
};

/** What a check says of one column. */
export type ColumnLimits = { readonly column: string; readonly limits: readonly Limits[] };

/**
 * What a check constraint says, where keywords can say all of it; else `undefined`. A check holds for null too (SQL:
 * what is unknown is not false), so keywords bind what is not null.
 * @param columnOf what the column of a name holds
 */
export function limitsOf(
  text: string,
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): readonly ColumnLimits[] | undefined {
  const condition = parseCondition(text, dialect);
  if (condition === undefined) return undefined;
  const parts = condition.kind === 'and' ? flat(condition.parts) : [condition];
  const found = new Map<string, Limits[]>();
  for (const part of parts) {
    const read = limitOf(part, dialect, columnOf);
    if (read === undefined) return undefined;
    found.set(read.column, [...(found.get(read.column) ?? []), read.limits]);
  }
  return [...found].map(([column, limits]) => ({ column, limits }));
}

function flat(parts: readonly Condition[]): readonly Condition[] {
  return parts.flatMap((part) => (part.kind === 'and' ? flat(part.parts) : [part]));
}

type Found = { readonly column: string; readonly limits: Limits };

function limitOf(
  condition: Condition,
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): Found | undefined {
  switch (condition.kind) {
    case 'and':
      return undefined;
    case 'or':
      return alternatives(condition.parts, dialect, columnOf);
    case 'null': {
      const column = columnIn(condition.left, columnOf);
      return column === undefined || !condition.not
        ? undefined
        : { column: column.name, limits: { notNull: true } };
    }
    case 'in': {
      const column = columnIn(condition.left, columnOf);
      const values = condition.list.map((item) => valueIn(item, column));
      if (column === undefined || !values.every((value) => value !== undefined)) return undefined;
      return { column: column.name, limits: { enum: values } };
    }
    case 'value':
      return called(condition.left, dialect, columnOf);
    case 'compare':
      return compared(condition, dialect, columnOf);
  }
}

/** `a = 'x' OR a = 'y'`, and `a IS NULL OR …`, which adds nothing. */
function alternatives(
  parts: readonly Condition[],
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): Found | undefined {
  const nulls = parts.filter((part) => part.kind === 'null' && !part.not);
  const others = parts.filter((part) => !nulls.includes(part));
  const found = others.map((part) => limitOf(part, dialect, columnOf));
  const [first] = found;
  if (first === undefined) return undefined;
  const isSame = (name: string) => name === first.column;
  const nullable = nulls.every(
    (part) => part.kind === 'null' && part.left.kind === 'column' && isSame(part.left.name),
  );
  if (!nullable || !found.every((each) => each !== undefined && isSame(each.column))) return undefined;
  if (others.length === 1) return first.limits.notNull ? undefined : first;
  const values = found.map((each) => each?.limits.enum);
  if (!values.every((value) => value !== undefined)) return undefined;
  return { column: first.column, limits: { enum: values.flat() } };
}

type Column = Comparable & { readonly name: string };

function columnIn(operand: Operand, columnOf: (name: string) => Comparable | undefined): Column | undefined {
  if (operand.kind !== 'column') return undefined;
  const known = columnOf(operand.name);
  if (known === undefined) return undefined;
  const { cast } = operand;
  const family = known.family === 'integer' ? 'number' : known.family;
  // The label of an enum is its text.
  const kept = cast === undefined || cast === family || (family === 'enum' && cast === 'text');
  return kept ? { ...known, name: operand.name } : undefined;
}

/** The literal as a value of the column; `undefined` where it is none, or where another text is equal to it. */
function valueIn(operand: Operand, column: Column | undefined): Json | undefined {
  if (operand.kind !== 'literal' || column === undefined) return undefined;
  const { value, cast } = operand;
  switch (column.family) {
    case 'integer':
    case 'number':
      return numberIn(value);
    case 'enum':
      return value.type === 'text' ? value.text : undefined;
    case 'text': {
      if (value.type !== 'text' || !column.exact || cast === 'number' || cast === 'other') return undefined;
      const fits = column.padded === undefined || [...value.text].length === column.padded;
      return fits ? value.text : undefined;
    }
    case 'other':
      return undefined;
  }
}

/** More digits than a number of JSON keeps would be another bound. */
const mostDigits = 15;

/** The number of a literal, where JSON has exactly this one. */
export function numberIn(value: Literal): number | undefined {
  if (value.type !== 'number') return undefined;
  const digits = value.text
    .replace(/^-/, '')
    .replace(/[eE].*$/, '')
    .replace('.', '')
    .replace(/^0+/, '');
  const number = Number(value.text);
  return digits.length <= mostDigits && Number.isFinite(number) ? number : undefined;
}

const mirrored: Readonly<Partial<Record<Comparison, Comparison>>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function compared(
  { op, left, right }: Extract<Condition, { kind: 'compare' }>,
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): Found | undefined {
  if (left.kind === 'literal' && right.kind !== 'literal') {
    const turned = mirrored[op];
    return turned === undefined
      ? undefined
      : compared({ kind: 'compare', op: turned, left: right, right: left }, dialect, columnOf);
  }
  if (left.kind === 'call') return measured(left, op, right, dialect, columnOf);
  const column = columnIn(left, columnOf);
  if (column === undefined) return undefined;
  const limits = limitsIn(op, right, column, dialect);
  return limits === undefined ? undefined : { column: column.name, limits };
}

function limitsIn(op: Comparison, right: Operand, column: Column, dialect: Dialect): Limits | undefined {
  if (op === 'regexp' || op === 'like') return matched(op, right, column, dialect);
  const value = valueIn(right, column);
  if (value === undefined) return undefined;
  if (op === '=') return { enum: [value] };
  // The order of texts is the collation's.
  if (typeof value !== 'number') {
    const isEmpty = op === '<>' && value === '' && dialect === 'postgres' && column.family === 'text';
    return isEmpty ? { minLength: 1 } : undefined;
  }
  switch (op) {
    case '<>':
      return undefined;
    case '>':
      return column.family === 'integer' && Number.isInteger(value)
        ? { minimum: value + 1 }
        : { exclusiveMinimum: value };
    case '>=':
      return { minimum: value };
    case '<':
      return column.family === 'integer' && Number.isInteger(value)
        ? { maximum: value - 1 }
        : { exclusiveMaximum: value };
    case '<=':
      return { maximum: value };
  }
}

function matched(
  op: 'regexp' | 'like',
  right: Operand,
  column: Column,
  dialect: Dialect,
): Limits | undefined {
  if (column.family !== 'text' || !column.exact || column.padded !== undefined) return undefined;
  if (right.kind !== 'literal' || right.value.type !== 'text') return undefined;
  const { text } = right.value;
  const pattern = op === 'like' ? likePattern(text) : regexPattern(text, dialect);
  return pattern === undefined ? undefined : { pattern };
}

/** MySQL's `length` counts bytes. https://dev.mysql.com/doc/refman/8.4/en/string-functions.html */
const lengths: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: ['length', 'char_length', 'character_length'],
  mysql: ['char_length', 'character_length'],
};

/** A bound of the length of a text. */
function measured(
  { name, args }: Extract<Operand, { kind: 'call' }>,
  op: Comparison,
  right: Operand,
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): Found | undefined {
  const [argument] = args;
  if (argument === undefined || args.length > 1 || !lengths[dialect].includes(name)) return undefined;
  const column = columnIn(argument, columnOf);
  if (column?.family !== 'text' || column.padded !== undefined) return undefined;
  const length = right.kind === 'literal' ? numberIn(right.value) : undefined;
  if (length === undefined || !Number.isInteger(length)) return undefined;
  const limits = lengthLimits(op, length);
  return limits === undefined ? undefined : { column: column.name, limits };
}

function lengthLimits(op: Comparison, length: number): Limits | undefined {
  switch (op) {
    case '=':
      return length < 0 ? undefined : { minLength: length, maxLength: length };
    case '>':
      return { minLength: Math.max(0, length + 1) };
    case '>=':
      return { minLength: Math.max(0, length) };
    case '<':
      return length < 1 ? undefined : { maxLength: length - 1 };
    case '<=':
      return length < 0 ? undefined : { maxLength: length };
    default:
      return undefined;
  }
}

/** MySQL 8 writes `a REGEXP 'b'` as a call. */
function called(
  operand: Operand,
  dialect: Dialect,
  columnOf: (name: string) => Comparable | undefined,
): Found | undefined {
  if (operand.kind !== 'call' || operand.name !== 'regexp_like' || operand.args.length !== 2)
    return undefined;
  const [left, right] = operand.args;
  if (left === undefined || right === undefined) return undefined;
  return compared({ kind: 'compare', op: 'regexp', left, right }, dialect, columnOf);
}
