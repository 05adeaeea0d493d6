import { type Json, sameJson } from '../../model/json.js';
import type { FieldSchema } from '../../model/schema.js';
import type { Limits } from './check.js';

type Bound = 'minimum' | 'exclusiveMinimum' | 'minLength' | 'maximum' | 'exclusiveMaximum' | 'maxLength';

/** Of two bounds the stricter one holds. */
const stricter: Readonly<Record<Bound, (a: number, b: number) => number>> = {
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
};

/** The schema under further limits; `undefined` where its keywords cannot say both, or nothing would be left. */
export function limited(schema: FieldSchema, limits: Limits): FieldSchema | undefined {
  const { enum: values, pattern, notNull: _, ...bounds } = limits;
  if (pattern !== undefined && schema.pattern !== undefined && schema.pattern !== pattern) return undefined;
  const kept = values === undefined ? schema.enum : intersection(schema.enum, values);
  if (kept?.length === 0) return undefined;
  const found = (Object.entries(bounds) as [Bound, number][]).map(([bound, value]) => {
    const known = schema[bound];
    return [bound, known === undefined ? value : stricter[bound](known, value)] as const;
  });
  return {
    ...schema,
    ...Object.fromEntries(found),
    ...(pattern === undefined ? {} : { pattern }),
    ...(kept === undefined ? {} : { enum: kept }),
  };
}

/** Each value once. */
function intersection(known: readonly Json[] | undefined, values: readonly Json[]): readonly Json[] {
  const once = values.filter((value, index) => values.findIndex((other) => sameJson(other, value)) === index);
  return known === undefined ? once : known.filter((value) => once.some((other) => sameJson(other, value)));
}
