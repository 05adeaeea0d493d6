import { type Json, sameJson } from '../model/json.js';
import type { FieldSchema } from '../model/schema.js';
import type { FieldSide } from './field.js';

/** An object and the fields that it holds: an entity, a row of a list, a value. */
export type ObjectSchema = {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
};

/**
 * The fields of two objects, without those that are equal on both sides: what did not change costs no more than looking
 * at it once.
 */
export function differing(contract: ObjectSchema, live: ObjectSchema) {
  const [before, after] = [contract.properties ?? {}, live.properties ?? {}];
  const [demandedBefore, demandedNow] = [new Set(contract.required), new Set(live.required)];
  const was: [string, FieldSide][] = [];
  const equal = new Set<string>();
  for (const name of Object.keys(before)) {
    const schema = before[name];
    if (schema === undefined) continue;
    const other = Object.hasOwn(after, name) ? after[name] : undefined;
    const required = demandedBefore.has(name);
    if (other !== undefined && required === demandedNow.has(name) && isSame(schema, other)) {
      equal.add(name);
    } else was.push([name, { schema, required }]);
  }
  const now = Object.entries(after).filter(([name]) => !equal.has(name));
  return {
    was: Object.fromEntries(was),
    now: Object.fromEntries(now.map(([name, schema]) => [name, { schema, required: demandedNow.has(name) }])),
  };
}

/** A schema is JSON: it was read from it, or is about to be written. */
function isSame(a: FieldSchema, b: FieldSchema): boolean {
  return sameJson(a as unknown as Json, b as unknown as Json);
}
