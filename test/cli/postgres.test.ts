import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../sql/front.ts';
import { newName, orchard, postgresServers, realPostgres, type TestPostgres } from '../sql/postgres.ts';
import { canary, makeProject, type Project, words } from './project.ts';

const configOf = (db: TestPostgres, more = '') => `sources:
  stock:
    connector: postgres
    url: ${db.url}
    auth: { user: ${db.auth.user}, password: "\${STOCK_PASSWORD}" }
    schemas: [${db.schema}]
    entities: ["*"]
${more}`;

const env = { STOCK_PASSWORD: 'canary-stock-word', PGPASSWORD: 'canary-libpq-word' };

function project(yaml: string): Project {
  const made = makeProject(yaml);
  onTestFinished(() => made.remove());
  return made;
}

/** Nothing that was written or said holds a secret. */
function keepsSecrets({ files, read }: Project, ...said: readonly string[]): void {
  for (const text of [...said, ...files().map(read)]) expect(text).not.toMatch(canary);
}

describe.each(postgresServers)('seam with $name$skipped', ({ skipped, start }) => {
  test.skipIf(skipped !== '')(
    'takes contracts, is green, and names each drift of an ALTER TABLE',
    async () => {
      const db = await start();
      onTestFinished(() => db.close());
      await db.run(orchard);
      const made = project(configOf(db));
      const taken = await made.seam(['snapshot'], { env });
      expect(taken).toMatchObject({ code: 0 });
      expect(taken.stdout).toMatch(/^stock · PostgreSQL \d+\.\d+ · as postgres\n/);
      const before = made.files().map((file) => made.read(file));
      expect(await made.seam(['snapshot'], { env })).toMatchObject({ code: 0 });
      expect(made.files().map((file) => made.read(file))).toEqual(before);
      expect(await made.seam(['check'], { env })).toMatchObject({ code: 0 });

      await db.run(`
      ALTER TABLE crate ADD inspector text NOT NULL DEFAULT 'x';
      ALTER TABLE crate ALTER inspector DROP DEFAULT;
      ALTER TABLE crate DROP COLUMN loose;
      ALTER TABLE crate RENAME note TO remark;
      ALTER TABLE crate ALTER tiny TYPE numeric(9, 5);
      ALTER TYPE ripeness ADD VALUE 'rotten';
      ALTER TABLE grower ALTER email TYPE varchar(20);
      ALTER TABLE harvest DETACH PARTITION harvest_2031;
      DROP TABLE line;
      DROP MATERIALIZED VIEW stock`);
      const checked = await made.seam(['check', '--format', 'json'], { env });
      expect(checked.code).toBe(1);
      const { findings } = JSON.parse(checked.stdout) as {
        findings: { rule: string; path: { entity: string; field?: string } }[];
      };
      const named = findings.map(
        ({ rule, path }) => `${rule} ${path.entity.slice(db.schema.length + 1)} ${path.field ?? ''}`,
      );
      expect(named).toEqual(
        expect.arrayContaining([
          'mandatory-field-added crate inspector',
          'field-removed crate loose',
          'field-renamed crate note',
          'integer-digits-raised crate tiny',
          'enum-value-added crate state',
          'max-length-lowered grower email',
          'entity-removed line ',
          'entity-removed stock ',
        ]),
      );
      keepsSecrets(made, checked.stdout, checked.stderr);
    },
  );
});

describe('a source that cannot be read', () => {
  let gone: TestPostgres;
  beforeAll(() => {
    gone = {
      url: 'postgres://127.0.0.1:9/kumquat',
      auth: { user: 'reader' },
      schema: 'public',
      run: async () => [],
      close: async () => {},
    };
  });

  test('ends with 3 and one sentence', async () => {
    const made = project(configOf(gone));
    const { code, stderr, stdout } = await made.seam(['snapshot'], { env });
    expect(code).toBe(3);
    expect(words(stdout + stderr)).toContain('127.0.0.1:9 refuses the connection');
    keepsSecrets(made, stdout, stderr);
  });

  test('ends also where a server takes the connection and says nothing', async () => {
    const server = await listen(() => undefined);
    onTestFinished(() => server.close());
    const url = `postgres://127.0.0.1:${server.port}/kumquat`;
    const made = project(configOf({ ...gone, url }, '    timeout: 1\n'));
    const { code, stderr, stdout } = await made.seam(['snapshot'], { env });
    expect(words(stdout + stderr)).toContain('did not answer within 1 s');
    expect(code).toBe(3);
  });

  test.each([
    ['a password in the url', 'postgres://reader:secret@db.example.com/kumquat', 'holds a'],
    ['a user in the url', 'postgres://reader@db.example.com/kumquat', 'holds a user'],
    ['another scheme', 'https://db.example.com', 'begins with postgres:// or postgresql://'],
    ['options in the url', 'postgres://db.example.com/kumquat?sslmode=disable', 'would be lost'],
  ])('because of %s ends with 2', async (_, url, why) => {
    const made = project(configOf({ ...gone, url }));
    const run = await made.seam(['check'], { env });
    expect(words(run.stdout + run.stderr)).toMatch(
      new RegExp(why.replaceAll('/', '\\/').replace('holds a', 'holds a|address with a credential')),
    );
    expect(run.code).toBe(2);
  });

  test.each(['proxy: http://a.example.com', 'allowHttp: true', 'concurrency: 2'])(
    'for %s, which is of HTTP, ends with 2',
    async (key) => {
      const made = project(configOf(gone, `    ${key}\n`));
      expect((await made.seam(['check'], { env })).code).toBe(2);
    },
  );
});

test.skipIf(realPostgres.skipped !== '')(
  `a right that is taken away is told as that, and nothing is gone${realPostgres.skipped}`,
  async () => {
    const db = await realPostgres.start();
    const role = newName();
    await db.run(`${orchard}; CREATE ROLE ${role} LOGIN PASSWORD 'canary-stock-word'`);
    await db.run(`GRANT REFERENCES ON ALL TABLES IN SCHEMA ${db.schema} TO ${role}`);
    onTestFinished(async () => {
      await db.run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await db.close();
    });
    const made = project(configOf({ ...db, auth: { user: role } }));
    expect((await made.seam(['snapshot'], { env })).code).toBe(0);
    await db.run(`REVOKE ALL ON line, grower FROM ${role}; GRANT REFERENCES (id, name) ON grower TO ${role}`);
    const { code, stdout } = await made.seam(['check', '--format', 'json'], { env });
    // Drift and an entity that could not be read: the one that could not be checked is listed beside.
    expect(code).toBe(1);
    expect(stdout).toContain('field-hidden');
    expect(stdout).toMatch(/forbidden|has no right on it/);
    expect(stdout).not.toMatch(/field-removed|entity-removed/);
  },
);
