import type { FieldFacets, FieldSchema } from '../../model/schema.js';
import type { Comparable } from '../../protocols/sql/check.js';
import { type Default, defaultOf } from '../../protocols/sql/default.js';
import { tokensOf } from '../../protocols/sql/tokens.js';
import type { Flavor } from './client.js';
import type { CatalogueColumn } from './wire.js';

export type Values = { readonly schema: FieldSchema; readonly comparable: Comparable };

const other = { family: 'other', exact: true } as const;
const plain = (schema: FieldSchema): Values => ({ schema, comparable: other });

/** The numbers in the parentheses of `decimal(10,2)`. */
function sizes(type: string): readonly number[] {
  return (/\(([\d,\s]+)\)/.exec(type)?.[1] ?? '').split(',').filter(Boolean).map(Number);
}

const isUnsigned = ({ type }: CatalogueColumn) => /\b(?:unsigned|zerofill)\b/.test(type);

/** A whole number of so many bits; JSON's numbers do not have the largest ones of 64. */
const whole =
  (bits: 8 | 16 | 24 | 32 | 64) =>
  (column: CatalogueColumn): Values => {
    const minimum = isUnsigned(column) ? 0 : -(2 ** (bits - 1));
    const maximum = isUnsigned(column) ? 2 ** bits - 1 : 2 ** (bits - 1) - 1;
    const bounds = bits === 64 ? (minimum === 0 ? { minimum } : {}) : { minimum, maximum };
    return { schema: { type: 'integer', ...bounds }, comparable: { family: 'integer', exact: true } };
  };

/** `tinyint(1)` is what BOOLEAN makes: drivers read and write true and false there, and all numbers of a tinyint fit. */
function tiny(column: CatalogueColumn): Values {
  const values = whole(8)(column);
  if (!/^tinyint\(1\)/.test(column.type)) return values;
  return plain({ ...values.schema, type: ['boolean', 'integer'] });
}

const number =
  (limit: number | undefined) =>
  (column: CatalogueColumn): Values => {
    const [precision, scale] = sizes(column.type);
    const digits: FieldFacets =
      precision === undefined ? {} : { precision: String(precision), scale: String(scale ?? 0) };
    const most = limit === undefined ? {} : { minimum: -limit, maximum: limit };
    return {
      schema: {
        type: 'number',
        ...most,
        ...(isUnsigned(column) ? { minimum: 0 } : {}),
        ...(precision === undefined ? {} : { 'x-seam': digits }),
      },
      comparable: { family: 'number', exact: true },
    };
  };

/**
 * Text: characters of `varchar(n)`, and bytes of the others, which as characters is the most that ever fits. Other texts
 * may be equal in a collation that is not binary.
 */
const text =
  (most?: number) =>
  ({ type, collation, native }: CatalogueColumn): Values => {
    const maxLength = most ?? sizes(type)[0];
    return {
      schema: { type: 'string', ...(maxLength === undefined ? {} : { maxLength }) },
      comparable: {
        family: 'text',
        exact: collation?.endsWith('_bin') === true,
        ...(native === 'char' && maxLength !== undefined ? { padded: maxLength } : {}),
      },
    };
  };

/** Bytes as base64, four characters for three. */
const bytes =
  (most?: number) =>
  ({ type }: CatalogueColumn): Values => {
    const length = most ?? sizes(type)[0];
    return plain({
      type: 'string',
      contentEncoding: 'base64',
      ...(length === undefined ? {} : { maxLength: 4 * Math.ceil(length / 3) }),
    });
  };

/** Digits of the seconds: none, unless the type says some. */
const seconds = (type: string): FieldFacets => ({ scale: String(sizes(type)[0] ?? 0) });
const clock = '[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?';
const dateTime = `^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]${clock}$`;

/** The values in `enum('a','it''s')`. */
function labels(type: string): readonly string[] | undefined {
  const inner = /^(?:enum|set)\(([\s\S]*)\)/i.exec(type)?.[1];
  const tokens = inner === undefined ? undefined : tokensOf(inner, 'mysql');
  const found = tokens?.filter(({ kind }) => kind === 'string').map((token) => token.text);
  return found === undefined || found.length === 0 ? undefined : found;
}

function choice(type: string): FieldSchema {
  const values = labels(type);
  return { type: 'string', ...(values === undefined ? { 'x-seam': { unmapped: type } } : { enum: values }) };
}

/** Any of the values at once, joined by commas; none is an empty text. https://dev.mysql.com/doc/refman/8.4/en/set.html */
function several(type: string): FieldSchema {
  const values = labels(type)?.map((label) => label.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  if (values === undefined) return choice(type);
  const one = `(${values.join('|')})`;
  return { type: 'string', pattern: `^(${one}(,${one})*)?$` };
}

/** How it is called, and what it holds. Each row: https://dev.mysql.com/doc/refman/8.4/en/data-types.html */
const types: Readonly<Record<string, (column: CatalogueColumn) => Values>> = {
  tinyint: tiny,
  smallint: whole(16),
  mediumint: whole(24),
  int: whole(32),
  bigint: whole(64),
  decimal: number(undefined),
  float: number(3.4028234663852886e38),
  double: number(undefined),
  char: text(),
  varchar: text(),
  tinytext: text(255),
  text: text(65_535),
  mediumtext: text(16_777_215),
  longtext: ({ collation }) => ({
    schema: { type: 'string' },
    comparable: { family: 'text', exact: collation?.endsWith('_bin') === true },
  }),
  // Labels are compared by their collation.
  enum: ({ type }) => plain(choice(type)),
  set: ({ type }) => plain(several(type)),
  binary: bytes(),
  varbinary: bytes(),
  tinyblob: bytes(255),
  blob: bytes(65_535),
  mediumblob: bytes(16_777_215),
  longblob: () => plain({ type: 'string', contentEncoding: 'base64' }),
  bit: ({ type }) => {
    const bits = sizes(type)[0] ?? 1;
    return plain({ type: 'integer', minimum: 0, ...(bits > 52 ? {} : { maximum: 2 ** bits - 1 }) });
  },
  date: () => plain({ type: 'string', format: 'date' }),
  datetime: ({ type }) => plain({ type: 'string', pattern: dateTime, 'x-seam': seconds(type) }),
  // Kept as UTC, and told in the zone of the session.
  timestamp: ({ type }) =>
    plain({ type: 'string', pattern: dateTime, 'x-seam': { ...seconds(type), timeZone: 'site' } }),
  time: ({ type }) =>
    plain({
      type: 'string',
      pattern: '^-?[0-9]{2,3}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?$',
      'x-seam': seconds(type),
    }),
  year: () => plain({ type: 'integer', minimum: 0, maximum: 2155 }),
  json: () => plain({}),
  // MariaDB: https://mariadb.com/kb/en/data-types/
  uuid: () => plain({ type: 'string', format: 'uuid' }),
  inet4: () => plain({ type: 'string' }),
  inet6: () => plain({ type: 'string' }),
};

/** One name for types that differ in the limit of the length alone, which `maxLength` says. */
const synonyms: Readonly<Record<string, string>> = {
  varchar: 'text',
  tinytext: 'text',
  mediumtext: 'text',
  longtext: 'text',
  varbinary: 'blob',
  tinyblob: 'blob',
  mediumblob: 'blob',
  longblob: 'blob',
};

/**
 * What a column holds that is not null; a type that is not known keeps its field, without a claim about its values.
 * @param isJson a `longtext` of MariaDB that must be JSON, which is what its JSON is
 */
export function valuesOf(column: CatalogueColumn, isJson: boolean): Values {
  const native = isJson ? 'json' : column.native;
  const row = Object.hasOwn(types, native) ? types[native] : undefined;
  const { schema, comparable } = row?.(column) ?? plain({});
  const isBoolean = Array.isArray(schema.type);
  const nativeType = isBoolean ? 'boolean' : (synonyms[native] ?? native);
  return { schema: { ...schema, 'x-seam': { nativeType, ...schema['x-seam'] } }, comparable };
}

/**
 * What an INSERT puts where it names no value. MariaDB writes an expression, texts in quotes and NULL as a word; MySQL
 * the bare value, and says in `EXTRA` where it is an expression. https://mariadb.com/kb/en/information-schema-columns-table/
 * @param mayFill a trigger before INSERT is there, or may be
 */
export function fallbackOf(
  column: CatalogueColumn,
  schema: FieldSchema,
  flavor: Flavor,
  mayFill: boolean,
): Default {
  const { expression, extra, nullable, native } = column;
  if (/auto_increment/i.test(extra)) return 'computed';
  if (expression === undefined) {
    // An enum that must not be empty begins with its first value (https://dev.mysql.com/doc/refman/8.4/en/enum.html), but
    // not where a trigger stands before INSERT: a real MariaDB 10.11 then demands it.
    const first = native === 'enum' && !nullable && !mayFill ? schema.enum?.[0] : undefined;
    return first === undefined ? 'none' : { constant: first };
  }
  const bits = /^b'([01]+)'$/.exec(expression)?.[1];
  if (bits !== undefined && native === 'bit') return { constant: Number.parseInt(bits, 2) };
  if (flavor === 'MariaDB') return defaultOf(expression, schema, 'mysql');
  if (/DEFAULT_GENERATED/i.test(extra) || /^CURRENT_TIMESTAMP\b/i.test(expression)) return 'computed';
  const isText = schema.type === 'string';
  return defaultOf(
    isText ? `'${expression.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : expression,
    schema,
    'mysql',
  );
}
