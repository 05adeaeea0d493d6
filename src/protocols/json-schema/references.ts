import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { type Dialect, mannersOf } from './dialect.js';
import { member, textOf } from './json.js';

/** A schema and where it stands. */
export type Spot = {
  readonly schema: Json;
  /** Address that relative references in it are resolved against. */
  readonly base: string;
  /** Address of the document that holds it. */
  readonly home: string;
  /** JSON pointer in that document. */
  readonly pointer: string;
};

/** Documents by address, with every schema in them that has an address or an anchor of its own. */
export type Library = {
  /**
   * The schema that a reference leads to.
   * @throws SeamError `source-unusable`, or why the document could not be read
   */
  follow(reference: string, from: Pick<Spot, 'base' | 'home'>): Spot;
  /** What stands at a JSON pointer of a document; `undefined` where nothing does. */
  at(address: string, pointer: string): Spot | undefined;
  /** What stands at a step below a spot. */
  below(spot: Spot, ...steps: readonly string[]): Spot | undefined;
};

/** More documents than any description refers to. */
const mostDocuments = 500;

type Shelf = {
  readonly documents: Map<string, Spot>;
  /** Schemas with an address (`address`) or an anchor (`address#anchor`). */
  readonly named: Map<string, Spot>;
  readonly failures: Map<string, SeamError>;
  readonly dialects: Map<string, Dialect>;
};

/**
 * The documents at these addresses, and all that they refer to as far as `load` gives it out.
 * @throws what `load` throws of one of these addresses
 */
export async function openLibrary(
  addresses: readonly string[],
  load: (address: string) => Promise<Json>,
  dialectOf: (document: Json) => Dialect,
): Promise<Library> {
  const shelf: Shelf = { documents: new Map(), named: new Map(), failures: new Map(), dialects: new Map() };
  const waiting = [...addresses].reverse();
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (shelf.documents.has(address) || shelf.named.has(address) || shelf.failures.has(address)) continue;
    if (shelf.documents.size >= mostDocuments) {
      throw unusable(`It refers to more than ${mostDocuments} documents.`, 'Bundle it into one document.');
    }
    try {
      const schema = await load(address);
      const root: Spot = { schema, base: address, home: address, pointer: '' };
      const dialect = dialectOf(schema);
      shelf.dialects.set(address, dialect);
      shelf.documents.set(address, rebased(root, mannersOf(dialect).id));
      waiting.push(...index(root, shelf));
    } catch (error) {
      // What the source itself is must be there; another document fails only those who refer to it.
      if (!(error instanceof SeamError) || addresses.includes(address)) throw error;
      shelf.failures.set(address, error);
    }
  }
  return {
    follow: (reference, from) => follow(reference, from, shelf),
    at: (address, pointer) => walk(shelf.documents.get(address), stepsOf(pointer), shelf),
    below: (spot, ...steps) => walk(spot, steps, shelf),
  };
}

/** Maps of names to schemas: a name in them is no keyword. */
const maps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'schemas',
]);

/** Data, and no schemas: what looks like an address in them is none. */
const data: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** Notes every address and anchor of a document; gives the addresses of the documents that it refers to. */
function index(root: Spot, { named, dialects }: Shelf): readonly string[] {
  const { id } = mannersOf(dialects.get(root.home) ?? '2020-12');
  const references = new Set<string>();
  const seen = new Set<object>();
  const waiting: { readonly spot: Spot; readonly isMap: boolean }[] = [{ spot: root, isMap: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { spot, isMap } = next;
    const value = spot.schema;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const here = isMap ? spot : rebased(spot, id);
    if (!isMap && isJsonObject(value)) {
      for (const name of namesOf(value, spot, here, id)) if (!named.has(name)) named.set(name, here);
      for (const reference of [textOf(value, '$ref'), textOf(value, '$dynamicRef')]) {
        if (reference === undefined || reference.startsWith('#')) continue;
        for (const base of [here.base, here.home]) {
          const address = resolve(reference, base)?.address;
          if (address !== undefined) references.add(address);
        }
      }
    }
    for (const [name, child] of Object.entries(value)) {
      if (!isMap && data.has(name)) continue;
      const pointer = `${spot.pointer}/${escaped(name)}`;
      waiting.push({
        spot: { ...here, schema: child as Json, pointer },
        isMap: !isMap && maps.has(name) && !Array.isArray(value),
      });
    }
  }
  return [...references];
}

/** The addresses and anchors by which a schema can be referred to. */
function namesOf(
  schema: JsonObject,
  spot: Spot,
  here: Spot,
  id: 'id' | '$id' | undefined,
): readonly string[] {
  const said = id === undefined ? undefined : textOf(schema, id);
  const anchors = [textOf(schema, '$anchor'), textOf(schema, '$dynamicAnchor')];
  // Up to draft 7 an anchor is an id that is a fragment alone.
  if (said?.startsWith('#')) anchors.push(said.slice(1));
  return [
    ...(here.base === spot.base ? [] : [here.base]),
    ...anchors.flatMap((anchor) => (anchor === undefined ? [] : [`${here.base}#${anchor}`])),
  ];
}

/** The spot with the base that its schema gives itself. */
function rebased(spot: Spot, id: 'id' | '$id' | undefined): Spot {
  const said = id === undefined || !isJsonObject(spot.schema) ? undefined : textOf(spot.schema, id);
  if (said === undefined || said.startsWith('#')) return spot;
  const address = resolve(said, spot.base)?.address;
  return address === undefined ? spot : { ...spot, base: address };
}

type Target = { readonly address: string; readonly fragment: string };

/** RFC 3986, 5; a fragment alone is within any base, also one that is no hierarchy. */
function resolve(reference: string, base: string): Target | undefined {
  const hash = reference.indexOf('#');
  const [path, fragment] = hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
  if (path === '') return { address: base, fragment: decoded(fragment) };
  if (!URL.canParse(path, base)) return undefined;
  return { address: new URL(path, base).href, fragment: decoded(fragment) };
}

function follow(reference: string, from: Pick<Spot, 'base' | 'home'>, shelf: Shelf): Spot {
  const targets = [resolve(reference, from.base), resolve(reference, from.home)];
  for (const target of targets) {
    const spot = target === undefined ? undefined : found(target, shelf);
    if (spot !== undefined) return spot;
  }
  for (const target of targets.reverse()) {
    const failure = target === undefined ? undefined : shelf.failures.get(target.address);
    if (failure !== undefined) throw failure;
  }
  throw unusable(
    `It refers to ${JSON.stringify(reference)}, which is not there.`,
    'Correct the reference in the document.',
  );
}

function found({ address, fragment }: Target, shelf: Shelf): Spot | undefined {
  const whole = shelf.named.get(address) ?? shelf.documents.get(address);
  if (fragment === '' || fragment.startsWith('/')) return walk(whole, stepsOf(fragment), shelf);
  return shelf.named.get(`${address}#${fragment}`);
}

function walk(from: Spot | undefined, steps: readonly string[], { dialects }: Shelf): Spot | undefined {
  if (from === undefined) return undefined;
  const { id } = mannersOf(dialects.get(from.home) ?? '2020-12');
  let spot = from;
  for (const step of steps) {
    const child = Array.isArray(spot.schema) ? spot.schema[Number(step)] : member(spot.schema, step);
    if (child === undefined) return undefined;
    spot = rebased({ ...spot, schema: child, pointer: `${spot.pointer}/${escaped(step)}` }, id);
  }
  return spot;
}

/** RFC 6901, 4 */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function unusable(why: string, fix: string): SeamError {
  return new SeamError('source-unusable', { why, fix });
}
