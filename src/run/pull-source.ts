import type { ResolvedSource } from '../config/interpolate.js';
import { isGlob, selectEntities } from '../config/select.js';
import { resultProblem } from '../contract/pull-guard.js';
import { isSystemInfo } from '../contract/source-info.js';
import { SeamError } from '../errors/seam-error.js';
import type { EntitySelector } from '../model/config.js';
import type { PulledSource } from '../model/pull.js';
import type { Failure } from '../model/report.js';
import type { EntityResult, SystemInfo } from '../model/source.js';
import { type Connection, connect } from './connect.js';
import type { RunContext } from './context.js';
import { logPull } from './events.js';

/** Which entities of a source to describe. */
export type Wanted = {
  /** Names that are asked for whether the catalogue lists them or not. */
  readonly names: readonly string[];
  /** Also what these find in the catalogue; absent: the catalogue is not asked. */
  readonly selectors: readonly EntitySelector[] | undefined;
};

/**
 * The live schemas of one source. What stops the source as a whole is its `failure`, never an exception: another
 * source may well answer.
 * @param folder folder of `seam.yaml`
 * @param limit ends this source alone; its reason, a `SeamError`, is then the failure
 * @throws whatever the run was aborted with
 */
export async function pullSource(
  resolved: ResolvedSource,
  wanted: Wanted,
  folder: string,
  run: RunContext,
  limit?: AbortSignal,
): Promise<PulledSource> {
  const { name, connector } = resolved.source;
  try {
    if (limit === undefined) return await pulled(resolved, wanted, folder, run);
    const context = { ...run, signal: AbortSignal.any([run.signal, limit]) };
    // A plugin may hear no signal; then it is left behind.
    return await Promise.race([pulled(resolved, wanted, folder, context), ended(limit)]);
  } catch (error) {
    run.signal.throwIfAborted();
    if (limit === undefined) throw error;
    const failure = failureOf(limit.aborted ? limit.reason : error, name);
    return { name, connector, mapping: 0, results: [], failure };
  } finally {
    run.progress({ source: name, done: 0, total: 0, current: '' });
  }
}

/** Rejects with the reason of the signal. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function pulled(
  resolved: ResolvedSource,
  wanted: Wanted,
  folder: string,
  context: RunContext,
): Promise<PulledSource> {
  const { name, connector } = resolved.source;
  const span = context.span?.begin('pull', { 'seam.source': name, 'seam.connector': connector });
  const pulled = await pull(resolved, wanted, folder, span === undefined ? context : { ...context, span });
  span?.end(pulled.failure?.code);
  logPull(context.log, pulled);
  return pulled;
}

async function pull(
  resolved: ResolvedSource,
  wanted: Wanted,
  folder: string,
  context: RunContext,
): Promise<PulledSource> {
  const { source } = resolved;
  const base = { name: source.name, connector: source.connector };
  let connection: Connection | undefined;
  try {
    connection = await connect(resolved, folder, context);
    const { mapping } = connection.plugin;
    const system = await systemOf(connection);
    const listed = wanted.selectors === undefined ? undefined : await catalogueOf(connection);
    const found = [...selectEntities(wanted.selectors ?? [], listed ?? []).selected.keys()];
    const names = [...new Set([...wanted.names, ...found])];
    const results = await describeAll(connection, source.name, names, context);
    return { ...base, mapping, system, results, ...(listed === undefined ? {} : { listed }) };
  } catch (error) {
    context.signal.throwIfAborted();
    const mapping = connection?.plugin.mapping ?? 0;
    return { ...base, mapping, results: [], failure: failureOf(error, source.name) };
  } finally {
    await connection?.close();
  }
}

async function systemOf({ connector, plugin }: Connection): Promise<SystemInfo> {
  const system: unknown = await connector.system();
  if (isSystemInfo(system)) return system;
  throw new SeamError('connector-broken', {
    why: `The connector ${plugin.name} does not say what the source is: product and version are needed.`,
  });
}

async function catalogueOf({ connector }: Connection): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of connector.list()) names.push(name);
  return names;
}

/** True where a selector can only be answered by the catalogue. */
export function needsCatalogue(selectors: readonly EntitySelector[]): boolean {
  return selectors.some(({ name, exclude }) => !exclude && isGlob(name));
}

/** One result for every name; a connector that forgets one gets it reported as unreadable. */
async function describeAll(
  { connector }: Connection,
  source: string,
  names: readonly string[],
  { progress, signal }: RunContext,
): Promise<readonly EntityResult[]> {
  const asked = new Set(names);
  const results = new Map<string, EntityResult>();
  if (names.length > 0) progress({ source, done: 0, total: names.length, current: '' });
  for await (const result of connector.describe(names)) {
    signal.throwIfAborted();
    if (!asked.has(result?.entity)) continue;
    results.set(result.entity, trusted(result, results.has(result.entity)));
    progress({ source, done: results.size, total: names.length, current: result.entity });
  }
  return names.map(
    (entity) =>
      results.get(entity) ?? { entity, status: 'unreadable', why: 'The connector gave no answer for it.' },
  );
}

/** A result as it is, or unreadable where it is none: a plugin's answer is never half believed. */
function trusted(result: EntityResult, twice: boolean): EntityResult {
  const problem = twice ? 'it was described twice.' : resultProblem(result);
  if (problem === undefined) return result;
  return {
    entity: result.entity,
    status: 'unreadable',
    why: `The connector broke the rules of its interface: ${problem}`,
    fix: 'Report it to the author of the connector.',
  };
}

/** What a source failed with, as data. A bug goes on as an exception. */
function failureOf(error: unknown, source: string): Failure {
  if (!(error instanceof SeamError)) throw error;
  return error.at({ source }).toFailure();
}
