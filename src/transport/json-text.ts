import type { Json } from '../model/json.js';
import { endsEarly } from './ends-early.js';
import type { Refusal } from './refusal.js';

/** Levels of arrays and objects within each other; answers of ERPs have less than thirty. */
const deepest = 200;

/** The value of a JSON text, or why it is none. */
export function parseJson(text: string): { readonly value: Json } | { readonly refusal: Refusal } {
  // Whoever walks the value later may do it by recursion.
  if (isDeep(text)) {
    return refusal('source-unusable', `The answer is nested more than ${deepest} levels deep.`);
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    // V8's error quotes the text, and differs by version.
    return endsEarly(text)
      ? refusal('source-truncated', 'The answer is JSON that ends in the middle.')
      : refusal('source-unusable', 'The answer is no JSON.');
  }
}

function refusal(code: Refusal['code'], why: string): { readonly refusal: Refusal } {
  return { refusal: { code, why } };
}

const code = (character: string) => character.charCodeAt(0);
const [quote, backslash] = [code('"'), code('\\')];
const [openArray, openObject, endArray, endObject] = [code('['), code('{'), code(']'), code('}')];

/** True where brackets outside of strings are nested too deep, whatever else the text is. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      at = endOfString(text, at);
    } else if (character === openArray || character === openObject) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === endArray || character === endObject) {
      depth -= 1;
    }
  }
  return false;
}

/** Where the string that begins at this quote ends: the next quote that no backslash takes the meaning from. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
