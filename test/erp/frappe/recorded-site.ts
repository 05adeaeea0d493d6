import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { recorded } from '../frappe.ts';
import type { FrappeSite } from './metadata.ts';

/** Versions of the servers that were recorded (live/README.md). */
const versions = {
  14: { frappe: { version: '14.81.4' }, erpnext: { version: '14.21.0' } },
  15: { frappe: { version: '15.41.0' }, erpnext: { version: '15.3.0' } },
} as const;

/** A site that has these DocTypes, Custom Fields and Property Setters applied already. */
export function siteOf(
  doctypes: readonly JsonObject[],
  major: keyof typeof versions,
  propertySetters: readonly JsonObject[] = [],
): FrappeSite {
  return { versions: versions[major], doctypes, customFields: [], propertySetters, modules: [] };
}

/** The DocTypes that a recorded answer describes, the one that was asked for first. */
export function docTypesIn(path: string): readonly JsonObject[] {
  const { body } = recorded(path);
  if (!isJsonObject(body)) return [];
  const docs = Array.isArray(body['docs']) ? body['docs'] : [body['data']];
  return docs.filter((doc): doc is JsonObject => isJsonObject(doc) && Array.isArray(doc['fields']));
}

/** Rows of a recorded list. */
export function rowsIn(path: string): readonly JsonObject[] {
  const { body } = recorded(path);
  return isJsonObject(body) && Array.isArray(body['data']) ? body['data'].filter(isJsonObject) : [];
}
