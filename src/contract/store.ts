import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import type { EntitySchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';
import { faultCode, sweep, writeAtomically } from './atomic.js';
import { canonicalText } from './canonical.js';
import { entityOf, fileNameOf, sourceFile } from './file-name.js';
import { type ContractFolder, folderOf, type NamedText, sortOut, withLineFeeds } from './folder.js';
import { realFile, removeFile, sourceFolder, writableFile } from './place.js';
import { type SourceInfo, sourceInfoText } from './source-info.js';
import { existingText } from './text.js';

export type { ContractFolder } from './folder.js';

/** Largest file in bytes; the largest real entity, with 2,000 fields, takes one million. */
const largest = 16_000_000;

/** Files that are open at once. */
const width = 32;

/**
 * The contracts of a source on disk; none where it has no folder.
 * @param folder the folder of contracts
 * @throws SeamError `contract-invalid`, with all files of the source that cannot be read
 */
export async function readContracts(folder: string, source: string): Promise<ContractFolder> {
  const place = await sourceFolder(folder, source);
  if (place === undefined) return folderOf([], []);
  const entries = await entriesOf(place, join(folder, source));
  const { known, strays } = sortOut(entries.map(({ name }) => name));
  const files: NamedText[] = [];
  for (let start = 0; start < known.length; start += width) {
    const batch = known.slice(start, start + width);
    files.push(...(await Promise.all(batch.map((name) => readNamed(folder, source, name)))));
  }
  const shown = strays.map((name) => join(folder, source, name));
  return folderOf(files, shown);
}

/**
 * The contracts of a source among files that are not on disk, as git gives them.
 * @param files text by path below the folder of contracts (`erp-prod/sale.order.json`)
 * @param place what stands before the path in messages (`main:contracts/`)
 * @throws SeamError `contract-invalid`, with all files of the source that cannot be read
 */
export function readContractsAt(
  files: ReadonlyMap<string, string>,
  source: string,
  place: string,
): ContractFolder {
  const below = `${source}/`;
  const paths = [...files.keys()].filter((path) => path.startsWith(below));
  const { known, strays } = sortOut(paths.map((path) => path.slice(below.length).replace(/\/.*/s, '')));
  const shown = (name: string) => place + below + name;
  const named = known.map((name) => ({ name, file: shown(name), text: files.get(below + name) ?? '' }));
  return folderOf(named, strays.map(shown));
}

/** Names of the folders in the folder of contracts, sorted: the sources that have contracts on disk. */
export async function sourcesOnDisk(folder: string): Promise<readonly string[]> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const visible = folders.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  return visible.sort(byCodePoint);
}

/** Names of the sources that have contracts among files that are not on disk, sorted. */
export function sourcesAmong(files: ReadonlyMap<string, string>): readonly string[] {
  const folders = [...files.keys()].filter((path) => path.includes('/') && !path.startsWith('.'));
  return [...new Set(folders.map((path) => path.replace(/\/.*/s, '')))].sort(byCodePoint);
}

/** Entities that have a contract on disk, by the names of the files alone, sorted; none where there is no folder. */
export async function contractNames(folder: string, source: string): Promise<readonly string[]> {
  const place = await sourceFolder(folder, source);
  if (place === undefined) return [];
  const names = (await entriesOf(place)).flatMap(({ name }) => entityOf(name) ?? []);
  return names.sort(byCodePoint);
}

/**
 * Writes a contract where its text differs from what is there.
 * @returns whether it was written
 * @throws SeamError `not-delivered`, or `contract-invalid` for a symbolic link that leads out
 */
export async function writeContract(folder: string, source: string, schema: EntitySchema): Promise<boolean> {
  return writeWhereNew(
    await writableFile(folder, source, fileNameOf(schema['x-seam'].entity)),
    canonicalText(schema),
  );
}

/**
 * Writes what the source is, where that differs from what is there. It is the last that a snapshot writes of a source,
 * so it also sweeps what a killed one left.
 * @returns whether it was written
 * @throws SeamError as `writeContract`
 */
export async function writeSourceInfo(folder: string, source: string, info: SourceInfo): Promise<boolean> {
  const file = await writableFile(folder, source, sourceFile);
  const written = await writeWhereNew(file, sourceInfoText(info));
  await sweep(dirname(file));
  return written;
}

/** Removes the contract of an entity; true where there was one. */
export async function removeContract(folder: string, source: string, entity: string): Promise<boolean> {
  const place = await sourceFolder(folder, source);
  return place !== undefined && (await removeFile(join(place, fileNameOf(entity))));
}

async function writeWhereNew(file: string, text: string): Promise<boolean> {
  const there = await existingText(file);
  if (there !== undefined && withLineFeeds(there) === text) return false;
  await writeAtomically(file, text);
  return true;
}

/** What is in a folder; nothing where there is none. */
async function entriesOf(folder: string, shown = folder): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const code = faultCode(cause);
    if (code === 'ENOENT') return [];
    throw notRead(shown, `The system says ${code}.`, cause);
  }
}

async function readNamed(folder: string, source: string, name: string): Promise<NamedText> {
  const file = join(folder, source, name);
  try {
    const real = (await realFile(folder, file)) ?? file;
    const facts = await stat(real);
    if (!facts.isFile()) throw notRead(file, 'It is no file.');
    if (facts.size > largest) throw notRead(file, `It has ${facts.size} bytes; the limit is ${largest}.`);
    return { name, file, text: await readFile(real, 'utf8') };
  } catch (cause) {
    const code = faultCode(cause);
    throw code === undefined ? cause : notRead(file, `The system says ${code}.`, cause);
  }
}

function notRead(file: string, why: string, cause?: unknown): SeamError {
  return new SeamError('contract-invalid', { why: `${file} cannot be read. ${why}`, where: { file }, cause });
}
