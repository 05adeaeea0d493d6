import { all, type Drift, fieldAdded, fieldChanged, fieldRemoved } from './changes.js';

/**
 * What the demo's upgrade does, as Odoo 18 → 19 does it to real integrations: `product_uom` and `tax_id` of order lines
 * get new names, `mobile` of contacts goes, `detailed_type` of products becomes `type`; a string turns into a selection;
 * a field becomes mandatory; and much moves that harms nobody.
 */
export const upgrade: Drift = all(
  // A mandatory field appears.
  fieldAdded('sale.order', {
    name: 'sales_channel',
    type: 'selection',
    label: 'Sales Channel',
    with: {
      required: true,
      selection: [
        ['web', 'Web shop'],
        ['store', 'Store'],
        ['phone', 'Telephone'],
      ],
    },
  }),
  // A column is renamed.
  fieldRemoved('sale.order.line', 'product_uom'),
  fieldAdded('sale.order.line', {
    name: 'product_uom_id',
    type: 'many2one',
    label: 'Unit of Measure',
    with: { relation: 'uom.uom', depends: ['product_id'] },
  }),
  // A string turns into a selection.
  fieldChanged('sale.order', 'delivery_terms', {
    type: 'selection',
    selection: [
      ['EXW', 'Ex works'],
      ['FCA', 'Free carrier'],
      ['DAP', 'Delivered at place'],
    ],
  }),
  // A field goes.
  fieldRemoved('res.partner', 'mobile'),
  // Harmless: labels, a new optional field, dependencies, a default that gives another value.
  fieldChanged('res.partner', 'ref', { string: 'Customer Number' }),
  fieldChanged('sale.order', 'note', { depends: ['partner_id', 'company_id', 'partner_id'] }),
  fieldAdded('product.template', { name: 'is_favorite', type: 'boolean', label: 'Favourite', value: false }),
);
