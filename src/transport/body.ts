import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { SeamError } from '../errors/seam-error.js';

type Chunks = AsyncIterable<Uint8Array>;

/** What we can undo, as `accept-encoding` says it. RFC 9110, 8.4.1 */
export const acceptEncoding = 'gzip, deflate, br';

/** Of each encoding what undoes it; some servers send deflate without its zlib header, which begins with 0x?8. */
const decoders = new Map<string, (first: number) => Transform>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', (first) => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw())],
  ['br', () => createBrotliDecompress()],
]);

/** Layers of compression that a body may have: one is usual, a gateway may add another. */
const mostLayers = 2;

/**
 * The bytes of a body, decompressed, at most `maxBytes` of them.
 * @throws SeamError `source-too-large`, `source-unusable`; whatever else stops body or decompression
 */
export async function* bodyChunks(
  body: Chunks,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const layers = (headers['content-encoding'] ?? '')
    .split(',')
    .map((layer) => layer.trim().toLowerCase())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length === 0 && Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  if (layers.length > mostLayers) throw notDecodable();
  let size = 0;
  for await (const chunk of layers.reduceRight(undone, body)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

async function* undone(source: Chunks, layer: string): AsyncGenerator<Uint8Array, void> {
  const decoder = decoders.get(layer);
  if (decoder === undefined) throw notDecodable();
  const rest = source[Symbol.asyncIterator]();
  const first = await rest.next();
  // An empty body is told from a broken one before a decoder complains of either.
  if (first.done === true) return;
  const whole = async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  // What goes wrong in one of them ends the loop over the last.
  yield* pipeline(Readable.from(whole()), decoder(first.value[0] ?? 0), () => undefined);
}

function notDecodable(): SeamError {
  return new SeamError('source-unusable', {
    why: 'The answer is compressed in a way that seam does not know.',
  });
}

function tooLarge(maxBytes: number): SeamError {
  const size = maxBytes < 1024 * 1024 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 1024 / 1024)} MiB`;
  return new SeamError('source-too-large', { why: `The answer is larger than ${size}.` });
}
