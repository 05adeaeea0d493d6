import type { Effect, Effects } from '../../model/drift.js';
import type { Json } from '../../model/json.js';
import { type FieldSide, facets } from '../field.js';
import { changed, type Detected, type FieldRules } from './rule.js';

function targets(side: FieldSide): readonly string[] | undefined {
  const { target } = facets(side);
  return typeof target === 'string' ? [target] : target;
}

/** Says what became of the targets, where both sides have some. */
function detectTargets(what: 'changed' | 'added' | 'removed') {
  return (was: FieldSide, now: FieldSide): Detected | undefined => {
    const [before, after] = [targets(was), targets(now)];
    if (before === undefined || after === undefined) return undefined;
    const gained = after.some((target) => !before.includes(target));
    const lost = before.some((target) => !after.includes(target));
    if (!gained && !lost) return undefined;
    const happened = gained && lost ? 'changed' : gained ? 'added' : 'removed';
    return happened === what ? { before: said(before), after: said(after) } : undefined;
  };
}

/** One target as text, several as a list. */
function said(list: readonly string[]): Json {
  return list.length === 1 ? (list[0] ?? null) : list;
}

const narrows: Effect = 'narrows';

/** Where a relation points to and from. */
export const relationRules = {
  'target-changed': {
    detects: 'The relation points to another entity; the stored ids stay and mean other records.',
    effect: 'crosses',
    advice: 'Look the ids up in the new entity, on both sides of the integration; then accept it.',
    facet: 'target',
    writeFault: 'other-target',
    example: {
      contract: { type: 'integer', 'x-seam': { target: 'kumquat.user' } },
      live: { type: 'integer', 'x-seam': { target: 'kumquat.partner' } },
    },
    detect: detectTargets('changed'),
  },
  'target-added': {
    detects: 'The relation can point to further entities.',
    effect: 'widens',
    advice: 'Let what reads the relation cope with the new entity; then accept it.',
    facet: 'target',
    example: {
      contract: { type: 'integer', 'x-seam': { target: 'kumquat.user' } },
      live: { type: 'integer', 'x-seam': { target: ['kumquat.partner', 'kumquat.user'] } },
    },
    detect: detectTargets('added'),
  },
  'target-removed': {
    detects: 'The relation points to fewer entities.',
    effect: narrows,
    advice: 'Stop writing ids of the entity that is gone from it; then accept it.',
    facet: 'target',
    writeFault: 'bad-value',
    example: {
      contract: { type: 'integer', 'x-seam': { target: ['kumquat.partner', 'kumquat.user'] } },
      live: { type: 'integer', 'x-seam': { target: 'kumquat.user' } },
    },
    detect: detectTargets('removed'),
  },
  'relation-set': {
    detects: 'The value must be the key of an existing record now.',
    effect: narrows,
    advice: 'Write only keys that exist in the target; then accept it.',
    facet: 'target',
    writeFault: 'bad-value',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { target: 'kumquat.user' } } },
    detect: (was, now) => (targets(was) === undefined ? pointing(was, now) : undefined),
  },
  'relation-dropped': {
    detects: 'The value need no longer be the key of a record.',
    effect: 'widens',
    advice: 'Let what reads the field cope with a value that points nowhere; then accept it.',
    facet: 'target',
    example: { contract: { type: 'string', 'x-seam': { target: 'kumquat.user' } }, live: { type: 'string' } },
    detect: (was, now) => (targets(now) === undefined ? pointing(was, now) : undefined),
  },
  'inverse-changed': {
    detects: 'Another field of the target says which rows belong to the record.',
    effect: 'meaning',
    advice: 'Check that the rows are the ones that are meant; then accept it.',
    facet: 'inverse',
    example: {
      contract: { type: 'array', 'x-seam': { inverse: 'order_id' } },
      live: { type: 'array', 'x-seam': { inverse: 'parent_id' } },
    },
    detect: (was, now) => changed(facets(was).inverse, facets(now).inverse),
  },
  'containment-changed': {
    detects: 'The related records live within this one and have their addresses below it, or no longer do.',
    effect: 'meaning',
    advice: 'Check the addresses under which the related records are read and written; then accept it.',
    facet: 'contains',
    example: {
      contract: { type: 'array', 'x-seam': { contains: true } },
      live: { type: 'array' },
    },
    detect: (was, now) => changed(facets(was).contains ?? false, facets(now).contains ?? false),
  },
  'target-field-changed': {
    detects: 'Another field says which entity the relation points to.',
    effect: 'meaning',
    advice: 'Read and write the entity name in the other field; then accept it.',
    facet: 'targetField',
    example: {
      contract: { type: 'string', 'x-seam': { targetField: 'party_type' } },
      live: { type: 'string', 'x-seam': { targetField: 'link_type' } },
    },
    detect: (was, now) => changed(facets(was).targetField, facets(now).targetField),
  },
} as const satisfies FieldRules;

const unknown: Effects = { read: 'unknown', create: 'unknown', update: 'unknown' };

/** Where one side alone has the fields inside the value, those of the other are in the contract of the entity. */
function pointing(was: FieldSide, now: FieldSide): Detected | undefined {
  const found = changed(facetTarget(was), facetTarget(now));
  const isInside = ({ schema }: FieldSide) => schema.properties !== undefined;
  if (found === undefined || isInside(was) === isInside(now)) return found;
  const text = 'the fields inside it are those of the entity, which has a contract of its own';
  return { ...found, effect: unknown, notes: [{ label: 'why', text }] };
}

function facetTarget(side: FieldSide): Json | undefined {
  const list = targets(side);
  return list === undefined ? undefined : said(list);
}
