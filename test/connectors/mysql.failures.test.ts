import { writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../src/connectors/mysql/client.ts';
import { mysql } from '../../src/connectors/mysql/index.ts';
import { SeamError } from '../../src/errors/seam-error.ts';
import { openLink } from '../../src/transport/link.ts';
import { newFolder } from '../config/stub.ts';
import { type Front, listen, startFront } from '../sql/front.ts';
import { mysqlOrchard, skipped, startMysql, type TestMysql } from '../sql/mysql.ts';
import { newName } from '../sql/postgres.ts';
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

/** An error in place of a greeting. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_err_packet.html */
function errorPacket(code: number, message: string): Buffer {
  const body = Buffer.concat([Buffer.from([0xff, code & 0xff, code >> 8]), Buffer.from(`#HY000${message}`)]);
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, 0]), body]);
}

async function greeting(answer: Buffer | undefined): Promise<string> {
  const server = await listen((socket) => {
    if (answer === undefined) socket.destroy();
    else socket.end(answer);
  });
  onTestFinished(() => server.close());
  return `mysql://127.0.0.1:${server.port}/kumquat`;
}

const connecting = (url: string, tls?: 'verify-full' | 'verify-ca' | 'none') =>
  open(mysql, {
    url,
    options: { auth: { user: 'reader', password }, ...(tls === undefined ? {} : { tls }) },
    transport: { timeout: 2 },
  });

describe('a server that does not let seam in', () => {
  test.each<[code: number, message: string, is: string]>([
    [1040, 'Too many connections', 'source-throttled'],
    [1130, 'Host is not allowed to connect', 'source-unauthorised'],
    [1045, 'Access denied', 'source-unauthorised'],
    [1049, 'Unknown database', 'source-not-found'],
    [1053, 'Server shutdown in progress', 'source-truncated'],
    [3159, 'Connections using insecure transport are prohibited', 'source-tls'],
    [1105, `unknown: ${password}`, 'source-server-error'],
  ])('with %i (%s) is %s', async (code, message, is) => {
    const error = await errorOf(connecting(await greeting(errorPacket(code, message))));
    expect(error).toMatchObject({ code: is, exit: 'unchecked' });
    expect(JSON.stringify([error.toFailure(), String(error.cause)])).not.toContain(password);
  });

  test('and closes at once', async () => {
    expect(await errorOf(connecting(await greeting(undefined)))).toMatchObject({ code: 'source-truncated' });
  });

  test('and is a web server', async () => {
    const url = await greeting(Buffer.from('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'));
    expect((await errorOf(connecting(url))).code).toMatch(/^source-(?:unusable|truncated|server-error)$/);
  });

  test('and does not answer', async () => {
    const server = await listen(() => undefined);
    onTestFinished(() => server.close());
    const options = { auth: { user: 'reader' } };
    const url = `mysql://127.0.0.1:${server.port}/kumquat`;
    const error = await errorOf(open(mysql, { url, options, transport: { timeout: 0.3 } }));
    expect(error).toMatchObject({ code: 'source-timeout' });
  });

  test('and is not there', async () => {
    const { port, close } = await listen(() => undefined);
    await close();
    expect(await errorOf(connecting(`mysql://127.0.0.1:${port}/kumquat`))).toMatchObject({
      code: 'source-unreachable',
    });
  });

  test('is given up when the run is over', async () => {
    const controller = new AbortController();
    const server = await listen(() => controller.abort(new Error('the run is over')));
    onTestFinished(() => server.close());
    const url = `mysql://127.0.0.1:${server.port}/kumquat`;
    const work = open(mysql, { url, options: { auth: { user: 'reader' } }, signal: controller.signal });
    await expect(work).rejects.toThrow('the run is over');
  });

  test.each([
    ['mysql://127.0.0.1/', undefined],
    ['mysql://127.0.0.1/a/b', undefined],
    // The driver would compare the certificate with nothing.
    ['mysql://10.0.0.1/kumquat', 'verify-full'],
    ['mysql://[::1]/kumquat', 'verify-full'],
  ] as const)('is not asked at %s (%s)', async (url, tls) => {
    expect(await errorOf(connecting(url, tls))).toMatchObject({ code: 'config-invalid', exit: 'usage' });
  });
});

describe.skipIf(skipped !== '')(`TLS to MySQL and MariaDB${skipped}`, () => {
  let db: TestMysql;
  beforeAll(async () => {
    db = await startMysql();
    await db.run('CREATE TABLE crate (id int)');
  });
  afterAll(() => db?.close());

  const authority = newCertificate({ name: 'Kumquat CA', authority: true });

  /**
   * The server behind one that speaks TLS: it offers TLS in the greeting, and after the request for it (CLIENT_SSL) the
   * packets of the login are one further than the server counts them.
   * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
   */
  async function secure(hosts: readonly string[]): Promise<string> {
    const { cert, key } = newCertificate({ name: 'kumquat', issuer: authority, hosts });
    const server = await listen((plain) => {
      const upstream = connectTcp(db.port, db.host);
      upstream.on('error', () => undefined);
      upstream.once('data', (greeting: Buffer) => {
        const version = greeting.indexOf(0, 5);
        // Behind it: 4 bytes of the thread, 8 of the scramble, a filler, then the lower flags.
        const flags = version + 14;
        greeting.writeUInt16LE(greeting.readUInt16LE(flags) | 0x0800, flags);
        plain.write(greeting);
        plain.once('data', (request: Buffer) => {
          plain.pause();
          // The client begins with TLS at once.
          plain.unshift(request.subarray(4 + request.readUIntLE(0, 3)));
          const tls = new TLSSocket(plain, { isServer: true, cert, key });
          tls.on('error', () => undefined);
          tls.once('data', (login: Buffer) => {
            login.writeUInt8(1, 3);
            login.writeUInt16LE(login.readUInt16LE(4) & ~0x0800, 4);
            upstream.write(login);
            upstream.once('data', (answer: Buffer) => {
              answer.writeUInt8(3, 3);
              tls.write(answer);
              tls.pipe(upstream).pipe(tls);
            });
          });
        });
      });
    });
    onTestFinished(() => server.close());
    return `mysql://localhost:${server.port}/${db.database}`;
  }

  const over = async (url: string, tls: 'verify-full' | 'verify-ca', known: boolean) => {
    const folder = await newFolder();
    writeFileSync(join(folder, 'ca.pem'), authority.cert);
    const transport = { timeout: 10, ...(known ? { ca: 'ca.pem' } : {}) };
    return listed(await open(mysql, { url, options: { auth: db.auth, tls }, transport, folder }));
  };

  test('is spoken where an authority vouches for the host', async () => {
    expect(await over(await secure(['localhost']), 'verify-full', true)).toEqual(['crate']);
  });

  test('with a certificate for another host is refused, unless the authority is enough', async () => {
    const url = await secure(['kumquat.example']);
    expect(await errorOf(over(url, 'verify-full', true))).toMatchObject({ code: 'source-tls' });
    expect(await over(url, 'verify-ca', true)).toEqual(['crate']);
  });

  test.each(['verify-full', 'verify-ca'] as const)('of an unknown authority is refused (%s)', async (tls) => {
    expect(await errorOf(over(await secure(['localhost']), tls, false))).toMatchObject({
      code: 'source-tls',
    });
  });

  test('is not spoken by a server without a certificate, and the password stays here', async () => {
    const [row] = await db.run("SHOW VARIABLES LIKE 'have_ssl'");
    if (row?.['Value'] !== 'DISABLED') return;
    const url = `mysql://localhost:${db.port}/${db.database}`;
    const error = await errorOf(over(url, 'verify-full', true));
    expect(error).toMatchObject({ code: 'source-tls' });
    expect(error.fix).toContain('tls: none');
  });
});

describe.skipIf(skipped !== '')(`MySQL and MariaDB as a whole${skipped}`, () => {
  let db: TestMysql;
  let front: Front;
  const users: string[] = [];
  beforeAll(async () => {
    db = await startMysql();
    await db.run(mysqlOrchard);
    front = await startFront({ host: db.host, port: db.port });
  });
  afterAll(async () => {
    for (const user of users) await db?.run(`DROP USER '${user}'@'%'`);
    await front?.close();
    await db?.close();
  });

  const calm = (): void => {
    front.onSent = undefined;
    front.onAnswer = undefined;
  };

  /** A new account with these rights. */
  async function account(...grants: readonly string[]): Promise<string> {
    const user = newName();
    users.push(user);
    await db.run(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    for (const grant of grants) await db.run(`GRANT ${grant} TO '${user}'@'%'`);
    return user;
  }

  const as = (user: string, word = password) =>
    open(mysql, { url: db.url, options: { auth: { user, password: word } }, transport: { timeout: 10 } });
  const through = (timeout: number) =>
    open(mysql, {
      url: `mysql://127.0.0.1:${front.port}/${db.database}`,
      options: { auth: db.auth },
      transport: { timeout },
    });

  test('a wrong password and an unknown database are named', async () => {
    const user = await account(`SELECT ON ${db.database}.*`);
    const error = await errorOf(as(user, 'canary-other-word'));
    expect(error).toMatchObject({ code: 'source-unauthorised' });
    expect(error.message).toContain(user);
    const url = db.url.replace(/\/[^/]*$/, '/kumquat_nowhere');
    expect(await errorOf(open(mysql, { url, options: { auth: db.auth } }))).toMatchObject({
      code: 'source-not-found',
    });
  });

  test('an account without a right on the database is told what to grant', async () => {
    const error = await errorOf(as(await account()));
    expect(error).toMatchObject({ code: 'source-forbidden' });
    expect(error.fix).toContain(`GRANT REFERENCES ON \`${db.database}\`.*`);
  });

  test.each([
    ['columns', (name: string) => `REFERENCES (id, name) ON ${name}.grower`],
    ['a table', (name: string) => `SELECT ON ${name}.grower`],
  ])('with a right on %s alone everything is forbidden, and nothing gone', async (_, grant) => {
    const connector = await as(await account(grant(db.database)));
    const results = await resultsOf(connector, ['grower', 'crate', 'nowhere']);
    expect([...results.values()].map(({ status }) => status)).toEqual([
      'forbidden',
      'forbidden',
      'forbidden',
    ]);
  });

  test('REFERENCES on the database is enough, and what create demands is then in doubt', async () => {
    const connector = await as(await account(`REFERENCES ON ${db.database}.*`));
    expect(await listed(connector)).toContain('crate');
    const results = await resultsOf(connector, ['crate', 'nowhere']);
    expect(results.get('nowhere')?.status).toBe('missing');
    const crate = results.get('crate');
    const schema = crate?.status === 'described' ? crate.schema : undefined;
    expect(schema?.required).toEqual([]);
    expect(schema?.properties['weight']).toMatchObject({
      exclusiveMinimum: 0,
      'x-seam': { required: 'unknown' },
    });
    expect(schema?.properties['grower_id']?.['x-seam']?.target).toBe('grower');
  });

  test('TRIGGER beside it takes the doubt away, where there is none', async () => {
    const user = await account(`REFERENCES, TRIGGER ON ${db.database}.*`);
    const results = await resultsOf(await as(user), ['crate', 'filled']);
    const required = [...results.values()].map((result) =>
      result.status === 'described' ? result.schema.required.length : undefined,
    );
    expect(required).toEqual([5, 0]);
  });

  test('the session cannot write', async () => {
    const signal = new AbortController().signal;
    const link = await openLink({
      source: 'db',
      url: db.url,
      transport: {},
      folder: '.',
      secrets: [],
      signal,
    });
    const client = await openClient({ auth: db.auth }, link);
    onTestFinished(() => client.close());
    const error = await errorOf(client.query("INSERT INTO grower (name) VALUES ('x')"));
    expect(error.message).toMatch(/READ[ _]ONLY/i);
  });

  test('a session that an administrator ends is told as that', async () => {
    const connector = await through(5);
    front.onSent = async (bytes) => {
      if (!bytes.includes('information_schema.COLUMNS')) return;
      front.onSent = undefined;
      const rows = await db.run(
        `SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = '${db.database}' AND ID <> CONNECTION_ID()`,
      );
      for (const { id } of rows) await db.run(`KILL ${String(id)}`);
    };
    onTestFinished(calm);
    expect(await errorOf(resultsOf(connector, ['crate', 'nowhere']))).toMatchObject({
      code: 'source-truncated',
      exit: 'unchecked',
    });
  });

  test.for(['COLUMNS', 'STATISTICS', 'TABLES'])(
    'a connection that breaks while %s is read is an error, and nothing is missing',
    async (table) => {
      const connector = await through(5);
      front.onSent = (bytes, client) => {
        if (bytes.includes(`information_schema.${table}`)) client.destroy();
      };
      onTestFinished(calm);
      expect(await errorOf(resultsOf(connector, ['crate', 'nowhere']))).toMatchObject({
        code: 'source-truncated',
      });
    },
  );

  test('an answer that never ends is a timeout, and closing does not wait', async () => {
    const connector = await through(0.5);
    let armed = false;
    front.onSent = (bytes) => {
      armed = armed || bytes.includes('information_schema.COLUMNS');
    };
    front.onAnswer = () => (armed ? new Promise<void>(() => undefined) : undefined);
    onTestFinished(calm);
    expect(await errorOf(resultsOf(connector, ['crate']))).toMatchObject({ code: 'source-timeout' });
    await connector.close?.();
  });

  test('closing does not wait for a server that no longer answers', async () => {
    const connector = await through(0.5);
    front.onSent = () => new Promise<void>(() => undefined);
    onTestFinished(calm);
    await connector.close?.();
  });
});
