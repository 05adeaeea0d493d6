import type { Flavor } from './client.js';

/** Queries of information_schema, each for a whole database at once. https://dev.mysql.com/doc/refman/8.4/en/information-schema.html */

/** Of so many tables the names are sent along; of more, the rows of all are read in one go. */
export const fewTables = 100;

/** `$column IN (names)`, where there are few. */
const among = (column: string, isFew: boolean) => (isFew ? ` AND ${column} IN (?)` : '');

/** Tables and views of a database. */
export const tables = `
SELECT TABLE_NAME AS name, TABLE_TYPE AS type, TABLE_COMMENT AS comment
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')`;

/** Rights of the account on a database as a whole. What a role gives it does not stand there. */
export const rights = `
SELECT PRIVILEGE_TYPE AS privilege FROM information_schema.SCHEMA_PRIVILEGES
WHERE GRANTEE = ? AND ? LIKE TABLE_SCHEMA
UNION SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ?`;

/** What binds everybody who writes. */
export const server = `
SELECT CURRENT_USER() AS account, @@GLOBAL.sql_mode AS mode, DATABASE() AS current`;

export const columns = (isFew: boolean) => `
SELECT TABLE_NAME AS relation, COLUMN_NAME AS name, COLUMN_TYPE AS type, DATA_TYPE AS native,
  IS_NULLABLE AS nullable, COLUMN_DEFAULT AS expression, EXTRA AS extra, COLUMN_COMMENT AS comment,
  GENERATION_EXPRESSION AS formula, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation
FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = ?${among('TABLE_NAME', isFew)}
ORDER BY TABLE_NAME, ORDINAL_POSITION`;

export const views = (isFew: boolean) => `
SELECT TABLE_NAME AS relation, IS_UPDATABLE AS updatable FROM information_schema.VIEWS
WHERE TABLE_SCHEMA = ?${among('TABLE_NAME', isFew)}`;

/** Parts of unique indexes, primary keys too; a part that is an expression has no column (MySQL 8). */
export const uniques = (isFew: boolean) => `
SELECT TABLE_NAME AS relation, INDEX_NAME AS constraint_name, COLUMN_NAME AS name, SUB_PART AS prefix
FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = ? AND NON_UNIQUE = 0${among('TABLE_NAME', isFew)}
ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

/** Parts of foreign keys. */
export const foreignKeys = (isFew: boolean) => `
SELECT TABLE_NAME AS relation, CONSTRAINT_NAME AS constraint_name, COLUMN_NAME AS name,
  REFERENCED_TABLE_SCHEMA AS target_schema, REFERENCED_TABLE_NAME AS target_name, REFERENCED_COLUMN_NAME AS target_column
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL${among('TABLE_NAME', isFew)}
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`;

/** Primary keys of the tables that foreign keys lead to. */
export const keys = `
SELECT TABLE_SCHEMA AS target_schema, TABLE_NAME AS target_name, COLUMN_NAME AS target_column
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA IN (?) AND TABLE_NAME IN (?) AND CONSTRAINT_NAME = 'PRIMARY'`;

/** A check of MySQL is named once in its database, one of MariaDB once in its table. From 8.0.16 and 10.2 on. */
export const checks = (flavor: Flavor, isFew: boolean) =>
  flavor === 'MariaDB'
    ? `
SELECT TABLE_NAME AS relation, CHECK_CLAUSE AS clause FROM information_schema.CHECK_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA = ?${among('TABLE_NAME', isFew)} ORDER BY TABLE_NAME, CONSTRAINT_NAME`
    : `
SELECT t.TABLE_NAME AS relation, c.CHECK_CLAUSE AS clause FROM information_schema.TABLE_CONSTRAINTS t
JOIN information_schema.CHECK_CONSTRAINTS c
  ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
WHERE t.TABLE_SCHEMA = ? AND t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES'${among('t.TABLE_NAME', isFew)}
ORDER BY t.TABLE_NAME, c.CONSTRAINT_NAME`;

/** Triggers that may fill in values. They are shown only to who may make some. */
export const triggers = (isFew: boolean) => `
SELECT DISTINCT EVENT_OBJECT_TABLE AS relation FROM information_schema.TRIGGERS
WHERE EVENT_OBJECT_SCHEMA = ? AND ACTION_TIMING = 'BEFORE' AND EVENT_MANIPULATION = 'INSERT'${among('EVENT_OBJECT_TABLE', isFew)}`;
