import { defined } from '../../model/defined.js';
import type { Json } from '../../model/json.js';
import type { Field, FieldFacets, FieldSchema, TypeName } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { type Circumstances, demandOf, isComputed, isNeverEmpty } from './requiredness.js';
import type { CatalogueField, OdooField } from './wire.js';

/** What is known of a field beside its own description. */
export type Surroundings = Circumstances & {
  /** Its row in `ir.model.fields`, where this account may read that. */
  readonly row: CatalogueField | undefined;
  /** Its default is `false`, which is what a boolean without a default holds, too. */
  readonly defaultsToFalse: boolean;
  /** The values of its selection are data of the server: they change without a change of the model. */
  readonly dynamic: boolean;
  /** The field that keeps the value: this one, or that of a parent; `undefined`: could not be found out. */
  readonly keeper: OdooField | undefined;
  /** The database refuses a value that another record has. */
  readonly unique: boolean;
};

type Row = {
  readonly schema: (field: OdooField, dynamic: boolean) => FieldSchema;
  /** What an answer holds for "no value"; `never`: there is always one. */
  readonly empty: 'null' | 'never';
};

/** Odoo's integers are int4 in PostgreSQL (odoo/odoo, odoo/fields.py, `Integer.column_type`). */
const int4 = { minimum: -2_147_483_648, maximum: 2_147_483_647 } as const;

/** `datetime` on the wire: UTC, without zone, and refused in any other form (recorded, 07-write-errors). */
const datetimePattern =
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$';

/**
 * Odoo's field types. Each row: orm.html#<anchor> of
 * https://www.odoo.com/documentation/17.0/developer/reference/backend/orm.html, or the source where that is silent.
 */
export const types = {
  // #odoo.fields.Boolean
  boolean: { empty: 'never', schema: () => ({ type: 'boolean' }) },
  // #odoo.fields.Integer: empty is 0
  integer: { empty: 'never', schema: () => ({ type: 'integer', ...int4 }) },
  // #odoo.fields.Float: empty is 0. Of `digits`, which is data of decimal.precision, the digits after the point are kept
  // to; those in all are not (odoo/odoo, odoo/fields.py, `Float.column_type`: NUMERIC without a precision).
  float: {
    empty: 'never',
    schema: ({ scale }) =>
      scale === undefined ? { type: 'number' } : { type: 'number', 'x-seam': { scale: String(scale) } },
  },
  // #odoo.fields.Monetary: the scale is the currency's
  monetary: {
    empty: 'never',
    schema: ({ currencyField }) => ({
      type: 'number',
      'x-seam': defined({ unit: currencyField }),
    }),
  },
  // #odoo.fields.Char: `size` truncates without an error
  char: { empty: 'null', schema: ({ size }) => defined({ type: 'string', maxLength: size }) },
  // #odoo.fields.Text
  text: { empty: 'null', schema: () => ({ type: 'string' }) },
  // #odoo.fields.Html
  html: { empty: 'null', schema: () => ({ type: 'string', contentMediaType: 'text/html' }) },
  // #odoo.fields.Date
  date: { empty: 'null', schema: () => ({ type: 'string', format: 'date' }) },
  // #odoo.fields.Datetime
  datetime: {
    empty: 'null',
    schema: () => ({ type: 'string', pattern: datetimePattern, 'x-seam': { timeZone: 'UTC' } }),
  },
  // #odoo.fields.Binary. One that is kept nowhere may hold any JSON, which screens are fed with (recorded, tax_totals).
  binary: {
    empty: 'null',
    schema: ({ store }) => (store === false ? {} : { type: 'string', contentEncoding: 'base64' }),
  },
  // #odoo.fields.Image
  image: { empty: 'null', schema: () => ({ type: 'string', contentEncoding: 'base64' }) },
  // #odoo.fields.Selection
  selection: { empty: 'null', schema: (field, dynamic) => selectionSchema(field, dynamic) },
  // #odoo.fields.Reference: `model,id`
  reference: {
    empty: 'null',
    schema: (field, dynamic) => ({
      type: 'string',
      pattern: '^[^,]+,[0-9]+$',
      'x-seam': dynamic ? { enumSource: 'dynamic' } : defined({ target: modelsIn(field) }),
    }),
  },
  // #odoo.fields.Many2one
  many2one: {
    empty: 'null',
    schema: ({ relation }) => ({ type: 'integer', ...pointing({ target: relation }) }),
  },
  // #odoo.fields.Many2oneReference: an Integer, so empty is 0
  many2one_reference: { empty: 'never', schema: () => ({ type: 'integer' }) },
  // #odoo.fields.One2many
  one2many: { empty: 'never', schema: (field) => manySchema(field) },
  // #odoo.fields.Many2many
  many2many: { empty: 'never', schema: (field) => manySchema(field) },
  // odoo/odoo 17.0, odoo/fields.py, class Json: any JSON value
  json: { empty: 'null', schema: () => ({}) },
  // odoo/odoo 17.0, odoo/fields.py, class Properties: what the definition on another record says
  properties: { empty: 'null', schema: () => ({}) },
  // odoo/odoo 17.0, odoo/fields.py, class PropertiesDefinition
  properties_definition: { empty: 'null', schema: () => ({}) },
  // odoo/odoo 17.0, addons/base_sparse_field/models/fields.py, class Serialized
  serialized: { empty: 'null', schema: () => ({}) },
} as const satisfies Readonly<Record<string, Row>>;

/** A type that no row knows: no claim about its values, and the vendor's name for it. */
const unknownType: Row = { empty: 'null', schema: () => ({}) };

/** True where the table has a row for this native type. */
export function isKnownType(type: string): type is keyof typeof types {
  return Object.hasOwn(types, type);
}

/**
 * What `create` and `write` take and drop (odoo/odoo 17.0, odoo/models.py, `create`: `bad_names`), and what has no column.
 */
const setByOdoo: ReadonlySet<string> = new Set([
  'id',
  'create_date',
  'create_uid',
  'write_date',
  'write_uid',
  'display_name',
  'parent_path',
  '__last_update',
]);

/** One field of an Odoo model as a field of the live schema. */
export function fieldOf(field: OdooField, known: Surroundings): Field {
  const row: Row = isKnownType(field.type) ? types[field.type] : unknownType;
  const { 'x-seam': typed, ...keywords } = row.schema(field, known.dynamic);
  const readOnly = isIgnoredOnWrite(field, known.keeper);
  const demand = readOnly ? { required: false, facets: {} } : demandOf(field, known);
  const neverEmpty = row.empty === 'never' || field.name === 'id' || isNeverEmpty(known.keeper ?? field);
  return {
    name: field.name,
    required: demand.required,
    schema: {
      ...defined({ title: field.label }),
      ...(neverEmpty ? keywords : orNull(keywords)),
      ...(readOnly ? { readOnly } : {}),
      'x-seam': {
        ...defined({ nativeType: field.type === '' ? undefined : field.type }),
        ...typed,
        ...demand.facets,
        ...flags(field, known, readOnly),
        ...provenance(known.row),
      },
    },
  };
}

/**
 * Odoo's `readonly` binds the screen: a readonly stored field can be written (recorded, `sale_order_write_computed`).
 * A value for a readonly field that is kept nowhere is accepted and dropped (recorded, `write_related_readonly`).
 */
function isIgnoredOnWrite({ name }: OdooField, keeper: OdooField | undefined): boolean {
  if (setByOdoo.has(name)) return true;
  return keeper?.readonly === true && keeper.store === false && keeper.companyDependent !== true;
}

function flags(
  field: OdooField,
  { hasDefault, defaultsToFalse, unique }: Surroundings,
  readOnly: boolean,
): FieldFacets {
  return {
    ...(field.readonly === true && !readOnly ? { uiReadOnly: true } : {}),
    ...(unique ? { unique: true } : {}),
    ...(hasDefault === true && !defaultsToFalse ? { hasDefault: true } : {}),
    ...(isComputed(field) ? { computed: true } : {}),
    // Values per company can be searched wherever they are kept; 18 says `store: true` of them, the others `false`.
    ...(field.store === false && field.companyDependent !== true ? { stored: false } : {}),
    ...(field.translate === true ? { translated: true } : {}),
    ...(field.companyDependent === true ? { companyDependent: true } : {}),
    ...(field.related === undefined || field.related === '' ? {} : { copiedFrom: field.related }),
  };
}

function provenance(row: CatalogueField | undefined): FieldFacets {
  if (row === undefined) return {};
  const by = [...row.modules].sort(byCodePoint).join(', ');
  const origin = row.manual
    ? { kind: 'custom' as const }
    : { kind: 'module' as const, ...(by === '' ? {} : { by }) };
  return { origin, id: String(row.id) };
}

/** The same schema with `null` allowed; one without `type` allows it already. */
function orNull({ type, enum: values, ...keywords }: FieldSchema): FieldSchema {
  if (type === undefined) return keywords;
  const names: readonly TypeName[] = typeof type === 'string' ? [type] : type;
  return {
    ...keywords,
    type: [...names, 'null'],
    ...(values === undefined ? {} : { enum: [...values, null] }),
  };
}

/** The order of the values is the screen's and moves between servers, so they are sorted. `false` stands for empty. */
function selectionSchema({ selection }: OdooField, dynamic: boolean): FieldSchema {
  const options = (selection ?? []).filter(([value]) => value !== false && value !== null);
  const labels = new Map(options.map(([value, label]) => [textOf(value), { value, label }]));
  if (dynamic || labels.size === 0) return { type: 'string', 'x-seam': { enumSource: 'dynamic' } };
  const sorted = [...labels].sort(([a], [b]) => byCodePoint(a, b));
  const values = sorted.map(([, { value }]) => value);
  return {
    ...typeOfAll(values),
    enum: values,
    'x-seam': { enumLabels: Object.fromEntries(sorted.map(([value, { label }]) => [value, label])) },
  };
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const typeNames: Readonly<Partial<Record<string, TypeName>>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
};

/** The types that occur among these values; none where there are values of a form that Odoo does not have. */
function typeOfAll(values: readonly Json[]): Pick<FieldSchema, 'type'> {
  const found = new Set(
    values.map((value) => (Number.isInteger(value) ? 'integer' : typeNames[typeof value])),
  );
  const names = [...found].flatMap((name) => name ?? []).sort(byCodePoint);
  const [only] = names;
  if (found.has(undefined) || only === undefined) return {};
  return { type: names.length === 1 ? only : names };
}

function modelsIn({ selection }: OdooField): readonly string[] | undefined {
  const models = (selection ?? []).flatMap(([model]) => (typeof model === 'string' ? model : []));
  return models.length === 0 ? undefined : [...new Set(models)].sort(byCodePoint);
}

function manySchema({ relation, inverse }: OdooField): FieldSchema {
  return { type: 'array', items: { type: 'integer' }, ...pointing({ target: relation, inverse }) };
}

function pointing({
  target,
  inverse,
}: {
  readonly target: string | undefined;
  readonly inverse?: string | undefined;
}) {
  const facets = defined({ target, inverse });
  return Object.keys(facets).length === 0 ? {} : { 'x-seam': facets };
}
