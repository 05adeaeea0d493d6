import type { JsonObject } from '../../../src/model/json.ts';
import { type FrappeSite, fieldsOf } from './metadata.ts';

/** A change of a running site. */
export type Drift = (site: FrappeSite) => FrappeSite;

/** These changes, one after the other. */
export function all(...changes: readonly Drift[]): Drift {
  return (site) => changes.reduce((changed, change) => change(changed), site);
}

/** A Custom Field, named as Frappe names it: after its DocType and its fieldname at that moment. */
export function customFieldAdded(row: JsonObject): Drift {
  const name = `${String(row['dt'])}-${String(row['fieldname'])}`;
  return (site) => ({ ...site, customFields: [...site.customFields, { name, ...row }] });
}

/** Renames the field of a Custom Field: the row keeps its name (recorded, 12). */
export function customFieldRenamed(name: string, fieldname: string): Drift {
  return customFieldChanged(name, { fieldname });
}

export function customFieldChanged(name: string, columns: JsonObject): Drift {
  return (site) => ({
    ...site,
    customFields: site.customFields.map((row) => (row['name'] === name ? { ...row, ...columns } : row)),
  });
}

export function customFieldRemoved(name: string): Drift {
  return (site) => ({ ...site, customFields: site.customFields.filter((row) => row['name'] !== name) });
}

/** A Property Setter of a field; the value is always text. */
export function propertySet(doctype: string, field: string, property: string, value: string): Drift {
  const checks = ['hidden', 'non_negative', 'read_only', 'reqd', 'set_only_once', 'unique'];
  const type = checks.includes(property)
    ? 'Check'
    : ['length', 'permlevel'].includes(property)
      ? 'Int'
      : 'Text';
  const row = {
    name: `${doctype}-${field}-${property}`,
    doctype_or_field: 'DocField',
    doc_type: doctype,
    field_name: field,
    property,
    property_type: type,
    value,
  };
  return (site) => ({ ...site, propertySetters: [...site.propertySetters, row] });
}

/** Adds a field to the DocType itself, as an app's new version does. */
export function fieldAdded(doctype: string, field: JsonObject): Drift {
  return docTypeChanged(doctype, (was) => ({ ...was, fields: [...fieldsOf(was), field] }));
}

export function fieldRemoved(doctype: string, fieldname: string): Drift {
  return docTypeChanged(doctype, (was) => ({
    ...was,
    fields: fieldsOf(was).filter((field) => field['fieldname'] !== fieldname),
  }));
}

export function fieldChanged(doctype: string, fieldname: string, columns: JsonObject): Drift {
  return docTypeChanged(doctype, (was) => ({
    ...was,
    fields: fieldsOf(was).map((field) =>
      field['fieldname'] === fieldname ? { ...field, ...columns } : field,
    ),
  }));
}

function docTypeChanged(doctype: string, change: (was: JsonObject) => JsonObject): Drift {
  return (site) => ({
    ...site,
    doctypes: site.doctypes.map((known) => (known['name'] === doctype ? change(known) : known)),
  });
}

export function docTypeRemoved(doctype: string): Drift {
  return (site) => ({ ...site, doctypes: site.doctypes.filter((known) => known['name'] !== doctype) });
}

/** Another version of an app. */
export function upgraded(app: string, version: string): Drift {
  return (site) => ({
    ...site,
    versions: { ...site.versions, [app]: { ...(site.versions[app] as JsonObject), version } },
  });
}
