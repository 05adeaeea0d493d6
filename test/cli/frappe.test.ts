import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { fault } from '../erp/faults.ts';
import { customFieldAdded, docTypeRemoved, propertySet } from '../erp/frappe/changes.ts';
import { fixtureSite, manager, startTestFrappe } from '../erp/frappe.ts';
import { canary, makeProject, words } from './project.ts';

const env = { KUMQUAT_KEY: manager.apiKey, KUMQUAT_SECRET: manager.apiSecret };

/** A Frappe of the fixtures that runs, and a folder whose `seam.yaml` names it. */
async function frappeProject(version: '13' | '14' | '15' | '16', entity = 'Kumquat Order') {
  let misbehave: ReturnType<typeof fault> | undefined;
  const erp = await startTestFrappe(fixtureSite(version), {
    instead: (request, response) => misbehave?.(request, response) ?? false,
  });
  const project = makeProject(`sources:
  erp:
    connector: frappe
    url: ${erp.url}
    auth: { apiKey: "\${KUMQUAT_KEY}", apiSecret: "\${KUMQUAT_SECRET}" }
    entities: [${entity}]
    timeout: 2
seams:
  juice-press:
    owner: team-press
    uses:
      - { contract: erp/${entity}, direction: both }
`);
  onTestFinished(async () => {
    project.remove();
    await erp.close();
  });
  return {
    ...project,
    erp,
    seam: (...args: readonly string[]) => project.seam(args, { env }),
    seamWith: (given: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      project.seam(args, { env: given }),
    turn(name: Parameters<typeof fault>[0]) {
      misbehave = fault(name);
    },
  };
}

describe.each([
  ['13', 'Kumquat Crate'],
  ['14', 'Kumquat Crate'],
  ['15', 'Kumquat Order'],
  ['16', 'Kumquat Vat'],
] as const)('Frappe %s', (version, entity) => {
  test('is snapshotted, green, and red after an administrator customised it', async () => {
    const project = await frappeProject(version, entity);
    const taken = await project.seam('snapshot');
    expect(taken.stdout).toMatch(/Wrote 1 file under contracts\/erp\./);
    expect(project.files()).toContainEqual(expect.stringMatching(/^contracts\/erp\/Kumquat \w+~.+\.json$/));
    expect((await project.seam('snapshot')).stdout).toMatch(/= 1 unchanged\nNothing to write\.\n$/);
    expect((await project.seam('check')).stdout).toMatch(/1 of 1 checked, no drift/);

    project.erp.drift(
      customFieldAdded({
        name: `${entity}-cost_center`,
        dt: entity,
        fieldname: 'cost_center',
        label: 'Cost Center',
        fieldtype: 'Data',
        reqd: 1,
      }),
    );
    const run = await project.seam('check', '--format', 'json=report.json', '--format', 'pretty');
    expect(run.stdout).toMatch(/✖ Kumquat \w+ {2}cost_center +mandatory-field-added\n/);
    expect(run.code).toBe(1);
    const report: Report = JSON.parse(project.read('report.json'));
    const [finding] = report.findings;
    // Frappe validates an old record as a whole when it is saved.
    expect(finding?.judgements.map(({ direction, verdict }) => [direction, verdict])).toEqual([
      ['read', 'info'],
      ['create', 'breaking'],
      ['update', 'breaking'],
    ]);
    expect(run.stdout + project.read('report.json')).not.toMatch(canary);
  });
});

test('a Property Setter that replaces the options of a Select is told value by value', async () => {
  const project = await frappeProject('15');
  await project.seam('snapshot');
  project.erp.drift(propertySet('Kumquat Order', 'grade', 'options', '\nA\nNo grade at all'));
  const run = await project.seam('check');
  expect(run.stdout).toMatch(/✖ Kumquat Order {2}grade +enum-value-(added|removed)\n/);
  expect(run.code).toBe(1);
});

test('a DocType that is gone is drift', async () => {
  const project = await frappeProject('15');
  await project.seam('snapshot');
  project.erp.drift(docTypeRemoved('Kumquat Order'));
  const run = await project.seam('check');
  expect(run.stdout).toMatch(/✖ Kumquat Order +entity-removed\n/);
  expect(run.code).toBe(1);
});

test.each([
  'unauthorised (401)',
  'server error (500)',
  'a login page with 200',
  'a body that breaks off',
  'an empty body',
] as const)('%s was not looked at: exit 3, and nothing is written', async (name) => {
  const project = await frappeProject('15');
  await project.seam('snapshot');
  const before = project.files();
  project.turn(name);
  const check = await project.seam('check');
  expect(words(check.stdout)).toMatch(/^✖ erp source-/);
  expect(check.stdout).not.toMatch(/no drift|removed/);
  expect(check.code).toBe(3);
  expect((await project.seam('snapshot')).code).toBe(3);
  expect(project.files()).toEqual(before);
  expect(check.stdout + check.stderr).not.toMatch(canary);
});

test('a password is as good as a key, and its session is ended', async () => {
  const project = await frappeProject('15');
  const text = project.read('seam.yaml');
  const auth = /auth: .*/;
  project.write(
    'seam.yaml',
    text.replace(auth, `auth: { user: "${manager.user}", password: "\${KUMQUAT_KEY}" }`),
  );
  const run = await project.seamWith({ KUMQUAT_KEY: manager.password }, 'snapshot');
  expect(run.stdout).toMatch(/Wrote 1 file/);
  expect(run.code).toBe(0);
  expect(project.erp.calls.at(-1)?.path).toBe('/api/method/logout');
});
