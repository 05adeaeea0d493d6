import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { type FrappeSite, tablesOf } from './frappe/metadata.ts';
import { type FrappeServer, type FrappeSettings, startFrappe } from './frappe/server.ts';

/** A System Manager, and a user with the role of a job alone. */
export const manager = {
  user: 'manager@kumquat.example',
  apiKey: 'canary-manager-key',
  apiSecret: 'canary-manager-secret',
  password: 'canary-manager-password',
} as const;
export const seller = {
  user: 'seller@kumquat.example',
  apiKey: 'canary-seller-key',
  apiSecret: 'canary-seller-secret',
  password: 'canary-seller-password',
  limited: true,
} as const;

const fixtures = fileURLToPath(new URL('../../fixtures/frappe/', import.meta.url));

/** The site of `fixtures/frappe/<version>`, in the vendor's form. */
export function fixtureSite(version: '13' | '14' | '15' | '16'): FrappeSite {
  const file = (name: string): Json => readJson(join(fixtures, version, `${name}.json`));
  const doctypes = readdirSync(join(fixtures, version, 'doctype'));
  return {
    versions: file('get_versions') as JsonObject,
    doctypes: doctypes.map((name) => readJson(join(fixtures, version, 'doctype', name)) as JsonObject),
    customFields: file('custom_field') as readonly JsonObject[],
    propertySetters: file('property_setter') as readonly JsonObject[],
    modules: file('module_def') as readonly JsonObject[],
  };
}

/** Starts a Frappe with both accounts. */
export function startTestFrappe(
  site: FrappeSite,
  settings: Partial<FrappeSettings> = {},
): Promise<FrappeServer> {
  return startFrappe({ site, accounts: [manager, seller], ...settings });
}

/** Folder of the recordings, where there is one. */
export const recordings = process.env['SEAM_RECORDINGS'];

/** What a real server answered: `live/03-writes-baseline/create-customer.json`. */
export type Recorded = {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly as: string;
    readonly body: Json;
  };
  readonly status: number;
  readonly body: Json;
};

/** A recorded answer, below `live`. */
export function recorded(path: string): Recorded {
  return readJson(join(recordings ?? '', 'frappe/live', path)) as Recorded;
}

/** Paths of all recorded answers below `live`, with `.json`; none where there are no recordings. */
export function recordedPaths(): readonly string[] {
  if (recordings === undefined) return [];
  return readdirSync(join(recordings, 'frappe/live'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort();
}

/** A DocType as an app ships it, `v13/customer`. */
export function shipped(name: string): JsonObject {
  return readJson(join(recordings ?? '', 'frappe/doctypes', `${name}.json`)) as JsonObject;
}

/** Names of the DocTypes that an app ships, `v13`; none where there are no recordings. */
export function shippedNames(version: string): readonly string[] {
  if (recordings === undefined) return [];
  const files = readdirSync(join(recordings, 'frappe/doctypes', version));
  return files.map((file) => file.replace('.json', ''));
}

/** A site with the DocTypes that the apps of a version ship; tables of others have rows of one field. */
export function shippedSite(version: string): FrappeSite {
  const docs = shippedNames(version).map((name) => shipped(`${version}/${name}`));
  const known = new Set(docs.map(({ name }) => name));
  const tables = new Set(docs.flatMap(tablesOf).filter((table) => !known.has(table)));
  const rows = [...tables].map(
    (name): JsonObject => ({ name, istable: 1, fields: [{ fieldname: 'kumquat', fieldtype: 'Data' }] }),
  );
  return {
    // Nothing is known of a server of version 12, so its files are read as 13 reads its own.
    versions: { frappe: { version: version === 'v14' ? '14.81.4' : '13.58.21' } },
    doctypes: [...docs, ...rows],
    customFields: [],
    propertySetters: [],
    modules: [],
  };
}

/** The same items in another order, the same each time. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const half = Math.floor(items.length / 2);
  return [...items.slice(half).reverse(), ...items.slice(0, half)];
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'));
}
