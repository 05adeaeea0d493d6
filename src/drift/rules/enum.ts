import { type Json, sameJson } from '../../model/json.js';
import { enumValues, type FieldSide, facets, types } from '../field.js';
import type { Detected, FieldRules } from './rule.js';

const has = (values: readonly Json[], value: Json) => values.some((other) => sameJson(other, value));

/** True where a value of one type can be held by both sides. Where none can, the type rule says it all. */
function shareType(was: FieldSide, now: FieldSide): boolean {
  const [before, after] = [types(was), types(now)];
  return before === undefined || after === undefined || [...after].some((type) => before.has(type));
}

/** Both sides list values: what each has that the other has not. */
function lists(was: FieldSide, now: FieldSide) {
  const before = enumValues(was);
  const after = enumValues(now);
  if (before === undefined || after === undefined || !shareType(was, now)) return undefined;
  return {
    before,
    after,
    added: after.filter((value) => !has(before, value)),
    removed: before.filter((value) => !has(after, value)),
  };
}

/** A list came or went. */
function listChange(from: FieldSide, to: FieldSide): readonly Json[] | undefined {
  if (enumValues(from) !== undefined || enumValues(to) === undefined) return undefined;
  return shareType(from, to) ? enumValues(to) : undefined;
}

const dynamic = (side: FieldSide) => facets(side).enumSource === 'dynamic';

/** Labels of values that both sides list and call otherwise. */
function relabelled(was: FieldSide, now: FieldSide, coded: 'string' | 'other'): Detected | undefined {
  const found = lists(was, now);
  const [before, after] = [facets(was).enumLabels ?? {}, facets(now).enumLabels ?? {}];
  if (found === undefined) return undefined;
  const kept = found.before.filter((value) => has(found.after, value));
  const names = kept.filter((value) => (typeof value === 'string') === (coded === 'string')).map(String);
  const differ = names.filter(
    (name) => Object.hasOwn(before, name) && Object.hasOwn(after, name) && before[name] !== after[name],
  );
  if (differ.length === 0) return undefined;
  const pick = (labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(differ.map((name) => [name, labels[name] ?? '']));
  return { before: pick(before), after: pick(after) };
}

/** Labels that belonged to one value and belong to another now. */
function movedLabels(was: FieldSide, now: FieldSide): Detected | undefined {
  const [before, after] = [facets(was).enumLabels ?? {}, facets(now).enumLabels ?? {}];
  const formerly = new Map(Object.entries(before).map(([value, label]) => [label, value]));
  const moved = Object.entries(after).filter(([value, label]) => {
    const old = formerly.get(label);
    return old !== undefined && old !== value && after[old] !== label && before[value] !== label;
  });
  if (moved.length === 0) return undefined;
  return {
    before: Object.fromEntries(moved.map(([, label]) => [label, formerly.get(label) ?? ''])),
    after: Object.fromEntries(moved.map(([value, label]) => [label, value])),
  };
}

/** Numbers of values that both sides list and have another number for. */
function recoded(was: FieldSide, now: FieldSide): Detected | undefined {
  const [before, after] = [facets(was).enumCodes ?? {}, facets(now).enumCodes ?? {}];
  const differ = Object.keys(before).filter(
    (value) => Object.hasOwn(after, value) && before[value] !== after[value],
  );
  if (differ.length === 0) return undefined;
  const pick = (codes: Readonly<Record<string, string>>) =>
    Object.fromEntries(differ.map((value) => [value, codes[value] ?? '']));
  return { before: pick(before), after: pick(after) };
}

/** Listed values, their labels and their order. */
export const enumRules = {
  'enum-value-added': {
    detects: 'The ERP can now hold a value that the contract does not list.',
    effect: 'widens',
    advice: 'Map the new value, or let the reader keep what it does not know; then accept it.',
    facet: 'enum',
    example: { contract: { enum: ['draft', 'done'] }, live: { enum: ['draft', 'done', 'cancel'] } },
    detect(was, now) {
      const found = lists(was, now);
      return found && found.added.length > 0 ? { before: found.before, after: found.after } : undefined;
    },
  },
  'enum-value-removed': {
    detects: 'The ERP no longer takes a value that the contract lists.',
    effect: 'narrows',
    advice: 'Stop writing the value, and see what became of the records that had it; then accept it.',
    facet: 'enum',
    writeFault: 'bad-value',
    example: { contract: { enum: ['draft', 'done', 'cancel'] }, live: { enum: ['draft', 'done'] } },
    detect(was, now) {
      const found = lists(was, now);
      return found && found.removed.length > 0 ? { before: found.before, after: found.after } : undefined;
    },
  },
  'enum-set': {
    detects: 'Only listed values are taken where any value was.',
    effect: 'narrows',
    advice: 'Map what is written to the listed values; then accept it.',
    facet: 'enum',
    writeFault: 'bad-value',
    example: { contract: { type: 'string' }, live: { type: 'string', enum: ['a', 'b'] } },
    detect(was, now) {
      const values = dynamic(was) ? undefined : listChange(was, now);
      return values && { before: undefined, after: values };
    },
  },
  'enum-dropped': {
    detects: 'Any value can be held where only listed ones were.',
    effect: 'widens',
    advice: 'Let what reads the field cope with any value; then accept it.',
    facet: 'enum',
    example: { contract: { type: 'string', enum: ['a', 'b'] }, live: { type: 'string' } },
    detect(was, now) {
      const values = dynamic(now) ? undefined : listChange(now, was);
      return values && { before: values, after: undefined };
    },
  },
  'enum-became-dynamic': {
    detects: 'The server computes the values per call now, so none is promised.',
    effect: { read: 'widens', create: 'unknown', update: 'unknown' },
    advice:
      'Let what reads the field cope with any value, and ask the server before writing one; then accept it.',
    facet: 'enumSource',
    writeFault: 'bad-value',
    example: {
      contract: { type: 'string', enum: ['a', 'b'] },
      live: { type: 'string', 'x-seam': { enumSource: 'dynamic' } },
    },
    detect: (was, now) =>
      !dynamic(was) && dynamic(now) ? { before: enumValues(was), after: 'dynamic' } : undefined,
  },
  'enum-became-static': {
    detects: 'The values are listed now; before, the server computed them per call.',
    effect: { read: 'narrows', create: 'unknown', update: 'unknown' },
    advice: 'Check that what is written is on the list; then accept it.',
    facet: 'enumSource',
    writeFault: 'bad-value',
    example: {
      contract: { type: 'string', 'x-seam': { enumSource: 'dynamic' } },
      live: { type: 'string', enum: ['a', 'b'] },
    },
    detect: (was, now) =>
      dynamic(was) && !dynamic(now) ? { before: 'dynamic', after: enumValues(now) } : undefined,
  },
  'enum-value-relabelled': {
    detects: 'A value is shown to people under another name; the value itself is text and stays.',
    effect: 'same',
    advice: 'Nothing breaks. Read the new name: if it says something else, treat it as a new value.',
    facet: 'enumLabels',
    example: {
      contract: { enum: ['gold'], 'x-seam': { enumLabels: { gold: 'Gold' } } },
      live: { enum: ['gold'], 'x-seam': { enumLabels: { gold: 'Gold Plus' } } },
    },
    detect: (was, now) => relabelled(was, now, 'string'),
  },
  'enum-code-relabelled': {
    detects: 'A number stands for something else: its label changed.',
    effect: 'meaning',
    advice: 'Check what the code means now; then change the mapping and take a snapshot.',
    facet: 'enumLabels',
    example: {
      contract: { enum: [1, 2], 'x-seam': { enumLabels: { '1': 'Open', '2': 'Closed' } } },
      live: { enum: [1, 2], 'x-seam': { enumLabels: { '1': 'Open', '2': 'Blocked' } } },
    },
    detect: (was, now) => relabelled(was, now, 'other'),
  },
  'enum-label-moved': {
    detects: 'A label belongs to another value now.',
    effect: 'meaning',
    advice: 'Check which value is meant in existing records and in the mapping; then accept it.',
    facet: 'enumLabels',
    example: {
      contract: { enum: ['a', 'b'], 'x-seam': { enumLabels: { a: 'Open', b: 'Closed' } } },
      live: { enum: ['a', 'b'], 'x-seam': { enumLabels: { a: 'Closed', b: 'Open' } } },
    },
    detect: movedLabels,
  },
  'enum-code-changed': {
    detects: 'Another number stands behind a value; the value itself, which travels, stays.',
    effect: 'meaning',
    advice: 'Check what stores the numbers instead of the names; then accept it.',
    facet: 'enumCodes',
    example: {
      contract: { enum: ['block', 'hold'], 'x-seam': { enumCodes: { block: '0', hold: '1' } } },
      live: { enum: ['block', 'hold'], 'x-seam': { enumCodes: { block: '1', hold: '0' } } },
    },
    detect: recoded,
  },
  'flags-set': {
    detects: 'Several values can hold at once, as one text joined by commas.',
    effect: 'widens',
    advice: 'Let what reads the field take the text apart; then accept it.',
    facet: 'flags',
    example: {
      contract: { type: 'string', enum: ['a', 'b'] },
      live: { type: 'string', enum: ['a', 'b'], 'x-seam': { flags: true } },
    },
    detect: (was, now) =>
      !facets(was).flags && facets(now).flags ? { before: false, after: true } : undefined,
  },
  'flags-dropped': {
    detects: 'Only one value can hold at a time.',
    effect: 'narrows',
    advice: 'Check that nothing writes several values; then accept it.',
    facet: 'flags',
    writeFault: 'bad-value',
    example: {
      contract: { type: 'string', enum: ['a', 'b'], 'x-seam': { flags: true } },
      live: { type: 'string', enum: ['a', 'b'] },
    },
    detect: (was, now) =>
      facets(was).flags && !facets(now).flags ? { before: true, after: false } : undefined,
  },
  'enum-value-moved': {
    detects: 'The same values stand in another order.',
    effect: 'same',
    advice: 'Nothing breaks, unless something counts positions.',
    facet: 'enum',
    example: { contract: { enum: ['draft', 'done'] }, live: { enum: ['done', 'draft'] } },
    detect(was, now) {
      const found = lists(was, now);
      if (found === undefined || found.added.length + found.removed.length > 0) return undefined;
      return sameJson(found.before, found.after) ? undefined : { before: found.before, after: found.after };
    },
  },
} as const satisfies FieldRules;
