import { TextDecoder } from 'node:util';
import { truncated, unusable } from '../limits.js';

/** Pieces of a document as they come: text, or bytes in UTF-8 or UTF-16. */
export type Chunks = AsyncIterable<string | Uint8Array>;

/** A whole text as chunks. */
export async function* chunksOf(text: string): AsyncGenerator<string> {
  const size = 1 << 16;
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

/**
 * The text of a document, without a byte order mark. Bytes are UTF-16 where they begin with its mark, else UTF-8.
 * @throws SeamError `source-unusable` for bytes that are neither, `source-truncated` for half a character at the end
 */
export async function* textOf(chunks: Chunks): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let first = true;
  let held: Uint8Array = new Uint8Array();
  const cleaned = (text: string): string => {
    if (!first || text === '') return text;
    first = false;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  };
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      yield cleaned(chunk);
      continue;
    }
    const bytes = decoder === undefined ? joined(held, chunk) : chunk;
    if (decoder === undefined && bytes.length < 2) {
      held = bytes;
      continue;
    }
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    yield cleaned(decoded(decoder, bytes));
  }
  if (decoder === undefined && held.length > 0) {
    decoder = new TextDecoder(encodingOf(held), { fatal: true });
    yield cleaned(decoded(decoder, held));
  }
  if (decoder !== undefined) yield cleaned(ended(decoder));
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw unusable(`its bytes are no ${decoder.encoding.toUpperCase()}.`, cause);
  }
}

function ended(decoder: TextDecoder): string {
  try {
    return decoder.decode();
  } catch {
    throw truncated('the last character is not complete.');
  }
}

/**
 * Gives back the same text, once for all equal ones and detached from what it was cut out of. A name that is a slice of
 * a chunk would hold the whole chunk in memory, and with a few names of each chunk the whole document.
 */
export function keeper(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const copy = Buffer.from(text).toString();
    known.set(copy, copy);
    return copy;
  };
}
