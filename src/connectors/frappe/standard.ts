import type { Field, FieldFacets, FieldSchema, Origin } from '../../model/schema.js';
import { typeRow } from './types.js';
import type { DocField, DocType } from './wire.js';

const origin: Origin = { kind: 'standard', by: 'frappe' };

/** A field as metadata would describe it, were it in there. */
const bare: Omit<DocField, 'name' | 'type'> = {
  required: false,
  unique: false,
  setOnlyOnce: false,
  readOnly: false,
  nonNegative: false,
  notNullable: false,
  virtual: false,
  custom: false,
};

/**
 * The fields that are in every record and in no metadata (frappe/frappe 15, frappe/model/__init__.py, `default_fields` and
 * `child_table_fields`; recorded, 03 and 13, `read*`). Frappe sets them, and drops what is written to them, with the
 * exceptions below. `nested`: as a row in its parent's document.
 */
export function standardFields(type: DocType, nested: boolean): readonly Field[] {
  return [
    set('doctype', { type: 'string', const: type.name }),
    nameField(type, nested),
    set('owner', user),
    set('creation', type.single ? emptied(moment) : moment),
    set('modified', moment),
    set('modified_by', user),
    docstatusField(type),
    // The values of a Single are text, and nothing says that this one is a number (recorded, 13, single-doctype-values).
    set('idx', type.single ? { type: ['integer', 'string'] } : { type: 'integer' }),
    ...(type.child ? parentFields(nested) : []),
  ];
}

const setting = { major: 15, single: false } as const;
const user = typeRow('Link').schema({ ...bare, name: 'owner', type: 'Link', options: 'User' }, setting);
const moment = typeRow('Datetime').schema({ ...bare, name: 'creation', type: 'Datetime' }, setting);
const line = typeRow('Data').schema({ ...bare, name: 'name', type: 'Data' }, setting);

function emptied(schema: FieldSchema): FieldSchema {
  return { ...schema, type: ['string', 'null'] };
}

/** A field that Frappe sets itself. */
function set(name: string, { 'x-seam': typed, ...keywords }: FieldSchema): Field {
  return { name, required: false, schema: { ...keywords, readOnly: true, 'x-seam': { ...typed, origin } } };
}

/**
 * `autoname` makes the name, whatever create sends, unless it is `prompt`; a row may be named to be kept or changed
 * (frappe/frappe 15, frappe/model/naming.py, `set_new_name`).
 */
function nameField({ naming = '', single }: DocType, nested: boolean): Field {
  const schema: FieldSchema =
    naming === 'autoincrement' ? { type: 'integer' } : single ? { type: 'string' } : line;
  if (nested) return { name: 'name', required: false, schema: { ...schema, 'x-seam': { origin } } };
  if (naming.toLowerCase() !== 'prompt') return set('name', schema);
  const facets: FieldFacets = { immutable: true, requiredBy: ['key'], origin };
  return { name: 'name', required: true, schema: { ...schema, 'x-seam': facets } };
}

/** Writing 1 submits a document and 2 cancels it, where it can be submitted. Rows follow their document. */
function docstatusField({ submittable }: DocType): Field {
  const enumLabels = { '0': 'Draft', '1': 'Submitted', '2': 'Cancelled' };
  const schema: FieldSchema = { type: 'integer', enum: [0, 1, 2], 'x-seam': { enumLabels, origin } };
  return submittable ? { name: 'docstatus', required: false, schema } : set('docstatus', schema);
}

/** Where a row belongs. Frappe sets it in a document, and demands it of a row that is written alone. */
function parentFields(nested: boolean): readonly Field[] {
  const names = ['parent', 'parentfield', 'parenttype'];
  if (nested) return names.map((name) => set(name, line));
  return names.map((name) => {
    const demanded = name !== 'parentfield';
    const facets: FieldFacets = { ...(demanded ? { requiredBy: ['api'] } : {}), origin };
    return { name, required: demanded, schema: { ...line, 'x-seam': facets } };
  });
}
