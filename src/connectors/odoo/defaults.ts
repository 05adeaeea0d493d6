import { isJsonObject, type Json } from '../../model/json.js';
import { attempt } from './attempt.js';
import type { Client } from './client.js';
import type { OdooField } from './wire.js';

/** The defaults that there are for this account today, by field, or why that cannot be told. */
export type Defaults =
  | { readonly readable: true; readonly values: ReadonlyMap<string, Json> }
  | { readonly readable: false; readonly why: string };

/** Asks for the defaults of a model. That it fails is an affair of this model alone. */
export async function readDefaults(
  client: Client,
  model: string,
  fields: readonly OdooField[],
): Promise<Defaults> {
  const asked = fields.map(({ name }) => name);
  const answered = await attempt(client, () => client.defaults(model, asked));
  if ('failure' in answered) return unreadable(answered.failure.message);
  const answer = answered.value;
  if ('fault' in answer) return unreadable(answer.fault.says);
  const given = isJsonObject(answer.value) ? answer.value : {};
  const values = fields.flatMap(({ name, type }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return value !== undefined && isDefault(value, type) ? [[name, value] as const] : [];
  });
  return { readable: true, values: new Map(values) };
}

function unreadable(why: string): Defaults {
  return { readable: false, why: `default_get failed. ${why}` };
}

/** `null` and `[]` are no default; `false` is one of a boolean alone; 0 and `''` are values (recorded, 05-default_get). */
function isDefault(value: Json, type: string): boolean {
  if (value === null) return false;
  if (value === false) return type === 'boolean';
  return !(Array.isArray(value) && value.length === 0);
}
