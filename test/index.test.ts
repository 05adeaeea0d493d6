import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { fieldRemoved } from '../src/demo/odoo/changes.ts';
import {
  acceptFindings,
  addWaiver,
  checkContracts,
  examineAll,
  includes,
  initialise,
  listWaivers,
  type RunContext,
  takeSnapshot,
} from '../src/index.ts';
import { odooProject } from './cli/odoo-project.ts';
import { makeProject } from './cli/project.ts';
import { admin } from './erp/odoo.ts';

function context(cwd: string): RunContext {
  return {
    cwd,
    env: { KUMQUAT_KEY: admin.secret },
    signal: new AbortController().signal,
    now: () => new Date('2026-06-01T00:00:00Z'),
    temporary: async () => tmpdir(),
    log: () => {},
    progress: () => {},
  };
}

test('the library lives with drift as the command line does: snapshot, check, waive, accept', async () => {
  const made = await odooProject({}, { more: '' });
  onTestFinished(made.close);
  const run = context(made.folder);
  await takeSnapshot({}, run);
  made.erp.drift(fieldRemoved('kumquat.order', 'grade'));
  const { findings } = await checkContracts({}, run);
  const [finding] = findings.filter(({ path }) => path.field === 'grade');
  const { fingerprint = '' } = finding ?? {};
  await addWaiver({ fingerprint, reason: 'agreed', until: '2026-07-01' }, run);
  expect((await listWaivers({}, run)).waivers).toMatchObject([{ waiver: { reason: 'agreed' }, left: 30 }]);
  const waived = await checkContracts({}, run);
  expect(waived.findings.find((each) => each.fingerprint === fingerprint)?.waived).toMatchObject({
    reason: 'agreed',
  });
  const accepted = await acceptFindings({ what: [fingerprint], reason: 'agreed' }, run);
  expect(accepted).toMatchObject([{ contract: 'erp/kumquat.order', findings: [{ fingerprint }] }]);
  const after = await checkContracts({}, run);
  expect(after.findings.filter(({ path }) => path.field === 'grade')).toEqual([]);
});

test('the library makes a project, and looks at what a check needs', async () => {
  const { erp, close } = await odooProject();
  const made = makeProject();
  onTestFinished(async () => {
    made.remove();
    await close();
  });
  const run = context(made.folder);
  const report = await initialise(
    {
      connector: 'odoo',
      url: erp.url,
      option: { database: erp.database, 'auth.user': admin.login },
      secret: { 'auth.apiKey': 'KUMQUAT_KEY' },
      entities: ['kumquat.order'],
    },
    run,
  );
  expect(report.files).toContain('seam.yaml');
  const { exit, examinations } = await examineAll({ node: '20.19.0' }, run);
  expect(exit.code).toBe(0);
  expect(examinations).toContainEqual(
    expect.objectContaining({ source: 'erp', what: 'login', outcome: 'good' }),
  );
});

test('the library answers whether one schema includes another', () => {
  const [short, long] = [
    { type: 'string', maxLength: 3 },
    { type: 'string', maxLength: 4 },
  ] as const;
  expect(includes(short, long)).toEqual({ result: 'yes' });
  expect(includes(long, short)).toEqual({ result: 'no', witness: 'aaaa' });
  expect(includes({ kumquat: 1 }, short)).toMatchObject({ result: 'unproven', keyword: 'kumquat' });
});
