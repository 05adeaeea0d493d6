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

/** Folder of the recordings, where there is one. */
export const recordings = process.env['SEAM_RECORDINGS'];

/** A recorded answer, `16/05-default_get/res.partner.json`. */
export function recorded(path: string): JsonObject {
  return readJson(join(recordings ?? '', 'odoo', path)) as JsonObject;
}

/** Names of the recorded answers in a folder, without `.json`. */
export function recordedNames(folder: string): readonly string[] {
  return readdirSync(join(recordings ?? '', 'odoo', folder))
    .filter((file) => file.endsWith('.json') && file !== '_requests.json')
    .map((file) => file.slice(0, -'.json'.length));
}

/** The models of a real server as admin saw them; what the reader did not see of them is restricted. */
export function recordedModels(version: '16' | '17'): readonly OdooModel[] {
  const seenByReader = new Set(recordedNames(`${version}/03-fields_get/reader`));
  return recordedNames(`${version}/03-fields_get/admin`).map((model) => {
    const fields = resultOf(`${version}/03-fields_get/admin/${model}.json`);
    const seen = seenByReader.has(model) ? resultOf(`${version}/03-fields_get/reader/${model}.json`) : fields;
    return {
      model,
      name: model,
      fields,
      rows: recorded(`${version}/04-ir.model.fields/${model}.json`)['result'] as readonly JsonObject[],
      defaults: resultOf(`${version}/05-default_get/${model}.json`),
      restricted: Object.keys(fields).filter((name) => !Object.hasOwn(seen, name)),
      ...(model === 'account.move.line' ? { defaultsNeedIds: true as const } : {}),
    };
  });
}

function resultOf(path: string): JsonObject {
  return recorded(path)['result'] as JsonObject;
}

/** Starts an Odoo with both accounts. */
export function startTestOdoo(
  models: readonly OdooModel[],
  settings: Partial<OdooSettings> = {},
): Promise<OdooServer> {
  return startOdoo({ models, accounts: [admin, reader], database: 'kumquats', ...settings });
}

/** The same names in another order, the same each time. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const half = Math.floor(items.length / 2);
  return [...items.slice(half).reverse(), ...items.slice(0, half)];
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'));
}
