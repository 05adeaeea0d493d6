import { isJsonObject, type Json } from '../../model/json.js';
import { attempt } from './attempt.js';
import type { Client } from './client.js';
import type { OdooField } from './wire.js';

/** What is known of the defaults that there are for this account today. */
export type Defaults = {
  /** By field; of a field that is not here it is known that it has none, unless `failed` says otherwise. */
  readonly values: ReadonlyMap<string, Json>;
  /** Why `default_get` failed, and whether it still told of the required fields. */
  readonly failed?: { readonly why: string; readonly ofRequired: boolean };
};

/**
 * Asks for the defaults of a model. That it fails is an affair of this model alone. One default can fail for all (one that
 * looks up a record that is gone); then the required fields are asked for alone, since of them it must be known.
 */
export async function readDefaults(
  client: Client,
  model: string,
  fields: readonly OdooField[],
): Promise<Defaults> {
  const all = await ask(client, model, fields);
  if ('values' in all) return all;
  const why = `default_get failed. ${all.why}`;
  const required = fields.filter((field) => field.required === true);
  if (required.length === fields.length) return { values: new Map(), failed: { why, ofRequired: false } };
  const some = await ask(client, model, required);
  if ('why' in some) return { values: new Map(), failed: { why, ofRequired: false } };
  return { values: some.values, failed: { why, ofRequired: true } };
}

/** True or false, or `undefined` where it could not be told of this field. */
export function hasDefault({ name, required }: OdooField, { values, failed }: Defaults): boolean | undefined {
  const told = failed === undefined || (failed.ofRequired && required === true);
  return told ? values.has(name) : undefined;
}

type Answered = { readonly values: ReadonlyMap<string, Json> } | { readonly why: string };

async function ask(client: Client, model: string, fields: readonly OdooField[]): Promise<Answered> {
  const names = fields.map(({ name }) => name);
  const answered = await attempt(client, () => client.defaults(model, names));
  if ('failure' in answered) return { why: answered.failure.message };
  const answer = answered.value;
  if ('fault' in answer) return { why: answer.fault.says };
  const given = isJsonObject(answer.value) ? answer.value : {};
  const values = fields.flatMap(({ name, type }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return value !== undefined && isDefault(value, type) ? [[name, value] as const] : [];
  });
  return { values: new Map(values) };
}

/** `null` and `[]` are no default; `false` is one of a boolean alone; 0 and `''` are values (recorded, 05-default_get). */
function isDefault(value: Json, type: string): boolean {
  if (value === null) return false;
  if (value === false) return type === 'boolean';
  return !(Array.isArray(value) && value.length === 0);
}
