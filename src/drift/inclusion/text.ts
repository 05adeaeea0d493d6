import { type Automaton, accepts, automatonOf } from './automaton.js';
import { formats } from './formats.js';
import type { Budget } from './limits.js';
import { parseRegex } from './regex.js';
import type { Truth } from './values.js';

/** Patterns of one question, each compiled once; `undefined` for one that cannot be told. */
export type Tester = { readonly budget: Budget; readonly automata: Map<string, Automaton | undefined> };

export function createTester(budget: Budget): Tester {
  return { budget, automata: new Map() };
}

/** The texts in which the pattern is found; `undefined` where the pattern is invalid or not understood. */
export function patternAutomaton(tester: Tester, pattern: string): Automaton | undefined {
  if (tester.automata.has(pattern)) return tester.automata.get(pattern);
  const regex = parseRegex(pattern);
  const automaton = regex && automatonOf(regex, tester.budget);
  tester.automata.set(pattern, automaton);
  return automaton;
}

/** Whether the text has the pattern or format. */
export function testText(tester: Tester, kind: 'pattern' | 'format', name: string, text: string): Truth {
  if (kind === 'pattern') return testPattern(tester, name, text);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format === undefined) return 'unknown';
  if (testPattern(tester, format.possible, text) === false) return false;
  return testPattern(tester, format.certain, text) === true ? true : 'unknown';
}

function testPattern(tester: Tester, pattern: string, text: string): Truth {
  const automaton = patternAutomaton(tester, pattern);
  return automaton === undefined ? 'unknown' : accepts(automaton, text, tester.budget);
}
