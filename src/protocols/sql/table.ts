import type { Json } from '../../model/json.js';
import {
  type EntityFacets,
  type EntitySchema,
  type Field,
  type FieldFacets,
  type FieldSchema,
  dialect as jsonSchema,
  objectOf,
  type TypeName,
} from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { type Comparable, type Limits, limitsOf } from './check.js';
import type { Default } from './default.js';
import { limited } from './limits.js';
import type { Dialect } from './tokens.js';

/** A column of a table or view. */
export type Column = {
  readonly name: string;
  /** The values that are not null. */
  readonly schema: FieldSchema;
  readonly comparable: Comparable;
  /** `unknown`: the column of a view. */
  readonly nullable: boolean | 'unknown';
  readonly default: Default;
  /** A write of it is refused. */
  readonly readOnly: boolean;
  readonly comment: string | undefined;
  /** Facets beside those of the type. */
  readonly facets: FieldFacets;
  /** What no keyword says, by what it is: for `x-seam.unmapped`. */
  readonly notes: Readonly<Record<string, Json>>;
};

/** A CHECK, as the catalogue writes its condition. */
export type Check = {
  readonly text: string;
  /** Columns in it. */
  readonly columns: readonly string[];
  /** Old rows may break it. */
  readonly unproved: boolean;
};

export type ForeignKey = {
  readonly columns: readonly string[];
  /** Entity that it leads to. */
  readonly target: string;
  readonly targetColumns: readonly string[];
  /** It leads to the primary key of the target. */
  readonly toKey: boolean;
};

/** A table or view, as far as a catalogue tells. */
export type Table = {
  readonly entity: string;
  readonly kind: NonNullable<EntityFacets['kind']>;
  readonly comment: string | undefined;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Columns of each unique constraint or index beside the key, or its text where it is not of columns alone. */
  readonly uniques: readonly (readonly string[] | string)[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Further constraints, as text. */
  readonly others: readonly string[];
  readonly cannot: readonly ('create' | 'update')[];
  /** Something fills in values on INSERT that the catalogue does not tell: a trigger, a rule, the table behind a view. */
  readonly doubted: boolean;
};

/** Who describes the table. */
export type Author = Pick<EntityFacets, 'connector' | 'mapping' | 'observed'> & { readonly dialect: Dialect };

/** The live schema of a table. */
export function tableSchema(table: Table, { dialect, ...author }: Author): EntitySchema {
  const { limits, unread } = readChecks(table, dialect);
  const fields = table.columns.map((column) => fieldOf(column, table, limits.get(column.name) ?? [], unread));
  const names = new Set(table.columns.map(({ name }) => name));
  const unmapped = noted({
    checks: sorted(unread.filter(({ columns }) => !isOf(columns, names)).map(said)),
    unique: sorted(table.uniques.filter((unique) => !isSingle(unique)).map(uniqueText)),
    foreignKeys: sorted(table.foreignKeys.filter(({ columns }) => columns.length > 1).map(foreignKeyText)),
    others: sorted(table.others),
  });
  return {
    $schema: jsonSchema,
    ...(table.comment === undefined ? {} : { title: table.comment }),
    ...objectOf(fields),
    'x-seam': {
      ...author,
      entity: table.entity,
      version: '1.0',
      kind: table.kind,
      ...(table.cannot.length === 0 ? {} : { cannot: table.cannot }),
      ...(table.key.length === 0 ? {} : { key: [...table.key].sort(byCodePoint) }),
      ...(unmapped === undefined ? {} : { unmapped }),
    },
  };
}

/** A check of one visible column belongs to the column. */
function isOf(columns: readonly string[], names: ReadonlySet<string>): boolean {
  const [only] = columns;
  return columns.length === 1 && only !== undefined && names.has(only);
}

/** The limits of each column, and the checks that no keyword says. */
function readChecks({ checks, columns }: Table, dialect: Dialect) {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const limits = new Map<string, readonly Limits[]>();
  const unread: Check[] = [];
  for (const check of checks) {
    const found = check.unproved
      ? undefined
      : limitsOf(check.text, dialect, (name) => byName.get(name)?.comparable);
    const fits = found?.every(({ column, limits: more }) => {
      const known = [...(limits.get(column) ?? []), ...more];
      return allLimited(byName.get(column)?.schema ?? {}, known) !== undefined;
    });
    if (found === undefined || fits !== true) {
      unread.push(check);
      continue;
    }
    for (const { column, limits: more } of found) {
      limits.set(column, [...(limits.get(column) ?? []), ...more]);
    }
  }
  return { limits, unread };
}

/** The schema under all of these limits; `undefined` where keywords cannot say them all. */
export function allLimited(schema: FieldSchema, limits: readonly Limits[]): FieldSchema | undefined {
  let found: FieldSchema | undefined = schema;
  for (const each of limits) {
    if (found === undefined) return undefined;
    found = limited(found, each);
  }
  return found;
}

function fieldOf(column: Column, table: Table, limits: readonly Limits[], unread: readonly Check[]): Field {
  const { name, readOnly, comment } = column;
  const nullable = limits.some(({ notNull }) => notNull) ? false : column.nullable;
  const { 'x-seam': typed, ...keywords } = allLimited(column.schema, limits) ?? column.schema;
  const creatable = !readOnly && !table.cannot.includes('create');
  const demanded = creatable && nullable !== true && column.default === 'none';
  const doubted = table.doubted || nullable === 'unknown';
  const leads = table.foreignKeys.filter(({ columns }) => columns.length === 1 && columns[0] === name);
  const [first, ...others] = [...leads].sort((a, b) => byCodePoint(leadText(a), leadText(b)));
  const unmapped = noted({
    ...column.notes,
    checks: sorted(unread.filter(({ columns }) => columns.length === 1 && columns[0] === name).map(said)),
    // A second foreign key on the same column narrows it, where a second target of one relation would widen it.
    references: sorted([...(first === undefined || first.toKey ? [] : [first]), ...others].map(leadText)),
  });
  const isUnique = table.uniques.some((unique) => isSingle(unique) && unique[0] === name);
  return {
    name,
    required: demanded && !doubted,
    schema: {
      ...(comment === undefined ? {} : { title: comment }),
      ...(nullable === false ? filled(keywords, typed) : orNull(keywords)),
      ...(readOnly ? { readOnly: true } : {}),
      ...(typeof column.default === 'object' ? { default: column.default.constant } : {}),
      'x-seam': {
        ...typed,
        ...column.facets,
        ...(column.default === 'computed' ? { hasDefault: true as const } : {}),
        ...(demanded && doubted ? { required: 'unknown' as const } : {}),
        ...(demanded && nullable === false ? { requiredBy: ['database'] as const } : {}),
        ...(nullable === 'unknown' ? { nullable } : {}),
        ...(first === undefined ? {} : { target: first.target }),
        ...(isUnique ? { unique: true as const } : {}),
        ...(unmapped === undefined ? {} : { unmapped }),
      },
    },
  };
}

const anyValue: readonly TypeName[] = ['array', 'boolean', 'number', 'object', 'string'];

/** Where nobody knows the type, it is any but null; JSON may be its own null, which is not that of SQL. */
function filled(schema: FieldSchema, facets: FieldFacets | undefined): FieldSchema {
  const isJson = facets?.nativeType?.startsWith('json') === true;
  return schema.type === undefined && !isJson ? { ...schema, type: anyValue } : schema;
}

function orNull(schema: FieldSchema): FieldSchema {
  if (schema.type === undefined) return schema;
  return {
    ...schema,
    type: [...[schema.type].flat(), 'null'],
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

function isSingle(unique: readonly string[] | string): unique is readonly string[] {
  return typeof unique !== 'string' && unique.length === 1;
}

function uniqueText(unique: readonly string[] | string): string {
  return typeof unique === 'string' ? unique : unique.join(', ');
}

function foreignKeyText({ columns, target, targetColumns }: ForeignKey): string {
  return `${columns.join(', ')} → ${target} (${targetColumns.join(', ')})`;
}

function leadText({ target, targetColumns }: ForeignKey): string {
  return `${target} (${targetColumns.join(', ')})`;
}

function said({ text, unproved }: Check): string {
  return unproved ? `${text} (of new rows)` : text;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort(byCodePoint);
}

/** Notes as one text; `undefined` where there is none. */
function noted(notes: Readonly<Record<string, Json>>): string | undefined {
  const kept = Object.entries(notes).filter(([, note]) => !Array.isArray(note) || note.length > 0);
  return kept.length === 0 ? undefined : JSON.stringify(Object.fromEntries(kept));
}

/** A comment of the catalogue as a label: one line, or none. */
export function labelOf(comment: string | null | undefined): string | undefined {
  const text = comment?.replace(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? undefined : text;
}
