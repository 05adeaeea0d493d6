import { type Capabilities, toldFacets } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';

/** What information_schema can tell. */
const facets: Capabilities['facets'] = {
  type: {
    observable: 'partly',
    note: 'COLUMN_TYPE; tinyint(1) is both boolean and a number; spatial types have any value',
  },
  nativeType: {
    observable: 'yes',
    note: 'DATA_TYPE; varchar and the kinds of text are called text, those of blob blob, of which they differ in the length alone; JSON of MariaDB is told by its check',
  },
  label: { observable: 'yes', note: 'COMMENT of table and column' },
  nullability: { observable: 'yes', note: 'IS_NULLABLE, CHECK (… IS NOT NULL)' },
  nullable: { observable: 'yes', note: 'unknown for views' },
  requiredness: {
    observable: 'yes',
    note: 'NOT NULL without default, AUTO_INCREMENT or generation; an ENUM begins with its first value',
  },
  required: {
    observable: 'yes',
    note: 'unknown for views, with a trigger BEFORE INSERT, where the account has no right TRIGGER and so sees none, and where the server is not in strict mode',
  },
  requiredBy: { observable: 'yes', note: 'database' },
  readOnly: { observable: 'yes', note: 'generated columns' },
  onDemand: { observable: 'yes', note: 'INVISIBLE columns, which SELECT * leaves out' },
  maxLength: {
    observable: 'yes',
    note: 'char(n) and varchar(n) in characters, CHECK of char_length; the bytes of tinytext, text and mediumtext',
  },
  bounds: { observable: 'yes', note: 'range of the integer types, unsigned, year, bit, CHECK' },
  format: {
    observable: 'yes',
    note: 'date and time types, uuid, values of a SET; CHECK with REGEXP or LIKE in a binary collation',
  },
  precision: { observable: 'yes', note: 'decimal(p, s)' },
  scale: { observable: 'yes', note: 'decimal(p, s); digits of the seconds' },
  enum: {
    observable: 'yes',
    note: 'ENUM in its order; CHECK with IN or = of numbers, and of texts in a binary collation',
  },
  default: { observable: 'yes', note: 'COLUMN_DEFAULT that is a constant' },
  hasDefault: { observable: 'yes', note: 'COLUMN_DEFAULT that is an expression, AUTO_INCREMENT' },
  target: { observable: 'yes', note: 'FOREIGN KEY of one column' },
  unique: { observable: 'yes', note: 'UNIQUE of one whole column' },
  key: { observable: 'yes', note: 'PRIMARY KEY' },
  timeZone: { observable: 'yes', note: 'timestamp is told in the zone of the session' },
  computed: { observable: 'yes', note: 'GENERATION_EXPRESSION' },
  stored: { observable: 'yes', note: 'false for VIRTUAL columns' },
  operations: { observable: 'yes', note: 'IS_UPDATABLE of views; not whether this account may write' },
  unmapped: {
    observable: 'yes',
    note: 'text of checks that no keyword says, keys of several columns, of prefixes and of expressions, formulas of generated columns, a character set that is not utf8mb4, ON UPDATE',
  },
  hidden: {
    observable: 'no',
    note: 'information_schema leaves out what the account has no right on; a database on which it has none as a whole is forbidden',
  },
  id: { observable: 'no', note: 'a column has none' },
  requiredWhen: { observable: 'no', note: 'a CHECK of several columns is kept as its text' },
  immutable: { observable: 'no', note: 'lives in triggers' },
};

export const capabilities: Capabilities = {
  facets,
  // In strict mode, which is the usual one from MySQL 5.7 and MariaDB 10.2 on. Run: test/connectors/mysql.verdicts.test.ts.
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
  updateRevalidates: false,
  versions: { tested: ['MariaDB 10.11'], documented: ['MySQL 8.0', 'MySQL 8.4', 'MariaDB 10.4 to 11'] },
};

/** Facets that every description tells, sorted. */
export const observed: readonly ObservedFacet[] = toldFacets(facets);
