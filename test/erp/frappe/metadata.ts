import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';

/** What a site knows: DocTypes as they are stored, and what lies on top of them. Rows have the vendor's columns. */
export type FrappeSite = {
  /** Installed apps: `{ frappe: { title, version, … } }`. */
  readonly versions: JsonObject;
  readonly doctypes: readonly JsonObject[];
  readonly customFields: readonly JsonObject[];
  readonly propertySetters: readonly JsonObject[];
  readonly modules: readonly JsonObject[];
};

/** The DocType of this name, as it is stored. */
export function storedIn({ doctypes }: FrappeSite, name: string): JsonObject | undefined {
  return doctypes.find((doctype) => doctype['name'] === name);
}

/**
 * A DocType with Custom Fields and Property Setters applied (frappe/frappe 15, frappe/model/meta.py, `process`): setters
 * after custom fields, values cast by the property's type, one for a field that does not exist without effect.
 */
export function mergedIn(site: FrappeSite, stored: JsonObject): JsonObject {
  const name = stored['name'];
  const custom = site.customFields
    .filter((row) => row['dt'] === name)
    .map((row) => ({ ...row, doctype: 'DocField', is_custom_field: 1 }));
  const setters = site.propertySetters.filter((row) => row['doc_type'] === name);
  const ofField = (field: JsonObject) => setters.filter((row) => row['field_name'] === field['fieldname']);
  const ofDocType = setters.filter((row) => row['doctype_or_field'] === 'DocType');
  const fields = [...fieldsOf(stored), ...custom].map((field) => set(field, ofField(field)));
  return { ...set(stored, ofDocType), fields };
}

export function fieldsOf({ fields }: JsonObject): readonly JsonObject[] {
  return Array.isArray(fields) ? fields.filter(isJsonObject) : [];
}

/** Names of the DocTypes of a DocType's tables, in the order of its fields, each once. */
export function tablesOf(merged: JsonObject): readonly string[] {
  const tables = fieldsOf(merged).filter(({ fieldtype }) => String(fieldtype).startsWith('Table'));
  return [...new Set(tables.map(({ options }) => String(options)))];
}

function set(of: JsonObject, setters: readonly JsonObject[]): JsonObject {
  return { ...of, ...Object.fromEntries(setters.map((row) => [String(row['property']), cast(row)])) };
}

function cast({ property_type: type, value = null }: JsonObject): Json {
  return type === 'Check' || type === 'Int' ? Number(value) : value;
}
