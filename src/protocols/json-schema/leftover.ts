import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import { textOf } from './json.js';
import type { Library, Spot } from './references.js';

/** Keywords that limit no value. https://json-schema.org/draft/2020-12/json-schema-validation#section-9 */
const annotations: ReadonlySet<string> = new Set([
  '$comment',
  'deprecated',
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'title',
  'xml',
]);

/** Maps of names to schemas: a name in them is no keyword. */
const maps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
]);

/** A longer text is cut; its digest still tells one from another. */
const longest = 300;

/** Turns fragments of schemas into text; remembers what it has read of each schema that is referred to. */
export type Digests = Map<string, string>;

/**
 * A fragment without what limits no value, in which a reference is the name of the schema and a digest of all that it
 * says: a change anywhere behind it changes the fragment.
 */
export function leftover(fragment: JsonObject, from: Spot, library: Library, digests: Digests): JsonObject {
  return clean(fragment, false, (reference) => {
    const target = library.follow(reference, from);
    const key = `${target.home}#${target.pointer}`;
    const known = digests.get(key) ?? digest(target, library);
    digests.set(key, known);
    return `${nameOf(target)} #${known}`;
  }) as JsonObject;
}

/** Fragments as one text, or `undefined` where there are none: JSON with sorted names. */
export function textOfLeftovers(fragments: readonly JsonObject[]): string | undefined {
  if (fragments.length === 0) return undefined;
  const texts = [...new Set(fragments.map((fragment) => JSON.stringify(sorted(fragment))))].sort(byCodePoint);
  const text = texts.join(' ');
  return text.length <= longest ? text : `${text.slice(0, longest)}… #${hash(text)}`;
}

/** Last step of the pointer to a schema, or of the address of its document: what people call it. */
export function nameOf({ pointer, home }: Pick<Spot, 'pointer' | 'home'>): string {
  const step = pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  if (pointer !== '') return step;
  const file = home.split(/[/?#]/).findLast((part) => part !== '') ?? home;
  return file.replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '');
}

/** A digest of a schema and of every schema that it leads to, each once, so that circles end. */
function digest(start: Spot, library: Library): string {
  const texts = new Map<string, string>();
  const waiting = [start];
  for (let spot = waiting.pop(); spot !== undefined; spot = waiting.pop()) {
    const key = `${spot.home}#${spot.pointer}`;
    if (texts.has(key)) continue;
    const from = spot;
    const said = clean(spot.schema, false, (reference) => {
      waiting.push(library.follow(reference, from));
      return reference;
    });
    texts.set(key, JSON.stringify(sorted(said)));
  }
  return hash([...texts.values()].sort(byCodePoint).join('\n'));
}

function clean(value: Json, isMap: boolean, named: (reference: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => clean(item, false, named));
  if (!isJsonObject(value)) return value;
  const reference = isMap ? undefined : textOf(value, '$ref');
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      if (isMap) return [[name, clean(child, false, named)]];
      if (annotations.has(name) || name.startsWith('x-')) return [];
      if (name === '$ref' && reference !== undefined) return [[name, named(reference)]];
      return [[name, clean(child, maps.has(name), named)]];
    }),
  );
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(entries.map(([name, child]) => [name, sorted(child)]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
