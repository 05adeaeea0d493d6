// The peers, each over the same contracts in its own language. One that is not installed is left out, and said.
// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsonSchemaDiff from 'json-schema-diff';
import { view } from '../../dist/contract/views.js';
import { asGraphql, asProto } from './entities.js';

/** @typedef {import('../../dist/model/schema.js').EntitySchema} EntitySchema */
/** @typedef {readonly (readonly [was: EntitySchema, now: EntitySchema])[]} Pairs */

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const buf = join(modules, '.bin', 'buf');

/** A package of bench/package.json. @param {string} name */
const installed = (name) => import(name);

/**
 * Milliseconds for all pairs. json-schema-diff takes tens of milliseconds a pair and grows with the number of pairs
 * alone, so it gets three of them and the rest is reckoned.
 * @param {Pairs} pairs
 */
export async function ofJsonSchemaDiff(pairs) {
  const few = pairs.slice(0, 3);
  const started = performance.now();
  for (const [was, now] of few) {
    await jsonSchemaDiff.diffSchemas({
      sourceSchema: /** @type {any} */ (view(was, 'create', 'contract')),
      destinationSchema: /** @type {any} */ (view(now, 'create', 'live')),
    });
  }
  return ((performance.now() - started) / few.length) * pairs.length;
}

/**
 * All contracts as the types of one schema: parsed, built and compared.
 * @param {Pairs} pairs
 */
export async function ofGraphqlInspector(pairs) {
  const loaded = await Promise.all([installed('graphql'), installed('@graphql-inspector/core')]).catch(
    () => undefined,
  );
  if (loaded === undefined) return undefined;
  const [{ buildSchema }, { diff }] = loaded;
  const sides = [0, 1].map((side) =>
    pairs.map((pair) => asGraphql(/** @type {EntitySchema} */ (pair[side]))).join(''),
  );
  const started = performance.now();
  const [was, now] = sides.map((text) => buildSchema(`type Query { a: Int }\n${text}`));
  if (was !== undefined && now !== undefined) await diff(was, now);
  return performance.now() - started;
}

/**
 * All contracts as the messages of one file, the start of its process included.
 * @param {Pairs} pairs
 */
export function ofBuf(pairs) {
  const folder = mkdtempSync(join(tmpdir(), 'seam-bench-'));
  try {
    execFileSync(buf, ['--version'], { stdio: 'ignore' });
    for (const [side, name] of /** @type {const} */ ([
      [0, 'was'],
      [1, 'now'],
    ])) {
      mkdirSync(join(folder, name));
      const messages = pairs.map((pair) => asProto(pair[side])).join('');
      writeFileSync(join(folder, name, 'all.proto'), `syntax = "proto3";\npackage kumquat;\n${messages}`);
    }
    const started = performance.now();
    try {
      execFileSync(buf, ['breaking', join(folder, 'now'), '--against', join(folder, 'was')], {
        stdio: 'ignore',
      });
    } catch (error) {
      // It ends with 100 where it finds something; anything else is no measurement.
      if (!(error instanceof Error && 'status' in error && error.status === 100)) throw error;
    }
    return performance.now() - started;
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
