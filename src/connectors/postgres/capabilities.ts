import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What pg_catalog can tell. It binds everybody who writes, whatever program they use. */
const facets: Capabilities['facets'] = {
  type: {
    observable: 'partly',
    note: 'pg_type, through domains and arrays; composite types, ranges and types of extensions have any value',
  },
  nativeType: {
    observable: 'yes',
    note: 'name of the type or domain; varchar is called text, of which it differs in its length alone',
  },
  label: { observable: 'yes', note: 'COMMENT ON TABLE, COMMENT ON COLUMN' },
  nullability: { observable: 'yes', note: 'NOT NULL of column or domain, CHECK (… IS NOT NULL)' },
  nullable: {
    observable: 'yes',
    note: 'unknown for views, for foreign tables, and where NOT NULL is not proved of old rows',
  },
  requiredness: {
    observable: 'yes',
    note: 'NOT NULL without default, identity or generation',
  },
  required: {
    observable: 'yes',
    note: 'unknown for views and foreign tables, and where a row trigger before INSERT, or a rule, may fill it in',
  },
  requiredBy: { observable: 'yes', note: 'database' },
  readOnly: {
    observable: 'yes',
    note: 'generated columns, GENERATED ALWAYS AS IDENTITY, columns of a view that cannot be written',
  },
  maxLength: { observable: 'yes', note: 'varchar(n), char(n), CHECK of length: in characters' },
  bounds: { observable: 'yes', note: 'range of the integer types, CHECK and domains' },
  format: { observable: 'yes', note: 'date and time types, uuid, bit, CHECK with ~ or LIKE' },
  precision: { observable: 'yes', note: 'numeric(p, s)' },
  scale: { observable: 'yes', note: 'numeric(p, s); digits of the seconds' },
  enum: { observable: 'yes', note: 'enum types in their order, CHECK with IN or =' },
  default: { observable: 'yes', note: 'DEFAULT that is a constant, of column or domain' },
  hasDefault: { observable: 'yes', note: 'DEFAULT that is computed, identity, sequence' },
  target: { observable: 'yes', note: 'FOREIGN KEY of one column' },
  unique: { observable: 'yes', note: 'UNIQUE constraint or index of one column' },
  key: { observable: 'yes', note: 'PRIMARY KEY' },
  computed: { observable: 'yes', note: 'GENERATED ALWAYS AS (…)' },
  stored: { observable: 'yes', note: 'false for virtual generated columns, from 18 on' },
  id: { observable: 'yes', note: 'oid of the table and attnum, which renames keep; not of views' },
  operations: { observable: 'yes', note: 'pg_relation_is_updatable; not whether this account may write' },
  unmapped: {
    observable: 'yes',
    note: 'text of checks that no keyword says, keys of several columns, exclusions, partial and expression indexes, expressions of generated columns, parts of composite types',
  },
  hidden: {
    observable: 'yes',
    note: 'columns on which the account has none of SELECT, INSERT, UPDATE, REFERENCES: pg_catalog lists them all the same',
  },
  requiredWhen: { observable: 'no', note: 'a CHECK of several columns is kept as its text' },
  immutable: { observable: 'no', note: 'lives in triggers' },
};

export const capabilities: Capabilities = {
  facets,
  // Run against a real server: test/connectors/postgres.verdicts.test.ts.
  onWrite: {
    'unknown-field': 'rejects',
    'missing-value': 'rejects',
    'too-long': 'rejects',
    'too-precise': 'alters',
    'other-target': 'rejects',
    'bad-value': 'rejects',
    'bad-type': 'rejects',
    'read-only-field': 'rejects',
    'no-permission': 'rejects',
  },
  // A row is checked as a whole, but what an old row lacks was checked when the constraint was added.
  updateRevalidates: false,
  versions: { tested: ['15', '17 (PGlite)'], documented: ['12', '13', '14', '16', '18'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
