import type { Json } from '../model/json.js';
import type { Refusal } from './refusal.js';

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The JSON in a text; or why there is none: it broke off, or it never was JSON. No text at all is `null` (204, 304). */
export function parseJson(text: string): { readonly body: Json } | { readonly refusal: Refusal } {
  const content = text.trim();
  if (content === '') return { body: null };
  try {
    return { body: JSON.parse(content) };
  } catch {
    // The parser's message quotes the text, which may hold anything.
    const end = closing[content[0] ?? ''];
    const brokeOff = end !== undefined && !content.endsWith(end);
    return {
      refusal: brokeOff
        ? { code: 'source-truncated', why: 'The answer is JSON that breaks off.' }
        : { code: 'source-unusable', why: 'The answer is no JSON.' },
    };
  }
}
