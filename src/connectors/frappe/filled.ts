import type { DocField, DocType } from './wire.js';

/**
 * Names of Links that ERPNext keeps a default for on the whole site; `create` fills a Link from the default of its name
 * (frappe/frappe 15, frappe/model/create_new.py, `get_user_default_value`). Whether one is set cannot be seen: a site
 * without a default territory refuses a record without one (recorded, 30, create-missing-mandatory).
 */
const siteDefaults: ReadonlySet<string> = new Set([
  // frappe/erpnext, erpnext/setup/doctype/global_defaults/global_defaults.py
  'company',
  'country',
  'currency',
  'fiscal_year',
  // frappe/erpnext, erpnext/selling/doctype/selling_settings/selling_settings.py
  'customer_group',
  'selling_price_list',
  'territory',
  // frappe/erpnext, erpnext/buying/doctype/buying_settings/buying_settings.py
  'buying_price_list',
  'supplier_group',
  // frappe/erpnext, erpnext/stock/doctype/stock_settings/stock_settings.py
  'item_group',
  'stock_uom',
]);

/** Documents with prices: frappe/erpnext, erpnext/controllers/accounts_controller.py, `set_missing_values`. */
const priced: readonly string[] = [
  'Delivery Note',
  'Purchase Invoice',
  'Purchase Order',
  'Purchase Receipt',
  'Quotation',
  'Sales Invoice',
  'Sales Order',
  'Supplier Quotation',
];

/** `set_price_list_currency`, and the account of the party in an invoice's own `set_missing_values`. */
const ofPriced: readonly string[] = [
  'conversion_rate',
  'credit_to',
  'currency',
  'debit_to',
  'plc_conversion_rate',
  'price_list_currency',
];

/** `set_missing_item_details`: what follows from the item. */
const ofItem: readonly string[] = [
  'conversion_factor',
  'description',
  'expense_account',
  'income_account',
  'item_name',
  'rate',
  'stock_uom',
  'uom',
];

/** Fields that code of ERPNext fills before it checks what is missing, by DocType. */
const byCode: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...priced.map((name): [string, readonly string[]] => [name, ofPriced]),
  ...priced.map((name): [string, readonly string[]] => [`${name} Item`, ofItem]),
  // frappe/erpnext, erpnext/stock/doctype/stock_entry/stock_entry.py, `validate_item`
  ['Stock Entry Detail', ofItem],
]);

/** True where a default of the site may fill the field. */
export function mayHaveSiteDefault({ name, type, options }: DocField): boolean {
  return type === 'Link' && options !== 'User' && siteDefaults.has(name);
}

/** True where code of ERPNext fills the field of its own DocType. */
export function mayBeFilledByCode({ name, custom }: DocField, type: DocType): boolean {
  return !custom && !type.custom && (byCode.get(type.name)?.includes(name) ?? false);
}
