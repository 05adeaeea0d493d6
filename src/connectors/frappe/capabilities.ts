import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What Frappe's merged metadata can tell, and what its API does to writers (recorded on 14 and 15: 03, 10 to 13). */
export const capabilities: Capabilities = {
  facets: {
    type: { observable: 'yes', note: 'fieldtype' },
    nativeType: { observable: 'yes', note: 'fieldtype' },
    label: { observable: 'yes', note: 'label, as the app has it and not translated' },
    nullability: {
      observable: 'partly',
      note: 'Check, Int, Float, Currency, Percent and tables always hold a value; reqd binds saving alone, so older rows may be empty',
    },
    requiredness: {
      observable: 'partly',
      note: 'reqd without a default is demanded on each save; code of the DocType and defaults of user and site may fill it, and cannot be seen',
    },
    required: {
      observable: 'yes',
      note: 'unknown for reqd fields that are read-only, fetched, filled from another record, from defaults of the site, or by code that ERPNext is known to have',
    },
    requiredBy: { observable: 'yes', note: 'reqd, default, autoname, mandatory_depends_on' },
    requiredWhen: { observable: 'yes', note: 'mandatory_depends_on; the screen alone looks at it' },
    readOnly: {
      observable: 'yes',
      note: 'virtual fields and those that Frappe sets: written values are dropped',
    },
    uiReadOnly: {
      observable: 'partly',
      note: 'read_only binds the screen; read_only_depends_on and scripts may bind more',
    },
    maxLength: { observable: 'yes', note: 'length, or 140; a Single has no columns, so no limit' },
    bounds: { observable: 'yes', note: 'int column, non_negative, Rating' },
    format: { observable: 'yes', note: 'date and time types; options of a Data: Email, Phone, URL' },
    scale: { observable: 'yes', note: 'precision, or the 9 of the column' },
    unit: { observable: 'yes', note: 'options of a Currency' },
    enum: { observable: 'yes', note: 'options of a Select, Property Setters applied' },
    enumLabels: { observable: 'yes', note: 'of docstatus; an option of a Select is its own label' },
    target: { observable: 'yes', note: 'options of a Link or a table' },
    targetField: { observable: 'yes', note: 'options of a Dynamic Link' },
    default: { observable: 'yes', note: 'default, or the first option of a Select' },
    hasDefault: {
      observable: 'yes',
      note: 'Today, Now, __user, `:DocType`, the template of a title, and any Time',
    },
    immutable: { observable: 'yes', note: 'set_only_once; allow_on_submit is not looked at' },
    unique: { observable: 'yes', note: 'unique' },
    permissionLevel: { observable: 'yes', note: 'permlevel; which levels this account has is not told' },
    computed: { observable: 'partly', note: 'is_virtual; code may compute others' },
    stored: { observable: 'yes', note: 'is_virtual' },
    copiedFrom: { observable: 'yes', note: 'fetch_from' },
    timeZone: { observable: 'yes', note: 'a Datetime is in the time zone of the site' },
    naming: { observable: 'yes', note: 'autoname; an autoname() in code cannot be seen' },
    submittable: { observable: 'yes', note: 'is_submittable' },
    operations: {
      observable: 'partly',
      note: 'a Single cannot be created; rights of the account are not told',
    },
    id: { observable: 'yes', note: 'name of the Custom Field, which stays when the field is renamed' },
    formerName: { observable: 'yes', note: 'oldfieldname, and the name in that of a Custom Field' },
    origin: {
      observable: 'yes',
      note: 'is_custom_field, Property Setter, Module Def; the last two need read rights on them',
    },
    enumSource: { observable: 'no', note: 'options that scripts fill in are not in the metadata' },
    translated: { observable: 'no', note: 'values have one language' },
    companyDependent: { observable: 'no', note: 'values are the same for all companies' },
    precision: {
      observable: 'no',
      note: 'the column holds 12 digits before the point, whatever the field says',
    },
    hidden: { observable: 'no', note: 'metadata is the same for every account' },
  },
  onWrite: {
    'unknown-field': 'alters',
    'missing-value': 'rejects',
    'too-long': 'rejects',
    'too-precise': 'alters',
    'other-target': 'rejects',
    'bad-value': 'rejects',
    'bad-type': 'alters',
    'read-only-field': 'alters',
    'immutable-field': 'rejects',
    'no-permission': 'alters',
  },
  updateRevalidates: true,
  versions: { tested: ['14', '15'], documented: ['13', '16'] },
};

/** Facets that a description tells, less those that this account could not read; sorted. */
export function observedWithout(missing: ReadonlySet<ObservedFacet>): readonly ObservedFacet[] {
  return toldFacets(capabilities.facets, missing);
}
