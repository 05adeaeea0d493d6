import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fieldChanged, fieldRemoved } from '../../src/demo/odoo/changes.ts';
import type { Report } from '../../src/model/report.ts';
import { commitAll } from './git.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { words } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

/** A project whose ERP has lost one field and shortened another since its contracts were committed. */
async function drifted(): Promise<OdooProject> {
  const project = await odooProject();
  opened.push(project);
  await project.seam(['snapshot']);
  commitAll(project.folder, 'Take the contracts');
  project.erp.drift(fieldRemoved('kumquat.order', 'grade'));
  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
  return project;
}

async function report(project: OdooProject, ...args: readonly string[]): Promise<Report> {
  return JSON.parse((await project.seam(['check', ...args, '--format', 'json'])).stdout);
}

/** `field: rule` of all that is not silent. */
const told = ({ findings }: Report) =>
  findings.filter(({ silent }) => !silent).map(({ path, rule }) => `${path.field}: ${rule}`);

/** Takes the field that is gone out of the seam's own words. */
function forgetGrade({ folder }: OdooProject): void {
  const file = join(folder, 'seam.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('name, grade, code', 'name, code'));
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function waivers(project: OdooProject, ...items: readonly string[]): void {
  const text = `waivers:\n${items.map((item) => `  - ${item}\n`).join('')}`;
  writeFileSync(join(project.folder, 'seam.waivers.yaml'), text);
}

describe('a waiver', () => {
  test('lets a finding pass, which stays visible', async () => {
    const project = await drifted();
    waivers(
      project,
      `{ rule: field-removed, path: erp/kumquat.order/*, reason: not used, until: ${inDays(9)} }`,
      `{ path: erp/*/code, reason: short codes, owner: team-press, until: ${inDays(9)} }`,
    );
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(/field-removed/);
    expect(run.stdout).toMatch(/short codes/);
    expect(run.code).toBe(0);
  });

  test.each<[what: string, item: string, says: RegExp]>([
    ['has ended', `{ path: "*", reason: late, until: 2020-01-31 }`, /waives nothing any more.*2020-01-31/s],
    ['ends too far away', `{ path: "*", reason: far, until: 2099-01-31 }`, /more than 180 days/],
    ['has no reason', `{ path: "*", until: ${inDays(9)} }`, /cannot be read.*reason/s],
    ['has no condition', `{ reason: all, until: ${inDays(9)} }`, /cannot be read/],
    ['names no day', `{ path: "*", reason: odd, until: "2026-02-31" }`, /There is no day 2026-02-31/],
    [
      'names no rule',
      `{ rule: field-remved, reason: odd, until: ${inDays(9)} }`,
      /did you mean "field-removed"/i,
    ],
  ])('that %s lets nothing pass, and the report says so', async (_what, item, says) => {
    const project = await drifted();
    waivers(project, item);
    const run = await project.seam(['check']);
    expect(words(run.stdout)).toMatch(says);
    expect(run.stdout).toMatch(/seam\.waivers\.yaml:2/);
    expect(run.code).toBe(1);
  });

  test('that fits nothing is told as not needed, unless only a part was checked', async () => {
    const project = await drifted();
    waivers(project, `{ path: erp/nothing/*, reason: old, until: ${inDays(9)} }`);
    expect((await report(project)).waivers).toMatchObject([{ problem: 'unused' }]);
    expect((await report(project, 'erp')).waivers).toBeUndefined();
  });

  test('file that is none is wrong usage', async () => {
    const project = await drifted();
    writeFileSync(join(project.folder, 'seam.waivers.yaml'), 'waivers: {\n');
    expect((await project.seam(['check'])).code).toBe(2);
  });
});

describe('seam waive', () => {
  test('lets the one finding pass, and leaves what stands in the file', async () => {
    const project = await drifted();
    waivers(project, `{ rule: label-changed, reason: kept, until: ${inDays(9)} } # kept too`);
    const { findings } = await report(project);
    const id = findings.find(({ path }) => path.field === 'grade')?.fingerprint.slice(0, 8) ?? '';
    const run = await project.seam(['waive', id, '--until', inDays(30), '--reason', 'until release 4']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(join(project.folder, 'seam.waivers.yaml'), 'utf8');
    expect(text).toMatch(/# kept too/);
    expect(text).toMatch(/# field-removed of erp\/kumquat\.order\/grade/);
    const after = await report(project);
    expect(after.findings.filter(({ waived }) => waived).map(({ path }) => path.field)).toEqual(['grade']);
    expect((await project.seam(['waivers', '--expiring', '60d'])).stdout).toMatch(/until release 4/);
    expect((await project.seam(['waivers', '--expiring', '1d'])).stdout).toBe('No waivers.\n');
  });

  test.each<[what: string, args: readonly string[], says: RegExp]>([
    [
      'a fingerprint that no finding has',
      ['ffffffffffff', '--until', inDays(9), '--reason', 'x'],
      /No finding has/,
    ],
    ['a day that is over', ['aaaaaa', '--until', '2020-01-31', '--reason', 'x'], /is over/],
    ['a day too far away', ['aaaaaa', '--until', '2099-01-31', '--reason', 'x'], /more than 180 days/],
    ['no day', ['aaaaaa', '--until', 'soon', '--reason', 'x'], /is no day/],
    ['an empty reason', ['aaaaaa', '--until', inDays(9), '--reason', ' '], /needs a reason/],
  ])('refuses %s, and writes nothing', async (_what, args, says) => {
    const project = await drifted();
    const run = await project.seam(['waive', ...args]);
    expect(run.stderr).toMatch(says);
    expect(run.code).toBe(2);
    expect(() => readFileSync(join(project.folder, 'seam.waivers.yaml'))).toThrow();
  });
});

describe('seam accept', () => {
  test('takes the chosen finding into the contract and leaves every other one', async () => {
    const project = await drifted();
    forgetGrade(project);
    const before = told(await report(project));
    expect(before.length).toBeGreaterThan(1);
    const run = await project.seam(['accept', 'field-removed', '--reason', 'nobody reads it']);
    expect(run.stdout).toMatch(/^erp\/kumquat\.order is now 2\.0\n {2}grade field-removed\n$/);
    expect(told(await report(project))).toEqual(before.filter((each) => each !== 'grade: field-removed'));
    const changelog = readFileSync(join(project.folder, 'contracts/CHANGELOG.md'), 'utf8');
    expect(changelog).toMatch(
      /## \d{4}-\d\d-\d\d · erp\/kumquat\.order 2\.0\n\nnobody reads it\n\n- grade field-removed/,
    );
  });

  test('of an entity is what the next check finds green', async () => {
    const project = await drifted();
    forgetGrade(project);
    await project.seam(['accept', 'kumquat.order', '--commit', '--reason', 'agreed']);
    expect(await project.seam(['check'])).toMatchObject({ code: 0 });
    expect((await project.seam(['snapshot', '--dry-run'])).stdout).not.toMatch(/kumquat\.order.*changed/);
  });

  test('refuses to take a field away that a seam still names, and says where', async () => {
    const project = await drifted();
    const run = await project.seam(['accept', 'field-removed']);
    expect(words(run.stderr)).toMatch(/seam\.yaml.*grade/);
    expect(run.code).toBe(2);
    expect((await project.seam(['check'])).code).toBe(1);
  });

  test('refuses a contract with changes that are not committed', async () => {
    const project = await drifted();
    forgetGrade(project);
    const file = join(project.folder, 'contracts/erp/kumquat.order.json');
    const text = readFileSync(file, 'utf8').replace('"title": "', '"title": "My ');
    writeFileSync(file, text);
    const run = await project.seam(['accept', 'kumquat.order']);
    expect(run.stderr).toMatch(/changes that are not committed/);
    expect(run.code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('without a terminal needs to be told what', async () => {
    const project = await drifted();
    expect(await project.seam(['accept'])).toMatchObject({ code: 2, stdout: '' });
    expect((await project.seam(['accept', 'nothing-like-it'])).stderr).toMatch(/No finding is/);
  });
});
