import { compare } from '../../src/drift/compare.js';
import type { Circumstances } from '../../src/drift/walk.js';
import {
  dialect,
  type EntityFacets,
  type EntitySchema,
  type FieldSchema,
  type ObservedFacet,
} from '../../src/model/schema.js';

/** Every facet, as a source that can tell all. */
export const everyFacet: readonly ObservedFacet[] = [
  'addresses',
  'alternateKeys',
  'baseType',
  'bounds',
  'companyDependent',
  'computed',
  'contains',
  'copiedFrom',
  'dateOnly',
  'default',
  'digits',
  'entityTag',
  'enum',
  'enumCodes',
  'enumLabels',
  'enumSource',
  'flags',
  'format',
  'formerName',
  'hasDefault',
  'hasStream',
  'hidden',
  'id',
  'immutable',
  'inverse',
  'key',
  'label',
  'maxLength',
  'naming',
  'nativeType',
  'nullability',
  'onDemand',
  'operations',
  'origin',
  'permissionLevel',
  'precision',
  'presence',
  'protocol',
  'readOnly',
  'requiredBy',
  'requiredWhen',
  'requiredness',
  'scale',
  'stored',
  'submittable',
  'target',
  'targetField',
  'timeZone',
  'translated',
  'type',
  'uiReadOnly',
  'uiRequired',
  'unique',
  'unit',
  'unmapped',
  'updateOnly',
  'upperCase',
  'wireForm',
  'writeOnly',
  'written',
];

/** A contract of `kumquat.line` with these fields. */
export function entity(
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
  facets: Partial<EntityFacets> = {},
): EntitySchema {
  return {
    $schema: dialect,
    type: 'object',
    properties,
    required,
    'x-seam': {
      connector: 'odoo',
      entity: 'kumquat.line',
      mapping: 1,
      version: '1.0',
      observed: everyFacet,
      ...facets,
    },
  };
}

/** Same account, one database, nothing hidden. */
export const calm: Circumstances = {
  source: 'erp',
  sameAccount: true,
  sameDatabase: true,
  updateRevalidates: false,
  hidden: [],
  renames: {},
};

/** `rule path` of every change, sorted. */
export function found(
  contract: EntitySchema,
  live: EntitySchema,
  circumstances: Partial<Circumstances> = {},
): readonly string[] {
  return compare(contract, live, { ...calm, ...circumstances })
    .map(({ rule, path }) => (path.field === undefined ? rule : `${rule} ${path.field}`))
    .sort();
}
