import { createServer } from 'node:net';
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import type { OdooCall } from '../../src/demo/odoo/answer.ts';
import { type FaultName, fault, faultNames } from '../erp/faults.ts';
import { admin } from '../erp/odoo.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { canary, makeProject, words } from './project.ts';

/** A project whose contracts are taken, on a server that turns bad when it is told to. */
async function turning(
  name: FaultName,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  fits?: (call: OdooCall | undefined) => boolean,
): Promise<OdooProject & { turn(): void }> {
  let bad = false;
  const answer = fault(name, fits);
  const project = await odooProject({
    instead: (request, response, call) => bad && answer(request, response, call),
  });
  onTestFinished(() => project.close());
  expect((await project.seam(['snapshot'])).code).toBe(0);
  // Only now: a machine that is busy answers late, and nobody waits for long where no answer comes.
  project.write(
    'seam.yaml',
    project.read('seam.yaml').replace('    entities:', '    timeout: 1\n    entities:'),
  );
  return {
    ...project,
    turn() {
      bad = true;
    },
  };
}

const contracts = (project: OdooProject) => project.files().map((path) => `${path}\n${project.read(path)}`);

/** What is said of each: never "no drift", and never that something was removed. */
const sentences: Readonly<Record<FaultName, RegExp>> = {
  'unauthorised (401)': /source-unauthorised .*401/,
  'forbidden (403)': /source-forbidden .*403/,
  'not found (404)': /source-not-found .*404/,
  'expectation failed (417)': /417/,
  'too many requests for an hour (429)': /source-throttled /,
  'server error (500)': /source-server-error .*500/,
  'bad gateway (502)': /source-server-error .*502/,
  'maintenance (503)': /503/,
  'gateway timeout (504)': /source-timeout .*504/,
  'a login page with 200': /source-unauthorised .*login page/,
  'a maintenance page with 200': /source-html .*web page/,
  'a redirect to another host': /source-redirected .*http:\/\/127\.0\.0\.2:9/,
  'a redirect to a login page': /source-unauthorised .*login page/,
  'a body that breaks off': /source-truncated /,
  'a connection that is reset': /source-unreachable /,
  'no answer at all': /source-timeout /,
  'a body that drips': /source-timeout /,
  'a body of a terabyte': /source-too-large /,
  'an empty body': /source-empty /,
  'something that is no JSON': /source-unusable /,
  'JSON that breaks off': /source-truncated /,
  'JSON of another service': /source-unusable /,
};

describe('an ERP that answers wrongly was not looked at: exit 3', () => {
  test.concurrent.for(faultNames)('%s', async (name, context) => {
    const project = await turning(name, context);
    const before = contracts(project);
    project.turn();

    const check = await project.seam(['check']);
    expect(words(check.stdout)).toMatch(/^✖ erp /);
    expect(words(check.stdout)).toMatch(sentences[name]);
    expect(check.stdout).toMatch(/→ .+\n/);
    expect(check.stdout).toMatch(/0 of 5 contracts checked → exit 3\n$/);
    expect(check.stdout).not.toMatch(/no drift|removed/);
    expect(check.code).toBe(3);

    const snapshot = await project.seam(['snapshot']);
    expect(words(snapshot.stdout)).toMatch(sentences[name]);
    expect(snapshot.code).toBe(3);
    expect(contracts(project)).toEqual(before);
    expect(check.stdout + check.stderr + snapshot.stdout + snapshot.stderr).not.toMatch(canary);
  });
});

describe('an ERP that fails for one entity is checked for the others', () => {
  const ofCrates = (call: OdooCall | undefined) =>
    call?.model === 'kumquat.crate' && call.method === 'fields_get';

  test.concurrent.for<FaultName>([
    'server error (500)',
    'no answer at all',
    'a body that breaks off',
    'an empty body',
    'JSON of another service',
  ])('%s', async (name, context) => {
    const project = await turning(name, context, ofCrates);
    const before = contracts(project);
    project.turn();
    const check = await project.seam(['check']);
    expect(check.stdout).toMatch(/5 contracts: 4 clean, 1 could not be read/);
    expect(check.stdout).toMatch(/\? kumquat\.crate {2}/);
    expect(check.stdout).toMatch(/4 of 5 contracts checked, no drift in them → exit 3\n$/);
    expect(check.code).toBe(3);
    const snapshot = await project.seam(['snapshot']);
    expect(snapshot.stdout).toMatch(/✖ kumquat\.crate /);
    expect(snapshot.code).toBe(3);
    expect(contracts(project)).toEqual(before);
  });
});

describe('a source that cannot be used says why', () => {
  /** Runs a snapshot of the fixtures with a piece of seam.yaml replaced. */
  async function snapshotWith(from: string, to: string, key: string = admin.secret) {
    const project = await odooProject();
    onTestFinished(() => project.close());
    project.write('seam.yaml', project.read('seam.yaml').replace(from, to));
    return project.seam(['snapshot'], { env: { KUMQUAT_KEY: key } });
  }

  test('a wrong key', async () => {
    const run = await snapshotWith('', '', 'canary-wrong-key');
    expect(words(run.stdout)).toMatch(
      /source-unauthorised Odoo does not accept user "admin" on database "kumquats"\./,
    );
    expect(run.stdout).not.toMatch(canary);
    expect(run.code).toBe(3);
  });

  test('a wrong user', async () => {
    const run = await snapshotWith('user: admin', 'user: nobody');
    expect(words(run.stdout)).toMatch(/source-unauthorised Odoo does not accept user "nobody"/);
    expect(run.code).toBe(3);
  });

  test('a wrong database', async () => {
    const run = await snapshotWith('database: kumquats', 'database: quinces');
    expect(words(run.stdout)).toMatch(/source-not-found Odoo cannot open database "quinces"\./);
    expect(run.stdout).not.toContain('10.0.0.7');
    expect(run.code).toBe(3);
  });

  test('no database', async () => {
    const run = await snapshotWith('    database: kumquats\n', '');
    expect(words(run.stdout)).toMatch(/Odoo 17\.0 needs to be told its database\. .*Set `database`/);
    expect(run.code).toBe(2);
  });

  const source = (url: string) =>
    `sources:\n  erp: { connector: odoo, url: "${url}", database: k, auth: { user: k, apiKey: "\${KEY}" }, entities: [kumquat], timeout: 2 }\n`;

  async function snapshotOf(url: string) {
    const project = makeProject(source(url));
    const run = await project.seam(['snapshot'], { env: { KEY: 'canary-some-key' } });
    project.remove();
    return { ...run, said: words(run.stdout + run.stderr) };
  }

  test('a port that nobody listens on', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' ? address?.port : undefined;
    const run = await snapshotOf(`http://127.0.0.1:${port}`);
    expect(run.said).toMatch(new RegExp(`source-unreachable .*127\\.0\\.0\\.1:${port}`));
    expect(run.code).toBe(3);
  });

  test('a host that is not there', async () => {
    const run = await snapshotOf('https://kumquat.invalid');
    expect(run.said).toMatch(/source-unreachable .*kumquat\.invalid/);
    expect(run.code).toBe(3);
  });

  test('plain http to another machine is refused before anything is sent', async () => {
    const run = await snapshotOf('http://kumquat.example.com');
    expect(run.said).toMatch(/plain http.*allowHttp/);
    expect(run.code).toBe(2);
  });

  test('TLS to a server that speaks none', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const run = await snapshotOf(`https://127.0.0.1:${port}`);
    server.close();
    expect(run.said).toMatch(/source-tls /);
    expect(run.code).toBe(3);
  });
});
