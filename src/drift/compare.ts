import type { Wire } from '../contract/views.js';
import type { Change, Direction, Effect, FieldPath, Note } from '../model/drift.js';
import { type Json, sameJson } from '../model/json.js';
import type { EntitySchema, FieldSchema, ObservedFacet } from '../model/schema.js';
import { changeOf, type Views, walkChange } from './change.js';
import { differing, type ObjectSchema } from './differing.js';
import { allowedBy, entityChanges } from './entity.js';
import { allows, type FieldSide, facets, requiredness, types } from './field.js';
import { halvesOf, joined } from './halves.js';
import { doubted, identityChanges, isOnlyNested, protocolChange } from './identity.js';
import { comparable } from './observed.js';
import { pairs } from './pairs.js';
import { type Judge, type ProvenEffects, prove } from './prove.js';
import { type Candidate, renames } from './rename.js';
import { ruleList } from './rules/index.js';
import type { Detected } from './rules/rule.js';
import { isProvable, settled, unexplained, withProofs } from './settle.js';

/** What is known of the two pulls beside the two schemas. */
export type Circumstances = {
  readonly source: string;
  /** The contract was taken with the account that looks now. */
  readonly sameAccount: boolean;
  /** Both pulls are of one database, so vendor ids of fields can be compared. */
  readonly sameDatabase: boolean;
  /** Saving an old record validates it as a whole (a capability of the connector). */
  readonly updateRevalidates: boolean;
  /** Fields that are there and hidden from this account. */
  readonly hidden: readonly string[];
  /** Old field name → new one, as the user says. */
  readonly renames: Readonly<Record<string, string>>;
  /** The connector's encoding of raw records, where it differs from the logical one. */
  readonly wire?: Wire | undefined;
  /** A second judge of the documents that prove an effect. */
  readonly judge?: Judge | undefined;
};

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
  ];
  return isOnlyNested(contract) ? changes.map(doubted) : changes;
}

/** What the comparison of one object needs to know of its place. */
type Walk = {
  readonly circumstances: Circumstances;
  readonly observed: ReadonlySet<ObservedFacet>;
  readonly path: FieldPath;
  /** The protocol of the contract; where the live one is another, nothing is compared. */
  readonly protocol: string | undefined;
  /** Names of the fields around this object, each followed by a point. */
  readonly prefix: string;
  /** The object is a row of a list. */
  readonly inRow: boolean;
};

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
  const changes: Change[] = [];
  for (const [name, was] of removed) {
    const rename = movedTo.get(name);
    const views = viewsOf(was, held, walk);
    if (rename === undefined) changes.push(removal(walk, name, was, views));
    else {
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
    if (!newNames.has(name)) changes.push(addition(walk, name, now, held));
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
/** A row of a list, or an item of it: never required by itself. */
const row = (schema: FieldSchema): FieldSide => ({ schema, required: false });
/** A schema is JSON: it was read from it, or is about to be written. */
const json = (schema: FieldSchema) => schema as unknown as Json;
const sideOf = ({ schema, required }: Candidate): FieldSide => ({ schema, required });
const at = ({ path, prefix }: Walk, name: string): FieldPath => ({ ...path, field: prefix + name });

/** An update sends whole rows, also where it changes only some fields of the document around them. */
function savesWhole({ inRow, circumstances }: Walk): boolean {
  return inRow || circumstances.updateRevalidates;
}

/** Directions whose contract view holds the field. */
function viewsOf(side: FieldSide, held: readonly Direction[], walk: Walk): Views {
  const { readOnly, writeOnly } = side.schema;
  const holds = held.filter((direction) => {
    if (direction === 'read') return !writeOnly;
    if (readOnly) return false;
    return direction === 'update' ? !facets(side).immutable : !facets(side).updateOnly;
  });
  return { holds: new Set(holds), updateRevalidates: savesWhole(walk) };
}

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
  return settled(change, proofFor(walk, name, undefined, now), views.holds);
}

function proofFor(
  { inRow, protocol, circumstances: { updateRevalidates, wire, judge } }: Walk,
  name: string,
  was: FieldSide | undefined,
  now: FieldSide | undefined,
): ProvenEffects {
  return prove(name, was, now, { inRow, updateRevalidates, wire, judge, protocol });
}

function originNote(side: FieldSide): readonly Note[] {
  const { origin } = facets(side);
  if (origin === undefined) return [];
  return [{ label: 'origin', text: origin.by === undefined ? origin.kind : `${origin.kind} ${origin.by}` }];
}

function fieldChanges(
  walk: Walk,
  name: string,
  was: FieldSide,
  now: FieldSide,
  held: readonly Direction[],
): readonly Change[] {
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
  const views = viewsOf(was, held, walk);
  const found = detected(walk, name, was, now, held, views);
  if (found.length === 0 && !mayDiffer(was, now)) return nestedChanges(walk, name, was, now, views);
  const proven = proofFor(walk, name, was, now);
  const changes = found.map(({ id, facet, change }) =>
    isProvable(id, facet) ? settled(change, proven, gaining(id, held, views).holds) : change,
  );
  return [
    ...changes,
    ...unexplainedChange(walk, name, was, now, { changes, proven, views }),
    ...nestedChanges(walk, name, was, now, views),
  ];
}

type DetectedChange = { readonly id: string; readonly facet: ObservedFacet; readonly change: Change };

/** What the rules see on a pair of fields, and on the items of two lists, with the effects that they expect. */
function detected(
  walk: Walk,
  name: string,
  was: FieldSide,
  now: FieldSide,
  held: readonly Direction[],
  views: Views,
): readonly DetectedChange[] {
  const own = ruleList.flatMap(([id, rule]) => {
    const found = walk.observed.has(rule.facet) ? apart(id, rule.detect(was, now), walk) : undefined;
    if (found === undefined) return [];
    const notes = [...(found.notes ?? []), ...(rule.silent ? [] : originNote(now))];
    const change = changeOf(id, rule, at(walk, name), { ...found, notes }, gaining(id, held, views));
    return [{ id, facet: rule.facet, change }];
  });
  const { items: wasItems } = was.schema;
  const { items: nowItems } = now.schema;
  if (wasItems === undefined || nowItems === undefined) return own;
  return [...own, ...detected(walk, name, row(wasItems), row(nowItems), [...views.holds], views)];
}

/** Keywords that no rule reads, and that a contract changed by hand may have. */
function mayDiffer(was: FieldSide, now: FieldSide): boolean {
  const unread = ['const', 'items', 'additionalProperties'] as const;
  return unread.some((keyword) => !sameJson(was.schema[keyword], now.schema[keyword]));
}

/** Harm that inclusion proves and no rule explains is a finding of its own. */
function unexplainedChange(
  walk: Walk,
  name: string,
  was: FieldSide,
  now: FieldSide,
  found: { readonly changes: readonly Change[]; readonly proven: ProvenEffects; readonly views: Views },
): readonly Change[] {
  const { changes, proven, views } = found;
  const harmed = unexplained(changes, proven, views.holds);
  if (harmed.length === 0) return [];
  const effectIn = (direction: Direction): Effect =>
    harmed.includes(direction) ? proven[direction].effect : 'same';
  const effect = { read: effectIn('read'), create: effectIn('create'), update: effectIn('update') };
  const [before, after] = [json(was.schema), json(now.schema)];
  const change = walkChange('unexplained-incompatibility', at(walk, name), { before, after, effect }, views);
  return [withProofs(change, proven)];
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

/** Where the source tells which answers have the field, what create demands says nothing of them. */
function apart(id: string, found: Detected | undefined, { observed }: Walk): Detected | undefined {
  if (found === undefined || id !== 'required-dropped' || !observed.has('presence')) return found;
  return { ...found, effect: { read: 'same', create: 'widens', update: 'widens' } };
}

/** A field that became writable or readable is judged by what the live side holds, not the contract. */
function gaining(id: string, held: readonly Direction[], views: Views): Views {
  return gains.has(id) ? { ...views, holds: new Set(held) } : views;
}

const gains: ReadonlySet<string> = new Set([
  'read-only-dropped',
  'immutable-dropped',
  'update-only-dropped',
  'write-only-dropped',
]);

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
