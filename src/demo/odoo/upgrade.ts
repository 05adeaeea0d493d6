import { all, type Drift, fieldAdded, fieldChanged, fieldRenamed } from './changes.js';

/**
 * The "minor change" of the demo: the company's own module acme_sale gets a new version, and somebody adds a value to a
 * selection on the screen. A field becomes mandatory, a column gets a new name (by a migration script, so that its id
 * stays), a free text turns into a selection, and some moves that harms nobody.
 */
export const upgrade: Drift = all(
  // A mandatory field appears.
  fieldAdded('sale.order', {
    name: 'sales_channel',
    type: 'selection',
    label: 'Sales Channel',
    modules: 'acme_sale',
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
  fieldRenamed('sale.order.line', 'promised_on', 'promised_date'),
  // A string turns into a selection.
  fieldChanged('sale.order', 'delivery_terms', {
    type: 'selection',
    selection: [
      ['EXW', 'Ex works'],
      ['FCA', 'Free carrier'],
      ['DAP', 'Delivered at place'],
    ],
  }),
  // A selection gets a value more.
  fieldChanged('res.partner', 'x_loyalty_tier', {
    selection: [
      ['gold', 'Gold'],
      ['silver', 'Silver'],
      ['platinum', 'Platinum'],
    ],
  }),
  // Harmless: a label, a new optional field, dependencies.
  fieldChanged('res.partner', 'ref', { string: 'Customer Number' }),
  fieldChanged('sale.order', 'note', { depends: ['partner_id', 'company_id', 'partner_id'] }),
  fieldAdded('res.partner', {
    name: 'customer_since',
    type: 'date',
    label: 'Customer since',
    modules: 'acme_sale',
  }),
);
