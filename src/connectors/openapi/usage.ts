import { SeamError } from '../../errors/seam-error.js';
import type { Direction } from '../../model/drift.js';
import type { Spot } from '../../protocols/json-schema/references.js';
import type { Description } from './client.js';
import { escaped, isOfOne, type Operation, referencesIn } from './operations.js';
import { objectAt } from './wire.js';

/** For each direction, the schemas that some operation carries in it, as address and pointer. */
export type Usage = Readonly<Record<Direction, ReadonlySet<string>>>;

/**
 * Which schemas the API returns, takes on create and takes on update, at any depth. An answer of any status is read,
 * and so is what a webhook sends to us. PUT is both create and update; POST at the path of one record too.
 */
export function usageOf(description: Description, operations: readonly Operation[]): Usage {
  const { library, document, address } = description;
  const hooks = document.webhooks.flatMap((name) => library.at(address, `/webhooks/${escaped(name)}`) ?? []);
  const answers = operations.flatMap(({ spot }) => [
    ...Object.keys(objectAt(spot.schema, 'responses')).flatMap(
      (status) => library.below(spot, 'responses', status) ?? [],
    ),
    ...[library.below(spot, 'callbacks') ?? []].flat(),
  ]);
  const bodies = (takes: (operation: Operation) => boolean) =>
    operations.filter(takes).flatMap(({ spot }) => library.below(spot, 'requestBody') ?? []);
  return {
    read: reachable([...answers, ...hooks], description),
    create: reachable(
      bodies(({ method }) => method === 'post' || method === 'put'),
      description,
    ),
    update: reachable(bodies(updates), description),
  };
}

function updates(operation: Operation): boolean {
  const { method } = operation;
  return method === 'put' || method === 'patch' || (method === 'post' && isOfOne(operation));
}

/** Everything that these parts of the document refer to, directly or not. */
function reachable(from: readonly Spot[], { library }: Description): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let spot = waiting.pop(); spot !== undefined; spot = waiting.pop()) {
    for (const reference of referencesIn(spot.schema)) {
      const target = followed(reference, spot, library);
      const key = target === undefined ? undefined : `${target.home}#${target.pointer}`;
      if (target === undefined || key === undefined || found.has(key)) continue;
      found.add(key);
      waiting.push(target);
    }
  }
  return found;
}

/** A reference that leads nowhere is told by the entity that needs it. */
function followed(reference: string, from: Spot, library: Description['library']): Spot | undefined {
  try {
    return library.follow(reference, from);
  } catch (error) {
    if (error instanceof SeamError) return undefined;
    throw error;
  }
}
