import type { Effects } from '../../model/drift.js';
import type { FieldFacets } from '../../model/schema.js';
import { allowsNull, type FieldSide, facets, type Requiredness, requiredness } from '../field.js';
import { changed, type Detected, type FieldRules } from './rule.js';

const creators = (effect: Effects['create']): Effects => ({ read: 'same', create: effect, update: 'same' });

/** The change of requiredness into one of `to`, out of one of `from`. */
function step(from: readonly Requiredness[], to: readonly Requiredness[]) {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    const [before, after] = [requiredness(was), requiredness(now)];
    return before !== after && from.includes(before) && to.includes(after) ? { before, after } : undefined;
  };
}

/** What create demands, and under which condition. Where saving validates the whole record, updates suffer alike. */
export const requirednessRules = {
  'required-added': {
    detects: 'Create demands a value now.',
    effect: creators('narrows'),
    advice: 'Send a value on create; then accept it.',
    facet: 'requiredness',
    scope: 'document',
    writeFault: 'missing-value',
    example: { contract: { type: 'string' }, live: { type: 'string', demanded: true } },
    detect: step(['optional', 'conditional', 'unknown'], ['required']),
  },
  'required-unknown': {
    detects:
      'The ERP calls the field required now, and its metadata cannot tell whether create demands a value.',
    effect: creators('unknown'),
    advice: 'Try a create without the field on a test system, or send a value; then accept it.',
    facet: 'requiredness',
    scope: 'document',
    writeFault: 'missing-value',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { required: 'unknown' } } },
    detect: step(['optional', 'conditional'], ['unknown']),
  },
  'required-dropped': {
    detects: 'Create no longer demands a value, so it may be empty in new records.',
    effect: { read: 'unknown', create: 'widens', update: 'widens' },
    advice: 'Let what reads the field cope with an empty value; then accept it.',
    facet: 'requiredness',
    example: { contract: { type: 'string', demanded: true }, live: { type: 'string' } },
    detect(was, now) {
      const found = step(['required'], ['optional', 'conditional', 'unknown'])(was, now);
      // `null-allowed` says it for readers where the source tells nullability apart from requiredness.
      if (found === undefined || allowsNull(was) === allowsNull(now)) return found;
      return { ...found, effect: { read: 'same', create: 'widens', update: 'widens' } };
    },
  },
  'required-doubt-dropped': {
    detects: 'Create certainly demands no value now; before, the metadata could not tell.',
    effect: { read: 'same', create: 'widens', update: 'widens' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'requiredness',
    example: { contract: { type: 'string', 'x-seam': { required: 'unknown' } }, live: { type: 'string' } },
    detect: step(['unknown'], ['optional', 'conditional']),
  },
  'presence-dropped': {
    detects: 'An answer may lack the field, where every answer had it.',
    effect: { read: 'widens', create: 'same', update: 'same' },
    advice: 'Let what reads the field cope with an answer that lacks it; then take a snapshot.',
    facet: 'presence',
    example: {
      contract: { type: 'string' },
      live: { type: 'string', 'x-seam': { presence: 'optional' } },
    },
    detect: presenceStep('always', 'optional'),
  },
  'presence-set': {
    detects: 'Every answer has the field, where some lacked it.',
    effect: { read: 'narrows', create: 'same', update: 'same' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'presence',
    example: {
      contract: { type: 'string', 'x-seam': { presence: 'optional' } },
      live: { type: 'string' },
    },
    detect: presenceStep('optional', 'always'),
  },
  'condition-added': {
    detects: 'Create demands a value under a condition now.',
    effect: creators('unknown'),
    advice: 'Read the condition and send a value where it holds; then accept it.',
    facet: 'requiredWhen',
    scope: 'document',
    writeFault: 'missing-value',
    example: {
      contract: { type: 'string' },
      live: { type: 'string', 'x-seam': { requiredWhen: 'doc.kind == 1' } },
    },
    detect: (was, now) => condition(was, now, 'added'),
  },
  'condition-changed': {
    detects: 'Create demands a value under another condition.',
    effect: creators('unknown'),
    advice: 'Read the condition and send a value where it holds; then accept it.',
    facet: 'requiredWhen',
    scope: 'document',
    writeFault: 'missing-value',
    example: {
      contract: { type: 'string', 'x-seam': { requiredWhen: 'doc.kind == 1' } },
      live: { type: 'string', 'x-seam': { requiredWhen: 'doc.kind == 2' } },
    },
    detect: (was, now) => condition(was, now, 'changed'),
  },
  'condition-dropped': {
    detects: 'Create demands no value any more; before, it did under a condition.',
    effect: { read: 'same', create: 'widens', update: 'widens' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'requiredWhen',
    example: {
      contract: { type: 'string', 'x-seam': { requiredWhen: 'doc.kind == 1' } },
      live: { type: 'string' },
    },
    detect: (was, now) => condition(was, now, 'dropped'),
  },
  'ui-required-added': {
    detects: 'People at a screen must fill it in; the API does not demand it.',
    effect: 'same',
    advice: 'Nothing breaks.',
    facet: 'uiRequired',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { uiRequired: true } } },
    detect: (was, now) =>
      !facets(was).uiRequired ? changed(false, facets(now).uiRequired ?? false) : undefined,
  },
  'ui-required-dropped': {
    detects: 'People at a screen need no longer fill it in; the API never demanded it.',
    effect: 'same',
    advice: 'Nothing breaks.',
    facet: 'uiRequired',
    example: { contract: { type: 'string', 'x-seam': { uiRequired: true } }, live: { type: 'string' } },
    detect: (was, now) =>
      facets(was).uiRequired ? changed(true, facets(now).uiRequired ?? false) : undefined,
  },
} as const satisfies FieldRules;

/** Whether every answer has the field. What may be empty may be left out, unless the source says more. */
function presence(side: FieldSide): NonNullable<FieldFacets['presence']> {
  return facets(side).presence ?? (allowsNull(side) ? 'optional' : 'always');
}

function presenceStep(from: ReturnType<typeof presence>, to: ReturnType<typeof presence>) {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    const said = facets(was).presence !== undefined || facets(now).presence !== undefined;
    // Where neither side says more, `null-allowed` and `null-disallowed` say it all.
    if (!said || presence(was) !== from || presence(now) !== to) return undefined;
    return { before: from, after: to };
  };
}

/** A change of the condition between two fields that no side demands outright: the steps above say the others. */
function condition(
  was: FieldSide,
  now: FieldSide,
  what: 'added' | 'changed' | 'dropped',
): Detected | undefined {
  if (requiredness(was) === 'required' || requiredness(now) === 'required') return undefined;
  const [before, after] = [facets(was).requiredWhen, facets(now).requiredWhen];
  if (before === after) return undefined;
  const happened = before === undefined ? 'added' : after === undefined ? 'dropped' : 'changed';
  return happened === what ? { before, after } : undefined;
}
