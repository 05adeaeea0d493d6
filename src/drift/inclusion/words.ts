import { type Automaton, advance, kindOf, type Point } from './automaton.js';
import { type Budget, spend } from './limits.js';
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

/** The points of all automata at once, and their name. */
type Place = { readonly points: readonly Point[]; readonly key: string };

type Step = {
  readonly place: Place;
  readonly before: Step | undefined;
  readonly character: number;
};

/**
 * A shortest text of the language, or `undefined` where it has none. Walks the product of the automata breadth first,
 * one character at a time; below `least` every length counts by itself.
 */
export function findWord(language: Language, { budget }: Tester): string | undefined {
  const automata = [...language.inside, ...language.outside];
  const visited = new Map<string, number>();
  // Each excluded text can stand in the way of others that reach the same points.
  const visits = language.except.size + 1;
  const ways = waysThrough(language, automata, visits, budget);
  const start = automata.map((automaton) => automaton.start);
  let level: readonly Step[] = [{ place: placeOf(start), before: undefined, character: 0 }];
  for (let length = 0; length <= language.most && level.length > 0; length++) {
    if (length >= language.least) {
      for (const step of level) {
        if (!isAccepted(step.place.points, language.inside.length)) continue;
        const word = spelled(step);
        if (!language.except.has(word)) return word;
      }
    }
    if (length < language.least) visited.clear();
    const next: Step[] = [];
    for (const step of level) {
      for (const { character, place } of ways(step.place)) {
        const seen = visited.get(place.key) ?? 0;
        if (seen >= visits) continue;
        visited.set(place.key, seen + 1);
        next.push({ place, before: step, character });
      }
    }
    level = next;
  }
  return undefined;
}

function placeOf(points: readonly Point[]): Place {
  return { points, key: points.map(({ id }) => id).join() };
}

type Way = { readonly character: number; readonly place: Place };

/**
 * Where one more character leads from a place, at most `most` ways to each other place. Kept by place: a long text goes
 * through few of them over and over.
 */
function waysThrough(
  { inside, except }: Language,
  automata: readonly Automaton[],
  most: number,
  budget: Budget,
): (from: Place) => readonly Way[] {
  const alphabet = charactersOf(automata, except);
  const known = new Map<string, readonly Way[]>();
  return (from) => {
    const before = known.get(from.key);
    if (before !== undefined) {
      spend(budget, 0.02 * before.length);
      return before;
    }
    const counts = new Map<string, number>();
    const ways: Way[] = [];
    for (const character of alphabet) {
      spend(budget, 0.4);
      const points = from.points.map((point, index) => {
        const automaton = automata[index];
        return automaton === undefined ? point : advance(automaton, point, character, budget);
      });
      if (isHopeless(points, inside.length, automata)) continue;
      const place = placeOf(points);
      const count = counts.get(place.key) ?? 0;
      counts.set(place.key, count + 1);
      if (count < most) ways.push({ character, place });
    }
    known.set(from.key, ways);
    return ways;
  };
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
