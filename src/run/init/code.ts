import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { faultCode } from '../../contract/atomic.js';
import type { EntityRef } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import { refused } from '../refused.js';

/** The texts of an integration's code, and every word in them. */
export type Code = { readonly texts: readonly string[]; readonly words: ReadonlySet<string> };

/** Folders that hold what others wrote, or what was made from the code. */
const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  '__pycache__',
]);

/** Bytes of one file and of all together: more is data, not code. */
const largest = 1_000_000;
const most = 64_000_000;

/**
 * Reads the text files below a folder. Hidden folders, dependencies, symbolic links and files that are large or binary
 * are left out.
 * @param shown the folder as the user wrote it
 * @throws SeamError `usage-invalid` where there is no such folder, nothing in it, or too much
 */
export async function readCode(folder: string, shown: string): Promise<Code> {
  const texts: string[] = [];
  const words = new Set<string>();
  let size = 0;
  for await (const file of filesBelow(folder, shown)) {
    const text = await textOf(file);
    if (text === undefined) continue;
    size += text.length;
    if (size > most) {
      throw refused(
        `There is more than ${most / 1_000_000} MB of text in ${shown}.`,
        'Name the folder of the code alone.',
      );
    }
    texts.push(text);
    for (const [word] of text.matchAll(/[\p{L}\p{N}_$]+/gu)) words.add(word);
  }
  if (texts.length === 0)
    throw refused(`There is no code in ${shown}.`, 'Name the folder of the code: --code FOLDER.');
  return { texts, words };
}

async function* filesBelow(folder: string, shown: string): AsyncGenerator<string> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const code = faultCode(cause);
    if (code === undefined) throw cause;
    throw refused(
      `The folder ${shown} cannot be read (${code}).`,
      'Name a folder that is there: --code FOLDER.',
    );
  }
  const sorted = [...entries].sort((a, b) => byCodePoint(a.name, b.name));
  for (const entry of sorted) {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, join(shown, entry.name));
    if (entry.isFile()) yield path;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  if ((await stat(file)).size > largest) return undefined;
  const text = await readFile(file, 'utf8');
  return text.includes('\0') ? undefined : text;
}

/**
 * Entities that the code names, in the order of the list. A name of several words (`sale.order`, `Sales Order`) counts
 * wherever it stands; one of a single word (`Item`) only in quotes or in a path, for any word of the code could be it.
 * The sets of an OData entity, which are its label, count in a path.
 */
export function entitiesIn(code: Code, entities: readonly EntityRef[]): readonly string[] {
  return entities
    .filter(
      ({ name, label }) => isNamed(code, name) || setsOf(label).some((set) => stands(code, set, inPath)),
    )
    .map(({ name }) => name);
}

/** Names of fields that stand in the code as whole words, wherever: too many are safe, one that is missed is not. */
export function fieldsIn(code: Code, fields: readonly string[]): readonly string[] {
  return fields.filter((name) => (isWord(name) ? code.words.has(name) : stands(code, name, anywhere)));
}

function isNamed(code: Code, name: string): boolean {
  if (isWord(name)) return stands(code, name, quoted) || stands(code, name, inPath);
  const encoded = encodeURIComponent(name);
  return stands(code, name, anywhere) || (encoded !== name && stands(code, encoded, inPath));
}

/** `A_SalesOrder, A_SalesOrderSimulation` */
function setsOf(label = ''): readonly string[] {
  return label.split(', ').filter(isWord);
}

const isWord = (name: string) => /^[\p{L}\p{N}_$]+$/u.test(name);

type Around = (before: string, after: string) => boolean;

const anywhere: Around = (before, after) =>
  !/[\p{L}\p{N}_$]$/u.test(before) && !/^(?:[\p{L}\p{N}_$]|\.[\p{L}_])/u.test(after);
const quoted: Around = (before, after) => /["'`]$/.test(before) && /^["'`]/.test(after);
const inPath: Around = (before, after) => before.endsWith('/') && /^(?:$|["'`/?(\s])/.test(after);

/** True where a name stands somewhere in the code between what `around` allows. */
function stands({ texts, words }: Code, name: string, around: Around): boolean {
  // Most names are ruled out without a look at the texts.
  if ([...name.matchAll(/[\p{L}\p{N}_$]+/gu)].some(([word]) => !words.has(word))) return false;
  return texts.some((text) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const before = text.slice(Math.max(0, at - 2), at);
      const after = text.slice(at + name.length, at + name.length + 2);
      if (around(before, after)) return true;
    }
    return false;
  });
}
