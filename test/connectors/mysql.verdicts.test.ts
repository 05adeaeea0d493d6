import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysql } from '../../src/connectors/mysql/index.ts';
import type { Direction } from '../../src/model/drift.ts';
import { loadValidator, type Validator } from '../../src/validate/validator.ts';
import { changesBetween, verdictsOf } from '../sql/drift.ts';
import { skipped, startMysql, type TestMysql } from '../sql/mysql.ts';
import { open, schemaOf } from '../sql/source.ts';

/** What every case begins with; it has one row, of grower 1. */
const tables = `
  SET sql_mode = 'STRICT_TRANS_TABLES';
  CREATE TABLE grower (id int PRIMARY KEY);
  CREATE TABLE other (id int PRIMARY KEY);
  INSERT INTO grower VALUES (1), (2);
  INSERT INTO other VALUES (1);
  CREATE TABLE crate (
    id int PRIMARY KEY,
    name varchar(5) COLLATE utf8mb4_bin NOT NULL,
    note text COLLATE utf8mb4_bin,
    weight decimal(6, 2),
    pieces int,
    state enum('green', 'ripe') NOT NULL,
    sizes set('s', 'm') NOT NULL DEFAULT '',
    grower_id int,
    stacked tinyint(1) NOT NULL DEFAULT 0,
    at datetime(3)
  );
  INSERT INTO crate (id, name, grower_id) VALUES (1, 'one', 1)`;

type Row = {
  readonly what: string;
  readonly before?: string;
  readonly alter: string;
  readonly direction: Exclude<Direction, 'read'>;
  /** What the seam hears that goes on as before. */
  readonly says: readonly string[];
  /** A write that the old contract allows, and what becomes of it after the change. Before the change it succeeds. */
  readonly write: string;
  readonly ends: 'fails' | 'succeeds' | 'alters';
};

const insert = (columns = '', values = '') =>
  `INSERT INTO crate (id, name${columns === '' ? '' : `, ${columns}`}) VALUES (2, 'two'${values === '' ? '' : `, ${values}`})`;

const rows: readonly Row[] = [
  {
    what: 'a column that must be filled',
    alter: 'ALTER TABLE crate ADD size int NOT NULL',
    direction: 'create',
    says: ['mandatory-field-added size breaking'],
    write: insert(),
    ends: 'fails',
  },
  {
    what: 'a column with a default',
    alter: 'ALTER TABLE crate ADD size int NOT NULL DEFAULT 1',
    direction: 'create',
    says: [],
    write: insert(),
    ends: 'succeeds',
  },
  {
    what: 'an enum that must not be empty',
    alter: "ALTER TABLE crate ADD kind enum('x', 'y') NOT NULL",
    direction: 'create',
    says: [],
    write: insert(),
    ends: 'succeeds',
  },
  {
    what: 'a column that a trigger may fill',
    alter: `ALTER TABLE crate ADD size int NOT NULL;
      CREATE TRIGGER fill BEFORE INSERT ON crate FOR EACH ROW SET NEW.size = 1`,
    direction: 'create',
    says: [
      'default-dropped state warning',
      'maybe-mandatory-field-added size warning',
      'required-unknown state warning',
    ],
    write: insert('state', "'ripe'"),
    ends: 'succeeds',
  },
  {
    what: 'a trigger, which takes the first value of an enum away',
    alter: 'CREATE TRIGGER fill BEFORE INSERT ON crate FOR EACH ROW SET NEW.pieces = 1',
    direction: 'create',
    says: ['default-dropped state warning', 'required-unknown state warning'],
    write: insert(),
    ends: 'fails',
  },
  {
    what: 'NOT NULL',
    alter: "UPDATE crate SET note = ''; ALTER TABLE crate MODIFY note text COLLATE utf8mb4_bin NOT NULL",
    direction: 'create',
    says: ['null-disallowed note breaking', 'required-added note breaking'],
    write: insert(),
    ends: 'fails',
  },
  {
    what: 'a default on a NOT NULL column',
    alter: "ALTER TABLE crate ALTER name SET DEFAULT 'x'",
    direction: 'create',
    says: ['default-added name warning'],
    write: insert(),
    ends: 'succeeds',
  },
  {
    what: 'a shorter varchar',
    alter: 'ALTER TABLE crate MODIFY name varchar(3) COLLATE utf8mb4_bin NOT NULL',
    direction: 'update',
    says: ['max-length-lowered name breaking'],
    write: "UPDATE crate SET name = 'fives'",
    ends: 'fails',
  },
  {
    what: 'a varchar that became a text',
    alter: 'ALTER TABLE crate MODIFY name text COLLATE utf8mb4_bin NOT NULL',
    direction: 'update',
    says: [],
    write: "UPDATE crate SET name = '𝒌𝒖𝒎𝒒𝒖'",
    ends: 'succeeds',
  },
  {
    what: 'another character set',
    alter: 'ALTER TABLE crate MODIFY name varchar(5) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL',
    direction: 'update',
    says: ['unmapped-changed name warning'],
    write: "UPDATE crate SET name = 'Kč'",
    ends: 'fails',
  },
  {
    what: 'fewer digits before the point',
    alter: 'ALTER TABLE crate MODIFY weight decimal(4, 2)',
    direction: 'update',
    says: ['integer-digits-lowered weight breaking'],
    write: 'UPDATE crate SET weight = 1234.5',
    ends: 'fails',
  },
  {
    what: 'fewer digits after the point',
    alter: 'ALTER TABLE crate MODIFY weight decimal(6, 1)',
    direction: 'update',
    says: ['fraction-digits-lowered weight breaking'],
    write: 'UPDATE crate SET weight = 1.25',
    ends: 'alters',
  },
  {
    what: 'a smaller integer',
    alter: 'ALTER TABLE crate MODIFY pieces smallint',
    direction: 'update',
    says: ['maximum-lowered pieces breaking', 'minimum-raised pieces breaking'],
    write: 'UPDATE crate SET pieces = 40000',
    ends: 'fails',
  },
  {
    what: 'unsigned',
    alter: 'ALTER TABLE crate MODIFY pieces int unsigned',
    direction: 'update',
    says: ['minimum-raised pieces breaking'],
    write: 'UPDATE crate SET pieces = -1',
    ends: 'fails',
  },
  {
    what: 'a value that an enum no longer has',
    alter: "ALTER TABLE crate MODIFY state enum('green') NOT NULL",
    direction: 'create',
    says: ['enum-value-removed state breaking'],
    write: insert('state', "'ripe'"),
    ends: 'fails',
  },
  {
    what: 'another first value of an enum',
    alter: "ALTER TABLE crate MODIFY state enum('ripe', 'green') NOT NULL",
    direction: 'create',
    says: ['default-changed state warning'],
    write: insert(),
    ends: 'succeeds',
  },
  {
    what: 'a value that a set no longer has',
    alter: "ALTER TABLE crate MODIFY sizes set('s') NOT NULL DEFAULT ''",
    direction: 'update',
    says: ['pattern-changed sizes breaking'],
    write: "UPDATE crate SET sizes = 's,m'",
    ends: 'fails',
  },
  {
    what: 'a bound',
    alter: 'ALTER TABLE crate ADD CHECK (pieces >= 0)',
    direction: 'update',
    says: ['minimum-raised pieces breaking'],
    write: 'UPDATE crate SET pieces = -1',
    ends: 'fails',
  },
  {
    what: 'listed values',
    alter: "ALTER TABLE crate ADD CHECK (note IN ('a', 'b'))",
    direction: 'update',
    says: ['enum-set note breaking'],
    write: "UPDATE crate SET note = 'c'",
    ends: 'fails',
  },
  {
    what: 'a rule that no keyword says',
    alter: 'ALTER TABLE crate ADD CHECK (note = upper(note))',
    direction: 'update',
    says: ['unmapped-changed note warning'],
    write: "UPDATE crate SET note = 'lower'",
    ends: 'fails',
  },
  {
    what: 'UNIQUE',
    alter: 'ALTER TABLE crate ADD UNIQUE (name)',
    direction: 'create',
    says: ['unique-set name breaking'],
    write: "INSERT INTO crate (id, name) VALUES (2, 'one')",
    ends: 'fails',
  },
  {
    what: 'UNIQUE of two columns',
    alter: 'ALTER TABLE crate ADD UNIQUE (name, grower_id)',
    direction: 'create',
    says: ['document-unmapped-changed - warning'],
    write: "INSERT INTO crate (id, name, grower_id) VALUES (2, 'one', 1)",
    ends: 'fails',
  },
  {
    what: 'a foreign key',
    alter: 'ALTER TABLE crate ADD FOREIGN KEY (grower_id) REFERENCES grower (id)',
    direction: 'update',
    says: ['relation-set grower_id breaking'],
    write: 'UPDATE crate SET grower_id = 99',
    ends: 'fails',
  },
  {
    what: 'a second foreign key on the column',
    before: 'ALTER TABLE crate ADD FOREIGN KEY (grower_id) REFERENCES grower (id)',
    alter: 'ALTER TABLE crate ADD FOREIGN KEY (grower_id) REFERENCES other (id)',
    direction: 'update',
    says: ['unmapped-changed grower_id warning'],
    write: 'UPDATE crate SET grower_id = 2',
    ends: 'fails',
  },
  {
    what: 'a generated column',
    alter: 'ALTER TABLE crate DROP pieces, ADD half int GENERATED ALWAYS AS (id / 2) STORED',
    direction: 'update',
    says: ['field-removed pieces breaking'],
    write: 'UPDATE crate SET pieces = 1',
    ends: 'fails',
  },
  {
    what: 'a column that is called otherwise',
    alter: 'ALTER TABLE crate RENAME COLUMN note TO remark',
    direction: 'update',
    says: ['field-removed note breaking'],
    write: "UPDATE crate SET note = 'x'",
    ends: 'fails',
  },
];

describe.skipIf(skipped !== '')(`verdicts held against statements on MySQL and MariaDB${skipped}`, () => {
  let db: TestMysql;
  let judge: Validator;
  beforeAll(async () => {
    db = await startMysql();
    judge = await loadValidator();
  });
  afterAll(() => db?.close());

  test.for(rows)('$what: $says ($direction), and the write $ends', async (row) => {
    const { before = 'SELECT 1', alter, direction, says, write, ends } = row;
    await db.run(`DROP TABLE IF EXISTS crate, grower, other; ${tables}; ${before}`);
    const connector = await open(mysql, { url: db.url, options: { auth: db.auth } });
    const was = await schemaOf(connector, 'crate');
    await db.run(`START TRANSACTION; ${write}; ROLLBACK`);
    await db.run(alter);
    const now = await schemaOf(connector, 'crate');
    expect(verdictsOf(changesBetween(was, now, mysql, judge), direction)).toEqual(says);
    const outcome = await db.run(write).then(
      () => 'succeeds',
      () => 'fails',
    );
    expect(outcome).toBe(ends === 'alters' ? 'succeeds' : ends);
    if (ends !== 'alters') return;
    const [found] = await db.run('SELECT weight FROM crate');
    expect(write).not.toContain(`= ${String(found?.['weight'])}`);
  });
});
