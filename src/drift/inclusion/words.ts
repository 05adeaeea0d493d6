import { type Automaton, advance, kindOf, type Point } from './automaton.js';
import { spend } from './limits.js';
import { lastCodePoint } from './regex.js';
import type { Tester } from './text.js';

/** Texts that all of `inside` and none of `outside` match, of `least` to `most` code points. */
export type Language = {
  readonly inside: readonly Automaton[];
  readonly outside: readonly Automaton[];
  readonly least: number;
  readonly most: number;
  /** Texts that do not count. */
  readonly except: ReadonlySet<string>;
};

type Step = {
  readonly points: readonly Point[];
  readonly before: Step | undefined;
  readonly character: number;
};

/**
 * A shortest text of the language, or `undefined` where it has none. Walks the product of the automata breadth first,
 * one character at a time; below `least` every length counts by itself.
 */
export function findWord(language: Language, { budget }: Tester): string | undefined {
  const automata = [...language.inside, ...language.outside];
  const alphabet = charactersOf(automata, language.except);
  const visited = new Map<string, number>();
  // Each excluded text can stand in the way of others that reach the same points.
  const visits = language.except.size + 1;
  let level: readonly Step[] = [
    { points: automata.map(({ start }) => start), before: undefined, character: 0 },
  ];
  for (let length = 0; length <= language.most && level.length > 0; length++) {
    if (length >= language.least) {
      for (const step of level) {
        if (!isAccepted(step.points, language.inside.length)) continue;
        const word = spelled(step);
        if (!language.except.has(word)) return word;
      }
    }
    if (length < language.least) visited.clear();
    const next: Step[] = [];
    for (const step of level) {
      for (const character of alphabet) {
        spend(budget, 0.4);
        const points = step.points.map((point, index) => {
          const automaton = automata[index];
          return automaton === undefined ? point : advance(automaton, point, character, budget);
        });
        if (isHopeless(points, language.inside.length, automata)) continue;
        const key = points.map(({ id }) => id).join();
        const seen = visited.get(key) ?? 0;
        if (seen >= visits) continue;
        visited.set(key, seen + 1);
        next.push({ points, before: step, character });
      }
    }
    level = next;
  }
  return undefined;
}

function isAccepted(points: readonly Point[], inside: number): boolean {
  return points.every((point, index) => point.accepts === index < inside);
}

/** No text that goes on from here is in the language: a part has died, or one that must not match always will. */
function isHopeless(points: readonly Point[], inside: number, automata: readonly Automaton[]): boolean {
  return points.some((point, index) =>
    index < inside
      ? point.members.length === 0
      : point.members.length === 1 && point.members[0] === automata[index]?.accept,
  );
}

function spelled(step: Step): string {
  const characters: string[] = [];
  for (let at = step; at.before !== undefined; at = at.before)
    characters.push(String.fromCodePoint(at.character));
  return characters.reverse().join('');
}

/** Characters that read well, in the order in which they are tried. */
const readable = [...'aA0 -_.:/@,x1bB'].map((character) => character.charCodeAt(0));

/**
 * One character for each kind that the automata tell apart; the characters of excluded texts stand for themselves
 * alone, so that a text with any other character is surely not excluded.
 */
function charactersOf(automata: readonly Automaton[], except: ReadonlySet<string>): readonly number[] {
  const own = new Set(
    [...except].flatMap((text) => [...text]).map((character) => character.codePointAt(0) ?? 0),
  );
  const after = [...own].map((point) => point + 1);
  const starts = [0, 0xd800, 0xe000, ...automata.flatMap(({ cuts }) => cuts), ...own, ...after];
  const cuts = [...new Set(starts)].filter((cut) => cut <= lastCodePoint).sort((a, b) => a - b);
  const byKind = new Map<string, number>();
  for (const [index, first] of cuts.entries()) {
    const last = (cuts[index + 1] ?? lastCodePoint + 1) - 1;
    const character = readableIn(first, last);
    const kinds = automata.map((automaton) => kindOf(automaton, first));
    const kind = own.has(first) ? `only ${first}` : kinds.join();
    const known = byKind.get(kind);
    if (known === undefined || rank(character) < rank(known)) byKind.set(kind, character);
  }
  return [...byKind.values()].sort((a, b) => rank(a) - rank(b));
}

function readableIn(first: number, last: number): number {
  const good = readable.find((character) => first <= character && character <= last);
  // The first visible character behind the controls.
  return good ?? (first < 0x21 && last >= 0x21 ? 0x21 : first);
}

/** Readable characters first, halves of surrogate pairs last. */
function rank(character: number): number {
  const place = readable.indexOf(character);
  if (place >= 0) return place;
  const isHalf = character >= 0xd800 && character < 0xe000;
  return readable.length + character + (isHalf ? lastCodePoint : 0);
}
