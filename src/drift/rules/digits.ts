import type { Effect } from '../../model/drift.js';
import { type FieldSide, facets } from '../field.js';
import { type Edit, editOf, edits } from './edit.js';
import type { FieldRule, FieldRules } from './rule.js';

/** Digits before and after the point, where the source says them as plain numbers. */
function digits(side: FieldSide): {
  readonly integer: number | undefined;
  readonly fraction: number | undefined;
} {
  const { precision, scale } = facets(side);
  const all = count(precision);
  const fraction = count(scale);
  return { integer: all === undefined ? undefined : all - (fraction ?? 0), fraction };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

type Part = 'integer' | 'fraction';

const words = { integer: 'before the point', fraction: 'after the point' } as const satisfies Record<
  Part,
  string
>;

/** More digits hold more values; no limit holds them all. */
const effects = {
  raised: { effect: 'widens', says: 'More digits are held' },
  lowered: { effect: 'narrows', says: 'Fewer digits are held' },
  set: { effect: 'narrows', says: 'A limit came up for the digits' },
  dropped: { effect: 'widens', says: 'The limit went for the digits' },
} as const satisfies Record<Edit, { effect: Effect; says: string }>;

function exampleDigits(part: Part, name: Edit, which: 'contract' | 'live') {
  const precision = {
    raised: ['10', '12'],
    lowered: ['12', '10'],
    set: [undefined, '10'],
    dropped: ['10', undefined],
  }[name];
  const value = precision[which === 'contract' ? 0 : 1];
  if (value === undefined) return { type: 'number' as const };
  const whole =
    part === 'integer'
      ? { precision: value, scale: '2' }
      : { precision: value, scale: String(Number(value) - 5) };
  return { type: 'number' as const, 'x-seam': whole };
}

function row(part: Part, name: Edit): FieldRule {
  const { effect, says } = effects[name];
  return {
    detects: `${says} ${words[part]}.`,
    effect,
    advice:
      effect === 'narrows'
        ? 'Check that what is written fits, or is rounded on purpose; then accept it.'
        : 'Check that what reads it has room for the digits; then accept it.',
    facet: part === 'integer' ? 'precision' : 'scale',
    ...(effect === 'narrows'
      ? { writeFault: part === 'fraction' ? ('too-precise' as const) : ('bad-value' as const) }
      : {}),
    example: { contract: exampleDigits(part, name, 'contract'), live: exampleDigits(part, name, 'live') },
    detect(was, now) {
      // Of a time that became another kind of text, the rule for its form says it all.
      if (was.schema.format !== now.schema.format || was.schema.pattern !== now.schema.pattern)
        return undefined;
      const [before, after] = [digits(was)[part], digits(now)[part]];
      return editOf(before, after) === name ? { before, after } : undefined;
    },
  };
}

/**
 * Precision and scale as digits before and after the point, two things that change apart: (10, 2) → (10, 4) takes two
 * digits before the point and gives two after it, so it is a narrowing and a widening at once.
 */
export const digitRules: FieldRules = Object.fromEntries(
  (['integer', 'fraction'] as const).flatMap((part) =>
    edits.map((name) => [`${part}-digits-${name}`, row(part, name)] as const),
  ),
);
