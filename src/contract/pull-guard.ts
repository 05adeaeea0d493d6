import { isJsonObject } from '../model/json.js';
import type { EntityResult } from '../model/source.js';
import { problemsOf } from './guard.js';
import { isSystemInfo } from './source-info.js';

/** RFC 3339, 5.6, in UTC. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Why a value is no pull file, in a sentence; `undefined` where it is one. */
export function pullProblem(value: unknown): string | undefined {
  if (!isJsonObject(value)) return 'The file is no pull file.';
  const { format, seamVersion, pulledAt, sources } = value;
  if (format !== 1) return `Its format is ${JSON.stringify(format)}; this seam reads 1.`;
  if (typeof seamVersion !== 'string') return 'It does not say which seam made it.';
  if (!isInstant(pulledAt)) return 'It does not say when it was made.';
  if (!Array.isArray(sources)) return 'It holds no sources.';
  return firstOf(sources, sourceProblem);
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value));
}

function sourceProblem(source: unknown): string | undefined {
  if (!isJsonObject(source) || typeof source['name'] !== 'string') return 'A source in it has no name.';
  const { name, connector, mapping, system, results, listed, failure } = source;
  if (typeof connector !== 'string' || typeof mapping !== 'number')
    return `${name}: connector or mapping is missing.`;
  if (system !== undefined && !isSystemInfo(system)) return `${name}: what the source is cannot be read.`;
  if (listed !== undefined && !areTexts(listed)) return `${name}: its catalogue is no list of names.`;
  if (failure !== undefined && !isFailure(failure)) return `${name}: its failure cannot be read.`;
  if (!Array.isArray(results)) return `${name}: it holds no results.`;
  const problem = firstOf(results, resultProblem);
  return problem === undefined ? undefined : `${name}: ${problem}`;
}

const statuses: ReadonlySet<unknown> = new Set<EntityResult['status']>([
  'missing',
  'forbidden',
  'unreadable',
  'not-applicable',
]);

/** Why a value is not what became of describing an entity, in a sentence; `undefined` where it is. */
export function resultProblem(result: unknown): string | undefined {
  if (!isJsonObject(result) || typeof result['entity'] !== 'string') return 'A result has no entity.';
  const { entity, status, schema, hidden, notObserved, why, fix } = result;
  if (status !== 'described') {
    const isWhole =
      statuses.has(status) && typeof why === 'string' && (fix === undefined || typeof fix === 'string');
    return isWhole ? undefined : `${entity}: what became of it cannot be read.`;
  }
  if (hidden !== undefined && !areTexts(hidden)) return `${entity}: its hidden fields are no list of names.`;
  if (notObserved !== undefined && !areNotObserved(notObserved))
    return `${entity}: what was not observed cannot be read.`;
  const [problem] = problemsOf(schema);
  return problem === undefined ? undefined : `${entity}: ${problem.at || 'its schema'} ${problem.why}.`;
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function areNotObserved(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (each) => isJsonObject(each) && typeof each['facet'] === 'string' && typeof each['why'] === 'string',
    )
  );
}

function isFailure(value: unknown): boolean {
  return isJsonObject(value) && typeof value['code'] === 'string' && typeof value['why'] === 'string';
}

function firstOf(
  list: readonly unknown[],
  problem: (each: unknown) => string | undefined,
): string | undefined {
  for (const each of list) {
    const found = problem(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
