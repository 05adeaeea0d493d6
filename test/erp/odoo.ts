import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import { type OdooServer, type OdooSettings, startOdoo } from '../../src/demo/odoo/server.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

/** Full rights, and an internal user without "Access Rights" as of 02-models of the recordings. */
export const admin = { uid: 2, login: 'admin', secret: 'canary-admin-key' } as const;
export const reader = { uid: 8, login: 'reader', secret: 'canary-reader-key', limited: true } as const;

const fixtures = fileURLToPath(new URL('../../fixtures/odoo/', import.meta.url));

/** Models of `fixtures/odoo/<version>`, in the vendor's form. */
export function fixtureModels(version: string): readonly OdooModel[] {
  return readdirSync(join(fixtures, version)).map((model) => {
    const file = (name: string): Json => readJson(join(fixtures, version, model, `${name}.json`));
    return {
      model,
      name: `Label of ${model}`,
      fields: file('fields_get') as JsonObject,
      rows: file('ir.model.fields') as readonly JsonObject[],
      defaults: file('default_get') as JsonObject,
    };
  });
}

/** One model of the fixtures. */
export function fixtureModel(version: string, name: string): OdooModel {
  const found = fixtureModels(version).find(({ model }) => model === name);
  if (found === undefined) throw new Error(`there is no fixture odoo/${version}/${name}`);
  return found;
}

/** Starts an Odoo with both accounts. */
export function startTestOdoo(
  models: readonly OdooModel[],
  settings: Partial<OdooSettings> = {},
): Promise<OdooServer> {
  return startOdoo({ models, accounts: [admin, reader], database: 'kumquats', ...settings });
}

/** A hook for a server that lets nobody read the fields of a model, in Odoo's own words. */
export function forbidding(model: string): NonNullable<OdooSettings['instead']> {
  const data = {
    name: 'odoo.exceptions.AccessError',
    message: 'You are not allowed to access this.',
    debug: '',
  };
  const error = { code: 200, message: 'Odoo Server Error', data };
  return (_, response, call) => {
    if (call?.model !== model || call.method !== 'fields_get') return false;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, error }));
    return true;
  };
}

/** The same names in another order, the same each time. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const half = Math.floor(items.length / 2);
  return [...items.slice(half).reverse(), ...items.slice(0, half)];
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'));
}
