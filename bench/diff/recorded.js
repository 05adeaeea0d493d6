// Real schemas, from the recordings: what ERPNext changed from version to version, and the corpus of inclusion.
// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeDocTypes } from '../../dist/connectors/frappe/describe.js';
import { compare } from '../../dist/drift/compare.js';
import { includes } from '../../dist/drift/inclusion/includes.js';
import { calm } from './calm.js';
import { spent } from './spent.js';

/** @typedef {import('../../dist/model/json.js').JsonObject} JsonObject */
/** @typedef {import('../../dist/model/schema.js').EntitySchema} EntitySchema */

/** A table of another app: one row of one field. @param {string} name @returns {JsonObject} */
const row = (name) => ({ name, istable: 1, fields: [{ fieldname: 'kumquat', fieldtype: 'Data' }] });

/**
 * The DocTypes that the apps of a version ship, as the connector maps them.
 * @param {string} folder
 * @param {number} major
 * @returns {Promise<ReadonlyMap<string, EntitySchema>>}
 */
async function schemasIn(folder, major) {
  const docs = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const byName = new Map(docs.map((doc) => [String(doc.name), doc]));
  const client = {
    account: 'manager@kumquat.example',
    apps: new Map([['frappe', `${major}.0.0`]]),
    major,
    metadata: async (/** @type {string} */ name) => ({ value: { docs: [byName.get(name) ?? row(name)] } }),
    rows: async () => ({ rows: [] }),
    close: async () => {},
  };
  const schemas = new Map();
  for await (const result of describeDocTypes(client, [...byName.keys()], () => {})) {
    if (result.status === 'described') schemas.set(result.entity, result.schema);
  }
  return schemas;
}

/** Every version pair of the recorded DocTypes. @param {string} recordings */
export async function ofErpnext(recordings) {
  const folder = join(recordings, 'frappe', 'doctypes');
  const versions = readdirSync(folder)
    .filter((name) => /^v\d+$/.test(name))
    .sort();
  /** @type {ReadonlyMap<string, EntitySchema>[]} */
  const sides = [];
  for (const version of versions) {
    // Of a server of version 12 nothing is known, so its files are read as 13 reads its own.
    sides.push(await schemasIn(join(folder, version), Math.max(13, Number(version.slice(1)))));
  }
  const texts = sides.slice(1).flatMap((now, index) =>
    [...now].flatMap(([name, schema]) => {
      const was = sides[index]?.get(name);
      return was === undefined ? [] : [[JSON.stringify(was), JSON.stringify(schema)]];
    }),
  );
  let started = spent();
  const pairs = texts.map(([was = '', now = '']) => [JSON.parse(was), JSON.parse(now)]);
  const parsing = spent() - started;
  const circumstances = await calm();
  started = spent();
  const began = performance.now();
  let changes = 0;
  for (const [was, now] of pairs) changes += compare(was, now, circumstances).length;
  const waited = performance.now() - began;
  return { pairs: pairs.length, changes, parsing, comparing: spent() - started, waited };
}

/** Every case of the corpus, in both directions. @param {string} recordings */
export function ofInclusion(recordings) {
  const text = readFileSync(join(recordings, 'schema-inclusion', 'cases.jsonl'), 'utf8');
  const cases = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const began = spent();
  let most = 0;
  for (const { left, right } of cases) {
    for (const [a, b] of [
      [left, right],
      [right, left],
    ]) {
      const before = spent();
      includes(a, b);
      most = Math.max(most, spent() - before);
    }
  }
  return { pairs: 2 * cases.length, spent: spent() - began, most };
}
