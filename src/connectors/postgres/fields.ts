import type { FieldFacets, FieldSchema } from '../../model/schema.js';
import { type Comparable, limitsOf } from '../../protocols/sql/check.js';
import { type Default, defaultOf } from '../../protocols/sql/default.js';
import { allLimited } from '../../protocols/sql/table.js';
import type { PgType } from './wire.js';

type Values = { readonly schema: FieldSchema; readonly comparable: Comparable };

const other = { family: 'other', exact: true } as const;

const text = (schema: FieldSchema, exact: boolean): Values => ({
  schema: { type: 'string', ...schema },
  comparable: { family: 'text', exact },
});

const whole = (minimum?: number, maximum?: number): Values => ({
  schema: {
    type: 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  },
  comparable: { family: 'integer', exact: true },
});

const plain = (schema: FieldSchema): Values => ({ schema, comparable: other });

const day = '[0-9]{4,6}-[0-9]{2}-[0-9]{2}';
const clock = '[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?';

/** Digits of the seconds: six, unless the type says fewer. https://www.postgresql.org/docs/current/datatype-datetime.html */
const seconds = (modifier: number): FieldFacets => ({ scale: String(modifier < 0 ? 6 : modifier) });

/** Characters of `varchar(n)`: the modifier counts 4 bytes more. */
const lengthOf = (modifier: number): { readonly maxLength?: number } =>
  modifier < 4 ? {} : { maxLength: modifier - 4 };

/**
 * PostgreSQL's own types by their name in pg_type; each row: https://www.postgresql.org/docs/current/datatype.html. What
 * is not here keeps its field, without a claim about its values.
 */
const types: Readonly<Record<string, (modifier: number, exact: boolean) => Values>> = {
  bool: () => plain({ type: 'boolean' }),
  int2: () => whole(-32_768, 32_767),
  int4: () => whole(-2_147_483_648, 2_147_483_647),
  // JSON's numbers do not have its largest value.
  int8: () => whole(),
  oid: () => whole(0, 4_294_967_295),
  numeric: (modifier) => numeric(modifier),
  float4: () => ({
    schema: { type: 'number', minimum: -3.4028234663852886e38, maximum: 3.4028234663852886e38 },
    comparable: { family: 'number', exact: true },
  }),
  float8: () => ({ schema: { type: 'number' }, comparable: { family: 'number', exact: true } }),
  // In every collation that is deterministic, which all are unless somebody made one, equal texts are the same texts.
  text: (_, exact) => text({}, exact),
  varchar: (modifier, exact) => text(lengthOf(modifier), exact),
  bpchar: (modifier, exact) => ({
    schema: { type: 'string', ...lengthOf(modifier) },
    comparable: { family: 'text', exact, ...(modifier < 4 ? {} : { padded: modifier - 4 }) },
  }),
  name: () => text({}, true),
  char: () => plain({ type: 'string', maxLength: 1 }),
  uuid: () => plain({ type: 'string', format: 'uuid' }),
  date: () => plain({ type: 'string', format: 'date' }),
  timestamp: (modifier) =>
    plain({ type: 'string', pattern: `^${day}[ T]${clock}$`, 'x-seam': seconds(modifier) }),
  timestamptz: (modifier) => plain({ type: 'string', format: 'date-time', 'x-seam': seconds(modifier) }),
  time: (modifier) => plain({ type: 'string', pattern: `^${clock}$`, 'x-seam': seconds(modifier) }),
  timetz: (modifier) =>
    plain({
      type: 'string',
      pattern: `^${clock}([+-][0-9]{2}(:[0-9]{2}){0,2}|Z)$`,
      'x-seam': seconds(modifier),
    }),
  interval: () => plain({ type: 'string' }),
  json: () => plain({}),
  jsonb: () => plain({}),
  bytea: () => plain({ type: 'string', contentEncoding: 'base64' }),
  bit: (modifier) => plain({ type: 'string', pattern: `^[01]{${modifier < 0 ? 1 : modifier}}$` }),
  varbit: (modifier) =>
    plain({ type: 'string', pattern: '^[01]*$', ...(modifier < 0 ? {} : { maxLength: modifier }) }),
  inet: () => plain({ type: 'string' }),
  cidr: () => plain({ type: 'string' }),
  macaddr: () => plain({ type: 'string' }),
  macaddr8: () => plain({ type: 'string' }),
  // Written as the locale of the server has it.
  money: () => plain({ type: 'string' }),
  xml: () => plain({ type: 'string', contentMediaType: 'application/xml' }),
  tsvector: () => plain({ type: 'string' }),
  tsquery: () => plain({ type: 'string' }),
};

/**
 * `numeric(p, s)`: the modifier holds both; from 15 on a scale may be negative, and rounds before the point, or larger
 * than the precision. https://www.postgresql.org/docs/current/datatype-numeric.html
 */
function numeric(modifier: number): Values {
  const comparable = { family: 'number', exact: true } as const;
  if (modifier < 4) return { schema: { type: 'number' }, comparable };
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const facets = { precision: String(precision - Math.min(scale, 0)), scale: String(Math.max(scale, 0)) };
  // 10^15 and more is no step that a number of JSON keeps to.
  const step = scale < 0 && scale > -15 ? { multipleOf: 10 ** -scale } : {};
  return { schema: { type: 'number', ...step, 'x-seam': facets }, comparable };
}

/** Two names of one type: they differ in the limit of the length alone, which `maxLength` says. */
const synonyms: Readonly<Record<string, string>> = { varchar: 'text', bpchar: 'character' };

/** What a column of a type holds, and what the type brings along. */
export type TypeFacts = Values & {
  /** A domain refuses null. */
  readonly filled: boolean;
  /** Of a domain; `none` where it has none. */
  readonly default: Default;
  readonly notes: Readonly<Record<string, readonly string[] | string>>;
};

/** More types than stand one upon the other in any catalogue. */
const deepest = 32;

/** What the type of an id is, with this modifier. */
export function typeFacts(
  id: string,
  modifier: number,
  known: ReadonlyMap<string, PgType>,
  exact: boolean,
  depth = 0,
): TypeFacts {
  const type = known.get(id);
  if (type === undefined || depth > deepest) return { ...unknown, schema: {} };
  switch (type.kind) {
    case 'd':
      return domain(type, known, exact, depth);
    case 'e':
      return {
        ...unknown,
        schema: {
          type: 'string',
          ...(type.labels.length === 0 ? {} : { enum: type.labels }),
          ...native(nameOf(type)),
        },
        comparable: { family: 'enum', exact: true },
      };
    case 'c':
      return {
        ...unknown,
        schema: native(nameOf(type)),
        notes: type.parts === undefined ? {} : { parts: type.parts },
      };
    default:
      return type.category === 'A' && type.element !== '0'
        ? array(type, modifier, known, exact, depth)
        : base(type, modifier, exact);
  }
}

const unknown: TypeFacts = { schema: {}, comparable: other, filled: false, default: 'none', notes: {} };

const native = (nativeType: string): FieldSchema => ({ 'x-seam': { nativeType } });

function base(type: PgType, modifier: number, exact: boolean): TypeFacts {
  const row = type.schema === 'pg_catalog' && Object.hasOwn(types, type.name) ? types[type.name] : undefined;
  const nativeType = synonyms[type.name] ?? nameOf(type);
  if (row === undefined) {
    // Text that ignores case, of an extension.
    const isText = type.name === 'citext';
    return { ...unknown, schema: { ...(isText ? { type: 'string' } : {}), ...native(nativeType) } };
  }
  const { schema, comparable } = row(modifier, exact);
  return {
    ...unknown,
    schema: { ...schema, 'x-seam': { nativeType, ...schema['x-seam'] } },
    comparable,
  };
}

/** PostgreSQL keeps neither the number of dimensions nor that an element is there. */
function array(
  type: PgType,
  modifier: number,
  known: ReadonlyMap<string, PgType>,
  exact: boolean,
  depth: number,
): TypeFacts {
  const { schema, notes } = typeFacts(type.element, modifier, known, exact, depth + 1);
  const { 'x-seam': facets, ...keywords } = schema;
  const element = nullableElement(keywords);
  const nativeType = `${facets?.nativeType ?? nameOf(type)}[]`;
  const { nativeType: _, ...others } = facets ?? {};
  return {
    ...unknown,
    schema: {
      type: 'array',
      items: { ...element, ...(Object.keys(others).length === 0 ? {} : { 'x-seam': others }) },
      'x-seam': { nativeType },
    },
    notes,
  };
}

function nullableElement(schema: FieldSchema): FieldSchema {
  if (schema.type === undefined) return schema;
  return {
    ...schema,
    type: [...[schema.type].flat(), 'null'],
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

function domain(type: PgType, known: ReadonlyMap<string, PgType>, exact: boolean, depth: number): TypeFacts {
  const inner = typeFacts(type.base, type.modifier, known, exact, depth + 1);
  let schema = inner.schema;
  let filled = inner.filled || type.filled;
  const unread: string[] = type.unproved.map((check) => `${check} (of new rows)`);
  for (const check of type.checks) {
    const found = limitsOf(check, 'postgres', (name) => (name === 'VALUE' ? inner.comparable : undefined));
    const limits = found?.flatMap((each) => each.limits);
    const next = limits === undefined ? undefined : allLimited(schema, limits);
    if (next === undefined) unread.push(check);
    else schema = next;
    filled ||= limits?.some(({ notNull }) => notNull) ?? false;
  }
  const own = type.expression === undefined ? 'none' : defaultOf(type.expression, schema, 'postgres');
  return {
    schema: { ...schema, 'x-seam': { ...schema['x-seam'], nativeType: nameOf(type) } },
    comparable: inner.comparable,
    filled,
    default: own === 'none' ? inner.default : own,
    notes:
      unread.length === 0
        ? inner.notes
        : { ...inner.notes, domain: [...[inner.notes['domain'] ?? []].flat(), ...unread] },
  };
}

/** PostgreSQL's own types by their name alone. */
function nameOf({ schema, name }: PgType): string {
  return schema === 'pg_catalog' ? name : `${schema}.${name}`;
}
