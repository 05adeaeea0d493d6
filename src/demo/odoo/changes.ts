import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { type FieldInShort, modelOf, type OdooModel } from './metadata.js';

/** A change of the models of a running Odoo. */
export type Drift = (models: readonly OdooModel[]) => readonly OdooModel[];

/** These changes, one after the other. */
export function all(...changes: readonly Drift[]): Drift {
  return (models) => changes.reduce((changed, change) => change(changed), models);
}

/** Adds a field as a module does: at the end, with an id that no field had before. */
export function fieldAdded(model: string, field: FieldInShort): Drift {
  return (models) => {
    const added = modelOf({
      model,
      name: '',
      module: 'sale',
      firstId: highestId(models) + 1,
      fields: [field],
    });
    const values = Object.entries(added.defaults);
    return changed(model, (was) => ({
      ...was,
      fields: { ...was.fields, ...only(added.fields, field.name) },
      rows: [...was.rows, ...added.rows.filter((row) => row['name'] === field.name)],
      defaults: { ...was.defaults, ...Object.fromEntries(values) },
    }))(models);
  };
}

/** Takes a field away. */
export function fieldRemoved(model: string, name: string): Drift {
  return changed(model, (was) => ({
    ...was,
    fields: without(was.fields, name),
    rows: was.rows.filter((row) => row['name'] !== name),
    defaults: without(was.defaults, name),
  }));
}

/** Renames a field as an administrator or the scripts of an upgrade do: its id stays. */
export function fieldRenamed(model: string, from: string, to: string): Drift {
  return changed(model, (was) => ({
    ...was,
    fields: Object.fromEntries(
      Object.entries(was.fields).map(([name, field]) =>
        name === from && isJsonObject(field) ? [to, { ...field, name: to }] : [name, field],
      ),
    ),
    rows: was.rows.map((row) => (row['name'] === from ? { ...row, name: to } : row)),
    defaults: Object.fromEntries(
      Object.entries(was.defaults).map(([name, value]) => [name === from ? to : name, value]),
    ),
  }));
}

/** The column of `ir.model.fields` for an attribute of `fields_get`. */
const columns: Readonly<Record<string, string>> = {
  type: 'ttype',
  string: 'field_description',
  required: 'required',
  readonly: 'readonly',
  store: 'store',
  relation: 'relation',
  relation_field: 'relation_field',
  size: 'size',
  translate: 'translate',
  related: 'related',
};

/** Gives a field other attributes of `fields_get`; those that `ir.model.fields` has as well change there too. */
export function fieldChanged(model: string, name: string, attributes: JsonObject): Drift {
  const { selection } = attributes;
  return changed(model, (was) => {
    const field = was.fields[name];
    return {
      ...was,
      fields: { ...was.fields, [name]: { ...(isJsonObject(field) ? field : {}), ...attributes } },
      rows: was.rows.map((row) =>
        row['name'] === name
          ? {
              ...row,
              ...Object.fromEntries(
                Object.entries(attributes).flatMap(([attribute, value]) => {
                  const column = columns[attribute];
                  return column === undefined ? [] : [[column, value]];
                }),
              ),
              ...(selection === undefined ? {} : valueIds(row, selection)),
            }
          : row,
      ),
    };
  });
}

/** Takes a whole model away, as uninstalling its module does. */
export function modelRemoved(model: string): Drift {
  return (models) => models.filter((known) => known.model !== model);
}

/** Changes one model in any way. */
export function changed(model: string, change: (was: OdooModel) => OdooModel): Drift {
  return (models) => models.map((known) => (known.model === model ? change(known) : known));
}

function valueIds(row: JsonObject, selection: Json): JsonObject {
  const values = Array.isArray(selection) ? selection : [];
  return { selection_ids: values.map((_, index) => Number(row['id']) * 100 + index) };
}

function highestId(models: readonly OdooModel[]): number {
  return Math.max(0, ...models.flatMap(({ rows }) => rows.map((row) => Number(row['id']))));
}

function only(members: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([member]) => member === name));
}

function without(members: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([member]) => member !== name));
}
