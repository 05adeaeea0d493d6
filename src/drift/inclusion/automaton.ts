import { type Budget, spend } from './limits.js';
import { lastCodePoint, type Range, type Regex } from './regex.js';

/** States of a non-deterministic automaton. Free moves read no character; some only at the start or end of the text. */
type State = {
  readonly free: number[];
  readonly atStart: number[];
  readonly atEnd: number[];
  readonly moves: { readonly ranges: readonly Range[]; readonly to: number }[];
};

/** A state of the deterministic automaton, made when it is first reached. */
export type Point = {
  readonly id: number;
  readonly members: readonly number[];
  /** The text may end here. */
  readonly accepts: boolean;
  readonly next: Map<number, Point>;
};

/** Texts in which a pattern is found somewhere (as `pattern` means it), as an automaton. */
export type Automaton = {
  readonly states: readonly State[];
  readonly accept: number;
  /** States from which a match can still be completed once a character was read. */
  readonly alive: ReadonlySet<number>;
  readonly points: Map<string, Point>;
  readonly start: Point;
  /** Sorted first code points of the stretches of characters that no move tells apart. */
  readonly cuts: readonly number[];
  /** For each stretch its kind: stretches of one kind are not told apart either. */
  readonly kinds: readonly number[];
};

const maxStates = 3_000;

/** The automaton of a pattern; `undefined` where it would have too many states. */
export function automatonOf(regex: Regex, budget: Budget): Automaton | undefined {
  const states: State[] = [];
  const begin = added(states);
  const accept = added(states);
  const entry = built(regex, states, accept);
  if (entry === undefined) return undefined;
  const anything: readonly Range[] = [[0, lastCodePoint]];
  states[begin]?.free.push(entry);
  states[begin]?.moves.push({ ranges: anything, to: begin });
  states[accept]?.moves.push({ ranges: anything, to: accept });
  const points = new Map<string, Point>();
  const classes = classesOf(states);
  const cuts = cutsOf(classes);
  const kinds = kindsOf(classes, cuts);
  spend(budget, (states.length * cuts.length) / 100);
  const automaton = { states, accept, alive: aliveIn(states, accept), points, cuts, kinds };
  return { ...automaton, start: startOf(automaton, begin, budget) };
}

/** Where one more character leads. */
export function advance(automaton: Automaton, from: Point, character: number, budget: Budget): Point {
  const kind = kindOf(automaton, character);
  const known = from.next.get(kind);
  if (known !== undefined) return known;
  const reached = new Set<number>();
  for (const member of from.members) {
    for (const { ranges, to } of automaton.states[member]?.moves ?? []) {
      if (isIn(ranges, character)) reached.add(to);
    }
  }
  const point = pointOf(automaton, reached, budget);
  from.next.set(kind, point);
  return point;
}

/** True where the text is one of the automaton's: linear in its length. */
export function accepts(automaton: Automaton, text: string, budget: Budget): boolean {
  let point = automaton.start;
  for (const character of text) {
    spend(budget, 0.01);
    point = advance(automaton, point, character.codePointAt(0) ?? 0, budget);
  }
  return point.accepts;
}

type Unstarted = Omit<Automaton, 'start'>;

function startOf(automaton: Unstarted, begin: number, budget: Budget): Point {
  const members = closure(automaton, [begin], budget, (state) => [state.free, state.atStart]);
  const ending = closure(automaton, [begin], budget, (state) => [state.free, state.atStart, state.atEnd]);
  // A pattern that is found before the first character is found in every text.
  if (members.has(automaton.accept)) return pointOf(automaton, members, budget);
  return { id: -1, members: [...members], accepts: ending.has(automaton.accept), next: new Map() };
}

function pointOf(automaton: Unstarted, reached: ReadonlySet<number>, budget: Budget): Point {
  const closed = closure(automaton, reached, budget, (state) => [state.free]);
  // Once found, always found: one point for all sets that hold the accepting state.
  const alive = [...closed].filter((state) => automaton.alive.has(state));
  const members = closed.has(automaton.accept) ? [automaton.accept] : alive.sort((a, b) => a - b);
  const key = members.join();
  const known = automaton.points.get(key);
  if (known !== undefined) return known;
  const ending = closure(automaton, members, budget, (state) => [state.free, state.atEnd]);
  const point = {
    id: automaton.points.size,
    members,
    accepts: ending.has(automaton.accept),
    next: new Map(),
  };
  automaton.points.set(key, point);
  return point;
}

function closure(
  { states }: Unstarted,
  from: Iterable<number>,
  budget: Budget,
  freeMoves: (state: State) => readonly (readonly number[])[],
): Set<number> {
  const reached = new Set(from);
  // A set grows while it is walked, and the walk reaches what was added.
  for (const at of reached) {
    spend(budget, 0.1);
    const state = states[at];
    if (state === undefined) continue;
    for (const list of freeMoves(state)) for (const to of list) reached.add(to);
  }
  return reached;
}

function added(states: State[]): number {
  states.push({ free: [], atStart: [], atEnd: [], moves: [] });
  return states.length - 1;
}

/** Adds the states of an expression that goes on to `exit`, and gives its entry. Thompson's construction. */
function built(regex: Regex, states: State[], exit: number): number | undefined {
  if (states.length > maxStates) return undefined;
  const entry = added(states);
  const state = states[entry];
  if (state === undefined) return undefined;
  switch (regex.kind) {
    case 'set':
      state.moves.push({ ranges: regex.ranges, to: exit });
      return entry;
    case 'start':
      state.atStart.push(exit);
      return entry;
    case 'end':
      state.atEnd.push(exit);
      return entry;
    case 'sequence': {
      let at: number | undefined = exit;
      for (const item of regex.items.toReversed()) at = at === undefined ? at : built(item, states, at);
      if (at === undefined) return undefined;
      state.free.push(at);
      return entry;
    }
    case 'choice':
      for (const item of regex.items) {
        const branch = built(item, states, exit);
        if (branch === undefined) return undefined;
        state.free.push(branch);
      }
      return entry;
    case 'repeat':
      return repeated(regex, states, entry, exit);
  }
}

function repeated(
  { item, min, max }: Extract<Regex, { kind: 'repeat' }>,
  states: State[],
  entry: number,
  exit: number,
): number | undefined {
  let at: number | undefined = exit;
  if (max === Number.POSITIVE_INFINITY) {
    const loop = added(states);
    const body = built(item, states, loop);
    if (body === undefined) return undefined;
    states[loop]?.free.push(body, exit);
    at = loop;
  } else {
    for (let copy = min; copy < max; copy++) {
      const body: number | undefined = at === undefined ? undefined : built(item, states, at);
      if (body === undefined) return undefined;
      states[body]?.free.push(exit);
      at = body;
    }
  }
  for (let copy = 0; copy < min; copy++) {
    at = at === undefined ? undefined : built(item, states, at);
  }
  if (at === undefined) return undefined;
  states[entry]?.free.push(at);
  return entry;
}

function aliveIn(states: readonly State[], accept: number): ReadonlySet<number> {
  const sources: number[][] = states.map(() => []);
  for (const [from, { free, atEnd, moves }] of states.entries()) {
    for (const to of [...free, ...atEnd, ...moves.map((move) => move.to)]) sources[to]?.push(from);
  }
  const alive = new Set([accept]);
  for (const state of alive) for (const source of sources[state] ?? []) alive.add(source);
  return alive;
}

/** The different sets of characters that moves read: few, for a repetition copies the moves of what it repeats. */
function classesOf(states: readonly State[]): readonly (readonly Range[])[] {
  const classes = new Set(states.flatMap(({ moves }) => moves.map(({ ranges }) => ranges)));
  return [...new Map([...classes].map((ranges) => [ranges.join(), ranges])).values()];
}

function cutsOf(classes: readonly (readonly Range[])[]): readonly number[] {
  const cuts = new Set([0]);
  for (const [first, last] of classes.flat()) {
    cuts.add(first);
    if (last < lastCodePoint) cuts.add(last + 1);
  }
  return [...cuts].sort((a, b) => a - b);
}

function kindsOf(classes: readonly (readonly Range[])[], cuts: readonly number[]): readonly number[] {
  const known = new Map<string, number>();
  return cuts.map((character) => {
    const signature = classes.map((ranges) => (isIn(ranges, character) ? '1' : '0')).join('');
    const kind = known.get(signature) ?? known.size;
    known.set(signature, kind);
    return kind;
  });
}

function isIn(ranges: readonly Range[], character: number): boolean {
  return ranges.some(([first, last]) => first <= character && character <= last);
}

/** The kind of a character: two of one kind lead to the same state from everywhere. */
export function kindOf({ cuts, kinds }: Automaton | Unstarted, character: number): number {
  let [low, high] = [0, cuts.length - 1];
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if ((cuts[half] ?? 0) <= character) low = half;
    else high = half - 1;
  }
  return kinds[low] ?? 0;
}
