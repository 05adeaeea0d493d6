import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { commitAll, git } from '../cli/git.ts';
import { makeProject, type Project, words } from '../cli/project.ts';

// Each is several runs of the command line.
vi.setConfig({ testTimeout: 240_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const plugins = join(root, 'fixtures/plugins');

const configOf = (plugin: string) => `sources:
  grove:
    connector: ${join(plugins, plugin)}
    url: https://grove.invalid
    grove: south
    entities: [crate, tree]
`;

/** A checkout whose ERP is as the contracts say, has drifted, or cannot be read. */
async function checkout(erp: 'clean' | 'drifted' | 'dark'): Promise<Project> {
  const project = makeProject(configOf('kumquat.js'));
  onTestFinished(() => project.remove());
  expect((await project.seam(['snapshot'])).code).toBe(0);
  project.write(
    'seam.yaml',
    configOf({ clean: 'kumquat.js', drifted: 'grown.js', dark: 'throws-in-describe.js' }[erp]),
  );
  commitAll(project.folder, 'Take the contracts');
  return project;
}

type Comment = { readonly id: number; body: string; readonly user: { readonly login: string } };
type Api = {
  readonly url: string;
  readonly asked: string[];
  readonly comments: Comment[];
};

const bot = { login: 'github-actions[bot]' };

/** The part of GitHub's REST API that writes comments; `status` is what it answers to writing, where it refuses. */
async function github(comments: Comment[] = [], status?: number): Promise<Api> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const answer = (code: number, content: unknown) =>
        response.writeHead(code).end(JSON.stringify(content));
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://github.invalid');
      if (request.headers.authorization !== 'Bearer canary-github-token') return answer(401, {});
      if (request.method === 'GET' && pathname === '/repos/press/juice/issues/7/comments') {
        const page = Number(searchParams.get('page'));
        return answer(200, comments.slice((page - 1) * 100, page * 100));
      }
      if (status !== undefined) return answer(status, { message: 'no' });
      const { body } = JSON.parse(text);
      if (request.method === 'POST' && pathname === '/repos/press/juice/issues/7/comments') {
        comments.push({ id: comments.length + 1, body, user: bot });
        return answer(201, {});
      }
      const found = comments.find(({ id }) => pathname === `/repos/press/juice/issues/comments/${id}`);
      if (request.method !== 'PATCH' || found === undefined) return answer(404, {});
      found.body = body;
      return answer(200, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, comments };
}

type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly summary: string;
  /** Of GITHUB_OUTPUT, by name. */
  readonly outputs: Readonly<Record<string, string>>;
};

type Job = {
  readonly api?: Api;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The base of the pull request that it runs for; absent: it runs for a push. */
  readonly base?: string;
};

/** Runs the entry of the action as the runner does. */
async function act(project: Project, { api, inputs = {}, base }: Job = {}): Promise<Ran> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seam-action-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text = '') => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const event = base === undefined ? {} : { pull_request: { number: 7, base: { sha: base } } };
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(root, 'action/main.js')], {
    cwd: project.folder,
    env: {
      ...{ PATH, HOME, RUNNER_TEMP: folder, GITHUB_WORKSPACE: project.folder },
      GITHUB_EVENT_NAME: base === undefined ? 'push' : 'pull_request',
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_REPOSITORY: 'press/juice',
      GITHUB_API_URL: api?.url ?? 'http://127.0.0.1:9',
      SEAM_ACTION_PAUSE: '1',
      INPUT_COMMAND: join(root, 'bin/seam.js'),
      INPUT_TOKEN: 'canary-github-token',
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
          `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
          value,
        ]),
      ),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(stdout).not.toMatch(/canary/);
  const output = readFileSync(join(folder, 'output'), 'utf8');
  const outputs = [...output.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n\2$/gms)].map(([, name, , value]) => [
    name,
    value,
  ]);
  return {
    code,
    stdout,
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
    outputs: Object.fromEntries(outputs),
  };
}

const head = ({ folder }: Project) => git(folder, 'rev-parse', 'HEAD').trim();

describe('a job', () => {
  test('fails on drift, and shows it in the log, as annotations, in the summary and in files', async () => {
    const ran = await act(await checkout('drifted'));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^::stop-commands::(\S+)\n.*max-length-lowered.*\n::\1::\n::error /s);
    expect(ran.stdout).toMatch(/^::error file=contracts\/grove\/crate\.json,line=\d+/m);
    expect(ran.summary).toMatch(/^### ✖ seam: /);
    expect(ran.outputs['exit-code']).toBe('1');
    expect(JSON.parse(readFileSync(ran.outputs['sarif'] ?? '', 'utf8')).version).toBe('2.1.0');
    expect(JSON.parse(readFileSync(ran.outputs['json'] ?? '', 'utf8')).exit.code).toBe(1);
    expect(readFileSync(ran.outputs['html'] ?? '', 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('passes without drift', async () => {
    const ran = await act(await checkout('clean'), {
      inputs: { source: 'grove', entities: 'crate tree', all: 'true' },
    });
    expect(ran.summary).toMatch(/^### ✔ seam: 2 of 2 checked, no drift/);
    expect(ran.code).toBe(0);
  });

  test.each([
    ['fail', 3],
    ['neutral', 0],
  ])('that could not look is never green: unreadable: %s', async (unreadable, code) => {
    const ran = await act(await checkout('dark'), { inputs: { unreadable } });
    expect(ran.summary).toMatch(code === 0 ? /^> \[!WARNING\]\n> \*\*Not checked\.\*\*/ : /^### ✖ seam: /);
    expect(ran.summary).toMatch(/connector-broken/);
    expect(ran.stdout).toMatch(code === 0 ? /^::warning title=seam::.*not checked/m : /^::error /m);
    expect(ran.outputs['exit-code']).toBe('3');
    expect(ran.code).toBe(code);
  });

  test('neutral or not, fails on drift and on a wrong config', async () => {
    expect((await act(await checkout('drifted'), { inputs: { unreadable: 'neutral' } })).code).toBe(1);
    const wrong = await checkout('clean');
    wrong.write('seam.yaml', 'sources: {}\n');
    const ran = await act(wrong, { inputs: { unreadable: 'neutral' } });
    expect(ran.summary).toMatch(/^### ✖ seam: exit 2, and no report\n\n```\nseam\.yaml/);
    expect(ran.outputs).toMatchObject({ 'exit-code': '2', sarif: '' });
    expect(ran.code).toBe(2);
  });

  test.each<[inputs: Readonly<Record<string, string>>, says: RegExp]>([
    [{ unreadable: 'green' }, /unreadable is fail or neutral/],
    [{ protect: 'yes' }, /protect is true or false/],
    [{ entities: 'crate' }, /entities needs source/],
    [{ 'comment-key': '--> x' }, /comment-key/],
  ])('says what is wrong with its inputs: %j', async (inputs, says) => {
    const ran = await act(await checkout('clean'), { inputs });
    expect(ran.stdout).toMatch(says);
    expect(ran.summary).toMatch(says);
    expect(ran.code).toBe(2);
  });

  test('sends requests to the hosts of allowed-hosts alone', async () => {
    const ran = await act(await checkout('clean'), { inputs: { 'allowed-hosts': 'erp.example.com' } });
    expect(words(ran.summary)).toMatch(/leads to grove\.invalid:443, which SEAM_ALLOWED_HOSTS does not list/);
    expect(ran.code).toBe(2);
  });
});

describe('the comment on a pull request', () => {
  test('is written once, and brought up to date by later runs', async () => {
    const project = await checkout('drifted');
    const api = await github();
    expect((await act(project, { api, base: head(project) })).code).toBe(1);
    expect((await act(project, { api, base: head(project) })).code).toBe(1);
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).toMatch(/^<!-- erp-seam check -->\n### ✖ seam: /);
    expect(api.asked.map((each) => each.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'PATCH']);
  });

  test('is found among many, and is nobody else’s, whatever mark that has', async () => {
    const project = await checkout('drifted');
    const mark = '<!-- erp-seam check -->\nold';
    const comments = Array.from(
      { length: 205 },
      (_, index): Comment => ({ id: index + 1, body: 'hello', user: bot }),
    );
    comments[3] = { id: 4, body: mark, user: { login: 'mallory' } };
    comments[5] = { id: 6, body: `see ${mark}`, user: bot };
    comments[203] = { id: 204, body: mark, user: bot };
    const api = await github(comments);
    await act(project, { api, base: head(project) });
    expect(comments[3]?.body).toBe(mark);
    expect(comments[5]?.body).toBe(`see ${mark}`);
    expect(comments[203]?.body).toMatch(/max-length-lowered/);
    expect(api.asked.filter((each) => each.startsWith('GET'))).toHaveLength(3);
    expect(comments).toHaveLength(205);
  });

  test('is not made where there is nothing to tell, and told where one is there', async () => {
    const project = await checkout('clean');
    const api = await github();
    expect((await act(project, { api, base: head(project) })).code).toBe(0);
    expect(api.comments).toHaveLength(0);
    api.comments.push({ id: 1, body: '<!-- erp-seam check -->\nred', user: bot });
    await act(project, { api, base: head(project) });
    expect(api.comments[0]?.body).toMatch(/✔ seam: /);
  });

  test.each([401, 403, 404])(
    'gives way to the summary where the token may not write it: %i',
    async (status) => {
      const project = await checkout('drifted');
      const api = await github([], status);
      const ran = await act(project, { api, base: head(project) });
      expect(ran.stdout).toMatch(/^::notice title=seam::No comment: the token may not/m);
      expect(ran.summary).toMatch(/max-length-lowered/);
      expect(ran.code).toBe(1);
    },
  );

  test.each([
    ['clean', 4],
    ['drifted', 1],
  ] as const)('that GitHub fails to take is an error of its own: %s', async (erp, code) => {
    const project = await checkout(erp);
    const comments = [{ id: 1, body: '<!-- erp-seam check -->\nold', user: bot }];
    const api = await github(comments, 502);
    const ran = await act(project, { api, base: head(project) });
    expect(api.asked.filter((each) => each.startsWith('PATCH'))).toHaveLength(3);
    expect(ran.stdout).toMatch(/^::error title=seam::The comment could not be written: PATCH answered 502/m);
    expect(ran.code).toBe(code);
  });

  test('is left out where it is not wanted', async () => {
    const project = await checkout('drifted');
    const api = await github();
    await act(project, { api, base: head(project), inputs: { comment: 'false' } });
    expect(api.asked).toEqual([]);
  });
});

/** What `action/event.js` takes for the base. */
function broughtBase(base: string, folder: string, env: Readonly<Record<string, string>>): string {
  const module = pathToFileURL(join(root, 'action/event.js')).href;
  const args = [base, folder, env].map((argument) => JSON.stringify(argument)).join(', ');
  const script = `import { bringBase } from ${JSON.stringify(module)}; process.stdout.write(await bringBase(${args}));`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

describe('a pull request', () => {
  test('is held against its base, which says what is loaded', async () => {
    const project = await checkout('clean');
    const base = head(project);
    project.write('seam.yaml', configOf('grown.js'));
    rmSync(join(project.folder, 'contracts/grove/tree.json'));
    project.write('seam.yaml', project.read('seam.yaml').replace('crate, tree', 'crate'));
    commitAll(project.folder, 'Look elsewhere');
    const api = await github();
    const ran = await act(project, { api, base, inputs: { protect: 'true' } });
    expect(words(api.comments[0]?.body ?? '')).toMatch(
      /This change stops checking 2 things.*sources\.grove\.connector/,
    );
    expect(ran.stdout).toMatch(/1 of 1 (?:contract )?checked|no longer checked/);
    expect(ran.stdout).not.toMatch(/max-length-lowered/);
    expect(ran.code).toBe(1);
  });

  test('of which the base is not there is not checked at all', async () => {
    const project = await checkout('clean');
    const ran = await act(project, { base: '1234567890123456789012345678901234567890' });
    expect(ran.stdout).toMatch(/is not in the clone and cannot be fetched/);
    expect(ran.stdout).not.toMatch(/no drift/);
    expect(ran.code).toBe(2);
  });

  test('has its base fetched into a shallow clone, and the newest base from a merge commit', async () => {
    const origin = await checkout('clean');
    git(origin.folder, 'branch', '-M', 'main');
    git(origin.folder, 'switch', '-qc', 'change');
    origin.write('README.md', 'new\n');
    commitAll(origin.folder, 'Change');
    const old = git(origin.folder, 'rev-parse', 'main').trim();
    git(origin.folder, 'switch', '-q', 'main');
    origin.write('NEWS.md', 'new\n');
    commitAll(origin.folder, 'News');
    git(origin.folder, 'merge', '-q', '--no-edit', 'change');
    git(origin.folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const clone = makeProject('');
    onTestFinished(() => clone.remove());
    rmSync(clone.folder, { recursive: true });
    git(tmpdir(), 'clone', '-q', '--depth=1', `file://${origin.folder}`, clone.folder);
    expect(broughtBase(old, clone.folder, {})).toBe(old);
    expect(git(clone.folder, 'cat-file', '-t', old).trim()).toBe('commit');
    const sha = git(origin.folder, 'rev-parse', 'main').trim();
    const merge = { GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: sha };
    expect(broughtBase(old, clone.folder, merge)).toBe(git(origin.folder, 'rev-parse', 'main^1').trim());
  });
});

describe('action.yml', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

  test('describes every input, and hands on each as it is', () => {
    const [step] = action.runs.steps;
    const handed = Object.entries(step.env).map(([name, value]) => [name, String(value)]);
    const expected = Object.keys(action.inputs).map((name) => [
      `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
      `\${{ inputs.${name} }}`,
    ]);
    expect(handed).toEqual(expected);
    for (const { description } of Object.values<{ description: string }>(action.inputs))
      expect(description).toMatch(/\w/);
    expect(step.run).not.toContain('${{');
  });

  test('gives out what the entry gives out', () => {
    expect(Object.keys(action.outputs).sort()).toEqual(['exit-code', 'html', 'json', 'sarif']);
  });
});
