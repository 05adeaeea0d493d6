import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { besideOf, faultCode } from '../contract/atomic.js';
import { SeamError } from '../errors/seam-error.js';
import { isJsonObject } from '../model/json.js';

/** Who takes a lock, and which processes of this machine live. */
export type Holder = {
  readonly own: number | undefined;
  readonly lives: (id: number) => boolean;
  readonly now: Date;
};

/** Milliseconds after which a lock of another machine, or of nobody in particular, is of a run that has died. */
const abandoned = 6 * 60 * 60 * 1000;

/** Milliseconds after which nobody can be removing a lock any more. */
const stuck = 60_000;

const name = 'lock';

/**
 * Takes the lock of a folder, so that two scans never write the same state.
 * @returns what gives it back; never throws
 * @throws SeamError `scan-running` while another run that lives holds it; an error of the file system
 */
export async function takeLock(folder: string, holder: Holder): Promise<() => Promise<void>> {
  const file = join(folder, name);
  const mine = JSON.stringify({
    process: holder.own ?? null,
    machine: hostname(),
    at: holder.now.toISOString(),
    mark: randomBytes(8).toString('hex'),
  });
  for (let tries = 0; tries < 3; tries++) {
    if (await create(file, mine)) return () => release(file, mine);
    const theirs = await readIfThere(file);
    if (theirs === undefined) continue;
    const held = await heldBy(file, theirs, holder);
    if (held !== undefined) throw running(file, held);
    await removeLock(file, theirs, holder.now);
  }
  throw running(file, 'another run, which has just taken it');
}

/** Makes a file with its text in it, or not at all; false where one is there. */
async function create(file: string, text: string): Promise<boolean> {
  const beside = besideOf(file);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await link(beside, file);
    return true;
  } catch (error) {
    const code = faultCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (noLinks.has(code)) return createInSteps(file, text);
    throw error;
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

/** What file systems without hard links say to one. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** As `create`; a run that is killed in between leaves a lock of nobody. */
async function createInSteps(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (faultCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function release(file: string, mine: string): Promise<void> {
  // One that was taken from us is not ours to remove; one that stays is told as dead by its process.
  const there = await readIfThere(file).catch(() => undefined);
  if (there === mine) await rm(file, { force: true }).catch(() => undefined);
}

/** Who holds the lock; `undefined` where its holder is dead. */
async function heldBy(file: string, text: string, { own, lives, now }: Holder): Promise<string | undefined> {
  const lock = parsed(text);
  const at = Date.parse(String(lock['at']));
  const taken = Number.isNaN(at) ? (await stat(file)).mtimeMs : at;
  const id = lock['process'];
  if (lock['machine'] === hostname() && typeof id === 'number' && own !== undefined) {
    // In a container every run may have the same number, and this one holds no lock yet.
    return id !== own && lives(id) ? `process ${id} since ${String(lock['at'])}` : undefined;
  }
  if (now.getTime() - taken > abandoned) return undefined;
  return `a run on ${String(lock['machine'] ?? 'another machine')} since ${new Date(taken).toISOString()}`;
}

/**
 * Removes a lock of the dead. Many may want to at once, and a lock that has just been taken must not go with it: who
 * makes the file that is called after this very lock may remove it, and nobody else.
 */
async function removeLock(file: string, text: string, now: Date): Promise<void> {
  const claim = `${file}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  if (!(await create(claim, ''))) {
    const age = await stat(claim).then(
      ({ mtimeMs }) => now.getTime() - mtimeMs,
      () => 0,
    );
    // Whoever made it died within the next line.
    if (age > stuck) await rm(claim, { force: true });
    return;
  }
  try {
    if ((await readIfThere(file)) === text) await rm(file, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    // Whoever wrote it died on the way; its age decides.
    return {};
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (faultCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function running(file: string, who: string): SeamError {
  return new SeamError('scan-running', {
    why: `Another scan holds the state: ${who}.`,
    where: { file },
    fix: `Wait until it has ended. If there is none, remove ${file}.`,
  });
}
