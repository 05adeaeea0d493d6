/** Texts of at most three characters are masked only where they stand alone: as parts of words they are everywhere. */
const shortest = 4;

/**
 * Replaces each secret in a text by `***`: as it is, URL-encoded, JSON-escaped or HTML-escaped (also twice), and in
 * base64 with whatever stands beside it (`user:password`). Of a secret of several lines, each line too.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  const long = patternOf(values.filter((value) => value.length >= shortest).map(spelled));
  const short = patternOf(
    values.filter((value) => value.length < shortest).map((value) => alone(spelled(value))),
  );
  if (long === undefined && short === undefined) return (text) => text;

  const mask = (text: string) => masked(masked(text, long), short);
  const holds = (bytes: Buffer) =>
    [bytes.toString('utf8'), bytes.toString('latin1')].some((text) => masked(text, long) !== text);
  const holdsShort = (bytes: Buffer) => {
    const text = bytes.toString('utf8');
    return !/[\p{Cc}\uFFFD]/u.test(text) && masked(text, short) !== text;
  };
  const maskEncoded = (run: string) =>
    // Letters before the base64 text, of a path for example, shift it: one of four beginnings is the right one.
    [0, 1, 2, 3].some((start) => holds(Buffer.from(run.slice(start), 'base64'))) ||
    holdsShort(Buffer.from(run, 'base64'))
      ? '***'
      : run;
  return (text) => mask(text).replace(/[A-Za-z0-9+/_-]{4,}={0,2}/g, maskEncoded);
}

/** An error and its causes, with the secrets out of their messages and nothing else than message and code. */
export function redactedError(error: unknown, redact: (text: string) => string, depth = 0): Error {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  const copy = new Error(redact(message), {
    ...(cause === undefined || depth === 4 ? {} : { cause: redactedError(cause, redact, depth + 1) }),
  });
  copy.name = name;
  const code = codeOf(error);
  // The stack would be that of this function.
  copy.stack = `${name}: ${copy.message}`;
  return code === undefined ? copy : Object.assign(copy, { code });
}

/** The code that Node and its libraries give their errors. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const whole = secret.trim();
  return [whole, ...lines.filter((line) => line.length > 7)].filter((part) => part !== '');
}

function patternOf(patterns: readonly string[]): RegExp | undefined {
  return patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'g');
}

function masked(text: string, pattern: RegExp | undefined): string {
  return pattern === undefined ? text : text.replace(pattern, '***');
}

function alone(pattern: string): string {
  return `(?<![A-Za-z0-9])(?:${pattern})(?![A-Za-z0-9])`;
}

/** A pattern for a text in any spelling, letter by letter: an encoder leaves some characters as they are. */
function spelled(text: string): string {
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

function literal(character: string): string {
  return character.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
}

/** Hexadecimal digits in upper or lower case. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
