/**
 * Characters that take two columns: wide and full-width ones, and emoji shown as pictures.
 * https://www.unicode.org/reports/tr11/ (East Asian Width), the ranges that terminals agree on.
 */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Marks that stand on the character before them. */
const combining = /\p{Mn}|\p{Me}|[\u1160-\u11ff]/u;
const ascii = /^[ -~]*$/;

/** Columns that a text without control characters takes in a terminal. */
export function columns(text: string): number {
  if (ascii.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += columnsOf(character);
  return count;
}

function columnsOf(character: string): number {
  if (ascii.test(character)) return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Columns of the widest text that takes at most `limit`; 0 where there is none. Wider ones stand out of line. */
export function widest(texts: readonly string[], limit = Number.POSITIVE_INFINITY): number {
  return texts.map(columns).reduce((most, count) => (count > limit ? most : Math.max(most, count)), 0);
}

/** The text with spaces up to the column; unchanged where it is as wide already. */
export function padded(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - columns(text)));
}

const address = /https?:\/\//;

/**
 * The text in lines of at most `width` columns, broken at spaces. A word that is wider is broken inside, unless it is
 * a web address: that must stay whole to be of use.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .trimEnd()
    .split(' ')
    .flatMap((part) => pieces(part, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columns(longer) <= width || line === '') {
      line = longer;
    } else {
      lines.push(line.trimEnd());
      line = word;
    }
  }
  return [...lines, line.trimEnd()];
}

/** A word, or the pieces that fit where it is too wide. */
function pieces(word: string, width: number): readonly string[] {
  if (columns(word) <= width || address.test(word)) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (columns(piece + character) > width && piece !== '') {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}
