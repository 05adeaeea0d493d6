import { SeamError } from '../../errors/seam-error.js';
import { once } from '../../model/once.js';
import type { EntityRef, EntityResult } from '../../model/source.js';
import { describeEntities, namesIn, readEntities, type Warn } from './describe.js';
import type { Edm } from './edm.js';
import type { Product } from './map/work.js';
import { namesOnly } from './read/draft.js';
import { readMetadata } from './read/metadata.js';
import type { Chunks } from './read/text.js';

/** One OData service of a source. */
export type Service = {
  /** How the source's config calls it. */
  readonly name: string;
  /** Its metadata document; received once, read as often as needed. */
  document(): Promise<{ chunks(): Chunks; readonly cached: boolean }>;
};

/** What concerns one service alone; anything else (no connection, no login) would only be met again. */
const ofOneService: ReadonlySet<string> = new Set([
  'source-forbidden',
  'source-not-found',
  'source-server-error',
  'source-timeout',
  'source-empty',
  'source-html',
  'source-truncated',
  'source-too-large',
  'source-unusable',
]);

type Failed = { readonly service: Service; readonly error: SeamError };

/** Stands for the entities of a service that could not be read, where nobody knows their names. */
function standIn({ service }: Failed): string {
  return `${service.name}.*`;
}

/**
 * Names of every entity type and operation of these services. A service that cannot be read is listed as `NAME.*`, so that
 * describing says why: left out, its entities would look gone.
 * @throws SeamError where no service can be read
 */
export async function* listServices(
  services: readonly Service[],
  product: Product,
): AsyncGenerator<EntityRef> {
  const failed: Failed[] = [];
  for (const service of services) {
    const read = await attempt(service, async ({ chunks }) => readMetadata(chunks(), { wanted: namesOnly }));
    if ('error' in read) failed.push(read);
    else yield* namesIn(read.value, product);
  }
  throwIfNone(failed, services);
  for (const each of failed) yield { name: standIn(each) };
}

/**
 * What became of describing these entities, each from the service that has it.
 * @throws SeamError where no service can be read, or two describe one entity
 */
export async function* describeServices(
  services: readonly Service[],
  names: readonly string[],
  product: Product,
  warn: Warn,
): AsyncGenerator<EntityResult> {
  const failed: Failed[] = [];
  const found = new Map<string, Service>();
  const namespaces = new Set<string>();
  for (const service of services) {
    const read = await attempt(service, async ({ chunks, cached }) => ({
      edm: await readEntities(chunks, new Set(names), product),
      cached,
    }));
    if ('error' in read) {
      failed.push(read);
      continue;
    }
    const { edm, cached } = read.value;
    const all = namesOf(edm, product);
    for (const name of all) namespaces.add(namespaceOf(name));
    const own = names.filter((name) => all.has(name));
    for (const name of own) claim(found, name, service);
    for (const warning of own.length === 0 ? [] : edm.warnings) warn(service.name, warning);
    for (const result of describeEntities(edm, own, product, warn)) yield marked(result, cached);
  }
  throwIfNone(failed, services);
  for (const entity of names) {
    // A name of a namespace that was read is missing, whatever else could not be read.
    if (!found.has(entity)) yield notFound(entity, namespaces.has(namespaceOf(entity)) ? [] : failed);
  }
}

function namesOf(edm: Edm, { nameOf }: Product): ReadonlySet<string> {
  return new Set([...edm.entityNames.keys(), ...edm.operations.keys()].map(nameOf));
}

/** `Ns` of `Ns.Order` and of `Ns.Confirm(Ns.Order)`. */
function namespaceOf(name: string): string {
  const [own = ''] = name.split('(', 1);
  return own.slice(0, Math.max(0, own.lastIndexOf('.')));
}

/** A name has its namespace, so that services of one source do not meet; where two do, neither is the right one. */
function claim(found: Map<string, Service>, name: string, service: Service): void {
  const other = found.get(name);
  if (other !== undefined) {
    throw new SeamError('config-invalid', {
      why: `Both ${other.name} and ${service.name} describe ${name}.`,
      fix: 'Put the two services into sources of their own.',
    });
  }
  found.set(name, service);
}

function marked(result: EntityResult, cached: boolean): EntityResult {
  return cached && result.status === 'described' ? { ...result, fromCache: true } : result;
}

function notFound(entity: string, failed: readonly Failed[]): EntityResult {
  const own = failed.find((each) => standIn(each) === entity) ?? failed[0];
  if (own === undefined) {
    return {
      entity,
      status: 'missing',
      why: 'No service of the source has such an entity type or operation.',
    };
  }
  const { service, error } = own;
  const status = error.code === 'source-forbidden' ? 'forbidden' : 'unreadable';
  return { entity, status, why: `${service.name} could not be read: ${error.message}`, fix: error.fix };
}

async function attempt<T>(
  service: Service,
  read: (document: Awaited<ReturnType<Service['document']>>) => Promise<T>,
): Promise<{ readonly value: T } | Failed> {
  try {
    return { value: await read(await service.document()) };
  } catch (error) {
    if (!(error instanceof SeamError) || !ofOneService.has(error.code)) throw error;
    return { service, error };
  }
}

function throwIfNone(failed: readonly Failed[], services: readonly Service[]): void {
  const [first] = failed;
  if (first !== undefined && failed.length === services.length) {
    throw first.error.at({ service: first.service.name });
  }
}

/** The same service, whose document is received when it is first needed and then held. */
export function remembered({ name, document }: Service): Service {
  return { name, document: once(document) };
}
