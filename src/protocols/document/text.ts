import { SeamError } from '../../errors/seam-error.js';

/** Byte order marks. https://www.unicode.org/faq/utf_bom.html#bom4 */
const marks: readonly (readonly [encoding: Encoding, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export type DecodeOptions = {
  /** What the text is called in an error. */
  readonly name: string;
  /** Only the beginning of the text: a character that is cut at the end is left out. */
  readonly cut?: boolean;
};

/**
 * The text of a document without its byte order mark, and how it was encoded. Without a mark it is UTF-8, or UTF-16
 * where every other byte is zero.
 * @throws SeamError `source-unusable` where the bytes are no text of that encoding
 */
export function decode(
  bytes: Uint8Array,
  { name, cut = false }: DecodeOptions,
): { readonly text: string; readonly encoding: Encoding } {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
    return { text, encoding };
  } catch (cause) {
    throw new SeamError('source-unusable', {
      why: `${JSON.stringify(name)} is not ${encoding.toUpperCase()}.`,
      where: { file: name },
      fix: 'Save it as UTF-8.',
      cause,
    });
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return marked[0];
  const start = bytes.subarray(0, 200);
  const zeros = (odd: 0 | 1) => start.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  if (zeros(1) > start.length / 4) return 'utf-16le';
  return zeros(0) > start.length / 4 ? 'utf-16be' : 'utf-8';
}
