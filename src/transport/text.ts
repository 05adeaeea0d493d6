import type { Answer } from './exchange.js';
import type { Refusal } from './refusal.js';

/**
 * The body of an answer as text, piece by piece. Bytes that are no text end it: replaced, they would look like drift.
 * @throws what `refuse` makes, and what the body throws
 */
export async function* textOf(
  { body, encoding }: Answer,
  refuse: (refusal: Refusal) => Error,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      const why = `The answer holds bytes that are no text in its encoding, ${decoder.encoding}.`;
      throw refuse({ code: 'source-unusable', why });
    }
  };
  for await (const chunk of body) yield decode(chunk);
  yield decode();
}

/** The whole body of an answer as text. */
export async function wholeText(answer: Answer, refuse: (refusal: Refusal) => Error): Promise<string> {
  let text = '';
  for await (const piece of textOf(answer, refuse)) text += piece;
  return text;
}
