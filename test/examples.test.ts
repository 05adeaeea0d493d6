import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { commitAll, git } from './cli/git.ts';
import { makeProject, type Project, words } from './cli/project.ts';

// Each is several runs of the command line.
vi.setConfig({ testTimeout: 240_000 });

const root = fileURLToPath(new URL('../', import.meta.url));
const plugins = join(root, 'fixtures/plugins');
const example = (path: string) => readFileSync(join(root, 'examples', path), 'utf8');

/** A checkout, on a branch of `main`, whose ERP is as the contracts say, has drifted, or cannot be read. */
async function checkout(erp: 'clean' | 'drifted' | 'dark'): Promise<Project> {
  const config = (plugin: string) =>
    `sources:\n  grove:\n    connector: ${join(plugins, plugin)}\n    url: https://grove.invalid\n    grove: south\n    entities: [crate, tree]\n`;
  const project = makeProject(config('kumquat.js'));
  onTestFinished(() => project.remove());
  expect((await project.seam(['snapshot'])).code).toBe(0);
  project.write(
    'seam.yaml',
    config({ clean: 'kumquat.js', drifted: 'grown.js', dark: 'throws-in-describe.js' }[erp]),
  );
  project.write('.gitignore', '.seam\nbin\nreports\nseam*.xml\nseam.html\ngl-*\n');
  commitAll(project.folder, 'Take the contracts');
  git(project.folder, 'branch', '-M', 'main');
  git(project.folder, 'update-ref', 'refs/remotes/origin/main', 'main');
  git(project.folder, 'switch', '-qc', 'change');
  // In the place of what the examples install.
  project.write('bin/seam', `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin/seam.js')}" "$@"\n`);
  chmodSync(join(project.folder, 'bin/seam'), 0o755);
  return project;
}

type Ran = { readonly code: number; readonly output: string };

/** Runs a script in a checkout, with the seam of this repository where the example has installed one. */
function run(
  project: Project,
  shell: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const ours = script.replace(
    /"?(?:\$\(Agent\.TempDirectory\)|\$WORKSPACE_TMP|\/opt)\/seam\/node_modules\/\.bin\/seam"?/g,
    './bin/seam',
  );
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    execFile(
      shell,
      ['-c', ours],
      { cwd: project.folder, env: { PATH, HOME, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
      },
    );
  });
}

const outcomes = [
  ['clean', 0],
  ['drifted', 1],
  ['dark', 3],
] as const;

/** Takes a contract away: what a change must not do unseen. */
function weaken(project: Project): void {
  const file = join(project.folder, 'seam.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('crate, tree', 'crate'));
}

describe('every example in YAML', () => {
  const files = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yml'),
  );

  test.each(files)('%s is YAML that says each key once', (file) => {
    const [document, ...others] = parseAllDocuments(example(file));
    expect(others).toEqual([]);
    expect(document?.errors).toEqual([]);
    expect(document?.warnings).toEqual([]);
  });
});

type Step = { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> };
type Workflow = {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
};

describe.each(['pull-request', 'nightly', 'fork'])('the GitHub workflow %s', (name) => {
  const workflow: Workflow = parse(example(`github/${name}.yml`));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('asks for the rights that it needs, and no other', () => {
    const rights = {
      'pull-request': { contents: 'read', 'pull-requests': 'write' },
      nightly: { contents: 'read', 'security-events': 'write' },
      fork: { contents: 'read', actions: 'read' },
    };
    expect({ [name]: workflow.permissions }).toEqual({ [name]: rights[name as keyof typeof rights] });
  });

  test('pins every action by its commit', () => {
    for (const { uses = '' } of steps.filter((step) => step.uses)) {
      expect(uses).toMatch(/^(?:[\w-]+\/[\w/-]+@[\da-f]{40}|OWNER\/erp-seam@COMMIT)$/);
    }
  });

  test('gives the action inputs that it has', () => {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
    const given = steps
      .filter(({ uses }) => uses?.startsWith('OWNER/'))
      .flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter((input) => !(input in action.inputs))).toEqual([]);
  });
});

describe('GitLab', () => {
  const { seam, '.seam': base } = parse(example('gitlab/seam.gitlab-ci.yml'));

  test('takes an ERP that could not be asked as a warning, and nothing else', () => {
    expect(base.allow_failure).toEqual({ exit_codes: [3] });
  });

  test.each(outcomes)('%s: exit %i, with the reports that the job collects', async (erp, code) => {
    const project = await checkout(erp);
    const ran = await run(project, 'bash', seam.script.join('\n'));
    expect(ran.code).toBe(code);
    const { codequality, junit } = base.artifacts.reports;
    expect(Array.isArray(JSON.parse(project.read(codequality)))).toBe(true);
    expect(project.read(junit)).toMatch(/^<\?xml/);
  });

  test('holds a merge request against its base', async () => {
    const project = await checkout('clean');
    weaken(project);
    const sha = git(project.folder, 'rev-parse', 'main').trim();
    const ran = await run(project, 'bash', seam.script.join('\n'), { CI_MERGE_REQUEST_DIFF_BASE_SHA: sha });
    expect(ran.output).toMatch(/This change stops checking/);
    expect(ran.code).toBe(1);
  });
});

describe('Azure Pipelines', () => {
  const { steps } = parse(example('azure/azure-pipelines.yml'));
  const script = steps.find(({ bash }: { bash?: string }) => bash !== undefined).bash;

  test.each([
    ['clean', 0],
    ['drifted', 1],
    ['dark', 0],
  ] as const)('%s: exit %i, and what could not be asked is marked', async (erp, code) => {
    const ran = await run(await checkout(erp), 'bash', script);
    expect(ran.output.includes('SucceededWithIssues')).toBe(erp === 'dark');
    expect(ran.code).toBe(code);
  });

  test('holds a pull request against its target', async () => {
    const project = await checkout('clean');
    weaken(project);
    const ran = await run(project, 'bash', script, { TARGET: 'refs/heads/main' });
    expect(ran.output).toMatch(/This change stops checking/);
    expect(ran.code).toBe(1);
  });
});

describe('Jenkins', () => {
  const [, script = ''] =
    /returnStatus: true, script: '''(.*?)'''/s.exec(example('jenkins/Jenkinsfile')) ?? [];

  test.each(outcomes)('%s: exit %i', async (erp, code) => {
    expect((await run(await checkout(erp), 'sh', script)).code).toBe(code);
  });

  test('holds a change against its target', async () => {
    const project = await checkout('clean');
    weaken(project);
    expect((await run(project, 'sh', script, { CHANGE_TARGET: 'main' })).output).toMatch(
      /This change stops checking/,
    );
  });
});

describe('the nightly script', () => {
  const script = join(root, 'examples/cron/seam-nightly.sh');

  test.each(outcomes)('%s: exit %i, and is quiet where all is well', async (erp, code) => {
    const project = await checkout(erp);
    const env = { SEAM: join(project.folder, 'bin/seam') };
    const ran = await run(project, 'sh', `sh '${script}' . "$PWD/reports"`, env);
    expect(ran.output === '').toBe(code === 0);
    expect(ran.code).toBe(code);
    expect(JSON.parse(project.read('reports/seam.json')).exit.code).toBe(code);
  });

  test('does not show the report of an earlier run', async () => {
    const project = await checkout('drifted');
    const env = { SEAM: join(project.folder, 'bin/seam') };
    await run(project, 'sh', `sh '${script}' . "$PWD/reports"`, env);
    project.write('seam.yaml', 'sources: {}\n');
    const ran = await run(project, 'sh', `sh '${script}' . "$PWD/reports"`, env);
    expect(ran.output).not.toMatch(/max-length-lowered/);
    expect(ran.code).toBe(2);
  });
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)('systemd takes the service and its timer', () => {
  const project = makeProject('');
  onTestFinished(() => project.remove());
  project.write('seam.timer', example('systemd/seam.timer'));
  project.write(
    'seam.service',
    example('systemd/seam.service').replace('/opt/seam/seam-nightly.sh', '/bin/true'),
  );
  const files = ['seam.timer', 'seam.service'].map((name) => join(project.folder, name));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
  // It reads the units of the whole machine: only what it says of ours counts.
  expect(stderr.split('\n').filter((line) => line.includes(project.folder))).toEqual([]);
  expect(status).toBe(0);
});

describe('the hook for commits', () => {
  async function hooked(erp: 'clean' | 'drifted'): Promise<Project> {
    const project = await checkout(erp);
    mkdirSync(join(project.folder, '.git/hooks'), { recursive: true });
    copyFileSync(join(root, 'examples/pre-commit/pre-commit'), join(project.folder, '.git/hooks/pre-commit'));
    return project;
  }

  const commit = (project: Project) =>
    spawnSync(
      'git',
      ['-c', 'user.name=Kumquat', '-c', 'user.email=kumquat@localhost', 'commit', '-qam', 'Change'],
      {
        cwd: project.folder,
        env: { ...process.env, SEAM: join(project.folder, 'bin/seam') },
        encoding: 'utf8',
      },
    );

  /** A change of a contract, which the hook looks at. */
  const touch = (project: Project) =>
    project.write(
      'contracts/grove/crate.json',
      `${project.read('contracts/grove/crate.json').trimEnd()}\n\n`,
    );

  test('lets a commit pass that fits the last pull, and holds one up that does not', async () => {
    const project = await hooked('drifted');
    expect((await project.seam(['pull', '--output', 'pull.json'])).code).toBe(0);
    mkdirSync(join(project.folder, '.seam'));
    copyFileSync(join(project.folder, 'pull.json'), join(project.folder, '.seam/pull.json'));
    touch(project);
    const held = commit(project);
    expect(held.stdout + held.stderr).toMatch(/max-length-lowered/);
    expect(held.status).not.toBe(0);
    await project.seam(['accept', 'crate', 'tree', '--offline', 'pull.json']);
    expect((await project.seam(['snapshot'])).code).toBe(0);
    const passed = commit(project);
    expect(passed.stderr).not.toMatch(/max-length-lowered/);
    expect(passed.status).toBe(0);
  });

  test('says when it could not check, and does not look at other commits', async () => {
    const project = await hooked('clean');
    touch(project);
    const run = commit(project);
    expect(words(run.stderr)).toMatch(/no \.seam\/pull\.json, so the contracts were not checked/);
    expect(run.status).toBe(0);
    project.write('.gitignore', `${project.read('.gitignore')}more\n`);
    expect(commit(project).stderr).toBe('');
  });
});

describe('the image', () => {
  const lines = example('docker/Dockerfile')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));

  test('has only what is packed, and runs as nobody in particular', () => {
    expect(lines.filter((line) => line.startsWith('FROM'))).toHaveLength(2);
    expect(lines.filter((line) => /^(?:COPY|ADD)/.test(line))).toEqual([
      'COPY --from=install /opt/seam /opt/seam',
    ]);
    expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER node');
  });
});

describe('a job without credentials', () => {
  test('judges what a job that has them has pulled, and a change is held against its base all the same', async () => {
    const project = await checkout('drifted');
    expect((await project.seam(['pull', '--output', 'pull.json'])).code).toBe(0);
    weaken(project);
    const run = await project.seam([
      'check',
      '--offline',
      'pull.json',
      '--max-age',
      '48h',
      '--config-ref',
      'main',
    ]);
    expect(words(run.stdout)).toMatch(/^! This change stops checking.*max-length-lowered/);
    expect(run.code).toBe(1);
  });
});
