import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../sql/front.ts';
import { mysqlOrchard, skipped, startMysql } from '../sql/mysql.ts';
import { newName } from '../sql/postgres.ts';
import { canary, makeProject, words } from './project.ts';

/** A greeting after which nothing comes. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
function greeting(): Buffer {
  const body = Buffer.concat([
    Buffer.from('\x0a8.0.36\0\x07\0\0\0scramble\0', 'latin1'),
    Buffer.from([0xff, 0xf7, 0xff, 2, 0, 0xff, 0xc1, 21]),
    Buffer.alloc(10),
    Buffer.from('twelve-chars\0mysql_native_password\0', 'latin1'),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

test('seam ends where a server greets and says no more', async () => {
  const server = await listen((socket) => void socket.write(greeting()));
  onTestFinished(() => server.close());
  const made = makeProject(`sources:
  stock:
    connector: mysql
    url: mysql://127.0.0.1:${server.port}/kumquat
    auth: { user: reader }
    timeout: 1
    entities: ["*"]
`);
  onTestFinished(() => made.remove());
  const { code, stdout, stderr } = await made.seam(['snapshot']);
  expect(words(stdout + stderr)).toContain('did not answer within 1 s');
  expect(code).toBe(3);
});

test.skipIf(skipped !== '')(
  `seam with MySQL or MariaDB takes contracts, is green, and names each drift of an ALTER TABLE${skipped}`,
  async () => {
    const db = await startMysql();
    onTestFinished(() => db.close());
    await db.run(mysqlOrchard);
    const user = newName();
    await db.run(`CREATE USER '${user}'@'%' IDENTIFIED BY 'canary-stock-word';
      GRANT REFERENCES, TRIGGER ON ${db.database}.* TO '${user}'@'%'`);
    onTestFinished(async () => {
      await db.run(`DROP USER '${user}'@'%'`);
    });
    const env = { STOCK_PASSWORD: 'canary-stock-word' };
    const made = makeProject(`sources:
  stock:
    connector: mysql
    url: ${db.url}
    auth: { user: ${user}, password: "\${STOCK_PASSWORD}" }
    entities: ["*"]
`);
    onTestFinished(() => made.remove());
    const taken = await made.seam(['snapshot'], { env });
    expect(taken).toMatchObject({ code: 0 });
    const before = made.files().map((file) => made.read(file));
    expect(await made.seam(['snapshot'], { env })).toMatchObject({ code: 0 });
    expect(made.files().map((file) => made.read(file))).toEqual(before);
    expect(await made.seam(['check'], { env })).toMatchObject({ code: 0 });

    await db.run(`
      ALTER TABLE crate ADD inspector varchar(9) NOT NULL, DROP COLUMN ratio, MODIFY tiny varchar(20);
      ALTER TABLE crate MODIFY state enum('green','ripe','it''s over','rotten') NOT NULL;
      ALTER TABLE crate MODIFY plain_decimal decimal(12, 0), MODIFY pieces smallint;
      ALTER TABLE grower MODIFY name varchar(20) NOT NULL;
      ALTER TABLE harvest DROP PARTITION b;
      DROP TABLE line;
      DROP VIEW tally`);
    const checked = await made.seam(['check', '--format', 'json'], { env });
    expect(checked.code).toBe(1);
    const { findings } = JSON.parse(checked.stdout) as {
      findings: { rule: string; path: { entity: string; field?: string } }[];
    };
    expect(findings.map(({ rule, path }) => `${rule} ${path.entity} ${path.field ?? ''}`)).toEqual(
      expect.arrayContaining([
        'mandatory-field-added crate inspector',
        'field-removed crate ratio',
        'max-length-lowered crate tiny',
        'enum-value-added crate state',
        'integer-digits-raised crate plain_decimal',
        'maximum-raised crate pieces',
        'max-length-lowered grower name',
        'entity-removed line ',
        'entity-removed tally ',
      ]),
    );

    await db.run(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM '${user}'@'%';
      GRANT REFERENCES ON ${db.database}.grower TO '${user}'@'%'`);
    const hidden = await made.seam(['check', '--format', 'json'], { env });
    // Nothing that was taken away is gone.
    expect(hidden.code).toBe(3);
    expect(hidden.stdout).not.toMatch(/field-removed|entity-removed/);
    for (const text of [checked.stdout, hidden.stdout, hidden.stderr, ...made.files().map(made.read)]) {
      expect(text).not.toMatch(canary);
    }
  },
);
