import { writeFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openClient } from '../../src/connectors/postgres/client.ts';
import { postgres } from '../../src/connectors/postgres/index.ts';
import { SeamError } from '../../src/errors/seam-error.ts';
import { openLink } from '../../src/transport/link.ts';
import { newFolder } from '../config/stub.ts';
import { type Front, listen, startFront } from '../sql/front.ts';
import {
  newName,
  orchard,
  pglite,
  postgresServers,
  realPostgres,
  type TestPostgres,
} from '../sql/postgres.ts';
import { listed, open, resultsOf } from '../sql/source.ts';
import { newCertificate } from '../transport/certificates.ts';

const password = 'canary-database-word';

async function errorOf(work: Promise<unknown>): Promise<SeamError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SeamError) return error;
  throw new Error(`no SeamError: ${String(error)}`);
}

/** An error of the server. https://www.postgresql.org/docs/current/protocol-error-fields.html */
function errorResponse(code: string, message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A server that says this to whoever connects. */
async function saying(answer: Buffer | undefined): Promise<string> {
  const server = await listen((socket) => {
    socket.on('data', () => {
      if (answer === undefined) socket.destroy();
      else socket.end(answer);
    });
  });
  onTestFinished(() => server.close());
  return `postgres://127.0.0.1:${server.port}/kumquat`;
}

const connecting = (url: string, more: { readonly tls?: 'verify-full' | 'none' } = {}) =>
  open(postgres, {
    url,
    options: { auth: { user: 'reader', password }, ...more },
    transport: { timeout: 2 },
  });

describe('a server that does not let seam in', () => {
  test.each<[code: string, message: string, is: string, why: RegExp]>([
    [
      '28P01',
      'password authentication failed',
      'source-unauthorised',
      /does not accept user "reader".*"kumquat"/,
    ],
    [
      '28000',
      'no pg_hba.conf entry for host, no encryption',
      'source-unauthorised',
      /does not let user "reader" in/,
    ],
    ['3D000', 'database "kumquat" does not exist', 'source-not-found', /has no database "kumquat"/],
    ['42501', 'permission denied for database', 'source-forbidden', /lacks a right/],
    ['53300', 'too many clients already', 'source-throttled', /no further connection/],
    ['57P03', 'the database system is starting up', 'source-server-error', /takes no connection yet/],
    ['XX000', `internal: ${password}`, 'source-server-error', /an error \(XX000\)/],
  ])('with %s (%s) is %s', async (code, message, is, why) => {
    const error = await errorOf(connecting(await saying(errorResponse(code, message))));
    expect(error).toMatchObject({ code: is, exit: 'unchecked' });
    expect(error.message).toMatch(why);
    expect(JSON.stringify([error.toFailure(), String(error.cause)])).not.toContain(password);
    expect(error.fix).toMatch(/\w/);
  });

  test('and closes at once', async () => {
    expect(await errorOf(connecting(await saying(undefined)))).toMatchObject({ code: 'source-truncated' });
  });

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['MySQL', '\x4a\0\0\0\x0a8.0.36\0'],
  ])('and is %s', async (_, answer) => {
    expect((await errorOf(connecting(await saying(Buffer.from(answer))))).code).toMatch(
      /^source-(?:unusable|truncated)$/,
    );
  });

  test('and does not speak TLS where TLS is wanted', async () => {
    const error = await errorOf(connecting(await saying(Buffer.from('N')), { tls: 'verify-full' }));
    expect(error).toMatchObject({ code: 'source-tls' });
    expect(error.fix).toContain('tls: none');
  });

  test('and does not answer', async () => {
    const server = await listen(() => undefined);
    onTestFinished(() => server.close());
    const error = await errorOf(
      open(postgres, {
        url: `postgres://127.0.0.1:${server.port}/kumquat`,
        options: { auth: { user: 'reader' } },
        transport: { timeout: 0.3 },
      }),
    );
    expect(error).toMatchObject({ code: 'source-timeout' });
  });

  test('and is not there', async () => {
    const { port, close } = await listen(() => undefined);
    await close();
    const error = await errorOf(connecting(`postgres://127.0.0.1:${port}/kumquat`));
    expect(error).toMatchObject({ code: 'source-unreachable' });
    expect(error.message).toContain('refuses the connection');
  });

  test('is given up when the run is over', async () => {
    const server = await listen(() => controller.abort(new Error('the run is over')));
    onTestFinished(() => server.close());
    const controller = new AbortController();
    const url = `postgres://127.0.0.1:${server.port}/kumquat`;
    const work = open(postgres, {
      url,
      options: { auth: { user: 'reader' } },
      signal: controller.signal,
    });
    await expect(work).rejects.toThrow('the run is over');
  });

  test.each(['postgres://127.0.0.1', 'postgres://127.0.0.1/', 'postgres://127.0.0.1/a/b'])(
    'is not asked at %s, which names no database',
    async (url) => {
      expect(await errorOf(connecting(url))).toMatchObject({ code: 'config-invalid', exit: 'usage' });
    },
  );
});

test('nothing of libpq’s environment reaches the server', async () => {
  for (const [name, value] of Object.entries({
    PGPASSWORD: 'canary-libpq-word',
    PGUSER: 'other',
    PGDATABASE: 'other',
    PGHOST: '127.0.0.9',
    PGPORT: '9',
    PGOPTIONS: '-c search_path=other',
    PGAPPNAME: 'other',
    PGSSLMODE: 'require',
    PGREPLICATION: 'database',
    PGSSLNEGOTIATION: 'direct',
  })) {
    vi.stubEnv(name, value);
  }
  onTestFinished(() => void vi.unstubAllEnvs());
  let sent = '';
  // AuthenticationCleartextPassword
  const wants = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
  const server = await listen((socket) => {
    socket.once('data', (bytes: Buffer) => {
      sent += bytes.toString('latin1');
      socket.write(wants);
      socket.once('data', (more: Buffer) => {
        sent += more.toString('latin1');
        socket.end(errorResponse('28P01', 'no'));
      });
    });
  });
  onTestFinished(() => server.close());
  const url = `postgres://127.0.0.1:${server.port}/kumquat`;
  await errorOf(open(postgres, { url, options: { auth: { user: 'reader' } } }));
  expect(sent).toContain('user\0reader\0database\0kumquat\0application_name\0seam\0');
  expect(sent).not.toMatch(/canary|other|search_path|replication/);
});

describe('TLS', () => {
  let db: TestPostgres;
  beforeAll(async () => {
    db = await pglite.start();
    await db.run('CREATE TABLE crate (id integer)');
  });
  afterAll(() => db?.close());

  const authority = newCertificate({ name: 'Kumquat CA', authority: true });

  /** PostgreSQL that speaks TLS alone: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL */
  async function secure(hosts: readonly string[]): Promise<string> {
    const { cert, key } = newCertificate({ name: 'kumquat', issuer: authority, hosts });
    const { hostname, port } = new URL(db.url);
    const server = await listen((plain: Socket) => {
      plain.once('data', () => {
        plain.write('S');
        const tls = new TLSSocket(plain, { isServer: true, cert, key });
        const upstream = connectTcp(Number(port), hostname);
        for (const socket of [tls, upstream]) socket.on('error', () => undefined);
        tls.pipe(upstream).pipe(tls);
      });
    });
    onTestFinished(() => server.close());
    return `postgres://127.0.0.1:${server.port}/postgres`;
  }

  const over = async (
    url: string,
    tls: 'verify-full' | 'verify-ca',
    ca: 'ca.pem' | undefined,
  ): Promise<readonly string[]> => {
    const folder = await newFolder();
    writeFileSync(join(folder, 'ca.pem'), authority.cert);
    const transport = { timeout: 10, ...(ca === undefined ? {} : { ca }) };
    const options = { auth: db.auth, schemas: [db.schema], tls };
    return listed(await open(postgres, { url, options, transport, folder }));
  };

  test('is spoken where an authority vouches for the host', async () => {
    expect(await over(await secure(['127.0.0.1']), 'verify-full', 'ca.pem')).toEqual([`${db.schema}.crate`]);
  });

  test('with a certificate for another host is refused, unless the authority is enough', async () => {
    const url = await secure(['kumquat.example']);
    expect(await errorOf(over(url, 'verify-full', 'ca.pem'))).toMatchObject({ code: 'source-tls' });
    expect(await over(url, 'verify-ca', 'ca.pem')).toEqual([`${db.schema}.crate`]);
  });

  test.each(['verify-full', 'verify-ca'] as const)('of an unknown authority is refused (%s)', async (tls) => {
    expect(await errorOf(over(await secure(['127.0.0.1']), tls, undefined))).toMatchObject({
      code: 'source-tls',
    });
  });

  test('is what a host elsewhere must speak, unless the config says otherwise', async () => {
    const server = await saying(Buffer.from('N'));
    const elsewhere = server.replace('127.0.0.1', 'localhost.localdomain');
    // Whether or not that name is known here, nothing goes there without TLS.
    expect((await errorOf(connecting(elsewhere))).code).toMatch(/^source-(?:tls|unreachable)$/);
  });
});

describe.each(postgresServers)('a connection to $name that breaks$skipped', ({ skipped, start }) => {
  const it = test.skipIf(skipped !== '');
  let db: TestPostgres;
  let front: Front;
  beforeAll(async () => {
    if (skipped !== '') return;
    db = await start();
    await db.run(orchard);
    const { hostname, port } = new URL(db.url);
    front = await startFront({ host: hostname, port: Number(port) });
  });
  afterAll(async () => {
    await front?.close();
    await db?.close();
  });

  const calm = (): void => {
    front.onSent = undefined;
    front.onAnswer = undefined;
  };

  const through = () => {
    const url = new URL(db.url);
    url.port = String(front.port);
    return open(postgres, {
      url: url.href,
      options: { auth: db.auth, schemas: [db.schema] },
      transport: { timeout: 5 },
    });
  };

  it.for(['pg_attribute', 'pg_index', 'pg_class'])(
    'while %s is read is an error, and nothing is missing',
    async (catalogue) => {
      const connector = await through();
      front.onSent = (bytes, client) => {
        if (bytes.includes(catalogue)) client.destroy();
      };
      onTestFinished(calm);
      const error = await errorOf(resultsOf(connector, [`${db.schema}.crate`, `${db.schema}.nowhere`]));
      expect(error).toMatchObject({ code: 'source-truncated', exit: 'unchecked' });
    },
  );

  it('in the middle of an answer is an error', async () => {
    const connector = await through();
    let armed = false;
    front.onSent = (bytes) => {
      armed = armed || bytes.includes('pg_attribute');
    };
    front.onAnswer = (bytes, client) => {
      if (!armed) return;
      client.write(bytes.subarray(0, bytes.length / 2));
      client.destroy();
    };
    onTestFinished(calm);
    expect(await errorOf(resultsOf(connector, [`${db.schema}.crate`]))).toMatchObject({
      code: 'source-truncated',
    });
  });

  it('because an answer never ends is a timeout, and closing does not wait', async () => {
    const connector = await open(postgres, {
      url: db.url.replace(/:\d+\//, `:${front.port}/`),
      options: { auth: db.auth, schemas: [db.schema] },
      transport: { timeout: 0.5 },
    });
    let armed = false;
    front.onSent = (bytes) => {
      armed = armed || bytes.includes('pg_attribute');
    };
    front.onAnswer = () => (armed ? new Promise<void>(() => undefined) : undefined);
    onTestFinished(calm);
    expect(await errorOf(resultsOf(connector, [`${db.schema}.crate`]))).toMatchObject({
      code: 'source-timeout',
    });
    await connector.close?.();
  });
});

describe.skipIf(realPostgres.skipped !== '')(`PostgreSQL as a whole${realPostgres.skipped}`, () => {
  let db: TestPostgres;
  let role: string;
  beforeAll(async () => {
    db = await realPostgres.start();
    role = newName();
    await db.run(`${orchard}; CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  });
  afterAll(async () => {
    await db?.run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await db?.close();
  });

  const asRole = (options: { readonly timeout?: number } = {}) =>
    open(postgres, {
      url: db.url,
      options: { auth: { user: role, password }, schemas: [db.schema] },
      transport: { timeout: options.timeout ?? 20 },
    });
  const entity = (name: string) => `${db.schema}.${name}`;

  test('an unknown database is named', async () => {
    const url = db.url.replace(/\/[^/]*$/, '/kumquat_nowhere');
    const error = await errorOf(open(postgres, { url, options: { auth: db.auth } }));
    expect(error).toMatchObject({ code: 'source-not-found' });
    expect(error.message).toContain('"kumquat_nowhere"');
  });

  test('a session that an administrator ends is told as that', async () => {
    const { hostname, port } = new URL(db.url);
    const front = await startFront({ host: hostname, port: Number(port) });
    onTestFinished(() => front.close());
    const url = db.url.replace(/:\d+\//, `:${front.port}/`);
    const connector = await open(postgres, {
      url,
      options: { auth: { user: role, password }, schemas: [db.schema] },
    });
    front.onSent = async (bytes) => {
      if (!bytes.includes('pg_attribute')) return;
      front.onSent = undefined;
      await db.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
    };
    await db.run(`GRANT SELECT ON grower TO ${role}`);
    const error = await errorOf(resultsOf(connector, [entity('grower')]));
    expect(error).toMatchObject({ code: 'source-truncated', exit: 'unchecked' });
    await db.run(`REVOKE ALL ON grower FROM ${role}`);
  });

  test('a query that waits too long is ended', async () => {
    await db.run(`GRANT SELECT ON ripe TO ${role}`);
    await db.run('BEGIN; LOCK TABLE ripe IN ACCESS EXCLUSIVE MODE');
    onTestFinished(async () => {
      await db.run('ROLLBACK');
      await db.run(`REVOKE ALL ON ripe FROM ${role}`);
    });
    const error = await errorOf(resultsOf(await asRole({ timeout: 1 }), [entity('ripe')]));
    expect(error).toMatchObject({ code: 'source-timeout', exit: 'unchecked' });
  });

  test('the session cannot write', async () => {
    const { hostname, port } = new URL(db.url);
    const link = await openLink({
      source: 'db',
      url: `postgres://${hostname}:${port}${new URL(db.url).pathname}`,
      transport: {},
      folder: '.',
      secrets: [],
      signal: new AbortController().signal,
    });
    const client = await openClient({ auth: db.auth }, link);
    onTestFinished(() => client.close());
    const error = await errorOf(client.read((query) => query(`CREATE TABLE ${db.schema}.made ()`)));
    // read_only_sql_transaction
    expect(error.message).toContain('25006');
  });

  test('without any right a table is forbidden, and never missing', async () => {
    const connector = await asRole();
    expect(await listed(connector)).toEqual([]);
    const result = (await resultsOf(connector, [entity('crate')])).get(entity('crate'));
    expect(result).toMatchObject({ entity: entity('crate'), status: 'forbidden' });
    expect(result?.status === 'forbidden' && result.fix).toContain(`GRANT REFERENCES ON ${db.schema}.crate`);
  });

  test('REFERENCES is enough, and reads no row', async () => {
    await db.run(`GRANT REFERENCES ON grower TO ${role}`);
    onTestFinished(async () => void (await db.run(`REVOKE ALL ON grower FROM ${role}`)));
    const connector = await asRole();
    expect(await listed(connector)).toEqual([entity('grower')]);
    const result = (await resultsOf(connector, [entity('grower')])).get(entity('grower'));
    expect(result?.status === 'described' && Object.keys(result.schema.properties).sort()).toEqual([
      'email',
      'id',
      'name',
      'vat',
    ]);
  });

  test('columns that are not granted are hidden, and never gone', async () => {
    await db.run(`GRANT SELECT (id, name) ON grower TO ${role}`);
    onTestFinished(async () => void (await db.run(`REVOKE ALL (id, name) ON grower FROM ${role}`)));
    const result = (await resultsOf(await asRole(), [entity('grower')])).get(entity('grower'));
    expect(result).toMatchObject({ status: 'described', hidden: ['email', 'vat'] });
  });
});
