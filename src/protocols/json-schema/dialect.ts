import { isJsonObject, type Json } from '../../model/json.js';

/** Forms of JSON Schema that seam reads; the two of OpenAPI are dialects of it. */
export const dialects = [
  'draft-04',
  'draft-06',
  'draft-07',
  '2019-09',
  '2020-12',
  'openapi-3.0',
  'openapi-3.1',
] as const;
export type Dialect = (typeof dialects)[number];

/** What is so in some dialects only. */
export type Manners = {
  /** Keyword that gives a schema an address of its own; OpenAPI 3.0 has none. */
  readonly id?: 'id' | '$id';
  /** What stands beside `$ref` counts. https://json-schema.org/draft/2019-09/release-notes#incompatible-changes */
  readonly siblings: boolean;
  /** `nullable: true` beside a `type` allows null. https://spec.openapis.org/oas/v3.0.4#schema-object */
  readonly nullable: boolean;
};

const manners: Readonly<Record<Dialect, Manners>> = {
  'draft-04': { id: 'id', siblings: false, nullable: false },
  'draft-06': { id: '$id', siblings: false, nullable: false },
  'draft-07': { id: '$id', siblings: false, nullable: false },
  '2019-09': { id: '$id', siblings: true, nullable: false },
  '2020-12': { id: '$id', siblings: true, nullable: false },
  'openapi-3.0': { siblings: false, nullable: true },
  'openapi-3.1': { id: '$id', siblings: true, nullable: false },
};

/** What is so in a dialect. */
export function mannersOf(dialect: Dialect): Manners {
  return manners[dialect];
}

/** Addresses of the drafts: https://json-schema.org/specification-links */
const metaSchema = /^https?:\/\/json-schema\.org\/(?:draft\/)?(draft-0[467]|2019-09|2020-12)\b/;

/**
 * The dialect that a document says in `$schema`, else `otherwise`. A schema about schemas of NetSuite or of an earlier
 * draft than 4 is read as the nearest.
 */
export function dialectOf(document: Json, otherwise: Dialect = '2020-12'): Dialect {
  const said = isJsonObject(document) ? document['$schema'] : undefined;
  if (typeof said !== 'string') return otherwise;
  const found = metaSchema.exec(said)?.[1];
  if (found === undefined) return /draft-0[0-3]\b/.test(said) ? 'draft-04' : otherwise;
  return dialects.find((dialect) => dialect === found) ?? otherwise;
}
