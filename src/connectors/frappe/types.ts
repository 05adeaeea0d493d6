import { defined } from '../../model/defined.js';
import type { FieldFacets, FieldSchema } from '../../model/schema.js';
import type { DocField } from './wire.js';

/** What the mapping of a type depends on beside the field. */
export type Setting = {
  /** Major version of the app frappe. */
  readonly major: number;
  /** A Single keeps all values as text in one table: no column limits them. */
  readonly single: boolean;
};

/** A native type: its values, and whether an answer can hold none. */
export type TypeRow = {
  readonly schema: (field: DocField, setting: Setting) => FieldSchema;
  readonly empty: 'null' | 'never';
};

/** Characters of a varchar column whose field says nothing. */
const usual = 140;

/** `varchar(140)`, or as long as the field says; a longer value is refused (frappe/model/base_document.py, `_validate_length`). */
const varchar = ({ length = usual }: DocField, { single }: Setting): FieldSchema =>
  single ? { type: 'string' } : { type: 'string', maxLength: length };

const line = (): TypeRow => ({ empty: 'null', schema: varchar });

/** `text` and `longtext`: bounded in bytes, and far away. */
const text = (contentMediaType?: string): TypeRow => ({
  empty: 'null',
  schema: () => defined({ type: 'string', contentMediaType }),
});

/** Forms that Frappe checks of a Data field by its `options` (frappe/model/base_document.py, `_validate_data_fields`). */
const forms: ReadonlyMap<string, FieldSchema> = new Map([
  // One address or several, with names or without: no `format` says so.
  ['Email', { pattern: '^$|@' }],
  ['Phone', { pattern: '^[0-9 +_,.*#()-]{0,20}$' }],
  ['URL', { pattern: '^$|//' }],
]);

function dataSchema(field: DocField, setting: Setting): FieldSchema {
  const checked = field.formerType === undefined || field.formerType === 'Data';
  return { ...varchar(field, setting), ...(checked ? forms.get(field.options ?? '') : {}) };
}

/** What an int column holds; Frappe refuses more on either side. A length above 11 makes it a bigint. */
const int4 = { minimum: -2_147_483_647, maximum: 2_147_483_647 } as const;

function intSchema({ length = 11, nonNegative }: DocField, { single }: Setting): FieldSchema {
  const bounds = single || length > 11 ? {} : int4;
  return { type: 'integer', ...bounds, ...(nonNegative ? { minimum: 0 } : {}) };
}

/** `decimal(21,9)`. `precision` rounds in the code of the DocType and on the screen; without it, only the column does. */
const decimal = (field: DocField, { single }: Setting, facets: FieldFacets = {}): FieldSchema => {
  const scale = field.precision ?? (single ? undefined : '9');
  return { type: 'number', 'x-seam': { ...defined({ scale }), ...facets } };
};

/** A number that `non_negative` applies to (frappe/model/document.py, `_validate_non_negative`). */
const bounded = (field: DocField, schema: FieldSchema): FieldSchema =>
  field.nonNegative ? { ...schema, minimum: 0 } : schema;

/**
 * The lines of `options` in their order: the first is the default. A blank one is the option `''`. The length of the column
 * matters only where it cuts a value.
 */
function selectSchema(field: DocField, setting: Setting): FieldSchema {
  const lines = (field.options ?? '').split('\n').map((option) => option.trim());
  // A list of blank lines is not checked (frappe/model/base_document.py, `_validate_selects`).
  if (lines.every((option) => option === '')) return varchar(field, setting);
  const fits = lines.every((option) => option.length <= Math.min(field.length ?? usual, usual));
  const column = varchar(fits ? { ...field, length: usual } : field, setting);
  return { ...column, enum: [...new Set(lines)] };
}

/**
 * Frappe's field types. Each row: its column (frappe/frappe 13 to 16, frappe/database/mariadb/database.py, `type_map`) and
 * its values as JSON (recorded, 13-custom-doctype). Names: https://docs.frappe.io/framework/user/en/basics/doctypes/fieldtypes
 */
export const types = {
  // varchar(140): #data
  Data: { empty: 'null', schema: dataSchema },
  // varchar(140), the name of a record: #link
  Link: {
    empty: 'null',
    schema: (field, setting) => ({
      ...varchar(field, setting),
      'x-seam': defined({ target: field.options }),
    }),
  },
  // varchar(140), the name of a record of the DocType that another field names: #dynamic-link
  'Dynamic Link': {
    empty: 'null',
    schema: (field, setting) => ({
      ...varchar(field, setting),
      'x-seam': defined({ targetField: field.options }),
    }),
  },
  // varchar(140): #select
  Select: { empty: 'null', schema: selectSchema },
  // varchar(140), filled from elsewhere: #read-only
  'Read Only': line(),
  // varchar(140): #color
  Color: line(),
  // varchar(140), since 13
  Icon: line(),
  // varchar(140), since 14; `+49-301234567`
  Phone: line(),
  // varchar(140), since 14; `options` are suggestions, and never checked
  Autocomplete: line(),
  // text: #small-text
  'Small Text': text(),
  // text: #text
  Text: text(),
  // longtext: #long-text
  'Long Text': text(),
  // longtext: #code
  Code: text(),
  // longtext: #text-editor
  'Text Editor': text('text/html'),
  // longtext: #html-editor
  'HTML Editor': text('text/html'),
  // longtext: #markdown-editor
  'Markdown Editor': text('text/markdown'),
  // text, the address of a file: #attach
  Attach: text(),
  // text, the address of a file: #attach-image
  'Attach Image': text(),
  // longtext, a picture as `data:` address: #signature
  Signature: text(),
  // longtext, digits or a drawing as SVG: #barcode
  Barcode: text(),
  // longtext, GeoJSON as text: #geolocation
  Geolocation: text('application/geo+json'),
  // text: answers hold as many stars as the secret is long: #password
  Password: text(),
  // json (since 14): a write may give an object, an answer gives its text
  JSON: text('application/json'),
  // int(11): #int
  Int: { empty: 'never', schema: intSchema },
  // bigint(20); no screen offers it
  'Long Int': { empty: 'null', schema: () => ({ type: 'integer' }) },
  // int(1), tinyint from 16: 0 or 1, and whatever is written becomes one of them: #check
  Check: { empty: 'never', schema: () => ({ type: 'integer', enum: [0, 1] }) },
  // decimal(21,9): #float
  Float: { empty: 'never', schema: (field, setting) => bounded(field, decimal(field, setting)) },
  // decimal(21,9); `options` names the field of the currency, or a path to it: #currency
  Currency: {
    empty: 'never',
    schema: (field, setting) => bounded(field, decimal(field, setting, defined({ unit: field.options }))),
  },
  // decimal(21,9): #percent
  Percent: { empty: 'never', schema: (field, setting) => decimal(field, setting) },
  // decimal(21,9), seconds: #duration
  Duration: { empty: 'null', schema: () => ({ type: 'number' }) },
  // decimal(3,2), a share of all stars; in 13 int(1), a number of five stars: #rating
  Rating: {
    empty: 'null',
    schema: (_, { major }) =>
      major < 14 ? { type: 'integer', minimum: 0, maximum: 5 } : { type: 'number', minimum: 0, maximum: 1 },
  },
  // date: #date
  Date: { empty: 'null', schema: () => ({ type: 'string', format: 'date' }) },
  // datetime(6), in the time zone of the site: #datetime
  Datetime: {
    empty: 'null',
    schema: () => ({
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$',
      'x-seam': { timeZone: 'site' },
    }),
  },
  // time(6): `3:04:05` where it was read, `03:04:05` where it was just written: #time
  Time: {
    empty: 'null',
    schema: () => ({ type: 'string', pattern: '^\\d{1,2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$' }),
  },
  // rows of another DocType, always there, perhaps none: #table
  Table: { empty: 'never', schema: tableSchema },
  // rows of another DocType, each with one Link: #table-multiselect
  'Table MultiSelect': { empty: 'never', schema: tableSchema },
} as const satisfies Readonly<Record<string, TypeRow>>;

/** The fields of a row are added by whoever knows the DocType of the rows. */
function tableSchema({ options }: DocField): FieldSchema {
  return { type: 'array', 'x-seam': defined({ target: options }) };
}

/** Layout: no column and no value (frappe/frappe 15, frappe/model/__init__.py, `display_fieldtypes`). */
const layout: ReadonlySet<string> = new Set([
  'Button',
  'Column Break',
  'Fold',
  'HTML',
  'Heading',
  'Image',
  'Section Break',
  'Tab Break',
]);

/** True for a part of the form that holds no data. */
export function isLayout({ type }: DocField): boolean {
  return layout.has(type);
}

/** True for a field whose values are rows of the DocType that its options name. */
export function isTable({ type }: DocField): boolean {
  return type === 'Table' || type === 'Table MultiSelect';
}

/** True where the table has a row for this native type. */
export function isKnownType(type: string): type is keyof typeof types {
  return Object.hasOwn(types, type);
}

/** A type that no row knows: no claim about its values. */
const unknownType: TypeRow = { empty: 'null', schema: () => ({}) };

export function typeRow(type: string): TypeRow {
  return isKnownType(type) ? types[type] : unknownType;
}
