import type { Change, Direction, Effects } from '../model/drift.js';
import type { FieldFacets, FieldSchema } from '../model/schema.js';
import type { FieldSide } from './field.js';
import { fingerprint } from './fingerprint.js';

/** A pair of fields as one way of using them sees it. */
export type Half = {
  readonly was: FieldSide;
  readonly now: FieldSide;
  readonly directions: readonly Direction[];
};

/**
 * The pair as readers see it and as writers see it, where one of the two, or an item of it, is written otherwise than
 * it is read; `undefined` where each side has one schema for both. Each flag is in one half alone, so no change of it is
 * told twice.
 */
export function halvesOf(was: FieldSide, now: FieldSide): readonly Half[] | undefined {
  if (!isTwofold(was.schema) && !isTwofold(now.schema)) return undefined;
  const read = ({ schema }: FieldSide): FieldSide => ({ schema: readHalf(schema), required: false });
  const written = ({ schema, required }: FieldSide): FieldSide => ({ schema: writtenHalf(schema), required });
  return [
    { was: read(was), now: read(now), directions: ['read'] },
    { was: written(was), now: written(now), directions: ['create', 'update'] },
  ];
}

/** The changes of both halves; one that is the same in both is one change, of each half's directions. */
export function joined(changes: readonly Change[]): readonly Change[] {
  const found = new Map<string, Change>();
  for (const change of changes) {
    const key = fingerprint(change);
    const other = found.get(key);
    found.set(key, other === undefined ? change : join(other, change));
  }
  return [...found.values()];
}

/** No direction is in both halves, so that at most one of the two has an effect in it. */
function join(read: Change, written: Change): Change {
  const { create, update } = written.effect;
  const effect: Effects = { read: read.effect.read, create, update };
  return { ...written, ...read, effect, proofs: { ...written.proofs, ...read.proofs } };
}

function isTwofold({ 'x-seam': said, items }: FieldSchema): boolean {
  return said?.written !== undefined || (items !== undefined && isTwofold(items));
}

function readHalf({ readOnly: _readOnly, default: _default, ...schema }: FieldSchema): FieldSchema {
  const { 'x-seam': said = {}, items, ...rest } = schema;
  const { written: _written, hasDefault, immutable, required, requiredBy, requiredWhen, ...read } = said;
  return { ...rest, ...(items === undefined ? {} : { items: readHalf(items) }), 'x-seam': read };
}

function writtenHalf(schema: FieldSchema): FieldSchema {
  const { readOnly, default: value, 'x-seam': said = {} } = schema;
  const { title: _title, writeOnly: _writeOnly, 'x-seam': own = {}, ...rest } = said.written ?? schema;
  const { written: _written, presence: _presence, ...inner } = own;
  return {
    ...rest,
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(value === undefined ? {} : { default: value }),
    ...(rest.items === undefined ? {} : { items: writtenHalf(rest.items) }),
    'x-seam': { ...inner, ...demands(said) },
  };
}

/** What binds writers, which stands beside the schema that is read. */
function demands({ hasDefault, immutable, required, requiredBy, requiredWhen }: FieldFacets): FieldFacets {
  return {
    ...(hasDefault === undefined ? {} : { hasDefault }),
    ...(immutable === undefined ? {} : { immutable }),
    ...(required === undefined ? {} : { required }),
    ...(requiredBy === undefined ? {} : { requiredBy }),
    ...(requiredWhen === undefined ? {} : { requiredWhen }),
  };
}
