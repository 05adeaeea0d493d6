import { isJsonObject, type Json } from '../../model/json.js';
import type { Client } from './client.js';
import type { OdooField } from './wire.js';

/** Names of the fields that have a default for this account today, or why that cannot be told. */
export type Defaults =
  | { readonly readable: true; readonly names: ReadonlySet<string> }
  | { readonly readable: false; readonly why: string };

/** Asks for the defaults of a model. That it fails is an affair of this model alone. */
export async function readDefaults(
  client: Client,
  model: string,
  fields: readonly OdooField[],
): Promise<Defaults> {
  const asked = fields.map(({ name }) => name);
  const answer = await client.defaults(model, asked);
  if ('fault' in answer) return { readable: false, why: `default_get failed. ${answer.fault.says}` };
  const values = isJsonObject(answer.value) ? answer.value : {};
  const withDefault = fields.filter(
    ({ name, type }) => Object.hasOwn(values, name) && isDefault(values[name], type),
  );
  return { readable: true, names: new Set(withDefault.map(({ name }) => name)) };
}

/** `null` and `[]` are no default; `false` is one of a boolean alone; 0 and `''` are values (recorded, 05-default_get). */
function isDefault(value: Json | undefined, type: string): boolean {
  if (value === undefined || value === null) return false;
  if (value === false) return type === 'boolean';
  return !(Array.isArray(value) && value.length === 0);
}
