/** What may come next in a JSON text. RFC 8259, 2 */
type State = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = ['true', 'false', 'null'];
const escapeSequence = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** True for a text that is no JSON and would be with something behind it: the beginning of an answer that broke off. */
export function endsEarly(text: string): boolean {
  const open: string[] = [];
  let state: State = 'value';
  for (let at = 0; ; ) {
    at = endOf(/[\t\n\r ]*/y, text, at) ?? at;
    if (at === text.length) return state !== 'nothing';
    const character = text[at] ?? '';
    const isValue: boolean = state === 'value' || state === 'value or end';
    const isKey: boolean = state === 'key' || state === 'key or end';
    const close = open.at(-1) === '{' ? '}' : ']';
    if (character === '"' && (isValue || isKey)) {
      const end = endOfString(text, at + 1);
      if (end === undefined) return false;
      if (end > text.length) return true;
      at = end;
      state = isKey ? 'colon' : after(open);
    } else if ((character === '{' || character === '[') && isValue) {
      open.push(character);
      at += 1;
      state = character === '{' ? 'key or end' : 'value or end';
    } else if (character === close && open.length > 0 && state.endsWith('or end')) {
      open.pop();
      at += 1;
      state = after(open);
    } else if (character === ':' && state === 'colon') {
      at += 1;
      state = 'value';
    } else if (character === ',' && state === 'comma or end') {
      at += 1;
      state = open.at(-1) === '{' ? 'key' : 'value';
    } else if (isValue) {
      const end = endOfWord(text, at);
      if (end === undefined) return false;
      if (end > text.length) return true;
      at = end;
      state = after(open);
    } else {
      return false;
    }
  }
}

function after(open: readonly string[]): State {
  return open.length === 0 ? 'nothing' : 'comma or end';
}

/** Where a string ends whose quote is before `at`; behind the text where the text ends in it; `undefined` for none. */
function endOfString(text: string, at: number): number | undefined {
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"') return at + 1;
    if (character < ' ') return undefined;
    if (character === '\\') {
      const end = endOf(escapeSequence, text, at);
      if (end === undefined)
        return /^\\(?:u[\da-fA-F]{0,3})?$/.test(text.slice(at, at + 7)) ? text.length + 1 : undefined;
      at = end;
    } else {
      at += 1;
    }
  }
  return text.length + 1;
}

/** Where a number or a word ends, as `endOfString`. */
function endOfWord(text: string, at: number): number | undefined {
  const rest = text.slice(at, at + 6);
  for (const word of words) {
    if (rest.startsWith(word)) return at + word.length;
    if (word.startsWith(rest) && at + rest.length === text.length) return text.length + 1;
  }
  if (rest === '-') return text.length + 1;
  const end = endOf(number, text, at);
  if (end === undefined) return undefined;
  return /^(?:\.|[eE][+-]?)$/.test(text.slice(end, end + 3)) ? text.length + 1 : end;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
