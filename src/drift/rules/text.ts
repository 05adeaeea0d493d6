import type { Effect, Effects } from '../../model/drift.js';
import type { FieldFacets, FieldSchema } from '../../model/schema.js';
import { type FieldSide, facets } from '../field.js';
import { changed, type FieldRule, type FieldRules } from './rule.js';

type Form = {
  readonly facet: 'upperCase' | 'digits' | 'dateOnly';
  /** Begin of the rule ids. */
  readonly thing: string;
  readonly words: string;
  /** What setting it does to writers: refused, or perhaps converted (SAP turns what it gets into capitals). */
  readonly setForWriters: Effect;
  /** What dropping it does to readers. */
  readonly droppedForReaders: Effect;
};

/** Forms of a text that no keyword of JSON Schema says, and that a source states apart from the type. */
const forms: readonly Form[] = [
  {
    facet: 'upperCase',
    thing: 'upper-case',
    words: 'capitals only',
    setForWriters: 'unknown',
    droppedForReaders: 'unknown',
  },
  {
    facet: 'digits',
    thing: 'digits-only',
    words: 'digits only',
    setForWriters: 'narrows',
    droppedForReaders: 'widens',
  },
  {
    facet: 'dateOnly',
    thing: 'date-only',
    words: 'a date without a time',
    setForWriters: 'unknown',
    droppedForReaders: 'unknown',
  },
];

function row({ facet, words, setForWriters, droppedForReaders }: Form, what: 'set' | 'dropped'): FieldRule {
  const [read, write]: readonly [Effect, Effect] =
    what === 'set' ? ['narrows', setForWriters] : [droppedForReaders, 'widens'];
  const effect: Effects = { read, create: write, update: write };
  const plain: FieldSchema = { type: 'string' };
  const formed: FieldSchema = { type: 'string', 'x-seam': { [facet]: true } satisfies FieldFacets };
  const flag = (side: FieldSide) => facets(side)[facet] ?? false;
  return {
    detects: what === 'set' ? `The text holds ${words} now.` : `The text need no longer hold ${words}.`,
    effect,
    advice:
      what === 'set'
        ? 'Check that what is written has the form; then accept it.'
        : 'Check that what reads the text does not rely on its form; then accept it.',
    facet,
    ...(what === 'set' ? { writeFault: 'bad-value' as const } : {}),
    example: what === 'set' ? { contract: plain, live: formed } : { contract: formed, live: plain },
    detect: (was, now) => (flag(now) === (what === 'set') ? changed(flag(was), flag(now)) : undefined),
  };
}

/** `upper-case-set`, `upper-case-dropped`, and so for every form. */
export const textRules: FieldRules = Object.fromEntries(
  forms.flatMap((form) =>
    (['set', 'dropped'] as const).map((what) => [`${form.thing}-${what}`, row(form, what)] as const),
  ),
);
