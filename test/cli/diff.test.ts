import { afterEach, describe, expect, test } from 'vitest';
import { fieldAdded, fieldChanged, fieldRemoved } from '../../src/demo/odoo/changes.ts';
import { fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { commitAll, git } from './git.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { words } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

/** A repository with two commits of the contracts: `code` was 12 characters long, and is 8. */
async function history(): Promise<OdooProject> {
  const project = await odooProject();
  opened.push(project);
  await project.seam(['snapshot']);
  commitAll(project.folder, 'Take the contracts');
  git(project.folder, 'tag', 'v1');
  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
  await project.seam(['snapshot']);
  commitAll(project.folder, 'Agree to shorter codes');
  return project;
}

const shorter = /✖ kumquat\.order {2}code +max-length-lowered/;

describe('seam diff', () => {
  test.each([
    ['two refs', 'git:v1', 'git:HEAD'],
    ['a ref and the folder of contracts', 'git:v1', 'contracts'],
    ['a ref with a path and the folder of one source', 'git:v1:contracts', 'contracts/erp'],
    ['a ref and one contract', 'git:v1', 'contracts/erp/kumquat.order.json'],
    ['a ref and the live source', 'git:v1', 'live:erp'],
  ])('compares %s', async (_what, left, right) => {
    const project = await history();
    const run = await project.seam(['diff', left, right]);
    expect(run.stdout).toMatch(shorter);
    expect(run.stdout).toMatch(/breaks +juice-press \(creates, updates\)/);
    expect(run.stdout).toMatch(/1 breaking → exit 1\n$/);
    expect(run.code).toBe(1);
  });

  test('compares a pull file with what is live now', async () => {
    const project = await history();
    await project.seam(['pull', '--output', 'pull.json']);
    project.erp.drift(fieldRemoved('kumquat.order', 'grade'));
    const run = await project.seam(['diff', 'pull.json', 'live:erp']);
    expect(run.stdout).toMatch(/✖ kumquat\.order {2}grade +field-removed/);
    expect(run.code).toBe(1);
  });

  test('compares two live sources: why it worked in UAT', async () => {
    const project = await history();
    const uat = await startTestOdoo(fixtureModels('17.0'), { database: 'uat' });
    try {
      const own = project.read('seam.yaml');
      const erp = /^ {2}erp:\n(?: {4}.*\n)+/m.exec(own)?.[0] ?? '';
      const other = erp
        .replace('  erp:', '  uat:')
        .replace(project.erp.url, uat.url)
        .replace(/database: .*/, 'database: uat');
      project.write('seam.yaml', own.replace(erp, `${erp}${other}    contractsOf: erp\n`));
      const run = await project.seam(['diff', 'live:uat', 'live:erp']);
      expect(run.stderr).toBe('');
      expect(run.stdout).toMatch(shorter);
      expect(run.stdout).toMatch(/1 breaking → exit 1\n$/);
      expect(run.code).toBe(1);
      const same = await project.seam(['diff', 'live:uat', 'live:uat']);
      expect(same.stdout).toMatch(/5 of 5 checked, no drift/);
    } finally {
      await uat.close();
    }
  });

  test('with a second opinion says the same where both agree', async () => {
    const project = await history();
    const run = await project.seam(['diff', 'git:v1', 'contracts', '--second-opinion']);
    expect(run.stdout).toMatch(shorter);
    expect(run.stdout).not.toContain('second opinion');
    expect(run.code).toBe(1);
  });

  test('of the same on both sides says so, and exits 0', async () => {
    const project = await history();
    const run = await project.seam(['diff', 'git:HEAD', 'live:erp']);
    expect(run.stdout).toMatch(/5 of 5 checked, no drift/);
    expect(run.code).toBe(0);
  });

  test('needs no seam.yaml for two folders', async () => {
    const project = await history();
    git(project.folder, 'rm', '-q', 'seam.yaml');
    const run = await project.seam(['diff', 'git:v1', 'contracts']);
    expect(run.stdout).toMatch(shorter);
    expect(run.stdout).toMatch(/whoever creates or updates \(no seam names this contract\)/);
    expect(run.code).toBe(1);
  });

  test('is about the order of the sides: what was lowered was raised the other way round', async () => {
    const project = await history();
    const run = await project.seam(['diff', 'git:HEAD', 'git:v1']);
    expect(run.stdout).toMatch(/kumquat\.order {2}code +max-length-raised/);
    expect(run.stdout).toMatch(/breaks +juice-press \(reads\)/);
  });

  test.each<[what: string, left: string, right: string, code: number, says: RegExp]>([
    ['a path that is not there', 'contrats', 'contracts', 2, /There is no contrats here\./],
    [
      'a source that is not there',
      'live:epr',
      'contracts',
      2,
      /There is no source "epr"\. .*Name one of: erp\./,
    ],
    [
      'a ref that is not there',
      'git:v2',
      'contracts',
      2,
      /git knows no commit called "v2"\. .*Did you mean "v1"\?/,
    ],
    ['a folder without contracts', '.git', 'contracts', 2, /There are no contracts in \.git\./],
    ['a file that is no contract', 'seam.yaml', 'contracts', 2, /seam\.yaml.* The file is no JSON\./],
  ])('says what is wrong with %s', async (_what, left, right, code, says) => {
    const project = await history();
    const run = await project.seam(['diff', left, right]);
    expect(words(run.stderr)).toMatch(says);
    expect(run.code).toBe(code);
  });
});

describe('seam log', () => {
  test('tells commit by commit what changed, and whom it broke', async () => {
    const project = await history();
    project.erp.drift(fieldChanged('kumquat.order', 'code', { string: 'Other Label' }));
    project.erp.drift(fieldAdded('kumquat.order', { name: 'channel', type: 'char', label: 'Channel' }));
    await project.seam(['snapshot']);
    commitAll(project.folder, 'Take a new field along');
    const run = await project.seam(['log', 'erp/kumquat.order']);
    const [head, ...steps] = run.stdout.split('\n\n');
    expect(head).toBe('erp/kumquat.order · 3 commits');
    expect(steps.map(words)).toEqual([
      expect.stringMatching(
        /^[\da-f]{8} · \d{4}-.* · Kumquat · Take a new field along · channel field-added .*· 1 change of labels or layout$/,
      ),
      expect.stringMatching(/· Agree to shorter codes ✖ code max-length-lowered 12 → 8 broke juice-press$/),
      expect.stringMatching(/· Take the contracts The contract was taken\.$/),
    ]);
    expect(run.code).toBe(0);
  });

  test.each<[contract: string, says: RegExp]>([
    ['erp/quince', /git knows no contract erp\/quince\./],
    ['epr/kumquat.order', /names no contract\. .*did you mean "erp\/…"\?/],
    ['kumquat.order', /names no contract\. .*Write SOURCE\/ENTITY/],
  ])('of %s says what is wrong', async (contract, says) => {
    const project = await history();
    const run = await project.seam(['log', contract]);
    expect(words(run.stderr)).toMatch(says);
    expect(run.code).toBe(2);
  });
});

describe('seam explain and seam rules', () => {
  test('say what a rule is, what it breaks, and what to do', async () => {
    const project = await history();
    const { stdout } = await project.seam(['explain', 'max-length-lowered']);
    expect(words(stdout)).toMatch(
      /^max-length-lowered what .* verdict read info \(narrows\), create breaking \(narrows\)/,
    );
    expect((await project.seam(['rules'])).stdout).toContain('\nmax-length-lowered\n');
  });

  test('say what an error is, and name what was meant', async () => {
    const project = await history();
    const { stdout } = await project.seam(['explain', 'source-html']);
    expect(words(stdout)).toMatch(/web page instead of data\. do Check url .* exit 3$/);
    const near = await project.seam(['explain', 'source-htm']);
    expect(near.stderr).toMatch(/Did you mean "source-html"\?/);
    expect(near.code).toBe(2);
  });
});
