import { SeamError } from '../../errors/seam-error.js';
import { defined } from '../../model/defined.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/**
 * One field of a DocType, with Custom Fields and Property Setters applied. Frappe says "not so" by 0, `''`, null or no
 * member, and all four mean the same (recorded in 14 and 15). https://docs.frappe.io/framework/user/en/basics/doctypes/docfield
 */
export type DocField = {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  /** Values of a Select, target of a Link or Table, field of a Dynamic Link, form of a Data: by type. */
  readonly options?: string;
  readonly default?: string;
  readonly length?: number;
  /** Digits after the point, as text. */
  readonly precision?: string;
  readonly permissionLevel?: number;
  /** `mandatory_depends_on`. */
  readonly requiredWhen?: string;
  readonly fetchFrom?: string;
  /** `oldfieldname` and `oldfieldtype`. */
  readonly formerName?: string;
  readonly formerType?: string;
  /** App module that a Custom Field belongs to (14 and later). */
  readonly module?: string;
  /** Name of the row: that of a Custom Field is made once and survives renames; others change with each migration. */
  readonly row?: string;
  readonly required: boolean;
  readonly unique: boolean;
  readonly setOnlyOnce: boolean;
  readonly readOnly: boolean;
  readonly nonNegative: boolean;
  readonly notNullable: boolean;
  readonly virtual: boolean;
  readonly custom: boolean;
};

/** A DocType as the merged metadata describes it. */
export type DocType = {
  readonly name: string;
  readonly module?: string;
  /** `autoname`. */
  readonly naming?: string;
  readonly titleField?: string;
  /** Made on this site, in no app. */
  readonly custom: boolean;
  /** Rows of another DocType's table. */
  readonly child: boolean;
  readonly single: boolean;
  readonly virtual: boolean;
  readonly submittable: boolean;
  readonly fields: readonly DocField[];
};

/**
 * The DocTypes in an answer of `getdoctype` (`docs`: the DocType, then those of its tables) or of v2's `meta` (`data`).
 * @throws SeamError `source-unusable`
 */
export function parseDocTypes(answer: Json): readonly DocType[] {
  const body = isJsonObject(answer) ? answer : {};
  const docs = Array.isArray(body['docs']) ? body['docs'] : [body['data'] ?? null];
  if (docs.length === 0) throw unusable('the metadata', 'a DocType');
  return docs.map(parseDocType);
}

function parseDocType(doc: Json): DocType {
  const { name, fields } = isJsonObject(doc) ? doc : {};
  if (!isJsonObject(doc) || typeof name !== 'string' || !Array.isArray(fields)) {
    throw unusable('the metadata', 'a DocType with a name and a list of fields');
  }
  return defined({
    name,
    module: text(doc['module']),
    naming: text(doc['autoname']),
    titleField: text(doc['title_field']),
    custom: flag(doc['custom']),
    child: flag(doc['istable']),
    single: flag(doc['issingle']),
    virtual: flag(doc['is_virtual']),
    submittable: flag(doc['is_submittable']),
    fields: fields.map((row: Json) => parseField(row, name)),
  });
}

function parseField(row: Json, doctype: string): DocField {
  const [name, type] = isJsonObject(row) ? [text(row['fieldname']), text(row['fieldtype'])] : [];
  if (!isJsonObject(row) || name === undefined || type === undefined) {
    throw unusable(`the metadata of ${JSON.stringify(doctype)}`, 'a fieldname and a fieldtype of each field');
  }
  return defined({
    name,
    type,
    label: text(row['label']),
    options: text(row['options']),
    default: text(row['default']),
    length: count(row['length']),
    precision: digits(row['precision']),
    permissionLevel: count(row['permlevel']),
    requiredWhen: text(row['mandatory_depends_on']),
    fetchFrom: text(row['fetch_from']),
    formerName: text(row['oldfieldname']),
    formerType: text(row['oldfieldtype']),
    module: text(row['module']),
    row: text(row['name']),
    required: flag(row['reqd']),
    unique: flag(row['unique']),
    setOnlyOnce: flag(row['set_only_once']),
    readOnly: flag(row['read_only']),
    nonNegative: flag(row['non_negative']),
    notNullable: flag(row['not_nullable']),
    virtual: flag(row['is_virtual']),
    custom: flag(row['is_custom_field']),
  });
}

/**
 * The user that the key or session belongs to: the answer of `frappe.auth.get_logged_user`.
 * @throws SeamError `source-unusable`
 */
export function parseUser(answer: Json): string {
  const user = isJsonObject(answer) ? text(answer['message']) : undefined;
  if (user === undefined) throw unusable('who is logged in', 'a user; this may be no Frappe');
  return user;
}

/**
 * Installed apps and their versions, by name: the answer of `frappe.utils.change_log.get_versions`.
 * @throws SeamError `source-unusable`
 */
export function parseVersions(answer: Json): ReadonlyMap<string, string> {
  const apps = isJsonObject(answer) && isJsonObject(answer['message']) ? answer['message'] : {};
  const versions = new Map(
    Object.entries(apps).map(([app, row]) => [app, (isJsonObject(row) && text(row['version'])) || '']),
  );
  if (!/^\d/.test(versions.get('frappe') ?? '')) {
    throw unusable('the versions', 'that of the app frappe');
  }
  return versions;
}

/**
 * The rows of a list: `data`.
 * @throws SeamError `source-unusable`
 */
export function parseRows(answer: Json, doctype: string): readonly JsonObject[] {
  const rows = isJsonObject(answer) ? answer['data'] : undefined;
  if (!Array.isArray(rows) || !rows.every(isJsonObject)) throw unusable(`the list of ${doctype}`, 'rows');
  return rows;
}

/** A text that is not empty; numbers are told as text, too. */
export function text(value: Json | undefined): string | undefined {
  const said = typeof value === 'number' ? String(value) : value;
  return typeof said === 'string' && said !== '' ? said : undefined;
}

function flag(value: Json | undefined): boolean {
  return value === 1 || value === true || value === '1';
}

/** A whole number above 0, also as text. */
function count(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** `precision` is a text from `''` to `9`; the number 0 means the empty text. */
function digits(value: Json | undefined): string | undefined {
  const said = typeof value === 'number' && value > 0 ? String(value) : value;
  return typeof said === 'string' && /^\d$/.test(said) ? said : undefined;
}

function unusable(of: string, expected: string): SeamError {
  return new SeamError('source-unusable', { why: `Frappe's answer to ${of} lacks ${expected}.` });
}
