import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OdooSettings } from '../../src/demo/odoo/server.ts';
import type { DoctorReport, Examination } from '../../src/model/report.ts';
import { forbidding } from '../erp/odoo.ts';
import { odooProject } from './odoo-project.ts';
import { canary, makeProject, words } from './project.ts';

async function project(settings: Partial<OdooSettings> = {}, more: Parameters<typeof odooProject>[1] = {}) {
  const made = await odooProject(settings, { more: '', ...more });
  onTestFinished(made.close);
  return made;
}

function yaml(yaml: string) {
  const made = makeProject(yaml);
  onTestFinished(made.remove);
  return made;
}

const odooAt = (url: string, more = '') =>
  `sources:\n  erp: { connector: odoo, url: "${url}", auth: { user: k, apiKey: "\${KEY}" }, entities: [kumquat]${more} }\n`;

/** What was found of a thing, in the report for programs. */
function found(stdout: string, what: Examination['what']): readonly Examination[] {
  const report: DoctorReport = JSON.parse(stdout);
  return report.examinations.filter((each) => each.what === what);
}

describe('seam doctor', () => {
  test('says of a project that is well what it looked at, and exits 0', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const run = await made.seam(['doctor']);
    for (const line of [
      /^ {2}✔ node +Node \d+/m,
      /^ {2}✔ config +/m,
      /^ {2}✔ contracts +5 contracts on disk/m,
      /^erp$/m,
      /^ {2}✔ secrets +The secret is there\.$/m,
      /^ {2}✔ dns +127\.0\.0\.1:\d+ is 127\.0\.0\.1\.$/m,
      /^ {2}✔ connection +127\.0\.0\.1:\d+ answers/m,
      /^ {2}✔ login +Odoo 17\.0, as admin/m,
      /^ {2}✔ rights +5 of 5 selected entities can be read\./m,
      /^ {2}✔ clock +Its clock and ours agree\.$/m,
      /^ {2}✔ limits +Its answers name no limit of calls\.$/m,
    ]) {
      expect(run.stdout).toMatch(line);
    }
    expect(run.stdout + run.stderr).not.toMatch(canary);
    expect(run.code).toBe(0);
  });

  test('makes only reading calls', async () => {
    const made = await project();
    await made.seam(['doctor']);
    const writing = made.erp.calls.filter(({ method }) => /^(?:create|write|unlink)/.test(method));
    expect(made.erp.calls.length).toBeGreaterThan(0);
    expect(writing).toEqual([]);
  });

  test('names what the account cannot read, and exits 0: a check says it too', async () => {
    const made = await project({ instead: forbidding('kumquat.crate') });
    const run = await made.seam(['doctor', '--format', 'json']);
    expect(found(run.stdout, 'rights')).toContainEqual(
      expect.objectContaining({
        outcome: 'warning',
        says: expect.stringMatching(/4 of 5 .* Not: kumquat\.crate\./),
      }),
    );
    expect(run.code).toBe(0);
  });

  test('a wrong key is a login to mend, and exits 3', async () => {
    const made = await project();
    const run = await made.seam(['doctor'], { env: { KUMQUAT_KEY: 'wrong' } });
    expect(run.stdout).toMatch(/^ {2}✖ login +.+\n(?: {16}.+\n)*? +→ /m);
    expect(run.stdout).toMatch(/1 thing to mend.* → exit 3\n$/);
    expect(run).toMatchObject({ code: 3, stderr: '' });
  });

  test('headers tell a clock that is wrong, and a limit that is used up', async () => {
    const made = await project({
      instead: (_, response) => {
        response.setHeader('date', 'Mon, 01 Jan 2018 00:00:00 GMT');
        response.setHeader('x-ratelimit-remaining', '0');
        return false;
      },
    });
    const run = await made.seam(['doctor', 'erp', '--format', 'json']);
    expect(found(run.stdout, 'clock')).toEqual([
      expect.objectContaining({ outcome: 'warning', says: expect.stringMatching(/s behind ours/) }),
    ]);
    expect(found(run.stdout, 'limits')).toEqual([
      expect.objectContaining({
        outcome: 'warning',
        says: 'Its limits: x-ratelimit-remaining 0. Nothing is left.',
      }),
    ]);
    expect(run.code).toBe(0);
  });

  test('the first step that fails is the last that is taken', async () => {
    const made = yaml(odooAt('https://kumquat.invalid'));
    const run = await made.seam(['doctor', '--format', 'json'], { env: { KEY: 'k' } });
    const report: DoctorReport = JSON.parse(run.stdout);
    expect(report.examinations.at(-1)).toMatchObject({
      source: 'erp',
      what: 'dns',
      outcome: 'bad',
      code: 'source-unreachable',
    });
    expect(run.code).toBe(3);
  });

  test('where nothing listens, it says so', async () => {
    const run = await yaml(odooAt('http://127.0.0.1:9')).seam(['doctor'], { env: { KEY: 'k' } });
    expect(words(run.stdout)).toMatch(
      /✖ connection 127\.0\.0\.1:9 refuses the connection: nothing listens there\. → /,
    );
    expect(run.code).toBe(3);
  });

  test('a server without TLS behind an https address is told as that', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const run = await yaml(odooAt(`https://127.0.0.1:${port}`)).seam(['doctor'], { env: { KEY: 'k' } });
    expect(words(run.stdout)).toMatch(/✖ tls 127\.0\.0\.1:\d+ .*TLS/);
    expect(run.code).toBe(3);
  });

  test.each<[what: string, yaml: string, says: RegExp]>([
    [
      'a config that is wrong',
      odooAt('http://127.0.0.1:9', ', conector: x'),
      /✖ config seam\.yaml:2:\d+ .*conector/,
    ],
    ['a variable that is not set', odooAt('http://127.0.0.1:9'), /✖ secrets .*variable KEY is not set/],
  ])('%s exits 2, and nothing is asked of the ERP', async (_, text, says) => {
    const run = await yaml(text).seam(['doctor']);
    expect(words(run.stdout)).toMatch(says);
    expect(run.code).toBe(2);
  });

  test('without a seam.yaml it says what to do', async () => {
    const made = makeProject();
    onTestFinished(made.remove);
    const run = await made.seam(['doctor']);
    expect(words(run.stdout)).toMatch(/✖ config There is no seam\.yaml here\. → /);
    expect(run.code).toBe(2);
  });
});
