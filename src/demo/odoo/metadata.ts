import type { Json, JsonObject } from '../../model/json.js';

/** One Odoo model as its server knows it. */
export type OdooModel = {
  readonly model: string;
  /** The model's label. */
  readonly name: string;
  readonly transient?: true;
  /** What `fields_get` says, by field. */
  readonly fields: JsonObject;
  /** What it says instead to a call whose context names one of these languages. */
  readonly translations?: Readonly<Record<string, JsonObject>>;
  /** The rows of `ir.model.fields`. */
  readonly rows: readonly JsonObject[];
  /** What `default_get` answers, by field. */
  readonly defaults: JsonObject;
  /** Definitions of `ir.model.constraint`: `unique (code)`, `CHECK (name IS NOT NULL OR kind = 'farm')`. */
  readonly constraints?: readonly string[];
  /** What `default_get` fails with where it is asked for these fields. */
  readonly failingDefaults?: Readonly<Record<string, OdooError>>;
  /** Fields whose groups a limited account lacks. */
  readonly restricted?: readonly string[];
  /** Its `default_get` takes the first argument for ids, as that of account.move.line does. */
  readonly defaultsNeedIds?: true;
  /** What `default_get` or `fields_get` fails with. */
  readonly failing?: Readonly<Partial<Record<'fields_get' | 'default_get', OdooError>>>;
};

/** An error by the name and in the words of Odoo. */
export type OdooError = { readonly name: string; readonly message: string };

/** A field in short: what differs from a plain, stored, optional field of its model's module. */
export type FieldInShort = {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  /** Attributes of `fields_get` that are not as usual. */
  readonly with?: JsonObject;
  /** Modules that define it, as Odoo joins them. */
  readonly modules?: string;
  /** What `default_get` gives. */
  readonly value?: Json;
  /** Id of the field in `ir.model.fields`; absent: counted on from the model's first. */
  readonly id?: number;
  /** Its selection is computed by the server, so it has no rows. */
  readonly dynamic?: true;
};

type ModelInShort = {
  readonly model: string;
  readonly name: string;
  readonly module: string;
  readonly firstId: number;
  readonly fields: readonly FieldInShort[];
};

/** The fields that Odoo adds to every model. */
const everywhere: readonly FieldInShort[] = [
  { name: 'id', type: 'integer', label: 'ID', with: { readonly: true } },
  {
    name: 'display_name',
    type: 'char',
    label: 'Display Name',
    with: { readonly: true, store: false, depends: ['name'] },
  },
  {
    name: 'create_uid',
    type: 'many2one',
    label: 'Created by',
    with: { readonly: true, relation: 'res.users' },
  },
  { name: 'create_date', type: 'datetime', label: 'Created on', with: { readonly: true } },
  {
    name: 'write_uid',
    type: 'many2one',
    label: 'Last Updated by',
    with: { readonly: true, relation: 'res.users' },
  },
  { name: 'write_date', type: 'datetime', label: 'Last Updated on', with: { readonly: true } },
];

/** A model in the vendor's form: `fields_get`, `ir.model.fields` and `default_get` of one description. */
export function modelOf({ model, name, module, firstId, fields }: ModelInShort): OdooModel {
  const all = [...fields, ...everywhere].map((field, index) => ({
    id: firstId + index,
    modules: module,
    ...field,
  }));
  return {
    model,
    name,
    fields: Object.fromEntries(all.map((field) => [field.name, describe(field)])),
    rows: all.map((field) => row(model, field)),
    defaults: Object.fromEntries(
      all.flatMap((field) => (field.value === undefined ? [] : [[field.name, field.value]])),
    ),
  };
}

/** `fields_get` of one field, with the attributes that Odoo always sends. */
function describe({ name, type, label, with: attributes = {} }: FieldInShort): JsonObject {
  return {
    change_default: false,
    company_dependent: false,
    depends: [],
    exportable: true,
    manual: false,
    name,
    readonly: false,
    required: false,
    searchable: true,
    sortable: true,
    store: true,
    string: label,
    type,
    ...(type === 'char' || type === 'text' ? { translate: false, trim: true } : {}),
    ...attributes,
  };
}

type CountedField = FieldInShort & { readonly id: number; readonly modules: string };

/** The row of `ir.model.fields` for one field; the ids of its selection's rows are made up from its own. */
function row(model: string, field: CountedField): JsonObject {
  const attributes = describe(field);
  const values =
    Array.isArray(attributes['selection']) && field.dynamic !== true ? attributes['selection'] : [];
  const related = attributes['related'] ?? false;
  return {
    id: field.id,
    model,
    name: field.name,
    ttype: field.type,
    field_description: field.label,
    required: attributes['required'] ?? false,
    readonly: attributes['readonly'] ?? false,
    store: attributes['store'] ?? true,
    relation: attributes['relation'] ?? false,
    relation_field: attributes['relation_field'] ?? false,
    size: attributes['size'] ?? 0,
    translate: attributes['translate'] ?? false,
    related,
    state: attributes['manual'] === true ? 'manual' : 'base',
    modules: attributes['manual'] === true ? '' : field.modules,
    selection_ids: related === false ? values.map((_, index) => field.id * 100 + index) : [],
  };
}
