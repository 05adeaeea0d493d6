import type { Field, FieldFacets, FieldSchema, ObservedFacet, Origin } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import type { Product } from '../../protocols/odata/map/work.js';
import { never } from './capabilities.js';
import type { UserField } from './wire.js';

/**
 * Version of the mapping: raised when the same answer of a server would give another contract. Types are the protocol's
 * (`protocols/odata/map`); what is here is what user-defined fields say of themselves.
 */
export const mapping = 1;

/** The Service Layer has one namespace, so entities are called without it: `Document`, `Cancel(Document)`. */
function nameOf(qualified: string): string {
  return qualified.replaceAll('SAPB1.', '');
}

/** User-defined fields and tables begin with U_. */
function originOf(field: string): Origin | undefined {
  return field.startsWith('U_') ? { kind: 'custom' } : undefined;
}

/** What the definitions of user-defined fields tell beside the metadata document. */
const toldByDefinitions: readonly ObservedFacet[] = ['default', 'enum', 'enumLabels', 'maxLength'];

/** The product of a company whose user-defined fields are known, or of one where this account may not see them. */
export function productOf(
  definitions: { readonly fields: readonly UserField[] } | { readonly unreadable: string },
): Product {
  const base = { connector: 'sap-b1', mapping, nameOf, originOf, never } as const;
  if ('unreadable' in definitions) {
    const why = `The definitions of user-defined fields cannot be read. ${definitions.unreadable}`;
    return { ...base, telling: ['origin'], lacking: toldByDefinitions.map((facet) => ({ facet, why })) };
  }
  const byName = new Map<string, UserField[]>();
  for (const definition of definitions.fields) {
    const name = `U_${definition.name}`;
    byName.set(name, [...(byName.get(name) ?? []), definition]);
  }
  return {
    ...base,
    telling: ['origin', ...toldByDefinitions],
    refine: (owner, field) => refined(owner, field, byName.get(field.name) ?? []),
  };
}

/**
 * A field with what its definition says. One name may be defined on several tables, and the metadata does not say which
 * table a type is of: a definition counts where it is of the type's own user table, or where all of the name agree.
 */
function refined(owner: string, field: Field, definitions: readonly UserField[]): Field {
  const own = definitions.filter(({ table }) => isTableOf(table, nameOf(owner)));
  const candidates = own.length > 0 ? own : definitions;
  const [first] = candidates;
  if (first === undefined || !candidates.every((each) => sameSense(each, first))) return field;
  return { ...field, schema: described(field.schema, first) };
}

/** User tables begin with `@`; their type is called as the table, with or without U_. */
function isTableOf(table: string, type: string): boolean {
  return table.startsWith('@') && (table.slice(1) === type || `U_${table.slice(1)}` === type);
}

function sameSense(a: UserField, b: UserField): boolean {
  const sense = ({ size, mandatory, defaultValue, values }: UserField) =>
    JSON.stringify([size, mandatory, defaultValue, values]);
  return sense(a) === sense(b);
}

function described(schema: FieldSchema, { size, mandatory, defaultValue, values }: UserField): FieldSchema {
  const { 'x-seam': facets = {}, ...keywords } = schema;
  const isText = schema.type?.includes('string') === true && facets.nativeType === 'Edm.String';
  const listed = [...values].sort((a, b) => byCodePoint(a.value, b.value));
  const labels: FieldFacets =
    isText && listed.length > 0
      ? { enumLabels: Object.fromEntries(listed.map(({ value, label }) => [value, label])) }
      : {};
  const mayBeNull = schema.type?.includes('null') === true;
  // Business One fills in the default of a mandatory field; without one nobody knows what a create must hold.
  const doubt: FieldFacets =
    mandatory && defaultValue === undefined ? { required: 'unknown', requiredBy: ['database'] } : {};
  return {
    ...keywords,
    ...(isText && size !== undefined ? { maxLength: size } : {}),
    ...(isText && listed.length > 0
      ? { enum: [...listed.map(({ value }) => value), ...(mayBeNull ? [null] : [])] }
      : {}),
    ...(defaultValue === undefined ? {} : { default: isText ? defaultValue : asNumber(defaultValue) }),
    'x-seam': { ...facets, ...labels, ...doubt },
  };
}

function asNumber(text: string): number | string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
