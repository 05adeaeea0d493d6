import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Json } from '../model/json.js';
import { type Path, pointerOf } from './pointer.js';
import { quoted } from './say.js';
import { syntaxFault } from './yaml-syntax.js';

/** Offsets in the text: from the first character to behind the last one. */
export type Range = readonly [start: number, end: number];

/** Where a key and its value stand. */
export type Spot = { readonly key?: Range; readonly value: Range };

/** Something that makes the text no usable YAML, or no JSON. */
export type YamlFault = { readonly range: Range; readonly why: string; readonly fix?: string };

/** A YAML text as JSON, with the place of every value. */
export type YamlText = {
  readonly text: string;
  readonly lines: LineCounter;
  readonly root: Json;
  /** By `pointerOf` the path. A merged or aliased value stands where its anchor is. */
  readonly spots: ReadonlyMap<string, Spot>;
  readonly faults: readonly YamlFault[];
};

/** More than any real file has; aliases count each time they are used, so they cannot blow up. */
const mostValues = 50_000;
const deepest = 32;

/**
 * Reads YAML 1.2 (core schema) as JSON. Beside broken syntax these are faults: a key that stands twice, unknown tags,
 * aliases without an anchor, keys that are no text, numbers that JSON cannot hold, and documents that are too large
 * or too deep. Merge keys (`<<`) are applied. https://yaml.org/spec/1.2.2
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const spots = new Map<string, Spot>();
  const tooDeep = nestedTooDeeply(text);
  if (tooDeep !== undefined) {
    lines.lineStarts.push(...lineStarts(text));
    return { text, lines, root: null, spots, faults: [tooDeep] };
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    prettyErrors: false,
    // Compares every key with every other one; the walk does it with a set.
    uniqueKeys: false,
    // `silent` would also keep quiet about further documents.
    logLevel: 'error',
  });
  const walk: Walk = { spots, faults: syntaxFaults(document), anchors: new Map(), left: mostValues };
  const root = convert(document.contents as Node | null, [], walk);
  spots.set('', { value: rangeOf(document.contents as Node | null, [0, 0]) });
  return { text, lines, root, spots, faults: walk.faults };
}

type Walk = {
  readonly spots: Map<string, Spot>;
  readonly faults: YamlFault[];
  readonly anchors: Map<string, Node>;
  /** Values that may still be converted. */
  left: number;
};

function syntaxFaults({ errors, warnings }: Document): YamlFault[] {
  const faults = [...errors, ...warnings].map(
    ({ code, pos: [start, end] }): YamlFault => ({
      range: [start, end],
      ...syntaxFault(code),
    }),
  );
  // One slip can be an error for every level around it.
  return [...new Map(faults.map((fault) => [`${fault.range[0]} ${fault.why}`, fault])).values()];
}

function convert(node: Node | null, path: Path, walk: Walk): Json {
  const range = rangeOf(node, [0, 0]);
  if (!affordable(path, range, walk)) return null;
  if (isAlias(node)) return convert(anchored(node.source, range, walk), path, walk);
  const value = convertContent(node, path, range, walk);
  // Only now: an alias inside its own anchor must not find it.
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
    walk.anchors.set(node.anchor, node);
  }
  return value;
}

function convertContent(node: Node | null, path: Path, range: Range, walk: Walk): Json {
  if (isMap(node)) return convertMap(node, path, walk);
  if (isSeq(node)) return node.items.map((item, index) => convertItem(item as Node, [...path, index], walk));
  return isScalar(node) ? convertScalar(node.value, range, walk) : null;
}

/** Counts one more value; false, with one fault, where the document is larger or deeper than any real one. */
function affordable(path: Path, range: Range, walk: Walk): boolean {
  if (walk.left > 0 && path.length <= deepest) {
    walk.left -= 1;
    return true;
  }
  if (walk.left >= 0) {
    const why =
      walk.left === 0
        ? 'The file has too many values; aliases count each time.'
        : 'The file is nested too deeply.';
    walk.faults.push({ range, why });
  }
  walk.left = -1;
  return false;
}

function convertItem(node: Node, path: Path, walk: Walk): Json {
  const value = convert(node, path, walk);
  walk.spots.set(pointerOf(path), { value: rangeOf(node, [0, 0]) });
  return value;
}

function convertScalar(value: unknown, range: Range, walk: Walk): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  walk.faults.push({ range, why: 'This is no value that seam.yaml can hold.', fix: 'Put it in quotes.' });
  return null;
}

function convertMap(map: YAMLMap, path: Path, walk: Walk): Json {
  const pairs = map.items as Pair<Node, Node | null>[];
  // First, so that the places of what the map says itself replace those of what it merges.
  const merged = pairs.filter(isMerge).flatMap(({ value }) => mergedEntries(value, path, walk));
  const own = new Map<string, Json>();
  for (const pair of pairs) {
    const range = rangeOf(pair.key, rangeOf(map, [0, 0]));
    const name = isMerge(pair) ? undefined : keyOf(pair.key, range, walk);
    if (name === undefined) continue;
    if (own.has(name)) {
      const why = `The key ${quoted(name)} stands twice in the same map.`;
      walk.faults.push({ range, why, fix: 'Keep one of them.' });
      continue;
    }
    own.set(name, convert(pair.value, [...path, name], walk));
    walk.spots.set(pointerOf([...path, name]), { key: range, value: rangeOf(pair.value, range) });
  }
  // In a merge the first value wins, and what the map says itself wins over all.
  return Object.fromEntries([...merged.reverse(), ...own]);
}

function isMerge({ key }: Pair<Node, Node | null>): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function keyOf(key: Node | null, range: Range, walk: Walk): string | undefined {
  if (isScalar(key)) return String(key.value);
  walk.faults.push({ range, why: 'A key must be plain text.' });
  return undefined;
}

/** What `<<` brings: the entries of one map, or of a list of maps. https://yaml.org/type/merge.html */
function mergedEntries(value: Node | null, path: Path, walk: Walk): readonly [string, Json][] {
  const sources = isSeq(value) ? (value.items as Node[]) : [value];
  return sources.flatMap((source) => {
    const range = rangeOf(source, [0, 0]);
    if (!affordable(path, range, walk)) return [];
    const target = isAlias(source) ? anchored(source.source, range, walk) : source;
    if (target === null) return [];
    if (isMap(target))
      return Object.entries(convertMap(target, path, walk) as Readonly<Record<string, Json>>);
    walk.faults.push({ range, why: 'The merge key << takes a map, or a list of maps.' });
    return [];
  });
}

function anchored(name: string, range: Range, walk: Walk): Node | null {
  const node = walk.anchors.get(name);
  if (node !== undefined) return node;
  // The name is not told: it may be a credential that somebody forgot to quote.
  const why = 'There is no anchor of this name before the alias.';
  walk.faults.push({ range, why, fix: 'Put a name that begins with * in quotes.' });
  return null;
}

function rangeOf(node: Node | null | undefined, otherwise: Range): Range {
  return node?.range == null ? otherwise : [node.range[0], node.range[1]];
}

/** The parser and the regular expressions in it need stack for each level; no real file has a hundred. */
function nestedTooDeeply(text: string): YamlFault | undefined {
  const most = 100;
  const nested = { why: 'The file is nested too deeply.' };
  const dashes = /(?:[-?:][ \t]+){100}/.exec(text);
  if (dashes !== null) return { range: [dashes.index, dashes.index + 1], ...nested };
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > most) return { range: [index, index + 1], ...nested };
  }
  return undefined;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
