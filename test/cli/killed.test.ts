import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ScanState } from '../../src/model/scan-state.ts';
import { startGitHub } from '../notify/vendors/github.ts';
import type { TrackedIssue } from '../notify/vendors/tracker.ts';
import { git } from './git.ts';
import { makeProject, type Project, type Run, words } from './project.ts';
import { eventsOf, startReceiver, toldBy } from './receiver.ts';

const preload = fileURLToPath(new URL('preload/steps.js', import.meta.url));

/** What `preload/steps.js` does to a scan: kills it at a step, or refuses what it writes from a step on. */
type Steps = {
  readonly killAt?: number;
  readonly fullFrom?: number;
  /** What the file system says then; `ENOSPC` without it. */
  readonly fault?: string;
  readonly noLinks?: boolean;
  /** Milliseconds by which its clock is ahead. */
  readonly later?: number;
  readonly log?: string;
};

/** The branch that remembers, where a folder has a repository to push to. */
const ref = 'refs/heads/seam-state';

/** Runs `seam scan` in a folder that tells a receiver. */
function scan(project: Project, receiver: string, steps: Steps = {}): Promise<Run> {
  const told = { ...steps, folder: join(project.folder, '.seam'), port: Number(new URL(receiver).port) };
  const env = { RECEIVER: receiver, TOKEN: 'canary-github-token', STEPS: JSON.stringify(told) };
  const place = project.files().includes('origin.git/HEAD') ? ['--state', `git:${ref}`] : [];
  return project.seam(['scan', ...place], { env: { ...env, NODE_OPTIONS: `--import=${preload}` } });
}

const channels = {
  webhook: '{ type: webhook, url: "${RECEIVER}" }',
  github: '{ type: github, url: "${RECEIVER}", repository: press/alerts, token: "${TOKEN}" }',
} as const;

/** A document whose seams `press` and `peel` read one field each. */
function kumquat(code: number, grade: number): string {
  const field = (maxLength: number) => ({ type: 'string', maxLength });
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return JSON.stringify({ $schema, type: 'object', properties: { code: field(code), grade: field(grade) } });
}

/**
 * A folder in which `press` has been told of its drift; what comes next is that it is over, and that `peel` has some. The
 * next scan has two alerts to send.
 */
async function lastNight(
  channel: keyof typeof channels,
  receiver: string,
  more: (project: Project) => void = () => {},
): Promise<Project> {
  const project = makeProject(`sources:
  erp: { connector: jsonschema, file: kumquat.json, entities: ["*"] }
seams:
  press: { owner: team-press, uses: [{ contract: erp/kumquat, direction: read, fields: [code] }] }
  peel: { owner: team-peel, uses: [{ contract: erp/kumquat, direction: read, fields: [grade] }] }
notify:
  default: [it]
  channels: { it: ${channels[channel]} }
`);
  onTestFinished(project.remove);
  more(project);
  project.write('kumquat.json', kumquat(12, 12));
  await project.seam(['snapshot']);
  project.write('kumquat.json', kumquat(40, 12));
  expect((await scan(project, receiver)).stdout).toMatch(/told: .*press through it/);
  project.write('kumquat.json', kumquat(12, 40));
  return project;
}

/** Another folder just like it. */
function copyOf(project: Project): Project {
  const copy = makeProject();
  cpSync(project.folder, copy.folder, { recursive: true });
  return copy;
}

/** What a scan does one after the other, when nothing stops it. */
async function stepsOf(project: Project, receiver: string): Promise<readonly string[]> {
  const copy = copyOf(project);
  const log = join(copy.folder, 'steps');
  expect(await scan(copy, receiver, { log })).toMatchObject({ code: 1, stderr: '' });
  const steps = readFileSync(log, 'utf8').trimEnd().split('\n');
  copy.remove();
  return steps;
}

/** Does something for each step, two at a time. */
async function forEachStep(indexes: readonly number[], work: (step: number) => Promise<void>): Promise<void> {
  const left = indexes.values();
  const worker = async () => {
    for (const step of left) await work(step);
  };
  await Promise.all([worker(), worker()]);
}

/** The scan of the night after, when all that was in the way is gone: it ends as usual, and nothing waits any more. */
async function nextNight(project: Project, receiver: string, what: string): Promise<void> {
  const { code, stderr } = await scan(project, receiver, { later: 24 * 60 * 60_000 });
  expect([what, code, stderr]).toEqual([what, 1, '']);
  const { outbox }: ScanState = JSON.parse(
    project.files().includes('.seam/state.json')
      ? project.read('.seam/state.json')
      : git(join(project.folder, 'origin.git'), 'show', `${ref}:state.json`),
  );
  expect([what, outbox]).toEqual([what, []]);
  expect(project.files()).not.toContain('.seam/lock');
}

const both = ['new max-length-raised grade', 'resolved max-length-raised code'];

/** Plays the last night with something in its way at a step, and the next one with nothing. */
async function twoNights(
  folder: Project,
  steps: Steps,
  ends: (run: Run) => void,
  what: string,
): Promise<void> {
  const receiver = await startReceiver();
  const project = copyOf(folder);
  try {
    ends(await scan(project, receiver.url, steps));
    await nextNight(project, receiver.url, what);
    const events = eventsOf(receiver);
    const once = new Map(events.map((event) => [event.id, event]));
    expect([what, [...once.values()].flatMap(toldBy).sort()]).toEqual([what, both]);
    expect(events.length).toBeLessThanOrEqual(both.length + 1);
  } finally {
    project.remove();
    await receiver.close();
  }
}

describe('seam scan', { timeout: 180_000 }, () => {
  test('killed at any step loses no alert, and repeats at most the one in flight, with the same id', async () => {
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const folder = await lastNight('webhook', receiver.url);
    const steps = await stepsOf(folder, receiver.url);
    // The lock, the state with both alerts, and after each of them: what is killed must not be killed at nothing.
    expect(steps).toEqual(expect.arrayContaining(['mkdir ', 'send', 'answered', 'rm lock']));
    expect(steps.filter((step) => step.startsWith('rename')).length).toBeGreaterThanOrEqual(3);
    // A temporary file that is there in part is the same each time: what is written and sent is not.
    const points = [...steps.keys()].filter(
      (step) =>
        steps.indexOf(steps[step] ?? '') === step || /^(?:rename|send|answered)/.test(steps[step] ?? ''),
    );
    await forEachStep(points, (killAt) =>
      twoNights(folder, { killAt }, ({ code }) => expect(code).toBe(null), `${killAt} ${steps[killAt]}`),
    );
  });

  test('killed at any answer of GitHub leaves one issue for each seam, and no comment twice', async () => {
    const first = await startGitHub();
    onTestFinished(first.close);
    const folder = await lastNight('github', first.url);
    const issues = structuredClone(first.issues);
    const steps = await stepsOf(folder, first.url);
    const answers = [...steps.keys()].filter((step) => steps[step] === 'answered');
    await forEachStep(answers, async (killAt) => {
      const vendor = await startGitHub(undefined, structuredClone(issues));
      const project = copyOf(folder);
      try {
        expect((await scan(project, vendor.url, { killAt })).code).toBe(null);
        await nextNight(project, vendor.url, `${killAt} ${steps[killAt]}`);
        const summary = ({ title, open, comments }: TrackedIssue) => [title, open, comments.length];
        expect([killAt, vendor.issues.map(summary)]).toEqual([
          killAt,
          [
            ['seam: press drifts', false, 1],
            ['seam: peel drifts', true, 0],
          ],
        ]);
      } finally {
        project.remove();
        await vendor.close();
      }
    });
  });

  test('killed at any push or answer loses no alert that is remembered on a branch, either', async () => {
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const folder = await lastNight('webhook', receiver.url, (project) => {
      git(project.folder, 'init', '-q');
      git(project.folder, 'init', '-q', '--bare', 'origin.git');
      git(project.folder, 'remote', 'add', 'origin', './origin.git');
    });
    const steps = await stepsOf(folder, receiver.url);
    expect(steps.filter((step) => step === 'push')).toHaveLength(3);
    const points = [...steps.keys()].filter((step) => steps[step] !== 'send');
    await forEachStep(points, (killAt) =>
      twoNights(folder, { killAt }, ({ code }) => expect(code).toBe(null), `${killAt} ${steps[killAt]}`),
    );
  });

  test('whose disk gets full at any time says so, and loses no alert either', async () => {
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const folder = await lastNight('webhook', receiver.url);
    const steps = await stepsOf(folder, receiver.url);
    const writes = [...steps.keys()].filter((step) => steps[step]?.startsWith('writeFile'));
    await forEachStep(writes, (fullFrom) =>
      twoNights(
        folder,
        { fullFrom },
        ({ code, stdout, stderr }) => {
          expect([fullFrom, code]).toEqual([fullFrom, 1]);
          expect(`${stdout}${stderr}`).toMatch(/The disk is full\./);
        },
        `${fullFrom} ${steps[fullFrom]}`,
      ),
    );
  });

  test('whose folder may only be read checks, tells nobody, says why, and loses no alert', async () => {
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const folder = await lastNight('webhook', receiver.url);
    const ends = ({ code, stdout }: Run) => {
      expect(code).toBe(1);
      expect(words(stdout)).toMatch(/nobody was told; .*The file system is read-only\./);
    };
    await twoNights(folder, { fullFrom: 0, fault: 'EROFS' }, ends, 'read-only');
  });

  test('takes its lock on a file system without hard links, too', async () => {
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const folder = await lastNight('webhook', receiver.url);
    expect(await scan(folder, receiver.url, { noLinks: true })).toMatchObject({ code: 1, stderr: '' });
    expect(folder.files()).not.toContain('.seam/lock');
  });
});
