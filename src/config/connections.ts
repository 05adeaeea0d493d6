import { isJsonObject, type Json, type JsonObject, sameJson } from '../model/json.js';
import { type Path, valueAt } from './pointer.js';

/** A part of a config that is not heeded: the base ref has another value, or does not have the source at all. */
export type Unheeded = { readonly path: Path; readonly what: 'changed' | 'new' };

/** A document whose sources are reached as another one says. */
export type Connected = {
  readonly root: JsonObject;
  readonly unheeded: readonly Unheeded[];
  /** Sources that the other document does not have: nothing of them may be run, read or asked. */
  readonly strangers: readonly string[];
};

/** The keys of a source that say what is contracted of it. All others say what is run, where it leads and with what. */
const contracted: ReadonlySet<string> = new Set(['entities', 'contractsOf']);

/**
 * A config in which every source is reached as the base says: address, connector, secrets, commands, certificates, all
 * that is not listed here as harmless. It works on documents, since a connector must be trusted before its schema is.
 * @param base absent: the config is its own
 */
export function withConnectionsOf(base: JsonObject | undefined, root: JsonObject): Connected {
  const sources = root['sources'];
  if (base === undefined || !isJsonObject(sources)) return { root, unheeded: [], strangers: [] };
  const known = valueAt(base, ['sources']);
  const unheeded: Unheeded[] = [];
  const strangers: string[] = [];
  const connected = Object.entries(sources).map(([name, source]): readonly [string, Json] => {
    const before = valueAt(known ?? null, [name]);
    // What is no map is told by the schema.
    if (!isJsonObject(source)) return [name, source];
    if (!isJsonObject(before)) {
      strangers.push(name);
      unheeded.push({ path: ['sources', name], what: 'new' });
      return [name, source];
    }
    const keys = new Set([...Object.keys(before), ...Object.keys(source)]);
    for (const key of keys) {
      const differs = !sameJson(own(before, key), own(source, key));
      if (!contracted.has(key) && differs) {
        unheeded.push({ path: ['sources', name, key], what: 'changed' });
      }
    }
    return [name, Object.fromEntries([...entriesOf(before, false), ...entriesOf(source, true)])];
  });
  // Channels have addresses and secrets too, and nothing in them is contracted.
  const [then, now] = [own(base, 'notify'), own(root, 'notify')];
  if (!sameJson(then, now)) unheeded.push({ path: ['notify'], what: 'changed' });
  const { notify: _, ...rest } = root;
  const channels = then === undefined ? {} : { notify: then };
  return { root: { ...rest, ...channels, sources: Object.fromEntries(connected) }, unheeded, strangers };
}

/** The document without some of its sources. */
export function without(root: JsonObject, strangers: readonly string[]): JsonObject {
  const sources = root['sources'];
  if (!isJsonObject(sources)) return root;
  const left = Object.entries(sources).filter(([name]) => !strangers.includes(name));
  return { ...root, sources: Object.fromEntries(left) };
}

const own = (map: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** The entries that say what is contracted, or all others. */
function entriesOf(source: JsonObject, isContracted: boolean): readonly (readonly [string, Json])[] {
  return Object.entries(source).filter(([key]) => contracted.has(key) === isContracted);
}
