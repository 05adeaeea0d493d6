import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { fieldChanged } from '../../src/demo/odoo/changes.ts';
import type { ScanState } from '../../src/model/scan-state.ts';
import { admin } from '../erp/odoo.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { canary, words } from './project.ts';
import { eventsOf, type Receiver, startReceiver, toldBy } from './receiver.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A project with contracts, whose seam's owner is told through a webhook. */
async function watched(
  settings: Parameters<typeof odooProject>[0] = {},
  more = '',
): Promise<{ readonly project: OdooProject; readonly receiver: Receiver }> {
  const receiver = await startReceiver();
  const project = await odooProject(settings, {
    more: `seams:
  juice-press:
    owner: team-press
    runbook: https://wiki.example.com/juice-press
    uses:
      - { contract: erp/kumquat.order, direction: both, fields: [name, grade, code, "grower_id"] }
notify:
  channels:
    hook: { type: webhook, url: "${receiver.url}/hook", secret: "\${HOOK_SECRET}", timeout: 2 }
  default: [hook]
${more}`,
  });
  opened.push(project, receiver);
  await project.seam(['snapshot']);
  return { project, receiver };
}

const env = { HOOK_SECRET: 'canary-hook-secret' };

const scan = (project: OdooProject, ...args: readonly string[]) => project.seam(['scan', ...args], { env });

function state({ folder }: OdooProject): ScanState {
  return JSON.parse(readFileSync(join(folder, '.seam/state.json'), 'utf8'));
}

describe('seam scan, night after night', () => {
  test('tells the owner once when something drifts, and once when it is over', async () => {
    const { project, receiver } = await watched();
    expect(await scan(project)).toMatchObject({ code: 0, stderr: '' });
    expect(eventsOf(receiver)).toEqual([]);

    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
    const first = await scan(project);
    expect(first.stdout).toMatch(/told: team-press through hook/);
    expect(first).toMatchObject({ code: 1, stderr: '' });
    expect(eventsOf(receiver).map(toldBy)).toEqual([['new max-length-lowered code']]);

    const second = await scan(project);
    expect(second.stdout).toMatch(/Since the last scan: 1 still there/);
    expect(second.code).toBe(1);
    expect(eventsOf(receiver)).toHaveLength(1);

    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 6 }));
    await scan(project);
    expect(eventsOf(receiver).map(toldBy).at(-1)).toEqual(['changed max-length-lowered code']);

    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 12 }));
    const last = await scan(project);
    expect(eventsOf(receiver)).toHaveLength(3);
    expect(eventsOf(receiver).at(-1)).toMatchObject({ type: 'io.erp-seam.scan.over', subject: 'team-press' });
    expect(last.stdout).toMatch(/max-length-lowered: resolved/);
    await scan(project);
    expect(eventsOf(receiver)).toHaveLength(3);
  });
});

/** One that is there when the test begins. */
const shorter = fieldChanged('kumquat.order', 'code', { size: 8 });

describe('an alert', () => {
  test('says what changed, since when, what it breaks, who owns it, and what to do; signed, without secrets', async () => {
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    const run = await scan(project);
    const [asked] = receiver.taken;
    const [event] = eventsOf(receiver);
    expect(event?.data.news).toMatchObject([
      {
        mark: 'new',
        verdict: 'breaking',
        source: 'erp',
        entity: 'kumquat.order',
        field: 'code',
        rule: 'max-length-lowered',
        was: '12',
        now: '8',
        version: 'Odoo 17.0',
        seams: [
          { name: 'juice-press', owner: 'team-press', runbook: 'https://wiki.example.com/juice-press' },
        ],
        next: [
          'seam check erp kumquat.order',
          expect.stringMatching(/^seam accept [0-9a-f]{12} /),
          expect.anything(),
        ],
      },
    ]);
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': event?.id,
      traceparent: expect.stringContaining(event?.data.run.trace ?? 'none'),
    });
    const key = `${event?.id}.${asked?.headers['webhook-timestamp']}.${asked?.body}`;
    const mac = createHmac('sha256', env.HOOK_SECRET).update(key).digest('base64');
    expect(asked?.headers['webhook-signature']).toBe(`v1,${mac}`);
    const trace = event?.data.run.trace ?? 'none';
    expect(run.stdout).toContain(`trace ${trace}`);
    expect(`${run.stdout}${asked?.body}${project.read('.seam/state.json')}`).not.toMatch(canary);
  });

  test('is printed and not sent with --dry-run, and nothing is remembered', async () => {
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    const run = await scan(project, '--dry-run');
    expect(run.stdout).toMatch(/hook \(webhook\) would tell team-press:/);
    expect(run.stdout).toMatch(/"rule": "max-length-lowered"/);
    expect(receiver.asked).toEqual([]);
    expect(project.files().filter((file) => file.startsWith('.seam'))).toEqual([]);
  });

  test.each<[what: string, answer: Receiver['answer'], says: RegExp]>([
    ['answers 500', () => ({ status: 500, body: 'no room' }), /The receiver answered 500: no room\./],
    [
      'answers 404',
      () => ({ status: 404, body: 'no_service' }),
      /answered 404.*Check address and credentials/,
    ],
    ['shows a login page', () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' }), /web page/],
    [
      'sends elsewhere',
      () => ({ status: 302, headers: { location: 'https://a.example.com' } }),
      /answered 302/,
    ],
    [
      'asks to wait for hours',
      () => ({ status: 429, headers: { 'retry-after': '7200' } }),
      /answered 429: not now/,
    ],
    [
      'takes it and breaks the line',
      () => Promise.reject(new Error('broken')),
      /could not be delivered|ended|closed/,
    ],
    ['never answers', () => new Promise(() => {}), /no answer in 2 s/],
  ])(
    'for a receiver that %s is kept, told by the next scan with the same id, and exits 4',
    async (_, answer, says) => {
      const { project, receiver } = await watched(
        {},
        'rules: [{ rule: max-length-lowered, verdict: warning }]\n',
      );
      project.erp.drift(shorter);
      receiver.answer = answer;
      const first = await scan(project, '--fail-on', 'breaking');
      expect(words(first.stdout)).toMatch(says);
      expect(first.code).toBe(4);
      expect(state(project).outbox).toHaveLength(1);
      receiver.answer = () => ({ status: 200 });
      const last = await scan(project, '--fail-on', 'breaking');
      expect(last.stdout).toMatch(/told: team-press through hook, from an earlier run/);
      expect(last.code).toBe(0);
      expect(new Set(receiver.asked.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(state(project).outbox).toEqual([]);
    },
  );
});

describe('a scan that is killed', () => {
  /** Starts a scan and kills it as soon as `when` is fulfilled. */
  async function killed(project: OdooProject, when: Promise<unknown>): Promise<void> {
    let end = (): void => {};
    const run = project.seam(['scan'], {
      env,
      started: (process) => {
        end = () => void process.kill('SIGKILL');
      },
    });
    await when;
    end();
    expect((await run).code).toBe(null);
  }

  test('while it looks, leaves a lock that the next one knows as dead', async () => {
    let asked = (): void => {};
    const looking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let hang = false;
    const { project, receiver } = await watched({
      instead: () => {
        if (hang) asked();
        return hang;
      },
    });
    project.erp.drift(shorter);
    hang = true;
    await killed(project, looking);
    hang = false;
    expect(project.files()).toContain('.seam/lock');
    expect((await scan(project)).code).toBe(1);
    expect(eventsOf(receiver).map(toldBy)).toEqual([['new max-length-lowered code']]);
    expect(project.files()).not.toContain('.seam/lock');
  });

  test('while the receiver has the message, tells it again with the same id', async () => {
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    const inFlight = new Promise<void>((resolve) => {
      receiver.answer = () => {
        resolve();
        return new Promise(() => {});
      };
    });
    await killed(project, inFlight);
    receiver.answer = () => ({ status: 200 });
    await scan(project);
    await scan(project);
    expect(eventsOf(receiver).map(toldBy)).toEqual([['new max-length-lowered code']]);
    expect(new Set(receiver.asked.map(({ headers }) => headers['webhook-id']))).toHaveProperty('size', 1);
  });

  test('between two messages, loses none and repeats at most the one in flight', async () => {
    const { project, receiver } = await watched();
    const second = `  peel-works:
    owner: team-peel
    uses: [{ contract: erp/kumquat.order, direction: read, fields: [code] }]
notify:`;
    project.write('seam.yaml', project.read('seam.yaml').replace('notify:', second));
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 40 }));
    const answered = new Promise<void>((resolve) => {
      receiver.answer = () => {
        setImmediate(resolve);
        return { status: 200 };
      };
    });
    await killed(project, answered);
    await scan(project);
    await scan(project);
    const ids = eventsOf(receiver).map(({ id }) => id);
    expect(new Set(eventsOf(receiver).map(({ subject }) => subject))).toEqual(
      new Set(['team-press', 'team-peel']),
    );
    expect(new Set(ids).size).toBe(2);
    expect(ids.length).toBeLessThanOrEqual(3);
  });
});

describe('the state', () => {
  test('is of one scan at a time: a second one refuses, and says who holds it', async () => {
    let begin = (): void => {};
    const began = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    receiver.answer = async () => {
      begin();
      await gate;
      return { status: 200 };
    };
    const first = scan(project);
    await began;
    const second = await scan(project);
    expect(words(second.stderr)).toMatch(/Another scan holds the state: process \d+ since 20/);
    expect(second.code).toBe(3);
    go();
    expect((await first).code).toBe(1);
    expect(receiver.asked).toHaveLength(1);
  });

  test('that cannot be read is put aside and named, and all drift counts as new', async () => {
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    await scan(project);
    project.write('.seam/state.json', '{ "format": 1, "drift": [ {');
    const run = await scan(project, '--fail-on-new');
    expect(words(run.stdout)).toMatch(/could not be read and is now .*state\.broken-[^ ]+\.json\./);
    expect(project.files().some((file) => file.startsWith('.seam/state.broken-'))).toBe(true);
    expect(run.code).toBe(1);
    expect(eventsOf(receiver).map(toldBy)).toEqual([
      ['new max-length-lowered code'],
      ['new max-length-lowered code'],
    ]);
  });

  test('of a newer seam is left as it is, and nothing is looked at', async () => {
    const { project } = await watched();
    project.write('.seam/state.json', '{ "format": 2 }');
    const asked = project.erp.calls.length;
    const run = await scan(project);
    expect(run.stderr).toMatch(/newer seam/);
    expect(run.code).toBe(2);
    expect(project.erp.calls).toHaveLength(asked);
    expect(project.read('.seam/state.json')).toBe('{ "format": 2 }');
  });

  test('that cannot be written stops no check; nobody is told, and the next scan that can tells it', async () => {
    const { project, receiver } = await watched();
    project.erp.drift(shorter);
    const run = await scan(project, '--state', 'seam.yaml/state');
    expect(words(run.stdout)).toMatch(/Nothing could be remembered, so nobody was told/);
    expect(run.stdout).toMatch(/max-length-lowered/);
    expect(run.code).toBe(1);
    expect(receiver.asked).toEqual([]);
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 12 }));
    expect((await scan(project, '--state', 'seam.yaml/state')).code).toBe(4);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that may only be read is such a one', async () => {
    const { project } = await watched();
    mkdirSync(join(project.folder, '.seam'));
    chmodSync(join(project.folder, '.seam'), 0o555);
    const run = await scan(project);
    chmodSync(join(project.folder, '.seam'), 0o755);
    expect(run.stdout).toMatch(/seam may not write there/);
    expect(run.code).toBe(4);
  });

  test('on a disk that gets full stays as it was', async () => {
    const { project, receiver } = await watched();
    await scan(project);
    const before = project.read('.seam/state.json');
    project.erp.drift(shorter);
    const bin = fileURLToPath(new URL('../../bin/seam.js', import.meta.url));
    const full = spawn('sh', ['-c', `ulimit -f 1 && exec "${process.execPath}" "${bin}" scan`], {
      cwd: project.folder,
      env: { ...env, PATH: process.env['PATH'] ?? '', KUMQUAT_KEY: admin.secret },
      stdio: 'ignore',
    });
    const [code] = (await once(full, 'close')) as [number];
    expect(code).toBe(1);
    expect(project.read('.seam/state.json')).toBe(before);
    expect(receiver.asked).toEqual([]);
    await scan(project);
    expect(eventsOf(receiver).map(toldBy)).toEqual([['new max-length-lowered code']]);
  });
});

describe('a fleet', () => {
  test('of several files is found by a glob; what is wrong with one source stops no other', async () => {
    const { project } = await watched();
    const yaml = `contracts: ../../contracts\n${project.read('seam.yaml')}`;
    const dead = `  dead:
    connector: odoo
    url: http://127.0.0.1:9
    database: kumquats
    auth: { user: reader, apiKey: "\${KUMQUAT_KEY}" }
    contractsOf: erp
seams:`;
    project.write('erps/a/seam.yaml', yaml);
    project.write('erps/b/seam.yaml', 'sources: nothing\n');
    project.write('erps/c/seam.yaml', yaml.replace('seams:', dead));
    const run = await scan(project, '--config', 'erps/*/seam.yaml', '--source-timeout', '20s');
    expect(run.stdout).toMatch(/erps\/c\/erp .*5 contracts clean/);
    expect(run.stdout).toMatch(/erps\/c\/dead +source-unreachable/);
    expect(words(run.stdout)).toMatch(/erps\/b\/seam\.yaml.*sources/);
    expect(run.code).toBe(2);
  });

  test('ends its sources when the time is used up, and says so', async () => {
    let hang = false;
    const { project } = await watched({ instead: () => hang });
    hang = true;
    const run = await scan(project, '--time-budget', '1s');
    expect(words(run.stdout)).toMatch(/not-complete The time budget of the run, 1 s, is used up\./);
    expect(run.code).toBe(3);
  });

  test('pattern that finds nothing is wrong usage', async () => {
    const { project } = await watched();
    expect(await scan(project, '--config', 'erps/*.yaml')).toMatchObject({ code: 2 });
  });
});
