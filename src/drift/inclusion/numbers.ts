import {
  compare,
  type Decimal,
  decimalOf,
  isMultiple,
  leastCommonMultiple,
  middle,
  numberOf,
  plus,
  steps,
  times,
} from '../../model/decimals.js';
import type { Literal } from './literals.js';
import { empty, member, type Outcome, unknown } from './outcome.js';
import { valueKey } from './values.js';

type Bound = { readonly at: Decimal; readonly exclusive: boolean };
type Numbers = {
  readonly least: Bound | undefined;
  readonly most: Bound | undefined;
  readonly step: Decimal | undefined;
  readonly notSteps: readonly Decimal[];
  readonly except: ReadonlySet<string>;
};

/** Numbers that are tried before the answer is left open. */
const maxTries = 2_000;

/** A number that satisfies all literals. */
export function solveNumbers(literals: readonly Literal[]): Outcome {
  const numbers = gathered(literals);
  const { least, most, step, notSteps } = numbers;
  if (least && most && isEmptyInterval(least, most)) return empty;
  if (step === undefined) return solveContinuous(numbers);
  if (notSteps.some((notStep) => isMultiple(step, notStep))) return empty;
  return solveStepped(numbers, step);
}

function gathered(literals: readonly Literal[]): Numbers {
  let least: Bound | undefined;
  let most: Bound | undefined;
  let step: Decimal | undefined;
  const notSteps: Decimal[] = [];
  const except = new Set<string>();
  for (const { atom, holds } of literals) {
    if (atom.kind === 'finite') for (const key of atom.values.keys()) except.add(key);
    if (atom.kind === 'multiple-of') {
      if (!holds) notSteps.push(atom.step);
      else step = step === undefined ? atom.step : leastCommonMultiple(step, atom.step);
    }
    if (atom.kind !== 'minimum' && atom.kind !== 'maximum') continue;
    const bound = { at: atom.bound, exclusive: atom.exclusive === holds };
    if ((atom.kind === 'minimum') === holds) least = tighter(least, bound, 1);
    else most = tighter(most, bound, -1);
  }
  return { least, most, step, notSteps, except };
}

function tighter(known: Bound | undefined, bound: Bound, direction: 1 | -1): Bound {
  if (known === undefined) return bound;
  const order = compare(bound.at, known.at) * direction;
  return order > 0 || (order === 0 && bound.exclusive) ? bound : known;
}

function isEmptyInterval(least: Bound, most: Bound): boolean {
  const order = compare(least.at, most.at);
  return order > 0 || (order === 0 && (least.exclusive || most.exclusive));
}

/** Multiples of `step`, counted by whole numbers: from the bound that is there, or both ways from zero. */
function solveStepped(numbers: Numbers, step: Decimal): Outcome {
  const first = numbers.least && firstStep(numbers.least, step);
  const last = numbers.most && lastStep(numbers.most, step);
  if (first !== undefined && last !== undefined && last < first) return empty;
  let inexact = false;
  for (let tries = 0; tries < maxTries; tries++) {
    const count = nth(tries, first, last);
    if (count === undefined) return inexact ? unknown('no number of the interval can be written') : empty;
    const candidate = times(count, step);
    if (numbers.notSteps.some((notStep) => isMultiple(candidate, notStep))) continue;
    const value = numberOf(candidate);
    if (value === undefined) inexact = true;
    else if (!numbers.except.has(valueKey(value))) return member(value);
  }
  return unknown('too many numbers to try', 'multipleOf');
}

function firstStep({ at, exclusive }: Bound, step: Decimal): bigint {
  const count = steps(at, step, true);
  return exclusive && compare(times(count, step), at) === 0 ? count + 1n : count;
}

function lastStep({ at, exclusive }: Bound, step: Decimal): bigint {
  const count = steps(at, step, false);
  return exclusive && compare(times(count, step), at) === 0 ? count - 1n : count;
}

/** The tries in turn: 0, 1, -1, 2, … within the bounds, nearest to zero first where only one is there. */
function nth(tries: number, first: bigint | undefined, last: bigint | undefined): bigint | undefined {
  const at = BigInt(tries);
  if (first !== undefined) {
    const count = first + at;
    return last !== undefined && count > last ? undefined : count;
  }
  if (last !== undefined) return last - at;
  return tries % 2 === 1 ? (at + 1n) / 2n : -at / 2n;
}

/** Between any two numbers lie others, so a few excluded ones never empty an interval of more than a point. */
function solveContinuous({ least, most, notSteps, except }: Numbers): Outcome {
  let inexact = false;
  for (const candidate of candidates(least, most)) {
    if (notSteps.some((notStep) => isMultiple(candidate, notStep))) continue;
    const value = numberOf(candidate);
    if (value === undefined) inexact = true;
    else if (!except.has(valueKey(value))) return member(value);
  }
  const isPoint = least && most && compare(least.at, most.at) === 0;
  return isPoint && !inexact ? empty : unknown('no number of the interval was found');
}

function* candidates(least: Bound | undefined, most: Bound | undefined): Generator<Decimal> {
  if (least && !least.exclusive) yield least.at;
  if (most && !most.exclusive) yield most.at;
  if (least && most) {
    if (compare(least.at, most.at) < 0) yield* between(least.at, most.at);
    return;
  }
  const from = least?.at ?? most?.at ?? decimalOf(0);
  const direction = least === undefined && most !== undefined ? -1 : 1;
  if (!least && !most) yield from;
  // Beyond a bound so large that adding one changes no double.
  const whole = String(from.digits).length - from.scale;
  yield { digits: BigInt(direction) * 10n ** BigInt(Math.max(1, whole)), scale: 0 };
  for (let tries = 1; tries < 200; tries++) {
    yield plus(from, decimalOf(direction * tries));
    yield plus(from, decimalOf(direction * (tries + 0.5)));
    yield plus(from, decimalOf((direction * tries) / 1024));
  }
}

/** Halves, quarters, …, the shortest first. */
function* between(low: Decimal, high: Decimal): Generator<Decimal> {
  let gaps: (readonly [Decimal, Decimal])[] = [[low, high]];
  for (let depth = 0; depth < 8; depth++) {
    const next: (readonly [Decimal, Decimal])[] = [];
    for (const [from, to] of gaps) {
      const half = middle(from, to);
      yield half;
      next.push([from, half], [half, to]);
    }
    gaps = next;
  }
}
