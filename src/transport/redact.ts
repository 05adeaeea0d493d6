import { literal, spelled } from './spelling.js';

/** Texts of at most three characters are masked only where they stand alone: as parts of words they are everywhere. */
const shortest = 4;

/** Characters of the longest pattern. */
const longest = 256;

const mask = '***';

/**
 * Replaces each secret in a text by `***`: as it is, URL-encoded, JSON-escaped or HTML-escaped (also twice), and in
 * base64 with whatever stands beside it (`user:password`). Of a secret of several lines, each line too.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  const isShort = (value: string) => value.length < shortest;
  const long = values.filter((value) => !isShort(value)).map((value) => pattern(spelled(value)));
  const short = values.filter(isShort).map((value) => pattern(alone(spelled(value))));
  if (values.length === 0) return (text) => text;

  const holds = (text: string, patterns: readonly RegExp[]) =>
    patterns.some((each) => text.search(each) >= 0);
  const isSecret = (bytes: Buffer) =>
    holds(bytes.toString('utf8'), long) || holds(bytes.toString('latin1'), long);
  // Nearly every run of letters is base64 of something: only what decodes to text can hold a short one.
  const isShortSecret = (bytes: Buffer) => {
    const text = bytes.toString('utf8');
    return !/[\p{Cc}\uFFFD]/u.test(text) && holds(text, short);
  };
  // Letters before the base64 text, of a path for example, shift it: one of four beginnings is the right one.
  const maskedRun = (run: string) =>
    [0, 1, 2, 3].some((start) => isSecret(Buffer.from(run.slice(start), 'base64'))) ||
    isShortSecret(Buffer.from(run, 'base64'))
      ? mask
      : run;
  // Pieces of a text that repeats itself would be found in the wrong places.
  const whole = secrets
    .map((secret) => secret.trim())
    .filter((secret) => secret.length > longest)
    .map((secret) => pattern(literal(secret)));
  return (text) =>
    masked(text, [...whole, ...long, ...short])
      .replace(/[A-Za-z0-9+/_-]{4,}={0,2}/g, maskedRun)
      .replace(/(?:\*{3}){2,}/g, mask);
}

/** The lines of a secret, and the whole; in pieces, as V8 overflows its stack over a pattern for 64 KiB. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const whole = secret.trim();
  return [whole, ...lines.filter((line) => line.length > 7)].filter((part) => part !== '').flatMap(piecesOf);
}

/** Pieces of nearly the same length, so that no last one is a single letter. */
function piecesOf(text: string): readonly string[] {
  const characters = [...text];
  const count = Math.ceil(characters.length / longest);
  const start = (piece: number) => Math.floor((piece * characters.length) / count);
  return Array.from({ length: count }, (_, piece) =>
    characters.slice(start(piece), start(piece + 1)).join(''),
  );
}

function masked(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((found, each) => found.replace(each, mask), text);
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'g');
}

function alone(source: string): string {
  return `(?<![A-Za-z0-9])(?:${source})(?![A-Za-z0-9])`;
}
