import type { PulledSource } from '../model/pull.js';
import type { Judged } from './judge-entity.js';

/** Rules that say that something is gone: metadata of real servers flaps, so they count on the second look only. */
const removals: ReadonlySet<string> = new Set(['entity-removed', 'field-removed', 'field-renamed']);

/**
 * Reads the entities once more from which something is gone, and takes what the second reading says. Where it fails,
 * the first one stands: a doubt never turns red into green.
 */
export async function confirmRemovals(
  first: readonly Judged[],
  pull: (entities: readonly string[]) => Promise<PulledSource>,
  judge: (again: PulledSource) => Promise<readonly Judged[]>,
): Promise<readonly Judged[]> {
  const doubtful = first.filter(({ findings }) => findings.some(({ rule }) => removals.has(rule)));
  if (doubtful.length === 0) return first;
  const again = await pull(doubtful.map(({ coverage }) => coverage.entity));
  if (again.failure !== undefined) return first;
  const readable = new Set(
    again.results
      .filter(({ status }) => status === 'described' || status === 'missing')
      .map(({ entity }) => entity),
  );
  const second = new Map((await judge(again)).map((judged) => [judged.coverage.entity, judged]));
  return first.map((judged) => {
    const { entity } = judged.coverage;
    return readable.has(entity) ? (second.get(entity) ?? judged) : judged;
  });
}
