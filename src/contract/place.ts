import { lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import { faultCode, notDelivered } from './atomic.js';

/** The real folder of a source's contracts; `undefined` where there is none. Refuses one outside of `folder`. */
export async function sourceFolder(folder: string, source: string): Promise<string | undefined> {
  const place = placeOf(folder, source);
  const real = await realPathOf(place);
  if (real === undefined) return undefined;
  await confine(folder, place, real);
  return real;
}

/**
 * The real path of a file in the folder of a source, which is made where it is not there. Symbolic links are followed
 * within the folder of contracts and refused where they lead out: a pull request can bring some.
 * @throws SeamError `contract-invalid` for such a link, `not-delivered` where the folder cannot be made
 */
export async function writableFile(folder: string, source: string, name: string): Promise<string> {
  const place = placeOf(folder, source);
  try {
    await mkdir(place, { recursive: true });
  } catch (cause) {
    throw notDelivered(place, cause);
  }
  const real = await realpath(place);
  await confine(folder, place, real);
  return (await realFile(folder, join(real, name))) ?? join(real, name);
}

/** The real path of a file, `undefined` where there is none. Refuses one outside of `folder`. */
export async function realFile(folder: string, file: string): Promise<string | undefined> {
  const real = await realPathOf(file);
  if (real === undefined) {
    if (await isLink(file)) throw leadsOut(file, 'leads nowhere');
    return undefined;
  }
  await confine(folder, file, real);
  return real;
}

/** Removes a file, or the link that stands for it; true where there was one. */
export async function removeFile(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return false;
    throw notDelivered(file, cause);
  }
}

/** A source's name is one part of a path; the config's schema sees to it, and a library user may forget. */
function placeOf(folder: string, source: string): string {
  const place = resolve(folder, source);
  if (dirname(place) === resolve(folder) && basename(place) === source) return place;
  throw new SeamError('usage-invalid', { why: `${JSON.stringify(source)} is no name of a source.` });
}

async function confine(folder: string, place: string, real: string): Promise<void> {
  const inside = relative(await realpath(folder), real);
  if (isAbsolute(inside) || inside.split(/[\\/]/)[0] === '..') {
    throw leadsOut(place, 'leads out of the folder of contracts');
  }
}

function leadsOut(file: string, where: string): SeamError {
  return new SeamError('contract-invalid', {
    why: `${file} is a symbolic link that ${where}.`,
    where: { file },
    fix: 'Put a real file or folder in its place.',
  });
}

async function realPathOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return undefined;
    throw new SeamError('contract-invalid', { why: `${path} cannot be read.`, where: { file: path }, cause });
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return false;
    throw cause;
  }
}
