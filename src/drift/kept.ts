import type { Change, Direction, Effect } from '../model/drift.js';
import { sameJson } from '../model/json.js';
import type { FieldSchema } from '../model/schema.js';
import { foundByAnother } from './account.js';
import { changeOf, type Views, walkChange } from './change.js';
import type { FieldSide } from './field.js';
import { taking } from './part.js';
import type { Proven, ProvenEffects } from './proofs.js';
import { separates } from './prove.js';
import { ruleList } from './rules/index.js';
import type { Detected } from './rules/rule.js';
import { isProvable, settled, unexplained, withProofs } from './settle.js';
import { at, json, originNote, proofFor, proofOptions, viewsOf, type Walk } from './walk.js';

/**
 * What became of a field that both sides have, and of the items of two lists, each change with its own effect; without
 * what is in its rows.
 * @param held directions in which the object around the field is part of a document
 */
export function keptChanges(
  walk: Walk,
  name: string,
  [was, now]: readonly [FieldSide, FieldSide],
  held: readonly Direction[],
): readonly Change[] {
  const views = viewsOf(was, held, walk);
  const found = detected(walk, name, [was, now], held, views);
  if (found.length === 0 && !mayDiffer(was, now)) return [];
  const proven = proofFor(walk, name, was, now);
  const [provable, others] = [found.filter((each) => each.provable), found.filter((each) => !each.provable)];
  const settling = provable.map(({ change, holds, part }) => ({
    change,
    holds,
    alone: () => separating(walk, name, [was, now], proofFor(walk, name, was, part())),
  }));
  const rest = others.map(({ change }) => change);
  const settledOnes = settled(settling, proven, rest);
  const byFound = new Map(provable.map((each, index) => [each, settledOnes[index]]));
  const changes = found.map((each) => byFound.get(each) ?? each.change);
  return [
    ...changes,
    ...unexplainedChange(walk, name, was, now, {
      changes,
      proven,
      views: eitherOf(views, viewsOf(now, held, walk)),
    }),
  ];
}

type DetectedChange = {
  readonly change: Change;
  /** Inclusion tells its effect. */
  readonly provable: boolean;
  /** Directions that it can concern. */
  readonly holds: Views['holds'];
  /** The live side where nothing but this has happened. */
  readonly part: () => FieldSide;
};

/** What the rules see on a pair of fields, and on the items of two lists, with the effects that they expect. */
function detected(
  walk: Walk,
  name: string,
  [was, now]: readonly [FieldSide, FieldSide],
  held: readonly Direction[],
  views: Views,
): readonly DetectedChange[] {
  const demanding = eitherOf(views, viewsOf(now, held, walk));
  const own = ruleList.flatMap(([id, rule]) => {
    const seen = walk.observed.has(rule.facet) ? apart(id, rule.detect(was, now), walk) : undefined;
    if (seen === undefined) return [];
    const doubtful = walk.circumstances.sameAccount ? undefined : foundByAnother(id, seen, [was, now]);
    const found = doubtful ?? seen;
    const notes = [...(found.notes ?? []), ...(rule.silent ? [] : originNote(now))];
    const concerned = id === 'required-added' ? demanding : gaining(id, held, views);
    const change = changeOf(id, rule, at(walk, name), { ...found, notes }, concerned);
    const part = () => taking(rule.facet, was, now, rule.keywords);
    const provable = doubtful === undefined && isProvable(id, rule.facet);
    return [{ change, provable, holds: concerned.holds, part }];
  });
  const { items: wasItems } = was.schema;
  const { items: nowItems } = now.schema;
  if (wasItems === undefined || nowItems === undefined) return own;
  const ofItems = detected(walk, name, [row(wasItems), row(nowItems)], [...views.holds], views);
  const around = (items: FieldSide): FieldSide => ({
    ...was,
    schema: { ...was.schema, items: items.schema },
  });
  return [...own, ...ofItems.map((each) => ({ ...each, part: () => around(each.part()) }))];
}

/** What was proved of a part of a change, with the documents that show the harm of the whole, too. */
function separating(
  walk: Walk,
  name: string,
  [was, now]: readonly [FieldSide, FieldSide],
  proven: ProvenEffects,
): ProvenEffects {
  const options = proofOptions(walk);
  const shownIn = (direction: Direction): Proven => {
    const each = proven[direction];
    if (each.effect === 'unknown' || each.witness === undefined) return each;
    const shown = { direction, document: each.witness };
    return separates(name, [was, now], shown, options) ? each : { effect: each.effect };
  };
  return { read: shownIn('read'), create: shownIn('create'), update: shownIn('update') };
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

/** A row of a list, or an item of it: never required by itself. */
const row = (schema: FieldSchema): FieldSide => ({ schema, required: false });

/** Where the source tells which answers have the field, what create demands says nothing of them. */
function apart(id: string, found: Detected | undefined, { observed }: Walk): Detected | undefined {
  if (found === undefined || id !== 'required-dropped' || !observed.has('presence')) return found;
  return { ...found, effect: { read: 'same', create: 'widens', update: 'widens' } };
}

/** Directions whose documents can hold the field on one side at least: what became writable may be demanded at once. */
function eitherOf(views: Views, after: Views): Views {
  return { ...views, holds: new Set([...views.holds, ...after.holds]) };
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
