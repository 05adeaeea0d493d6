import { defined } from '../../model/defined.js';
import { type Field, type FieldFacets, type FieldSchema, objectOf } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { defaultOf } from './defaults.js';
import { type Origins, originOf } from './origins.js';
import { demandOf } from './requiredness.js';
import { standardFields } from './standard.js';
import { isLayout, isTable, type Setting, typeRow } from './types.js';
import type { DocField, DocType } from './wire.js';

/** What the fields of a DocType need to know of what is around them. */
export type Surroundings = {
  readonly major: number;
  readonly origins: Origins;
  /** DocTypes of the tables, by name. */
  readonly tables: ReadonlyMap<string, DocType>;
};

/** All fields of a DocType, those that are in no metadata too, by name. `nested`: as a row in its parent's document. */
export function fieldsOf(type: DocType, known: Surroundings, nested: boolean): readonly Field[] {
  const described = type.fields
    .filter((field) => !isLayout(field))
    .map((field) => fieldOf(field, type, known));
  const fields = [...standardFields(type, nested), ...described];
  // Where metadata describes a field of a standard name, it knows better.
  const byName = new Map(fields.map((field) => [field.name, field]));
  return [...byName.values()].sort((a, b) => byCodePoint(a.name, b.name));
}

/** One field of a DocType as a field of the live schema. */
export function fieldOf(field: DocField, type: DocType, known: Surroundings): Field {
  const setting: Setting = { major: known.major, single: type.single };
  const row = typeRow(field.type);
  const { 'x-seam': typed, ...keywords } = row.schema(field, setting);
  // A virtual field is computed when it is read, and what is written to it is dropped.
  const readOnly = field.virtual;
  const filled = defaultOf(field, type);
  const demand = readOnly ? { required: false, facets: {} } : demandOf(field, filled, type);
  const mayBeEmpty = readOnly || (row.empty === 'null' && !field.notNullable);
  return {
    name: field.name,
    required: demand.required,
    schema: {
      ...defined({ title: field.label, items: rowsOf(field, known) }),
      ...(mayBeEmpty ? orNull(keywords) : keywords),
      ...(filled.kind === 'constant' ? { default: filled.value } : {}),
      ...(readOnly ? { readOnly } : {}),
      'x-seam': {
        nativeType: field.type,
        ...typed,
        ...demand.facets,
        // `reqd` binds what is saved from now on: older rows may be empty (recorded, 10, read-old-record-missing-new-reqd).
        ...(mayBeEmpty && field.required ? { nullable: 'unknown' } : {}),
        ...(filled.kind === 'computed' ? { hasDefault: true } : {}),
        ...flags(field),
        ...provenance(field, type, known.origins),
      },
    },
  };
}

/** The rows of a table. Tables do not nest: Frappe reads and writes one level alone. */
function rowsOf(field: DocField, known: Surroundings): FieldSchema | undefined {
  const rows = isTable(field) ? known.tables.get(field.options ?? '') : undefined;
  if (rows === undefined) return undefined;
  return objectOf(fieldsOf(rows, { ...known, tables: new Map() }, true));
}

function flags(field: DocField): FieldFacets {
  return {
    ...defined({
      permissionLevel: field.permissionLevel,
      copiedFrom: field.fetchFrom,
    }),
    ...(field.unique ? { unique: true } : {}),
    ...(field.setOnlyOnce ? { immutable: true } : {}),
    ...(field.readOnly || field.type === 'Read Only' ? { uiReadOnly: true } : {}),
    ...(field.virtual ? { computed: true, stored: false } : {}),
  };
}

/** The row of a Custom Field keeps the name that it got from the first fieldname: `Customer-risk_tier`. */
function provenance(field: DocField, type: DocType, origins: Origins): FieldFacets {
  const origin = originOf(field, type, origins);
  if (!field.custom || field.row === undefined) {
    const formerName = field.formerName === field.name ? undefined : field.formerName;
    return { origin, ...defined({ formerName }) };
  }
  const prefix = `${type.name}-`;
  const first = field.row.startsWith(prefix) ? field.row.slice(prefix.length) : field.name;
  const formerName = first === field.name ? undefined : first;
  return { origin, id: field.row, ...defined({ formerName }) };
}

/** The same schema with `null` allowed; one without `type` allows it already. */
function orNull({ type, enum: values, ...keywords }: FieldSchema): FieldSchema {
  if (typeof type !== 'string') return keywords;
  return {
    ...keywords,
    type: [type, 'null'],
    ...(values === undefined ? {} : { enum: [...values, null] }),
  };
}
