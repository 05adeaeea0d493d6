import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable, Writable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** What is known of a document that is kept: how to ask whether it changed, and what it must be. */
export type Kept = {
  readonly etag?: string;
  readonly lastModified?: string;
  /** SHA-256 of the text without line feeds' companions: what a proxy may change is no change. */
  readonly hash: string;
};

/** A document that has been received, compressed. */
export type Received = { readonly hash: string; chunks(): AsyncIterable<string> };

/** Where received documents go: a folder that outlives the run, or memory. */
export type MetadataStore = {
  kept(key: string): Promise<(Kept & { chunks(): AsyncIterable<string> }) | undefined>;
  /** Takes the text in; nothing is kept of one that breaks off. */
  receive(key: string, text: AsyncIterable<string>): Promise<Received>;
  /** Makes what was received the copy that the next run finds. */
  keep(key: string, kept: Kept): Promise<void>;
};

/** Documents in memory, compressed: metadata shrinks to a tenth and less. Nothing is found of an earlier run. */
export function memoryStore(): MetadataStore {
  return {
    kept: async () => undefined,
    async receive(_key, text) {
      const pieces: Buffer[] = [];
      const sink = new Writable({
        write(piece: Buffer, _encoding, done) {
          pieces.push(piece);
          done();
        },
      });
      const hash = await packed(text, sink);
      return { hash, chunks: () => unpacked(Readable.from(pieces)) };
    },
    keep: async () => {},
  };
}

/** Milliseconds after which a file that no run has used is removed. */
const keptFor = 30 * 24 * 3_600_000;

/**
 * Documents in a folder, each in a file that its content names, and one file more with what is known of it, readable by
 * their owner alone. A file is written under another name and renamed, and no other run ever changes it, so that two runs
 * at once never see half of one, or two in one.
 */
export function folderStore(folder: string): MetadataStore {
  const body = (key: string, hash: string) => join(folder, `${key}-${hash}.gz`);
  const facts = (key: string) => join(folder, `${key}.json`);
  let tidied: Promise<void> | undefined;
  return {
    async kept(key) {
      tidied ??= removeUnused(folder);
      await tidied;
      const known = parsed(await readFile(facts(key), 'utf8').catch(() => ''));
      if (known === undefined) return undefined;
      const file = body(key, known.hash);
      const chunks = () => unpacked(createReadStream(file));
      if ((await hashed(chunks()).catch(() => '')) !== known.hash) return undefined;
      await Promise.all([facts(key), file].map(touch));
      return { ...known, chunks };
    },
    async receive(key, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const passing = join(folder, `${key}.${randomUUID()}.part`);
      try {
        const hash = await packed(text, createWriteStream(passing, { mode: 0o600 }));
        await rename(passing, body(key, hash));
        return { hash, chunks: () => unpacked(createReadStream(body(key, hash))) };
      } catch (error) {
        await rm(passing, { force: true });
        throw error;
      }
    },
    async keep(key, kept) {
      const passing = join(folder, `${key}.${randomUUID()}.part`);
      await writeFile(passing, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
      await rename(passing, facts(key));
    },
  };
}

/** Removes what no run has used for long, also what a killed one left. What cannot be removed stays. */
async function removeUnused(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const old = Date.now() - keptFor;
  await Promise.allSettled(
    names
      .filter((name) => /^[0-9a-f]{64}.*\.(gz|json|part)$/.test(name))
      .map(async (name) => {
        const file = join(folder, name);
        if ((await stat(file)).mtimeMs < old) await rm(file, { force: true });
      }),
  );
}

/** Marks a file as used now; in a folder that cannot be written it just grows old. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

/** Compresses a text, and gives its hash. */
async function packed(text: AsyncIterable<string>, sink: Writable): Promise<string> {
  const hash = createHash('sha256');
  const told = (async function* () {
    for await (const piece of text) {
      hash.update(normal(piece));
      yield piece;
    }
  })();
  await finished(Readable.from(told), createGzip({ level: 1 }), sink);
  return hash.digest('hex');
}

async function* unpacked(source: Readable): AsyncGenerator<string> {
  const gunzip = createGunzip();
  gunzip.setEncoding('utf8');
  // A failure of the source reaches the reader through `gunzip`.
  pipeline(source, gunzip, () => {});
  for await (const piece of gunzip) yield String(piece);
}

async function hashed(text: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of text) hash.update(normal(piece));
  return hash.digest('hex');
}

function normal(piece: string): string {
  return piece.replaceAll('\r', '').replace(/^\uFEFF/, '');
}

function parsed(text: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('hash' in value)) return undefined;
    const { hash, etag, lastModified } = value as Readonly<Record<string, unknown>>;
    if (typeof hash !== 'string') return undefined;
    return {
      hash,
      ...(typeof etag === 'string' ? { etag } : {}),
      ...(typeof lastModified === 'string' ? { lastModified } : {}),
    };
  } catch {
    return undefined;
  }
}
