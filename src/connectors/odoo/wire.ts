import { SeamError } from '../../errors/seam-error.js';
import { defined } from '../../model/defined.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';

/**
 * One field as `fields_get` describes it. An absent member: the server did not say, or it does not apply.
 * https://www.odoo.com/documentation/17.0/developer/reference/external_api.html#list-record-fields
 */
export type OdooField = {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly required?: boolean;
  readonly readonly?: boolean;
  readonly store?: boolean;
  readonly manual?: boolean;
  readonly translate?: boolean;
  readonly companyDependent?: boolean;
  /** Kept as a file and not in a column of the table. */
  readonly attachment?: boolean;
  /** Names that a computed value depends on; `[]` is said of plain fields and of some computed ones. */
  readonly depends?: readonly string[];
  /** Path that a related or inherited field follows; `''`: none. */
  readonly related?: string;
  readonly relation?: string;
  readonly inverse?: string;
  readonly size?: number;
  /** Digits after the point. */
  readonly scale?: number;
  readonly currencyField?: string;
  /** Value and label; absent where the server gives no list. */
  readonly selection?: readonly (readonly [value: Json, label: string])[];
};

/** One row of `ir.model.fields`: what does not depend on the account that asks. */
export type CatalogueField = {
  readonly id: number;
  readonly model: string;
  readonly name: string;
  readonly manual: boolean;
  readonly readonly: boolean;
  /** Technical names of the modules that define or extend the field. */
  readonly modules: readonly string[];
  readonly type: string;
  readonly related: boolean;
  /** Its selection stands in `ir.model.fields.selection`; false for a selection that is data or related. */
  readonly listsValues: boolean;
};

export type OdooVersion = { readonly text: string; readonly major: number };

/** Attributes of `fields_get` that are asked for; unknown ones are ignored by every version. */
export const attributes = [
  'type',
  'string',
  'required',
  'readonly',
  'store',
  'manual',
  'translate',
  'company_dependent',
  'attachment',
  'depends',
  'related',
  'relation',
  'relation_field',
  'size',
  'digits',
  'currency_field',
  'selection',
] as const;

/** Columns of `ir.model.fields` that are asked for; every version from 14 has them. */
export const catalogueColumns = [
  'model',
  'name',
  'ttype',
  'readonly',
  'state',
  'modules',
  'related',
  'selection_ids',
] as const;

/**
 * The answer of `fields_get`.
 * @throws SeamError `source-unusable`
 */
export function parseFields(answer: Json): readonly OdooField[] {
  if (!isJsonObject(answer)) throw unusable('fields_get', 'an object with one member per field');
  return Object.entries(answer).map(([name, description]) => {
    if (!isJsonObject(description))
      throw unusable('fields_get', `a description of the field ${JSON.stringify(name)}`);
    return parseField(name, description);
  });
}

function parseField(name: string, description: JsonObject): OdooField {
  const get = (attribute: (typeof attributes)[number]): Json | undefined =>
    Object.hasOwn(description, attribute) ? description[attribute] : undefined;
  return defined({
    name,
    type: text(get('type')) ?? '',
    label: text(get('string')),
    required: flag(get('required')),
    readonly: flag(get('readonly')),
    store: flag(get('store')),
    manual: flag(get('manual')),
    translate: flag(get('translate')),
    companyDependent: flag(get('company_dependent')),
    attachment: flag(get('attachment')),
    depends: texts(get('depends')),
    related: path(get('related')),
    relation: text(get('relation')),
    inverse: text(get('relation_field')),
    size: whole(get('size')),
    scale: scale(get('digits')),
    currencyField: text(get('currency_field')),
    selection: selection(get('selection')),
  });
}

/**
 * Rows of `ir.model.fields`.
 * @throws SeamError `source-unusable`
 */
export function parseCatalogue(answer: Json): readonly CatalogueField[] {
  return rows(answer, 'ir.model.fields').map((row) => {
    const [id, model, name] = [whole(row['id']), text(row['model']), text(row['name'])];
    if (id === undefined || model === undefined || name === undefined) {
      throw unusable('ir.model.fields', 'an id, a model and a name in each row');
    }
    return {
      id,
      model,
      name,
      manual: row['state'] === 'manual',
      readonly: row['readonly'] === true,
      modules: (text(row['modules']) ?? '').split(',').flatMap((module) => module.trim() || []),
      type: text(row['ttype']) ?? '',
      related: text(row['related']) !== undefined,
      listsValues: Array.isArray(row['selection_ids']) && row['selection_ids'].length > 0,
    };
  });
}

/**
 * The rows of a `search_read`.
 * @throws SeamError `source-unusable`
 */
export function rows(answer: Json, of: string): readonly JsonObject[] {
  if (!Array.isArray(answer) || !answer.every(isJsonObject)) throw unusable(of, 'a list of rows');
  return answer;
}

/**
 * The answer of `common.version` (14–19), or of `GET /web/version` (19 and later). The version's text is for people;
 * the number comes from `server_version_info`, whose first element is `17`, or `saas~18` on Odoo Online.
 * @throws SeamError `source-unusable`
 */
export function parseVersion(answer: Json): OdooVersion {
  const said = isJsonObject(answer) ? answer : {};
  const info = said['server_version_info'] ?? said['version_info'];
  const major = Number(/\d+/.exec(String(Array.isArray(info) ? info[0] : ''))?.[0] ?? Number.NaN);
  const version = text(said['server_version']) ?? text(said['version']);
  if (version === undefined || !Number.isInteger(major)) throw unusable('the version', 'server_version_info');
  return { text: version, major };
}

/** A non-empty string; Odoo says `false` for none. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Odoo 16 says `1` for some `true`. */
function flag(value: Json | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : typeof value === 'number' ? value !== 0 : undefined;
}

/** A whole number; `false` and 0 stand for "none" where this is used. */
function whole(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** Odoo 14 gives the path as a list of names; from 15 on it is a dotted text. */
function path(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return texts(value)?.join('.');
  return value === undefined ? undefined : (text(value) ?? '');
}

/** The last of `[16, 2]`, or of `[16, 2, 2]` after 19; 0 (16, 17) and `false` (19) say that the scale is not limited. */
function scale(digits: Json | undefined): number | undefined {
  if (!Array.isArray(digits) || digits.length < 2 || !digits.every(Number.isInteger)) return undefined;
  return Number(digits.at(-1));
}

/** Pairs of value and label. A value need not be text: `sel_groups_*` has ids and `false`. */
function selection(value: Json | undefined): OdooField['selection'] {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((pair) =>
    Array.isArray(pair) && pair[0] !== undefined ? [[pair[0], String(pair[1] ?? '')] as const] : [],
  );
}

function unusable(of: string, expected: string): SeamError {
  return new SeamError('source-unusable', { why: `Odoo's answer to ${of} lacks ${expected}.` });
}
