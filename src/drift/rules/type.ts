import type { Effect } from '../../model/drift.js';
import { sameJson } from '../../model/json.js';
import type { TypeName } from '../../model/schema.js';
import { allowsNull, type FieldSide, facets, types } from '../field.js';
import { changed, type Detected, type FieldRules } from './rule.js';

/** What replacing one set of types by another does; an integer is a number. Absent means any type. */
function typeEffect(was: FieldSide, now: FieldSide): Effect {
  const [before, after] = [types(was), types(now)];
  const gained = !covers(before, after);
  const lost = !covers(after, before);
  if (gained && lost) return 'crosses';
  if (gained) return 'widens';
  return lost ? 'narrows' : 'same';
}

function covers(wide: ReadonlySet<TypeName> | undefined, narrow: ReadonlySet<TypeName> | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  return [...narrow].every((type) => wide.has(type) || (type === 'integer' && wide.has('number')));
}

function detectType(effect: Effect) {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    if (typeEffect(was, now) !== effect) return undefined;
    const after = typeText(now);
    return { before: typeText(was), after };
  };
}

function typeText(side: FieldSide): string {
  const allowed = types(side);
  return allowed === undefined ? 'any type' : [...allowed].join(' or ');
}

/** Keywords that say which values a field holds, beside `type`. */
const setKeywords = ['format', 'pattern', 'maxLength', 'minLength', 'maximum', 'minimum', 'enum'] as const;

/** True where JSON Schema and the relation see the same set of values on both sides. */
function sameSet(was: FieldSide, now: FieldSide): boolean {
  return (
    typeEffect(was, now) === 'same' &&
    allowsNull(was) === allowsNull(now) &&
    setKeywords.every((keyword) => sameJson(was.schema[keyword], now.schema[keyword])) &&
    sameJson(facets(was).target, facets(now).target)
  );
}

/** Type, nullability, format and pattern. */
export const typeRules = {
  'type-changed': {
    detects: 'The field has another type.',
    effect: 'crosses',
    advice: 'Change what reads and writes the field; then accept it.',
    facet: 'type',
    writeFault: 'bad-type',
    example: { contract: { type: 'string' }, live: { type: 'integer' } },
    detect: detectType('crosses'),
  },
  'type-widened': {
    detects: 'The field can have further types.',
    effect: 'widens',
    advice: 'Check that what reads the field can hold the new type; then accept it.',
    facet: 'type',
    example: { contract: { type: 'integer' }, live: { type: 'number' } },
    detect: detectType('widens'),
  },
  'type-narrowed': {
    detects: 'The field takes fewer types.',
    effect: 'narrows',
    advice: 'Check that what writes the field keeps to the new type; then accept it.',
    facet: 'type',
    writeFault: 'bad-type',
    example: { contract: { type: 'number' }, live: { type: 'integer' } },
    detect: detectType('narrows'),
  },
  'native-type-changed': {
    detects: "The ERP's own type of the field is another one, and JSON Schema sees the same set of values.",
    effect: 'meaning',
    advice: 'Check what the values mean now (plain text or markup, amount or percentage); then accept it.',
    facet: 'nativeType',
    example: {
      contract: { type: 'string', 'x-seam': { nativeType: 'text' } },
      live: { type: 'string', 'x-seam': { nativeType: 'html' } },
    },
    detect(was, now) {
      const found = changed(facets(was).nativeType, facets(now).nativeType);
      if (found === undefined || sameSet(was, now)) return found;
      // The set differs too, and other rules say how: this line then only names the types.
      return { ...found, effect: { read: 'same', create: 'same', update: 'same' } };
    },
  },
  'unmapped-changed': {
    detects:
      'The source says something else of the values, which JSON Schema as seam uses it has no word for.',
    effect: 'unknown',
    advice: 'Read both texts and check what reads and writes the field; then take a snapshot.',
    facet: 'unmapped',
    writeFault: 'bad-value',
    example: {
      contract: { type: 'string', 'x-seam': { unmapped: '{"not":{"const":"a"}}' } },
      live: { type: 'string', 'x-seam': { unmapped: '{"not":{"const":"b"}}' } },
    },
    detect: (was, now) => changed(facets(was).unmapped, facets(now).unmapped),
  },
  'wire-form-changed': {
    detects: 'The value travels in another form, whatever it means.',
    effect: 'crosses',
    advice: 'Change what parses and writes the value; then accept it.',
    facet: 'wireForm',
    writeFault: 'bad-type',
    example: {
      contract: { type: 'integer', 'x-seam': { wireForm: 'string' } },
      live: { type: 'integer' },
    },
    detect: (was, now) =>
      typeEffect(was, now) === 'crosses' ? undefined : changed(facets(was).wireForm, facets(now).wireForm),
  },
  'content-type-changed': {
    detects: 'The text holds another kind of content.',
    effect: 'meaning',
    advice: 'Check what parses or shows the text; then accept it.',
    facet: 'type',
    example: { contract: { type: 'string' }, live: { type: 'string', contentMediaType: 'text/html' } },
    detect(was, now) {
      if (facets(was).nativeType !== facets(now).nativeType) return undefined;
      const content = ({ schema }: FieldSide) => schema.contentMediaType ?? schema.contentEncoding;
      return changed(content(was), content(now));
    },
  },
  'null-allowed': {
    detects: 'The field can be empty now.',
    effect: 'widens',
    advice: 'Let what reads the field cope with an empty value; then accept it.',
    facet: 'nullability',
    example: { contract: { type: 'string' }, live: { type: ['string', 'null'] } },
    detect: (was, now) =>
      typeEffect(was, now) !== 'crosses' && !allowsNull(was) && allowsNull(now)
        ? { before: false, after: true }
        : undefined,
  },
  'null-disallowed': {
    detects: 'The field can no longer be emptied.',
    effect: 'narrows',
    advice: 'Check that nothing writes an empty value; then accept it.',
    facet: 'nullability',
    writeFault: 'missing-value',
    example: { contract: { type: ['string', 'null'] }, live: { type: 'string' } },
    detect: (was, now) =>
      typeEffect(was, now) !== 'crosses' && allowsNull(was) && !allowsNull(now)
        ? { before: true, after: false }
        : undefined,
  },
  'format-added': {
    detects: 'The text must have a form now.',
    effect: 'narrows',
    advice: 'Check that what is written has the form; then accept it.',
    facet: 'format',
    keywords: ['format'],
    writeFault: 'bad-value',
    example: { contract: { type: 'string' }, live: { type: 'string', format: 'date' } },
    detect: detectKeyword('format', 'added'),
  },
  'format-removed': {
    detects: 'The text need no longer have its form.',
    effect: 'widens',
    advice: 'Check that what reads the text does not rely on its form; then accept it.',
    facet: 'format',
    keywords: ['format'],
    example: { contract: { type: 'string', format: 'date' }, live: { type: 'string' } },
    detect: detectKeyword('format', 'removed'),
  },
  'format-changed': {
    detects: 'The text has another form.',
    effect: 'crosses',
    advice: 'Change what parses and writes the text; then accept it.',
    facet: 'format',
    keywords: ['format'],
    writeFault: 'bad-value',
    example: { contract: { type: 'string', format: 'date' }, live: { type: 'string', format: 'date-time' } },
    detect: detectKeyword('format', 'changed'),
  },
  'pattern-added': {
    detects: 'The text must match a pattern now.',
    effect: 'narrows',
    advice: 'Check that what is written matches; then accept it.',
    facet: 'format',
    keywords: ['pattern'],
    writeFault: 'bad-value',
    example: { contract: { type: 'string' }, live: { type: 'string', pattern: '^[0-9]+$' } },
    detect: detectKeyword('pattern', 'added'),
  },
  'pattern-removed': {
    detects: 'The text need no longer match its pattern.',
    effect: 'widens',
    advice: 'Check that what reads the text does not rely on the pattern; then accept it.',
    facet: 'format',
    keywords: ['pattern'],
    example: { contract: { type: 'string', pattern: '^[0-9]+$' }, live: { type: 'string' } },
    detect: detectKeyword('pattern', 'removed'),
  },
  'pattern-changed': {
    detects: 'The text must match another pattern.',
    effect: 'unknown',
    advice: 'Compare the two patterns and check what reads and writes the text; then accept it.',
    facet: 'format',
    keywords: ['pattern'],
    writeFault: 'bad-value',
    example: {
      contract: { type: 'string', pattern: '^[0-9]+$' },
      // A back-reference: no automaton decides it.
      live: { type: 'string', pattern: '^([0-9])\\1+$' },
    },
    detect: detectKeyword('pattern', 'changed'),
  },
} as const satisfies FieldRules;

/** A change of a text keyword. Where the field is a text on one side only, the type rule says it all. */
function detectKeyword(keyword: 'format' | 'pattern', what: 'added' | 'removed' | 'changed') {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    if (typeEffect(was, now) === 'crosses') return undefined;
    const [before, after] = [was.schema[keyword], now.schema[keyword]];
    if (before === after) return undefined;
    const happened = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return happened === what ? { before, after } : undefined;
  };
}
