import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { encodingOf, isKnownEncoding } from './charset.js';
import type { Refusal } from './refusal.js';

/** Bytes per second below which a body is not worth waiting for, once the timeout has passed. */
const slowest = 1024;

/** What limits the reading of one body. */
export type BodyLimits = {
  /** Bytes, after decompression. */
  readonly most: number;
  /** Milliseconds after which it must not have come slower than `slowest`. */
  readonly timeout: number;
};

/** A body that may not be read on: its refusal, as an exception inside of this folder. */
export class BodyRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}

/** The body without its compression. Brotli, gzip and deflate are those that we offer to take. RFC 9110, 8.4.1 */
export function decompressed(body: Readable, encoding = ''): Readable {
  const name = encoding.trim().toLowerCase();
  if (name === 'gzip' || name === 'x-gzip') return piped(body, createGunzip());
  if (name === 'deflate') return piped(body, createInflate());
  if (name === 'br') return piped(body, createBrotliDecompress());
  return body;
}

/** `pipe` does not hand on errors, and not every consumer reads to the end. */
function piped<T extends NodeJS.ReadWriteStream & Readable>(body: Readable, through: T): Readable {
  body.on('error', (error) => through.destroy(error));
  through.on('close', () => body.destroy());
  return body.pipe(through);
}

/** The pieces of a body, up to its limits. */
export async function* limited(
  body: AsyncIterable<Uint8Array>,
  { most, timeout }: BodyLimits,
): AsyncGenerator<Uint8Array> {
  const started = performance.now();
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw new BodyRefused(tooLarge(most));
    const elapsed = performance.now() - started;
    if (elapsed > timeout && (bytes / elapsed) * 1000 < slowest) throw new BodyRefused(tooSlow(timeout));
    yield piece;
  }
}

/** The refusal of a body that is larger than what is read. */
export function tooLarge(most: number): Refusal {
  const size = most < 2 ** 20 ? `${most} bytes` : `${Math.round(most / 2 ** 20)} MiB`;
  return {
    code: 'source-too-large',
    why: `The answer is larger than ${size}, which is the most that seam reads.`,
  };
}

function tooSlow(timeout: number): Refusal {
  return {
    code: 'source-timeout',
    why: `The answer came so slowly that it was given up after ${timeout / 1000} s.`,
  };
}

/** The first pieces of a body, of at least so many bytes where it has them; and all of its pieces. */
export async function peeked(
  pieces: AsyncGenerator<Uint8Array>,
  size: number,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncGenerator<Uint8Array> }> {
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes < size; ) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first.push(value);
    bytes += value.length;
  }
  return { head: Buffer.concat(first).subarray(0, size), all: chained(first, pieces) };
}

async function* chained(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** The body as text, by its mark, its header, or its XML declaration. Broken characters are replaced. */
export async function* decoded(
  pieces: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  contentType: string | undefined,
): AsyncGenerator<string> {
  const encoding = encodingOf(head, contentType);
  if (!isKnownEncoding(encoding)) {
    throw new BodyRefused({
      code: 'source-unusable',
      why: `The answer is in the encoding "${encoding.slice(0, 40)}", which is not known here.`,
    });
  }
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
