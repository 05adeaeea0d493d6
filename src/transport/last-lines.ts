import { redactor } from './redact.js';

/** As much of a text as is kept, and as much as is shown. */
const mostCharacters = 64 * 1024;
const mostLines = 12;
const mostColumns = 300;

/** Shorter pieces of a secret tell nothing. */
const shortestPiece = 4;

/** The end of what somebody says. */
export type Tail = {
  add(text: string): void;
  /** The last lines of it, without these secrets. */
  lines(secrets: readonly string[]): string;
};

/** Keeps the end of a text that comes in pieces. */
export function tail(): Tail {
  let [kept, isCut] = ['', false];
  return {
    add(text) {
      isCut ||= kept.length + text.length > mostCharacters;
      kept = (kept + text).slice(-mostCharacters);
    },
    lines(secrets) {
      const whole = withoutPieces(kept, isCut, secrets);
      return redactor(secrets)(whole)
        .trimEnd()
        .split(/\r?\n/)
        .slice(-mostLines)
        .map((line) => (line.length > mostColumns ? `${line.slice(0, mostColumns)}…` : line))
        .join('\n');
    },
  };
}

/** What is kept may begin within a secret, and whoever was ended may have ended within one: nobody would know it as one. */
function withoutPieces(text: string, isCut: boolean, secrets: readonly string[]): string {
  const heads = secrets.flatMap((secret) =>
    isCut ? lengthsOf(secret).map((length) => secret.slice(-length)) : [],
  );
  const tails = secrets.flatMap((secret) => lengthsOf(secret).map((length) => secret.slice(0, length)));
  const head = heads.find((piece) => text.startsWith(piece));
  const end = tails.find((piece) => text.endsWith(piece));
  return text.slice(head?.length ?? 0, end === undefined ? undefined : -end.length);
}

/** Lengths of the pieces of a secret, the longest first. */
function lengthsOf({ length }: string): readonly number[] {
  return Array.from({ length: Math.max(0, length - shortestPiece) }, (_, index) => length - 1 - index);
}
