/**
 * Order of two strings by Unicode code point: the same on every machine and in every locale.
 * Everything that seam writes or prints in order is in this order.
 */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    return isSurrogate(left) || isSurrogate(right) ? pairByPair(a, b) : left - right;
  }
  return a.length - b.length;
}

/** Half of a character beyond U+FFFF, which UTF-16 puts before U+E000. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function pairByPair(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const index = left.findIndex((character, at) => character !== right[at]);
  return (left[index]?.codePointAt(0) ?? -1) - (right[index]?.codePointAt(0) ?? -1);
}
