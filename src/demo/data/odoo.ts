import type { OdooModel } from '../odoo/metadata.js';
import { modelOf } from '../odoo/metadata.js';

const company = { name: 'company_id', type: 'many2one', label: 'Company', with: { required: true, relation: 'res.company' }, value: 1 } as const;

const partner = modelOf({
  model: 'res.partner',
  name: 'Contact',
  module: 'base',
  firstId: 900,
  fields: [
    { name: 'name', type: 'char', label: 'Name', modules: 'account,base,mail' },
    { name: 'active', type: 'boolean', label: 'Active', value: true },
    { name: 'complete_name', type: 'char', label: 'Full Name', with: { readonly: true, depends: ['name', 'parent_id.name'] } },
    { name: 'ref', type: 'char', label: 'Reference' },
    { name: 'vat', type: 'char', label: 'Tax ID' },
    { name: 'email', type: 'char', label: 'Email' },
    { name: 'phone', type: 'char', label: 'Phone' },
    { name: 'mobile', type: 'char', label: 'Mobile' },
    { name: 'street', type: 'char', label: 'Street' },
    { name: 'zip', type: 'char', label: 'Postcode' },
    { name: 'city', type: 'char', label: 'City' },
    { name: 'country_id', type: 'many2one', label: 'Country', with: { relation: 'res.country' } },
    { name: 'country_code', type: 'char', label: 'Country Code', with: { readonly: true, store: false, size: 2, related: 'country_id.code', depends: ['country_id.code'] } },
    { name: 'parent_id', type: 'many2one', label: 'Belongs to', with: { relation: 'res.partner' } },
    { name: 'child_ids', type: 'one2many', label: 'Contacts', with: { relation: 'res.partner', relation_field: 'parent_id', sortable: false } },
    { name: 'category_id', type: 'many2many', label: 'Tags', with: { relation: 'res.partner.category', sortable: false } },
    { name: 'type', type: 'selection', label: 'Kind of address', with: { selection: [['contact', 'Contact'], ['invoice', 'Invoices'], ['delivery', 'Deliveries'], ['other', 'Other']] }, value: 'contact' },
    { name: 'lang', type: 'selection', label: 'Language', dynamic: true, with: { selection: [['en_US', 'English'], ['fr_FR', 'French']] }, value: 'en_US' },
    { name: 'is_company', type: 'boolean', label: 'Is a company' },
    { name: 'credit_limit', type: 'float', label: 'Credit Limit', modules: 'account', with: { company_dependent: true } },
    { name: 'comment', type: 'html', label: 'Notes' },
    { name: 'image_1920', type: 'binary', label: 'Picture', with: { attachment: true, sortable: false } },
    { name: 'x_loyalty_tier', type: 'selection', label: 'Loyalty', with: { manual: true, selection: [['gold', 'Gold'], ['silver', 'Silver']] } },
  ],
});

/** A contact must have a name, which no metadata of the field says. */
const partnerCheck = "CHECK( (type='contact' AND name IS NOT NULL) or (type!='contact') )";

const template = modelOf({
  model: 'product.template',
  name: 'Product',
  module: 'product',
  firstId: 2000,
  fields: [
    { name: 'name', type: 'char', label: 'Name', with: { required: true, translate: true } },
    { name: 'default_code', type: 'char', label: 'Internal Reference' },
    { name: 'barcode', type: 'char', label: 'Barcode' },
    { name: 'list_price', type: 'float', label: 'Sales Price', with: { digits: [16, 2] }, value: 1 },
    { name: 'standard_price', type: 'float', label: 'Cost', with: { digits: [16, 2], company_dependent: true } },
    { name: 'currency_id', type: 'many2one', label: 'Currency', with: { relation: 'res.currency', readonly: true, store: false, depends: ['company_id'] } },
    { name: 'categ_id', type: 'many2one', label: 'Category', with: { required: true, relation: 'product.category' }, value: 1 },
    { name: 'uom_id', type: 'many2one', label: 'Unit', with: { required: true, relation: 'uom.uom' }, value: 1 },
    { name: 'type', type: 'selection', label: 'Product Type', with: { required: true, selection: [['consu', 'Goods'], ['service', 'Service'], ['combo', 'Combination']] }, value: 'consu' },
    { name: 'is_storable', type: 'boolean', label: 'Keep in stock', modules: 'stock', with: { depends: ['type'] }, value: false },
    { name: 'sale_ok', type: 'boolean', label: 'Can be sold', value: true },
    { name: 'weight', type: 'float', label: 'Weight', with: { digits: [16, 2], depends: ['product_variant_ids.weight'] } },
    { name: 'country_of_origin', type: 'many2one', label: 'Origin of goods', modules: 'stock_delivery', with: { relation: 'res.country' } },
    { name: 'product_variant_ids', type: 'one2many', label: 'Variants', with: { required: true, relation: 'product.product', relation_field: 'product_tmpl_id', sortable: false } },
    { name: 'active', type: 'boolean', label: 'Active', value: true },
  ],
});

const order = modelOf({
  model: 'sale.order',
  name: 'Sales Order',
  module: 'sale',
  firstId: 4000,
  fields: [
    { name: 'name', type: 'char', label: 'Order Reference', with: { required: true }, value: 'New' },
    { name: 'partner_id', type: 'many2one', label: 'Customer', with: { required: true, relation: 'res.partner' } },
    { name: 'partner_invoice_id', type: 'many2one', label: 'Invoice Address', with: { required: true, relation: 'res.partner', depends: ['partner_id'] } },
    { name: 'partner_shipping_id', type: 'many2one', label: 'Delivery Address', with: { required: true, relation: 'res.partner', depends: ['partner_id'] } },
    { name: 'date_order', type: 'datetime', label: 'Order Date', with: { required: true }, value: '2026-11-24 08:00:00' },
    { name: 'commitment_date', type: 'datetime', label: 'Promised Delivery' },
    { name: 'client_order_ref', type: 'char', label: "Customer's Reference" },
    { name: 'state', type: 'selection', label: 'Status', with: { readonly: true, selection: [['draft', 'Quotation'], ['sent', 'Sent'], ['sale', 'Order'], ['cancel', 'Cancelled']] }, value: 'draft' },
    company,
    { name: 'currency_id', type: 'many2one', label: 'Currency', with: { readonly: true, relation: 'res.currency', depends: ['company_id'] } },
    { name: 'amount_untaxed', type: 'monetary', label: 'Net', with: { readonly: true, currency_field: 'currency_id', depends: ['order_line.price_subtotal'] } },
    { name: 'amount_total', type: 'monetary', label: 'Total', with: { readonly: true, currency_field: 'currency_id', depends: ['order_line.price_subtotal'] } },
    { name: 'order_line', type: 'one2many', label: 'Lines', with: { relation: 'sale.order.line', relation_field: 'order_id', sortable: false } },
    { name: 'note', type: 'html', label: 'Terms', with: { depends: ['partner_id'], translate: false } },
    { name: 'user_id', type: 'many2one', label: 'Salesperson', with: { relation: 'res.users', depends: ['partner_id'] }, value: 2 },
    { name: 'delivery_terms', type: 'char', label: 'Delivery Terms', modules: 'acme_sale', with: { size: 32 } },
    { name: 'access_url', type: 'char', label: 'Portal Address', with: { readonly: true, store: false } },
  ],
});

const line = modelOf({
  model: 'sale.order.line',
  name: 'Sales Order Line',
  module: 'sale',
  firstId: 5000,
  fields: [
    { name: 'order_id', type: 'many2one', label: 'Order', with: { required: true, relation: 'sale.order' } },
    { name: 'state', type: 'selection', label: 'Order Status', with: { readonly: true, store: false, related: 'order_id.state', depends: ['order_id.state'], selection: [['draft', 'Quotation'], ['sent', 'Sent'], ['sale', 'Order'], ['cancel', 'Cancelled']] } },
    { name: 'sequence', type: 'integer', label: 'Sequence', value: 10 },
    { name: 'product_id', type: 'many2one', label: 'Product', with: { relation: 'product.product' } },
    { name: 'name', type: 'text', label: 'Description', with: { required: true, depends: ['product_id'] } },
    { name: 'product_uom_qty', type: 'float', label: 'Quantity', with: { required: true, digits: [16, 2], depends: ['product_id'] }, value: 1 },
    { name: 'product_uom', type: 'many2one', label: 'Unit of Measure', with: { relation: 'uom.uom', depends: ['product_id'] } },
    { name: 'price_unit', type: 'float', label: 'Unit Price', with: { required: true, digits: [16, 2], depends: ['product_id', 'product_uom_qty'] } },
    { name: 'discount', type: 'float', label: 'Discount (%)', with: { digits: [16, 2], depends: ['product_id'] } },
    { name: 'tax_id', type: 'many2many', label: 'Taxes', with: { relation: 'account.tax', depends: ['product_id'], sortable: false } },
    { name: 'currency_id', type: 'many2one', label: 'Currency', with: { readonly: true, relation: 'res.currency', related: 'order_id.currency_id', depends: ['order_id.currency_id'] } },
    { name: 'price_subtotal', type: 'monetary', label: 'Net', with: { readonly: true, currency_field: 'currency_id', depends: ['product_uom_qty', 'price_unit'] } },
    { name: 'promised_on', type: 'date', label: 'Promised on', modules: 'acme_sale' },
    { name: 'display_type', type: 'selection', label: 'Kind of line', with: { selection: [['line_section', 'Section'], ['line_note', 'Note']] }, value: false },
  ],
});

const country = modelOf({
  model: 'res.country',
  name: 'Country',
  module: 'base',
  firstId: 600,
  fields: [
    { name: 'name', type: 'char', label: 'Country Name', with: { required: true, translate: true } },
    { name: 'code', type: 'char', label: 'Country Code', with: { required: true, size: 2 } },
    { name: 'phone_code', type: 'integer', label: 'Dialling Code' },
    { name: 'currency_id', type: 'many2one', label: 'Currency', with: { relation: 'res.currency' } },
  ],
});

/** The models of the demo ERP before its upgrade. */
export const odooModels: readonly OdooModel[] = [
  { ...partner, constraints: [partnerCheck] },
  template,
  order,
  line,
  { ...country, constraints: ['unique (code)'] },
];

/** Its modules before the upgrade; `acme_sale` is one of the company's own. */
export const odooModules = {
  account: '18.0.1.3',
  acme_sale: '18.0.1.4',
  base: '18.0.1.3',
  mail: '18.0.1.19',
  product: '18.0.1.2',
  sale: '18.0.1.2',
  stock: '18.0.1.1',
  stock_delivery: '18.0.1.0',
} as const;
