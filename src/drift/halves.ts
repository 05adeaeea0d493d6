import type { Direction } from '../model/drift.js';
import type { FieldFacets, FieldSchema } from '../model/schema.js';
import { type FieldSide, facets } from './field.js';

/** A pair of fields as one way of using them sees it. */
export type Half = {
  readonly was: FieldSide;
  readonly now: FieldSide;
  readonly directions: readonly Direction[];
};

/**
 * The pair as readers see it and as writers see it, where one of the two is written otherwise than it is read;
 * `undefined` where each side has one schema for both. Each flag is in one half alone, so no change is told twice.
 */
export function halvesOf(was: FieldSide, now: FieldSide): readonly Half[] | undefined {
  if (facets(was).written === undefined && facets(now).written === undefined) return undefined;
  return [
    { was: readHalf(was), now: readHalf(now), directions: ['read'] },
    { was: writtenHalf(was), now: writtenHalf(now), directions: ['create', 'update'] },
  ];
}

function readHalf({ schema }: FieldSide): FieldSide {
  const { readOnly: _readOnly, default: _default, 'x-seam': said = {}, ...rest } = schema;
  const { written: _written, hasDefault, immutable, required, requiredBy, requiredWhen, ...read } = said;
  return { schema: { ...rest, 'x-seam': read }, required: false };
}

function writtenHalf({ schema, required }: FieldSide): FieldSide {
  const { readOnly, default: value, 'x-seam': said = {} } = schema;
  const { title: _title, writeOnly: _writeOnly, 'x-seam': own = {}, ...rest } = said.written ?? schema;
  const { written: _written, presence: _presence, ...inner } = own;
  const flags: Partial<FieldSchema> = {
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(value === undefined ? {} : { default: value }),
  };
  return { schema: { ...rest, ...flags, 'x-seam': { ...inner, ...demands(said) } }, required };
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
