import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What Odoo's metadata can tell, and what its API does to writers (recorded on 16 and 17, 07-write-errors). */
export const capabilities: Capabilities = {
  facets: {
    type: { observable: 'yes', note: 'type of fields_get' },
    nativeType: { observable: 'yes', note: 'type of fields_get' },
    label: { observable: 'yes', note: 'string of fields_get, in the pinned language' },
    nullability: {
      observable: 'partly',
      note: 'required, stored and not manual is NOT NULL in the database; booleans and numbers always hold a value',
    },
    requiredness: {
      observable: 'partly',
      note: 'required without default, computation or link to a parent is demanded; @api.constrains and what create fills by code cannot be seen',
    },
    required: {
      observable: 'yes',
      note: 'unknown for computed, related and manual fields that are required',
    },
    requiredBy: { observable: 'yes', note: 'required of fields_get, default_get, depends and related' },
    uiRequired: { observable: 'partly', note: 'required on a field without a column; views may demand more' },
    readOnly: {
      observable: 'yes',
      note: 'readonly and kept nowhere, and what Odoo sets itself; a value for it is dropped without an error',
    },
    uiReadOnly: {
      observable: 'partly',
      note: 'readonly of a stored field binds the screen only; views may bind more',
    },
    maxLength: { observable: 'yes', note: 'size of fields_get; a longer value is cut off without an error' },
    bounds: { observable: 'yes', note: 'integer is int4' },
    format: { observable: 'yes', note: 'date and datetime have one form each' },
    precision: { observable: 'no', note: 'Odoo keeps to the digits after the point alone' },
    scale: {
      observable: 'yes',
      note: 'digits of fields_get, which follows decimal.precision; that of monetary is the currency’s',
    },
    unit: { observable: 'yes', note: 'currency_field of fields_get' },
    enum: { observable: 'yes', note: 'selection of fields_get' },
    enumLabels: { observable: 'yes', note: 'selection of fields_get, in the pinned language' },
    enumSource: {
      observable: 'partly',
      note: 'no rows in ir.model.fields.selection and not related: the values are data; without rights on ir.model.fields known names only (lang, tz, …)',
    },
    target: { observable: 'yes', note: 'relation of fields_get' },
    inverse: { observable: 'yes', note: 'relation_field of fields_get' },
    hasDefault: {
      observable: 'yes',
      note: 'default_get gives a value; the value is of the user, company and day',
    },
    computed: {
      observable: 'partly',
      note: 'depends or related of fields_get, or not stored; a stored field computed without dependencies looks plain',
    },
    stored: { observable: 'yes', note: 'store of fields_get' },
    translated: { observable: 'yes', note: 'translate of fields_get' },
    companyDependent: { observable: 'yes', note: 'company_dependent of fields_get' },
    copiedFrom: { observable: 'yes', note: 'related of fields_get' },
    timeZone: { observable: 'yes', note: 'a datetime is in UTC' },
    origin: { observable: 'yes', note: 'state and modules of ir.model.fields; needs Access Rights' },
    id: { observable: 'yes', note: 'id of ir.model.fields; needs Access Rights' },
    hidden: { observable: 'yes', note: 'in ir.model.fields and not in fields_get; needs Access Rights' },
    unique: {
      observable: 'partly',
      note: 'UNIQUE of one column in ir.model.constraint; needs Access Rights; that of several columns and in code cannot be seen',
    },
    immutable: { observable: 'no', note: 'lives in code' },
    requiredWhen: {
      observable: 'partly',
      note: 'CHECK … IS NOT NULL of ir.model.constraint (res.partner.name); needs Access Rights; conditions in views and code cannot be seen',
    },
    default: {
      observable: 'partly',
      note: 'that there is one, as hasDefault; a constant cannot be told from today’s value',
    },
    permissionLevel: { observable: 'no', note: 'Odoo has groups: see hidden' },
    operations: {
      observable: 'no',
      note: 'fields_get answers for models that the account may neither read nor write',
    },
  },
  onWrite: {
    'unknown-field': 'rejects',
    'missing-value': 'rejects',
    'too-long': 'alters',
    'too-precise': 'alters',
    'other-target': 'alters',
    'bad-value': 'rejects',
    'bad-type': 'alters',
    'read-only-field': 'alters',
    'no-permission': 'rejects',
  },
  updateRevalidates: false,
  versions: { tested: ['16', '17'], documented: ['14', '15', '18', '19'] },
};

/** Facets that a description tells when everything could be read, less those that could not; sorted. */
export function observedWithout(missing: ReadonlySet<ObservedFacet>): readonly ObservedFacet[] {
  return toldFacets(capabilities.facets, missing);
}
