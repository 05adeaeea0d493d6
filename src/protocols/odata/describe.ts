import { SeamError } from '../../errors/seam-error.js';
import type { EntityRef, EntityResult } from '../../model/source.js';
import type { Edm } from './edm.js';
import { describeEntityType } from './map/entity.js';
import { observedIn } from './map/observed.js';
import { describeOperation } from './map/operation.js';
import type { Product } from './map/work.js';
import type { Wanted } from './read/draft.js';
import { type ReadOptions, readMetadata } from './read/metadata.js';
import type { Chunks } from './read/text.js';

/** Gives the text of a metadata document from its start, as often as it is called. */
export type Open = () => Chunks;

/** Names of every entity type and operation of a document, with the addresses of each as its label. */
export function namesIn(edm: Edm, { nameOf }: Product): readonly EntityRef[] {
  const types = [...edm.entityNames.keys()].map((name): EntityRef => {
    const label = edm.sets
      .get(name)
      ?.map((set) => set.name)
      .join(', ');
    return label === undefined ? { name: nameOf(name) } : { name: nameOf(name), label };
  });
  return [...types, ...[...edm.operations.keys()].map((name) => ({ name: nameOf(name) }))];
}

/**
 * Reads what is needed to describe these entities, and no other: a second time only where a base type of a wanted type
 * was not wanted itself.
 */
export async function readEntities(
  open: Open,
  names: ReadonlySet<string>,
  product: Product,
  options: Pick<ReadOptions, 'limits'> = {},
): Promise<Edm> {
  const isWanted = (name: string) => names.has(product.nameOf(name));
  const operations = new Set([...names].map((name) => name.split('(', 1)[0]));
  const operation: Wanted['operation'] = (name) => operations.has(product.nameOf(name));
  const edm = await readMetadata(open(), { ...options, wanted: { entityType: isWanted, operation } });
  const bases = basesOf(edm);
  if ([...bases].every((name) => edm.entityTypes.has(name) || !edm.entityNames.has(name))) return edm;
  const entityType = (name: string) => isWanted(name) || bases.has(name);
  return readMetadata(open(), { ...options, wanted: { entityType, operation } });
}

/** Base types, direct or not, of the types that were kept. */
function basesOf({ entityTypes, entityNames }: Edm): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { base } of entityTypes.values()) {
    for (let next = base; next !== undefined && !found.has(next); next = entityNames.get(next)?.base) {
      found.add(next);
    }
  }
  return found;
}

/** What is told beside the results: a type that is not known, a base type that is not there. */
export type Warn = (entity: string, warning: string) => void;

/** What became of describing each of these entities of a document that `readEntities` has read. */
export function* describeEntities(
  edm: Edm,
  names: Iterable<string>,
  product: Product,
  warn: Warn,
): Generator<EntityResult> {
  const qualified = new Map(
    [...edm.operations.keys(), ...edm.entityNames.keys()].map((name) => [product.nameOf(name), name]),
  );
  const { notObserved } = observedIn(edm, product);
  for (const entity of names) yield describeOne(edm, { entity, qualified, notObserved }, product, warn);
}

function describeOne(
  edm: Edm,
  asked: {
    readonly entity: string;
    readonly qualified: ReadonlyMap<string, string>;
    readonly notObserved: ReturnType<typeof observedIn>['notObserved'];
  },
  product: Product,
  warn: Warn,
): EntityResult {
  const { entity, notObserved } = asked;
  const name = asked.qualified.get(entity);
  if (name === undefined)
    return { entity, status: 'missing', why: 'The metadata has no such entity type or operation.' };
  try {
    const described = describeEntityType(edm, product, name) ?? describeOperation(edm, product, name);
    if (described === undefined)
      return { entity, status: 'unreadable', why: 'Its declaration could not be read.' };
    for (const warning of new Set(described.warnings)) warn(entity, warning);
    return {
      entity,
      status: 'described',
      schema: described.schema,
      ...(notObserved.length === 0 ? {} : { notObserved }),
    };
  } catch (error) {
    if (!(error instanceof SeamError) || error.code !== 'source-too-large') throw error;
    return { entity, status: 'unreadable', why: error.message, fix: error.fix };
  }
}
