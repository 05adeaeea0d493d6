import { createHash } from 'node:crypto';

/** The file that says what the source is; no contract's name begins with `_`. */
export const sourceFile = '_source.json';

const extension = '.json';

/** Longest file name in bytes; file systems take 255, and temporary files need some of them. */
const longest = 200;

/** Characters that mean nothing to any shell or file system. `~` and `%` are ours. */
const plain = /^[A-Za-z0-9._(),&+ -]$/;

/** A first character that would hide the file, look like an option, be trimmed, or be taken for a file of seam's own. */
const unsafeFirst = /^[._ -]/;
const unsafeLast = /[. ]$/;

/** Names of devices, also with anything behind a point. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i;

const hashed = /~~[0-9a-f]{32}\.json$/;

/**
 * File name of an entity's contract: the name as it is where that is safe (`sale.order.json`), with `%2F` for what a
 * file name cannot hold, and behind a `~` which letters are capitals (`Sales Order~12.json`), so that two entities that
 * differ only in case have different files wherever case does not count. A name that would be too long is cut and ends
 * in a hash (`…~~<32 hex digits>.json`).
 */
export function fileNameOf(entity: string): string {
  const name = encoded(entity) + capitals(entity) + extension;
  if (Buffer.byteLength(name) <= longest) return name;
  const hash = createHash('sha256').update(JSON.stringify(entity)).digest('hex').slice(0, 32);
  const start = [...encoded(entity)].slice(0, 32).join('');
  return `${start}~~${hash}${extension}`;
}

/** The entity whose contract has this file name; `undefined` where none has, or the name holds only a hash. */
export function entityOf(fileName: string): string | undefined {
  // HFS+ gives names back decomposed.
  const name = fileName.normalize('NFC');
  if (!name.endsWith(extension)) return undefined;
  const [start = ''] = name.slice(0, -extension.length).split('~');
  const entity = start.replaceAll(/%(?:u([0-9A-F]{4})|([0-9A-F]{2}))/g, (_, long: string, short: string) =>
    String.fromCharCode(Number.parseInt(long ?? short, 16)),
  );
  return entity !== '' && fileNameOf(entity) === name ? entity : undefined;
}

/** True for a file name that some entity's contract has. */
export function isContractFile(fileName: string): boolean {
  return hashed.test(fileName) || entityOf(fileName) !== undefined;
}

function encoded(entity: string): string {
  const readable = [...entity]
    .map((character) => (isPlain(character) ? character : escaped(character)))
    .join('');
  // Letters that a file system would compose into others cannot stay.
  const stable =
    readable.normalize('NFC') === readable ? readable : readable.replaceAll(/[^\x20-\x7E]/gu, escaped);
  const first = unsafeFirst.test(stable) || device.test(stable) ? escapedFirst(stable) : stable;
  return first.replace(unsafeLast, escaped);
}

function escapedFirst(name: string): string {
  return escaped(name.slice(0, 1)) + name.slice(1);
}

/** `%2F`; `%u20AC` for each unit of UTF-16 above 0xFF, also for half a pair. */
function escaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => {
    const hex = characters.charCodeAt(index).toString(16).toUpperCase();
    return hex.length <= 2 ? `%${hex.padStart(2, '0')}` : `%u${hex.padStart(4, '0')}`;
  }).join('');
}

/**
 * True for a character that stays as it is. Outside ASCII that is a letter or digit which is composed, and has no case
 * or exactly one other: file systems hold ſ for s and ß for ss.
 */
function isPlain(character: string): boolean {
  if (character <= '\u007F') return plain.test(character);
  if (!/^[\p{L}\p{Nd}]$/u.test(character) || /\p{DI}/u.test(character)) return false;
  if (character.normalize('NFC') !== character) return false;
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return character === lower
    ? upper.toLowerCase() === lower
    : character === upper && lower.toUpperCase() === upper;
}

/** Which of the letters that have a case are capitals: a hex digit for each four, the first letter its lowest bit. */
function capitals(entity: string): string {
  const bits = [...entity]
    .filter((character) => character.toLowerCase() !== character.toUpperCase())
    .map((character) => (character === character.toLowerCase() ? 0 : 1));
  const digits = Array.from({ length: Math.ceil(bits.length / 4) }, (_, digit) =>
    bits
      .slice(digit * 4, digit * 4 + 4)
      .reduce<number>((sum, bit, index) => sum + bit * 2 ** index, 0)
      .toString(16),
  ).join('');
  const told = digits.replace(/0+$/, '');
  return told === '' ? '' : `~${told}`;
}
