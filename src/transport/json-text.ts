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
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === backslash) at += 1;
      else if (character === quote) inString = false;
    } else if (character === quote) {
      inString = true;
    } else if (character === openArray || character === openObject) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === endArray || character === endObject) {
      depth -= 1;
    }
  }
  return false;
}
