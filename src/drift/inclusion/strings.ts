import type { Automaton } from './automaton.js';
import { formats } from './formats.js';
import { maxWitnessLength } from './limits.js';
import type { Literal } from './literals.js';
import { empty, member, type Outcome, unknown } from './outcome.js';
import { patternAutomaton, type Tester } from './text.js';
import { findWord, type Language } from './words.js';

/** What the literals say of a text: bounds of its length, and what it must and must not look like. */
type Strings = {
  readonly least: number;
  readonly most: number;
  readonly except: ReadonlySet<string>;
  readonly looks: readonly Look[];
};
type Look = { readonly kind: 'pattern' | 'format'; readonly text: string; readonly holds: boolean };

/** A text that satisfies all literals. */
export function solveStrings(literals: readonly Literal[], tester: Tester): Outcome {
  const strings = gathered(literals);
  if (strings.least > strings.most || contradicts(strings.looks)) return empty;
  if (strings.looks.length === 0) return solvePlain(strings);
  const outer = languageOf(strings, tester, 'outer');
  const word = findWord(outer.language, tester);
  if (word === undefined) return empty;
  if (outer.isExact) return member(word);
  const inner = languageOf(strings, tester, 'inner');
  if (inner.missing !== undefined) return undecided(inner.missing);
  const certain = findWord(inner.language, tester);
  return certain === undefined
    ? undecided(strings.looks.find(({ kind }) => kind === 'format'))
    : member(certain);
}

function undecided(look: Look | undefined): Outcome {
  if (look?.kind === 'format')
    return unknown(`what the format "${look.text}" allows is not certain`, 'format');
  return unknown(`the pattern ${JSON.stringify(look?.text)} is more than an automaton can tell`, 'pattern');
}

function gathered(literals: readonly Literal[]): Strings {
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  const except = new Set<string>();
  const looks: Look[] = [];
  for (const { atom, holds } of literals) {
    if (atom.kind === 'finite') {
      for (const value of atom.values.values()) if (typeof value === 'string') except.add(value);
    }
    if (atom.kind === 'pattern' || atom.kind === 'format')
      looks.push({ kind: atom.kind, text: atom.text, holds });
    if (atom.kind === 'min-length' && holds) least = Math.max(least, atom.count);
    if (atom.kind === 'min-length' && !holds) most = Math.min(most, atom.count - 1);
    if (atom.kind === 'max-length' && holds) most = Math.min(most, atom.count);
    if (atom.kind === 'max-length' && !holds) least = Math.max(least, atom.count + 1);
  }
  return { least, most, except, looks };
}

/** A format that holds within one that does not. */
function contradicts(looks: readonly Look[]): boolean {
  const refused = new Set(
    looks.filter((look) => look.kind === 'format' && !look.holds).map(({ text }) => text),
  );
  return looks.some(
    ({ kind, text, holds }) =>
      kind === 'format' &&
      holds &&
      Object.hasOwn(formats, text) &&
      formats[text]?.within?.some((wider) => refused.has(wider)) === true,
  );
}

/** Any text of the right length: there are more letters than excluded texts of one character. */
function solvePlain({ least, most, except }: Strings): Outcome {
  if (least > maxWitnessLength) return unknown('a witness would be too long', 'minLength');
  if (least === 0 && !except.has('')) return member('');
  const length = Math.max(1, least);
  if (length > most) return empty;
  for (let point = 0x61; ; point++) {
    const text = 'a'.repeat(length - 1) + String.fromCodePoint(point);
    if (!except.has(text)) return member(text);
  }
}

/**
 * The texts as automata. `outer` holds at least all of them: what cannot be told is left out. `inner` holds none but
 * them; `missing` is what cannot be told.
 */
function languageOf(
  { least, most, except, looks }: Strings,
  tester: Tester,
  side: 'outer' | 'inner',
): { readonly language: Language; readonly isExact: boolean; readonly missing: Look | undefined } {
  const inside: Automaton[] = [];
  const outside: Automaton[] = [];
  let isExact = true;
  let missing: Look | undefined;
  for (const look of looks) {
    const pattern = patternOf(look, (side === 'outer') === look.holds ? 'possible' : 'certain');
    const automaton = pattern === undefined ? undefined : patternAutomaton(tester, pattern);
    if (automaton !== undefined) (look.holds ? inside : outside).push(automaton);
    else missing ??= look;
    if (automaton === undefined || look.kind === 'format') isExact = false;
  }
  return { language: { inside, outside, least, most, except }, isExact, missing };
}

function patternOf({ kind, text }: Look, edge: 'possible' | 'certain'): string | undefined {
  if (kind === 'pattern') return text;
  return Object.hasOwn(formats, text) ? formats[text]?.[edge] : undefined;
}
