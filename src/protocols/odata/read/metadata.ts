import type { Edm } from '../edm.js';
import { type Limits, limits as usual } from '../limits.js';
import { readCsdlJson } from './csdl-json.js';
import { emptyDraft, everything, type Wanted } from './draft.js';
import { readEdmx } from './edmx.js';
import { resolve } from './resolve.js';
import { type Chunks, chunksOf, textOf } from './text.js';

export type ReadOptions = {
  /** What to keep; absent: all. */
  readonly wanted?: Wanted;
  readonly limits?: Partial<Limits>;
};

/**
 * Reads a metadata document in one pass: EDMX of OData 1 to 4.01, or CSDL JSON. Only wanted entity types and operations
 * are held in memory; of the others, their names.
 * @throws SeamError `source-unusable`, `source-truncated`, `source-too-large`, `source-empty` or `source-html`
 */
export async function readMetadata(
  document: Chunks | string,
  { wanted = everything, limits = {} }: ReadOptions = {},
): Promise<Edm> {
  const draft = emptyDraft(wanted);
  const text = textOf(typeof document === 'string' ? chunksOf(document) : document);
  const bounds = { ...usual, ...limits };
  const { first, all } = await peeked(text, bounds.prolog);
  const read = /^\s*\{/.test(first) ? readCsdlJson : readEdmx;
  await read(all, draft, bounds);
  return resolve(draft);
}

/** The text up to its first character that is no white space, and the whole text from its start. */
async function peeked(
  text: AsyncGenerator<string>,
  most: number,
): Promise<{ readonly first: string; readonly all: AsyncIterable<string> }> {
  let first = '';
  for (let next = await text.next(); next.done !== true; next = await text.next()) {
    first += next.value;
    if (first.length > most || /\S/.test(next.value)) break;
  }
  return {
    first,
    all: (async function* () {
      yield first;
      yield* text;
    })(),
  };
}
