import type { Change, Direction } from '../model/drift.js';
import type { EntitySchema } from '../model/schema.js';
import { type Views, walkChange } from './change.js';
import { differing, type ObjectSchema } from './differing.js';
import { allowedBy, entityChanges } from './entity.js';
import { allows, type FieldSide, requiredness, types } from './field.js';
import { halvesOf, joined } from './halves.js';
import { doubted, identityChanges, isOnlyNested, protocolChange } from './identity.js';
import { keptChanges } from './kept.js';
import { comparable } from './observed.js';
import { pairs } from './pairs.js';
import { observedPart } from './part.js';
import { type Candidate, renames } from './rename.js';
import { settled, withProofs } from './settle.js';
import { unsatisfiableViews } from './unsatisfiable.js';
import {
  at,
  type Circumstances,
  json,
  originNote,
  proofFor,
  savesWhole,
  viewsOf,
  type Walk,
} from './walk.js';

/** All changes from the contract to the live schema of one entity, field by field in order of their names. */
export function compare(
  contract: EntitySchema,
  live: EntitySchema,
  circumstances: Circumstances,
): readonly Change[] {
  const observed = comparable(contract, live);
  const path = { source: circumstances.source, entity: contract['x-seam'].entity };
  const { protocol } = contract['x-seam'];
  const walk: Walk = { circumstances, observed, path, protocol, prefix: '', inRow: false };
  const otherProtocol = protocolChange(contract, live, path, observed);
  if (otherProtocol !== undefined) return [otherProtocol];
  const changes = [
    ...entityChanges(contract, live, path, observed),
    ...identityChanges(contract, live, path, observed),
    ...objectChanges(walk, contract, live, allowedBy(contract)),
    ...unsatisfiableViews(contract, live, path, circumstances.proofs),
  ];
  return isOnlyNested(contract) ? changes.map(doubted) : changes;
}

/** Changes between two objects; `held` are the directions in which the object around them is part of a document. */
function objectChanges(
  walk: Walk,
  contract: ObjectSchema,
  live: ObjectSchema,
  held: readonly Direction[],
): readonly Change[] {
  const { was: before, now: after } = differing(contract, live);
  const { added, removed, kept } = pairs(before, after);
  const renamed = renames(removed.map(candidate), added.map(candidate), {
    certain: walk.prefix === '' ? walk.circumstances.renames : {},
    sameDatabase: walk.circumstances.sameDatabase,
  });
  const movedTo = new Map(renamed.map((rename) => [rename.from.name, rename]));
  const newNames = new Set(renamed.map((rename) => rename.to.name));
  const isOpen =
    contract.additionalProperties === true &&
    live.additionalProperties === true &&
    walk.circumstances.refusesUnknown !== true;
  const changes: Change[] = [];
  for (const [name, was] of removed) {
    const rename = movedTo.get(name);
    const views = viewsOf(was, held, walk);
    if (rename === undefined) {
      const change = removal(walk, name, was, views);
      changes.push(isOpen ? doubtedForWriters(change, views.holds) : change);
    } else {
      const notes = [
        { label: 'why', text: `${rename.evidence.join(', ')}; \`${name}\` is gone` },
        { label: 'confidence', text: rename.confidence.toFixed(2) },
      ];
      changes.push(
        walkChange('field-renamed', at(walk, name), { before: name, after: rename.to.name, notes }, views),
      );
      changes.push(...fieldChanges(walk, name, was, sideOf(rename.to), held));
    }
  }
  for (const [name, now] of added) {
    if (newNames.has(name)) continue;
    const change = addition(walk, name, now, held);
    changes.push(isOpen ? doubtedForWriters(change, viewsOf(now, held, walk).holds) : change);
  }
  for (const [name, was, now] of kept) {
    changes.push(...fieldChanges(walk, name, was, now, held));
    changes.push(...labelTakenOver(walk, name, was, now, added, held));
  }
  return changes.sort((a, b) => compareText(a.path.field ?? '', b.path.field ?? ''));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const candidate = ([name, side]: readonly [string, FieldSide]): Candidate => ({ name, ...side });
const sideOf = ({ schema, required }: Candidate): FieldSide => ({ schema, required });
function removal(walk: Walk, name: string, was: FieldSide, views: Views): Change {
  const found = { before: json(was.schema), after: undefined, notes: originNote(was) };
  const { hidden, sameAccount } = walk.circumstances;
  if (walk.prefix === '' && hidden.includes(name))
    return walkChange('field-hidden', at(walk, name), found, views);
  if (!sameAccount) return walkChange('field-removed-or-hidden', at(walk, name), found, views);
  // Answers may well omit empty fields: that a field can be absent does not make its removal harmless for readers.
  const change = walkChange('field-removed', at(walk, name), found, views);
  return withProofs(change, proofFor(walk, name, was, undefined));
}

/**
 * A change of a field of an object that takes fields of any name, before and after: nobody knows whether somebody writes
 * one of this name, and what becomes of it.
 */
function doubtedForWriters(change: Change, holds: ReadonlySet<Direction>): Change {
  const { effect, proofs = {}, notes = [] } = change;
  const doubt = (direction: 'create' | 'update') => {
    const isDemand = change.scope === 'document' && effect[direction] === 'narrows';
    return holds.has(direction) && !isDemand ? 'unknown' : effect[direction];
  };
  const doubted = { ...effect, create: doubt('create'), update: doubt('update') };
  const kept = Object.entries(proofs).filter(
    ([direction]) => doubted[direction as Direction] === effect[direction as Direction],
  );
  const text = 'the type takes fields of any name, before and after';
  return {
    ...change,
    effect: doubted,
    notes: [...notes, { label: 'why', text }],
    ...(change.proofs === undefined ? {} : { proofs: Object.fromEntries(kept) }),
  };
}

const additions = {
  required: 'mandatory-field-added',
  unknown: 'maybe-mandatory-field-added',
  conditional: 'maybe-mandatory-field-added',
  optional: 'field-added',
} as const;

function addition(walk: Walk, name: string, now: FieldSide, held: readonly Direction[]): Change {
  const rule = now.schema.readOnly ? 'field-added' : additions[requiredness(now)];
  const found = { before: undefined, after: json(now.schema), notes: originNote(now) };
  // What is only written, readers never see; what is only read may have been writable.
  const holds = now.schema.writeOnly ? held.filter((direction) => direction !== 'read') : held;
  const views = { holds: new Set(holds), updateRevalidates: savesWhole(walk) };
  const change = walkChange(rule, at(walk, name), found, views);
  if (rule === 'maybe-mandatory-field-added') return change;
  const proven = proofFor(walk, name, undefined, now);
  return settled([{ change, holds: views.holds, alone: () => proven }], proven)[0] ?? change;
}

function fieldChanges(
  walk: Walk,
  name: string,
  was: FieldSide,
  seen: FieldSide,
  held: readonly Direction[],
): readonly Change[] {
  const now = observedPart(was, seen, walk.observed);
  const halves = halvesOf(was, now);
  if (halves !== undefined) {
    return joined(
      halves.flatMap((half) =>
        fieldChanges(
          walk,
          name,
          half.was,
          half.now,
          held.filter((direction) => half.directions.includes(direction)),
        ),
      ),
    );
  }
  return [
    ...keptChanges(walk, name, [was, now], held),
    ...nestedChanges(walk, name, was, now, viewsOf(was, held, walk)),
  ];
}

/** Changes in the rows of a table, or in the members of an object. */
function nestedChanges(
  walk: Walk,
  name: string,
  was: FieldSide,
  now: FieldSide,
  views: Views,
): readonly Change[] {
  const inner = [...views.holds];
  const below = { ...walk, prefix: `${walk.prefix}${name}.` };
  const { properties: wasMembers, items: wasItems } = was.schema;
  const { properties: nowMembers, items: nowItems } = now.schema;
  const members =
    wasMembers !== undefined && nowMembers !== undefined
      ? objectChanges(below, was.schema, now.schema, inner)
      : [];
  if (wasItems?.properties === undefined || nowItems?.properties === undefined) return members;
  return [...members, ...objectChanges({ ...below, inRow: true }, wasItems, nowItems, inner)];
}

/** A new field that holds values of the same kind has the label that this one had: the meaning may have gone with it. */
function labelTakenOver(
  walk: Walk,
  name: string,
  was: FieldSide,
  now: FieldSide,
  added: readonly (readonly [string, FieldSide])[],
  held: readonly Direction[],
): readonly Change[] {
  const [before, after] = [was.schema.title, now.schema.title];
  if (!walk.observed.has('label') || before === undefined || before === after) return [];
  const taker = added.find(([, side]) => side.schema.title === before && shareType(was, side));
  if (taker === undefined) return [];
  const notes = [{ label: 'why', text: `the new field \`${taker[0]}\` is called "${before}" now` }];
  return [walkChange('label-taken-over', at(walk, name), { before, after, notes }, viewsOf(was, held, walk))];
}

function shareType(one: FieldSide, other: FieldSide): boolean {
  const [mine, theirs] = [types(one), types(other)];
  if (mine === undefined || theirs === undefined) return true;
  return [...mine].some((type) => allows(other, type)) || [...theirs].some((type) => allows(one, type));
}
