/** A pattern for a text in any spelling, letter by letter: an encoder leaves some characters as they are. */
export function spelled(text: string): string {
  return [...text].map(spelledCharacter).join('');
}

/** Short escapes of JSON. RFC 8259, 7 */
const escapes: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

const entities: Readonly<Record<string, string>> = {
  '&': '(?:amp|#38|#x26)',
  '<': '(?:lt|#60|#x3[cC])',
  '>': '(?:gt|#62|#x3[eE])',
  '"': '(?:quot|#34|#x22)',
  "'": '(?:apos|#0?39|#x27)',
};

function spelledCharacter(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  if (character === '\\') return '(?:\\\\{1,8}|%(?:25)*5[cC])';
  const short = escapes[character];
  const entity = entities[character];
  const spellings = [
    `\\\\{0,8}${literal(character)}`,
    [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join(''),
    character
      .split('')
      .map((unit) => `\\\\{1,8}u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
    ...(short === undefined ? [] : [`\\\\{1,8}${short}`]),
    ...(entity === undefined ? [] : [`&(?:amp;)*${entity};`]),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${spellings.join('|')})`;
}

export function literal(character: string): string {
  return character.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
}

/** Hexadecimal digits in upper or lower case. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
