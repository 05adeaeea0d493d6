import type { Json } from '../../model/json.js';
import { sameJson } from '../../model/json.js';
import { type FieldSide, facets } from '../field.js';
import { changed, type Detected, type FieldRules } from './rule.js';

/** The default as the report shows it: the constant, or that one is computed; absent where there is none. */
function defaultOf(side: FieldSide): Json | undefined {
  if (side.schema.default !== undefined) return side.schema.default;
  return facets(side).hasDefault ? 'computed' : undefined;
}

function detectDefault(what: 'added' | 'changed' | 'dropped') {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    const [before, after] = [defaultOf(was), defaultOf(now)];
    if (sameJson(before, after)) return undefined;
    const happened = before === undefined ? 'added' : after === undefined ? 'dropped' : 'changed';
    return happened === what ? { before, after } : undefined;
  };
}

const creators = { read: 'same', create: 'meaning', update: 'same' } as const;

/** What a value means, while the set of values stays. */
export const senseRules = {
  'default-added': {
    detects: 'A record that is created without the field gets a value now.',
    effect: creators,
    advice: 'Check that the value suits; send one if not; then accept it.',
    facet: 'default',
    example: { contract: { type: 'string' }, live: { type: 'string', default: 'a' } },
    detect: detectDefault('added'),
  },
  'default-changed': {
    detects: 'A record that is created without the field gets another value.',
    effect: creators,
    advice: 'Check that the value suits; send one if not; then accept it.',
    facet: 'default',
    example: { contract: { type: 'string', default: 'a' }, live: { type: 'string', default: 'b' } },
    detect: detectDefault('changed'),
  },
  'default-dropped': {
    detects: 'A record that is created without the field gets no value any more.',
    effect: creators,
    advice: 'Send the value that is meant; then accept it.',
    facet: 'default',
    example: { contract: { type: 'string', default: 'a' }, live: { type: 'string' } },
    detect: detectDefault('dropped'),
  },
  'unit-changed': {
    detects: 'Another field says the currency or unit of the number.',
    effect: 'meaning',
    advice: 'Read the currency or unit from the field that is named now; then accept it.',
    facet: 'unit',
    example: {
      contract: { type: 'number', 'x-seam': { unit: 'currency_id' } },
      live: { type: 'number', 'x-seam': { unit: 'company_currency_id' } },
    },
    detect: (was, now) => changed(facets(was).unit, facets(now).unit),
  },
  'stored-changed': {
    detects:
      'The value is kept where it was computed on the fly, or the reverse: searching, sorting and history change.',
    effect: 'meaning',
    advice: 'Check filters and sorting on the field; then accept it.',
    facet: 'stored',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { stored: false } } },
    detect: (was, now) => changed(facets(was).stored ?? true, facets(now).stored ?? true),
  },
  'computed-changed': {
    detects: 'The ERP computes the value where it did not, or the reverse.',
    effect: 'same',
    advice: 'Nothing breaks. A value that is written may be recomputed.',
    facet: 'computed',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { computed: true } } },
    detect: (was, now) => changed(facets(was).computed ?? false, facets(now).computed ?? false),
  },
  'time-zone-changed': {
    detects: 'Date-times are meant in another zone.',
    effect: 'meaning',
    advice: 'Convert from and to the zone that is named now; then accept it.',
    facet: 'timeZone',
    example: {
      contract: { type: 'string', 'x-seam': { timeZone: 'UTC' } },
      live: { type: 'string', 'x-seam': { timeZone: 'site' } },
    },
    detect: (was, now) => changed(facets(was).timeZone, facets(now).timeZone),
  },
  'translated-changed': {
    detects: 'There is a value for each language where there was one for all, or the reverse.',
    effect: 'meaning',
    advice: 'Name the language on every call that reads or writes it; then accept it.',
    facet: 'translated',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { translated: true } } },
    detect: (was, now) => changed(facets(was).translated ?? false, facets(now).translated ?? false),
  },
  'company-dependent-changed': {
    detects: 'There is a value for each company where there was one for all, or the reverse.',
    effect: 'meaning',
    advice: 'Name the company on every call that reads or writes it; then accept it.',
    facet: 'companyDependent',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { companyDependent: true } } },
    detect: (was, now) =>
      changed(facets(was).companyDependent ?? false, facets(now).companyDependent ?? false),
  },
  'copied-from-changed': {
    detects: 'The ERP copies the value from another place, or no longer does.',
    effect: { read: 'same', create: 'meaning', update: 'meaning' },
    advice: 'Check that a value that is written is not overwritten; then accept it.',
    facet: 'copiedFrom',
    example: {
      contract: { type: 'string' },
      live: { type: 'string', 'x-seam': { copiedFrom: 'customer.territory' } },
    },
    detect: (was, now) => changed(facets(was).copiedFrom, facets(now).copiedFrom),
  },
  'origin-changed': {
    detects: 'Another app, module or customisation brings the field.',
    effect: 'same',
    advice: 'Nothing breaks. Ask the new owner before relying on the field.',
    facet: 'origin',
    example: {
      contract: { type: 'string', 'x-seam': { origin: { kind: 'standard' } } },
      live: { type: 'string', 'x-seam': { origin: { kind: 'custom' } } },
    },
    detect: (was, now) => changed(originText(was), originText(now)),
  },
  'label-changed': {
    detects: 'The field is shown to people under another name.',
    effect: 'same',
    advice: 'Nothing breaks.',
    facet: 'label',
    silent: true,
    example: { contract: { type: 'string', title: 'Ref' }, live: { type: 'string', title: 'Reference' } },
    detect: (was, now) => changed(was.schema.title, now.schema.title),
  },
} as const satisfies FieldRules;

function originText(side: FieldSide): string | undefined {
  const { origin } = facets(side);
  if (origin === undefined) return undefined;
  return origin.by === undefined ? origin.kind : `${origin.kind} ${origin.by}`;
}
