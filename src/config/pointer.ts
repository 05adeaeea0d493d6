import { isJsonObject, type Json } from '../model/json.js';
import { quoted } from './say.js';

/** Keys and list positions from the root of a file to a value. */
export type Path = readonly (string | number)[];

/** The path as one text, different for different paths. JSON Pointer, RFC 6901. */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The path that a pointer means in this document: a step into a list is a number. */
export function pathOf(pointer: string, root: Json): Path {
  const path: (string | number)[] = [];
  let value: Json | undefined = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = childOf(value, step);
  }
  return path;
}

/** The value at a path, or `undefined`. */
export function valueAt(root: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(childOf, root);
}

function childOf(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The path as people read it: `sources.erp-prod.entities[3].name`. A key that is no plain word is in quotes. */
export function dotted(path: Path): string {
  const steps = path.map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${isWord(step) ? step : quoted(step)}`,
  );
  return steps.join('').replace(/^\./, '');
}

function isWord(key: string): boolean {
  return /^[\p{L}\p{N}_./-]{1,100}$/u.test(key);
}

/** Every text in a value, with its path. */
export function textsIn(value: Json, path: Path = []): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
