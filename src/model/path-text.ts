import type { FieldPath } from './drift.js';

/** `source/entity/field`, which the globs of policy and waivers are held against; without a field for the entity itself. */
export function pathText({ source, entity, field }: FieldPath): string {
  return [source, entity, ...(field === undefined ? [] : [field])].join('/');
}
