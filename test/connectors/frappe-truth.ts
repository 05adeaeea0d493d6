import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/**
 * What really changed between two versions of a DocType's own JSON, as `field aspect`: found without our mapping, by the
 * meaning that Frappe gives each property. Layout, labels and lists are no aspect of data.
 */
export function changesIn(was: JsonObject, now: JsonObject): readonly string[] {
  const [before, after] = [dataFields(was), dataFields(now)];
  const found = new Set<string>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, current] = [before.get(name), after.get(name)];
    if (old === undefined) found.add(`${name} added`);
    else if (current === undefined) found.add(`${name} removed`);
    else if (old['fieldtype'] !== current['fieldtype']) found.add(`${name} type`);
    else for (const aspect of aspectsOf(old, current, was, now)) found.add(`${name} ${aspect}`);
  }
  if (text(was['autoname']) !== text(now['autoname'])) found.add('(naming)');
  if (is(was['is_submittable']) !== is(now['is_submittable'])) found.add('(submittable)');
  return [...found].sort();
}

/** Types without a column and without rows: they come and go by the dozen. */
const layout = ['Button', 'Column Break', 'Fold', 'HTML', 'Heading', 'Image', 'Section Break', 'Tab Break'];

function dataFields({ fields }: JsonObject): ReadonlyMap<string, JsonObject> {
  const rows = Array.isArray(fields) ? fields.filter(isJsonObject) : [];
  return new Map(
    rows
      .filter(({ fieldtype }) => !layout.includes(String(fieldtype)))
      .map((row) => [String(row['fieldname']), row]),
  );
}

type Aspect = {
  readonly name: string;
  /** The value that counts, as text. */
  readonly of: (field: JsonObject, doctype: JsonObject) => string;
};

/** Kept in a `varchar` column, whose length a field may set; that of a Select cuts none of its options in these files. */
const varchar = ['Autocomplete', 'Color', 'Data', 'Dynamic Link', 'Icon', 'Link', 'Phone', 'Read Only'];

const aspects: readonly Aspect[] = [
  { name: 'options', of: optionsOf },
  { name: 'default', of: defaultOf },
  { name: 'required', of: requiredOf },
  { name: 'condition', of: (field) => (is(field['reqd']) ? '' : text(field['mandatory_depends_on'])) },
  {
    name: 'length',
    of: ({ fieldtype, length }) => (varchar.includes(String(fieldtype)) ? text(length) || '140' : ''),
  },
  { name: 'digits', of: ({ fieldtype, precision }) => (isDecimal(fieldtype) ? text(precision) || '9' : '') },
  { name: 'negative', of: ({ non_negative: flag }) => String(is(flag)) },
  { name: 'unique', of: ({ unique }) => String(is(unique)) },
  { name: 'once', of: ({ set_only_once: flag }) => String(is(flag)) },
  { name: 'level', of: ({ permlevel }) => text(permlevel) || '0' },
  { name: 'fetched', of: ({ fetch_from: path }) => text(path) },
  { name: 'screen', of: ({ read_only: flag, fieldtype }) => String(is(flag) || fieldtype === 'Read Only') },
];

function aspectsOf(
  old: JsonObject,
  current: JsonObject,
  was: JsonObject,
  now: JsonObject,
): readonly string[] {
  return aspects.filter(({ of }) => of(old, was) !== of(current, now)).map(({ name }) => name);
}

/** Options are data where they are values, a target, a currency, or a form that Frappe checks. */
function optionsOf({ fieldtype, options, oldfieldtype }: JsonObject): string {
  const said = text(options);
  if (fieldtype === 'Data') {
    const checked = text(oldfieldtype) === '' || oldfieldtype === 'Data';
    return checked && ['Email', 'Phone', 'URL'].includes(said) ? said : '';
  }
  return ['Currency', 'Dynamic Link', 'Link', 'Select', 'Table', 'Table MultiSelect'].includes(
    String(fieldtype),
  )
    ? said.trimEnd()
    : '';
}

/** What a record that leaves the field out holds. */
function defaultOf(field: JsonObject, doctype: JsonObject): string {
  const { fieldname: name, fieldtype: type, options, reqd } = field;
  const stated = text(field['default']);
  if (String(type).startsWith('Table')) return '';
  if (name === text(doctype['title_field'])) return name === 'title' && stated !== '' ? 'by template' : '';
  if (type === 'Check') return String(Number(stated) || 0);
  if (stated === '' && (isDecimal(type) || type === 'Int')) return is(reqd) ? '' : '0';
  if (isDecimal(type) || type === 'Int') return String(Number(stated) || 0);
  return stated === '' && type === 'Select' ? (text(options).split('\n')[0] ?? '') : stated;
}

/** Whether create demands it: `reqd`, and nothing fills it; read-only and fetched fields may be filled. */
function requiredOf(field: JsonObject, doctype: JsonObject): string {
  if (text(doctype['autoname']) === `field:${text(field['fieldname'])}`) return 'always';
  if (!is(field['reqd']) || defaultOf(field, doctype) !== '') return 'no';
  const filled =
    is(field['read_only']) || text(field['fetch_from']) !== '' || isFilledByErpnext(field, doctype);
  return filled ? 'perhaps' : 'always';
}

/** What defaults of the site fill anywhere, and code of ERPNext in documents with prices and their rows. */
function isFilledByErpnext({ fieldname, fieldtype }: JsonObject, { name: doctype }: JsonObject): boolean {
  const defaults =
    /^(company|country|currency|fiscal_year|territory|stock_uom|(customer|supplier|item)_group|(selling|buying)_price_list)$/;
  if (fieldtype === 'Link' && defaults.test(String(fieldname))) return true;
  const priced = /^(Sales Order|Sales Invoice|Delivery Note|Purchase Order)( Item)?$/.exec(String(doctype));
  if (priced === null) return false;
  const row = /^(conversion_factor|description|(expense|income)_account|item_name|rate|stock_uom|uom)$/;
  const head = /^((plc_)?conversion_rate|credit_to|debit_to|(price_list_)?currency)$/;
  return (priced[2] === undefined ? head : row).test(String(fieldname));
}

function isDecimal(type: Json | undefined): boolean {
  return type === 'Currency' || type === 'Float' || type === 'Percent';
}

function is(flag: Json | undefined): boolean {
  return flag === 1 || flag === '1';
}

function text(value: Json | undefined): string {
  return value === undefined || value === null || value === 0 ? '' : String(value);
}
