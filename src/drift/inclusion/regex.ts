/** Code points from the first to the second, both included. */
export type Range = readonly [number, number];

/** A regular expression without look-around, back references and word boundaries: what an automaton can tell. */
export type Regex =
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly item: Regex; readonly min: number; readonly max: number }
  | { readonly kind: 'start' | 'end' };

export const lastCodePoint = 0x10ffff;

const digits: readonly Range[] = [[0x30, 0x39]];
const word: readonly Range[] = [...digits, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
/** WhiteSpace and LineTerminator. ECMA-262, 22.2.2.9 */
const space: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lineEnds: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

const classes: Readonly<Record<string, readonly Range[]>> = {
  d: digits,
  D: inverted(digits),
  w: word,
  W: inverted(word),
  s: space,
  S: inverted(space),
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Thrown inside for what is no regular expression, or not one of the kind above. */
class Unsupported extends Error {}

/**
 * Reads a pattern as ECMA-262 with the `u` flag does; `undefined` where it is invalid there, or uses what an
 * automaton cannot tell. The pattern is never run by the engine of this process: it may come from a hostile source.
 */
export function parseRegex(text: string): Regex | undefined {
  const reader = { characters: [...text], at: 0 };
  try {
    new RegExp(text, 'u');
    const regex = choice(reader, 0);
    return reader.at === reader.characters.length ? regex : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Unsupported) return undefined;
    throw error;
  }
}

type Reader = { readonly characters: readonly string[]; at: number };

const maxGroups = 100;

function choice(reader: Reader, depth: number): Regex {
  if (depth > maxGroups) throw new Unsupported();
  const items = [sequence(reader, depth)];
  while (take(reader, '|')) items.push(sequence(reader, depth));
  return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'choice', items };
}

function sequence(reader: Reader, depth: number): Regex {
  const items: Regex[] = [];
  while (reader.at < reader.characters.length && peek(reader) !== '|' && peek(reader) !== ')') {
    items.push(term(reader, depth));
  }
  return { kind: 'sequence', items };
}

function term(reader: Reader, depth: number): Regex {
  if (take(reader, '^')) return { kind: 'start' };
  if (take(reader, '$')) return { kind: 'end' };
  const item = atom(reader, depth);
  const range = quantifier(reader);
  return range === undefined ? item : { kind: 'repeat', item, ...range };
}

function atom(reader: Reader, depth: number): Regex {
  const character = next(reader);
  if (character === '.') return { kind: 'set', ranges: inverted(lineEnds) };
  if (character === '(') return group(reader, depth);
  if (character === '[') return { kind: 'set', ranges: characterClass(reader) };
  if (character === '\\') {
    const meant = escaped(reader, false);
    return { kind: 'set', ranges: typeof meant === 'number' ? [[meant, meant]] : meant };
  }
  if ('*+?{}]'.includes(character)) throw new Unsupported();
  const point = codePointOf(character);
  return { kind: 'set', ranges: [[point, point]] };
}

function group(reader: Reader, depth: number): Regex {
  if (take(reader, '?')) {
    if (take(reader, '<')) {
      if (peek(reader) === '=' || peek(reader) === '!') throw new Unsupported();
      while (next(reader) !== '>');
    } else if (!take(reader, ':')) {
      throw new Unsupported();
    }
  }
  const inside = choice(reader, depth + 1);
  if (!take(reader, ')')) throw new Unsupported();
  return inside;
}

function quantifier(reader: Reader): { readonly min: number; readonly max: number } | undefined {
  const range = take(reader, '*')
    ? { min: 0, max: Number.POSITIVE_INFINITY }
    : take(reader, '+')
      ? { min: 1, max: Number.POSITIVE_INFINITY }
      : take(reader, '?')
        ? { min: 0, max: 1 }
        : take(reader, '{')
          ? counts(reader)
          : undefined;
  if (range !== undefined) take(reader, '?');
  return range;
}

function counts(reader: Reader): { readonly min: number; readonly max: number } {
  const min = number(reader);
  if (take(reader, '}')) return { min, max: min };
  if (!take(reader, ',')) throw new Unsupported();
  if (take(reader, '}')) return { min, max: Number.POSITIVE_INFINITY };
  const max = number(reader);
  if (!take(reader, '}')) throw new Unsupported();
  return { min, max };
}

function number(reader: Reader): number {
  let text = '';
  while (/^[0-9]$/.test(peek(reader) ?? '')) text += next(reader);
  if (text === '') throw new Unsupported();
  return Number(text);
}

function characterClass(reader: Reader): readonly Range[] {
  const negated = take(reader, '^');
  const ranges: Range[] = [];
  while (!take(reader, ']')) {
    const from = classMember(reader);
    if (peek(reader) === '-' && reader.characters[reader.at + 1] !== ']') {
      reader.at += 1;
      const to = classMember(reader);
      if (typeof from !== 'number' || typeof to !== 'number') throw new Unsupported();
      ranges.push([from, to]);
    } else if (typeof from === 'number') {
      ranges.push([from, from]);
    } else {
      ranges.push(...from);
    }
  }
  return negated ? inverted(ranges) : ranges;
}

function classMember(reader: Reader): number | readonly Range[] {
  const character = next(reader);
  return character === '\\' ? escaped(reader, true) : codePointOf(character);
}

function escaped(reader: Reader, inClass: boolean): number | readonly Range[] {
  const character = next(reader);
  const known = Object.hasOwn(classes, character) ? classes[character] : undefined;
  if (known !== undefined) return known;
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined;
  if (control !== undefined) return control;
  if (character === 'c') return codePointOf(next(reader)) % 32;
  if (character === 'x') return hex(reader, 2);
  if (character === 'u') return unicodeEscape(reader);
  if (character === '0') return 0;
  if (inClass && character === 'b') return 8;
  if (/^[\^$\\.*+?()[\]{}|/]$/.test(character) || (inClass && character === '-'))
    return codePointOf(character);
  throw new Unsupported();
}

function unicodeEscape(reader: Reader): number {
  if (take(reader, '{')) {
    let text = '';
    while (!take(reader, '}')) text += next(reader);
    return Number.parseInt(text, 16);
  }
  const high = hex(reader, 4);
  const isPair =
    high >= 0xd800 && high <= 0xdbff && peek(reader) === '\\' && reader.characters[reader.at + 1] === 'u';
  if (!isPair) return high;
  const before = reader.at;
  reader.at += 2;
  const low = peek(reader) === '{' ? 0 : hex(reader, 4);
  if (low >= 0xdc00 && low <= 0xdfff) return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  reader.at = before;
  return high;
}

function hex(reader: Reader, length: number): number {
  let text = '';
  for (let index = 0; index < length; index++) text += next(reader);
  return Number.parseInt(text, 16);
}

function peek(reader: Reader): string | undefined {
  return reader.characters[reader.at];
}

function next(reader: Reader): string {
  const character = peek(reader);
  if (character === undefined) throw new Unsupported();
  reader.at += 1;
  return character;
}

function take(reader: Reader, wanted: string): boolean {
  if (peek(reader) !== wanted) return false;
  reader.at += 1;
  return true;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The code points that are in none of the ranges. */
function inverted(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let from = 0;
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > from) gaps.push([from, first - 1]);
    from = Math.max(from, last + 1);
  }
  if (from <= lastCodePoint) gaps.push([from, lastCodePoint]);
  return gaps;
}
