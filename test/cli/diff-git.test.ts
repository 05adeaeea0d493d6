import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { commitAll, git } from './git.ts';
import { makeProject, type Project, words } from './project.ts';

/** The text of a contract with two fields of these lengths. */
function contract(code: number, grade = 30, entity = 'kumquat.order'): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      code: { type: 'string', maxLength: code },
      grade: { type: 'string', maxLength: grade },
    },
    required: [],
    'x-seam': {
      connector: 'jsonschema',
      entity,
      mapping: 1,
      version: '1.0',
      observed: ['type', 'maxLength'],
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const file = 'contracts/erp/kumquat.order.json';

function folder(): Project {
  const project = makeProject();
  onTestFinished(() => project.remove());
  return project;
}

/** A repository where `code` was 12 characters long at `v1`, and is 8; `below` is where the contracts are. */
function history(below = ''): Project {
  const project = folder();
  project.write(below + file, contract(12));
  commitAll(project.folder, 'Take the contracts');
  git(project.folder, 'tag', 'v1');
  project.write(below + file, contract(8));
  commitAll(project.folder, 'Agree to shorter codes');
  return project;
}

/** The folder of another project made of this one by git. */
function made(by: Project, ...args: readonly string[]): Project {
  const project = folder();
  git(by.folder, ...args, join(project.folder, 'it'));
  return project;
}

const clone = (of: Project, ...flags: readonly string[]) =>
  made(of, 'clone', '-q', ...flags, `file://${of.folder}`);

const shorter = /✖ kumquat\.order {2}code +max-length-lowered/;

describe('seam diff finds two refs', () => {
  test.each<[where: string, make: () => Project, cwd: string]>([
    ['at the top of a work tree', history, '.'],
    ['in a subfolder that has its own contracts', () => history('shop/api/'), 'shop/api'],
    ['in a linked work tree', () => made(history(), 'worktree', 'add', '-q', '-b', 'side'), 'it'],
    ['in a bare repository', () => clone(history(), '--bare'), 'it'],
    ['in a shallow clone that has both', () => clone(history(), '--depth=2'), 'it'],
  ])('%s', async (_where, make, cwd) => {
    const run = await make().seam(['diff', 'git:v1', 'git:HEAD'], { cwd });
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(shorter);
    expect(run.stdout).toMatch(/1 breaking → exit 1\n$/);
    expect(run.code).toBe(1);
  });

  test.each([
    ['a folder of contracts', 'git:v1:../contracts'],
    ['the folder of one source', 'git:v1:../contracts/erp'],
    ['one contract', `git:v1:../${file}`],
  ])('by a path from where the user works: %s', async (_what, left) => {
    const project = history();
    project.write('deep/README.md', '');
    const run = await project.seam(['diff', left, 'git:HEAD:../contracts'], { cwd: 'deep' });
    expect(run.stdout).toMatch(shorter);
    expect(run.code).toBe(1);
  });

  test('and a pull file that is in git', async () => {
    const project = history();
    const pull = {
      format: 1,
      seamVersion: '0.1.0',
      pulledAt: '2026-01-01T00:00:00.000Z',
      sources: [
        {
          name: 'erp',
          connector: 'jsonschema',
          mapping: 1,
          results: [{ entity: 'kumquat.order', status: 'described', schema: JSON.parse(contract(9)) }],
        },
      ],
    };
    project.write('pull.json', JSON.stringify(pull));
    commitAll(project.folder, 'Keep a pull file');
    const run = await project.seam(['diff', 'git:v1', 'git:HEAD:pull.json']);
    expect(words(run.stdout)).toMatch(/max-length-lowered was 12 now 9 /);
    expect(run.code).toBe(1);
  });

  test('and says where it has looked in a subfolder that has none', async () => {
    const project = history();
    project.write('deep/README.md', '');
    const run = await project.seam(['diff', 'git:v1', 'git:HEAD'], { cwd: 'deep' });
    expect(words(run.stderr)).toContain('There are no contracts in git:v1, which is v1:deep/contracts/.');
    expect(run.code).toBe(2);
  });

  test.skipIf(process.platform === 'win32')(
    'with one git cat-file --batch for each, however many contracts there are',
    async () => {
      const project = folder();
      for (let index = 0; index < 40; index++) {
        project.write(`contracts/erp/crate.${index}.json`, contract(12, 30, `crate.${index}`));
      }
      commitAll(project.folder, 'Take the contracts');
      const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
      project.write('bin/git', `#!/bin/sh\necho "$*" >>${project.folder}/asked\nexec ${real} "$@"\n`);
      chmodSync(join(project.folder, 'bin/git'), 0o755);
      const PATH = join(project.folder, 'bin') + delimiter + process.env['PATH'];
      const run = await project.seam(['diff', 'git:HEAD', 'contracts'], { env: { PATH } });
      expect(run.stdout).toMatch(/40 of 40 checked, no drift/);
      const asked = project.read('asked').trim().split('\n');
      expect(asked.filter((each) => each.includes('cat-file'))).toEqual(['cat-file --batch']);
      expect(asked.length).toBeLessThan(6);
    },
  );
});

describe('seam diff tells when a field was agreed', () => {
  test.each<[where: string, left: string, make: () => Project, cwd: string]>([
    ['at a ref', 'git:v1', history, '.'],
    ['at a ref in a bare repository', 'git:v1', () => clone(history(), '--bare'), 'it'],
    ['in the folder of one source at a ref', 'git:v1:contracts/erp', history, '.'],
    ['in one contract at a ref', `git:v1:${file}`, history, '.'],
  ])('%s', async (_where, left, make, cwd) => {
    const project = make();
    const first = git(join(project.folder, cwd), 'rev-parse', 'v1').trim();
    const run = await project.seam(['diff', left, 'git:HEAD'], { cwd });
    expect(run.stdout).toMatch(new RegExp(`agreed +\\d{4}-\\d\\d-\\d\\d · Kumquat · ${first.slice(0, 8)}\n`));
  });

  test.each(['contracts', 'contracts/erp', file])('on disk, with the line: %s', async (left) => {
    const project = history();
    project.write(`next/erp/kumquat.order.json`, contract(5));
    const run = await project.seam(['diff', left, 'next', '--format', 'json']);
    const report: Report = JSON.parse(run.stdout);
    expect(report.findings).toMatchObject([
      { agreed: { author: 'Kumquat' }, at: { file, line: 5 }, rule: 'max-length-lowered' },
    ]);
  });

  test('not in a shallow clone that does not have the commit', async () => {
    const project = clone(history(), '--depth=1');
    project.write(`it/next/erp/kumquat.order.json`, contract(5));
    const run = await project.seam(['diff', 'git:HEAD', 'next'], { cwd: 'it' });
    expect(run.stdout).toMatch(shorter);
    expect(run.stdout).not.toContain('agreed');
  });
});

describe('in a shallow clone that does not have the ref', () => {
  test.each([
    ['v1', 'git fetch --depth=1 origin tag v1'],
    ['HEAD~1', 'git fetch --unshallow origin'],
  ])('seam diff git:%s says the command that fetches it, which works', async (ref, command) => {
    const project = clone(history(), '--depth=1');
    const diff = () => project.seam(['diff', `git:${ref}`, 'git:HEAD'], { cwd: 'it' });
    const refused = await diff();
    expect(words(refused.stderr)).toContain(`This clone is shallow and does not have "${ref}".`);
    expect(words(refused.stderr)).toContain(`→ Fetch it: ${command} `);
    expect(refused.code).toBe(2);
    git(join(project.folder, 'it'), ...command.split(' ').slice(1), '-q');
    expect((await diff()).stdout).toMatch(shorter);
  });
});

describe('seam log', () => {
  const agreed =
    /· Agree to shorter codes ✖ code max-length-lowered 12 → 8 .*· Take the contracts The contract was taken\.$/;

  test.each<[where: string, make: () => Project, cwd: string]>([
    ['at the top of a work tree', history, '.'],
    ['in a subfolder that has its own contracts', () => history('shop/api/'), 'shop/api'],
    ['in a linked work tree', () => made(history(), 'worktree', 'add', '-q', '-b', 'side'), 'it'],
    ['in a bare repository', () => clone(history(), '--bare'), 'it'],
  ])('needs no seam.yaml %s', async (_where, make, cwd) => {
    const run = await make().seam(['log', 'erp/kumquat.order'], { cwd });
    expect(run.stderr).toBe('');
    expect(words(run.stdout)).toMatch(agreed);
    expect(run.code).toBe(0);
  });

  test('of a contract that is gone, with its folder, ends with its removal', async () => {
    const project = history();
    git(project.folder, 'rm', '-rq', 'contracts');
    git(project.folder, 'commit', '-qm', 'Stop using it');
    const run = await project.seam(['log', 'erp/kumquat.order']);
    expect(words(run.stdout)).toMatch(
      /^erp\/kumquat\.order · 3 commits .*· Stop using it The contract was removed\./,
    );
    expect(words(run.stdout)).toMatch(agreed);
  });

  test('goes back beyond a move of the folder, and not into the contract that another one was made of', async () => {
    const project = history();
    git(project.folder, 'mv', 'contracts', 'agreed');
    git(project.folder, 'commit', '-qm', 'Move the contracts');
    project.write(
      'seam.yaml',
      'contracts: agreed\nsources: { erp: { connector: jsonschema, file: x.json, entities: ["*"] } }\n',
    );
    const moved = words((await project.seam(['log', 'erp/kumquat.order'])).stdout);
    expect(moved).toMatch(/ · Move the contracts Nothing that touches data\. /);
    expect(moved).toMatch(agreed);
    project.write('agreed/erp/kumquat.crate.json', contract(8, 30, 'kumquat.crate'));
    git(project.folder, 'rm', '-q', 'agreed/erp/kumquat.order.json');
    commitAll(project.folder, 'Go over to crates');
    expect(words((await project.seam(['log', 'erp/kumquat.crate'])).stdout)).toMatch(
      /^erp\/kumquat\.crate · 1 commit .* · Go over to crates The contract was taken\.$/,
    );
  });

  test('in a shallow clone says where what it has ends, and how to get the rest', async () => {
    const project = clone(history(), '--depth=1');
    const run = await project.seam(['log', 'erp/kumquat.order'], { cwd: 'it' });
    expect(words(run.stdout)).toMatch(
      /· Agree to shorter codes This clone is shallow: what was before is not in it\. Fetch it: git fetch --unshallow$/,
    );
    expect(run.code).toBe(0);
  });

  test('holds each commit against its own parent, and a merge against the branch that took it', async () => {
    const project = history();
    git(project.folder, 'switch', '-qc', 'side', 'v1');
    project.write(file, contract(12, 20));
    commitAll(project.folder, 'Agree to shorter grades');
    git(project.folder, 'switch', '-q', '-');
    git(project.folder, 'merge', '-q', '--no-commit', '--no-ff', '--strategy=ours', 'side');
    project.write(file, contract(7, 20));
    git(project.folder, 'commit', '-qam', 'Bring both together');
    const told = words((await project.seam(['log', 'erp/kumquat.order'])).stdout);
    expect(told).toContain('Agree to shorter grades ✖ grade max-length-lowered 30 → 20');
    expect(told).toContain('Agree to shorter codes ✖ code max-length-lowered 12 → 8');
    expect(told).toContain(
      'Bring both together ✖ code max-length-lowered 8 → 7 ✖ grade max-length-lowered 30 → 20',
    );
    expect(told).not.toContain('removed');
  });
});
