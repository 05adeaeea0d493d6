import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { errorOf } from '../config/stub.ts';
import { type Around, connectExec, script } from './exec-source.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seam-exec-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** How asking a program ends. */
async function failure(options: JsonObject, around?: Around) {
  return errorOf((await connectExec(options, around)).system());
}

/** A script that says its `product`, an expression, as a whole answer. */
function saying(product: string, before = ''): string {
  return `${before}
    console.log(JSON.stringify({ seam: 1, type: 'system', product: String(${product}), version: '1' }));
    console.log('{"type":"end"}');`;
}

const isThere = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits until a file is there, and gives the number in it. */
async function numberIn(file: string): Promise<number> {
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(20);
  return Number(readFileSync(file, 'utf8'));
}

/** Waits until a process is gone; the test itself has a time limit. */
async function gone(pid: number): Promise<void> {
  while (isThere(pid)) await pause(20);
}

/** Starts a child that ignores SIGTERM and keeps stdout open, and writes its pid. */
function childIn(file: string): string {
  const child = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  return `
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'ignore'] });
    writeFileSync(${JSON.stringify(file)}, String(child.pid));`;
}

describe('a program that fails is a sentence', () => {
  const plain = join(folder, 'plain.txt');
  writeFileSync(plain, 'not a program');

  test.each<[what: string, options: JsonObject, code: string, says: RegExp]>([
    [
      'is not there',
      { command: ['seam-no-such-program'] },
      'program-failed',
      /^The program "seam-no-such-program" is not there\.$/,
    ],
    ['may not be run', { command: [plain] }, 'program-failed', /^The program "plain\.txt" may not be run\.$/],
    [
      'has no folder',
      script('', { cwd: 'nowhere' }),
      'program-failed',
      /cannot be started: its folder is not there/,
    ],
    [
      'cannot be passed its arguments',
      { command: ['node', 'a\0b'] },
      'program-failed',
      /"node" cannot be started\.$/,
    ],
    ['ends with a status', script('process.exit(3)'), 'program-failed', /ended with status 3\.$/],
    [
      'is ended by a signal',
      script("process.kill(process.pid, 'SIGKILL')"),
      'program-failed',
      /was ended by SIGKILL\.$/,
    ],
    [
      'writes a whole answer and fails',
      script(`${saying('1')}; process.exitCode = 4`),
      'program-failed',
      /status 4\.$/,
    ],
    ['writes nothing', script(''), 'source-empty', /wrote nothing to stdout\.$/],
    ['writes blanks', script("console.log('\\n \\n')"), 'source-empty', /wrote nothing to stdout\.$/],
    [
      'breaks off',
      script(`process.stdout.write('{"seam": 1, "type": "sys')`),
      'source-truncated',
      /is JSON that breaks off\.$/,
    ],
    [
      'writes half a line',
      script(`console.log('{"seam": 1, nothing}')`),
      'source-unusable',
      /is no JSON in line 1\.$/,
    ],
    [
      'speaks to people',
      script("console.log('Hello!')"),
      'source-unusable',
      /wrote no line of seam’s format\.$/,
    ],
    [
      'writes another encoding',
      script('process.stdout.write(Buffer.from([123, 255, 255]))'),
      'source-unusable',
      /is not UTF-8\.$/,
    ],
    [
      'writes without end',
      script(
        "const s = '{'.repeat(65536); const w = () => { while (process.stdout.write(s)); process.stdout.once('drain', w); }; w();",
      ),
      'source-too-large',
      /wrote more than 64 MiB\.$/,
    ],
    [
      'nests without end',
      script("console.log('{\"a\":'.repeat(5000) + '1' + '}'.repeat(5000))"),
      'source-unusable',
      /nested too deeply/,
    ],
  ])('%s', async (_, options, code, says) => {
    const error = await failure(options);
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ code, exit: 'unchecked' });
    expect(error.fix).not.toBe('');
  });

  test('config and its place in the arguments belong together', async () => {
    expect(await failure(script('', { config: {} }))).toMatchObject({ code: 'config-invalid' });
    expect(await failure({ command: ['tap', '{config}'] })).toMatchObject({ code: 'config-invalid' });
  });
});

describe('what a program says on stderr', () => {
  test('is shown with its failure, without secrets', async () => {
    const text = `console.error('connecting with canary-exec-key\\nno such column'); process.exit(1)`;
    const error = await failure(script(text), { secrets: ['canary-exec-key'] });
    expect(error.frame).toBe('    | connecting with ***\n    | no such column');
  });

  test('is shown also where what it wrote is unusable', async () => {
    const error = await failure(script(`console.error('odd'); console.log('{"a"')`));
    expect(error).toMatchObject({ code: 'source-truncated', frame: '    | odd' });
  });

  test('is bounded, and a secret that is cut in two is not shown', async () => {
    const whole = "'canary-exec-key'.repeat(20000)";
    const text = `import { writeSync } from 'node:fs'; const say = (text) => {
      for (let rest = text; rest !== ''; ) try { rest = rest.slice(writeSync(2, rest)); } catch {}
    };
    say(${whole} + 'canary-exec-k'); process.exit(1);`;
    const around = { secrets: ['canary-exec-key'] };
    expect((await failure(script(text), around)).frame).toMatch(/^ {4}\| .{0,3}\*\*\*$/);
    const long = text.replace("'canary-exec-k'", "'\\n' + 'x'.repeat(5000)");
    expect((await failure(script(long), around)).frame).toMatch(/^ {4}\| .{0,3}\*\*\*\n {4}\| x{300}…$/);
  });

  test('of a config file that came as a whole shows no value of it', async () => {
    const config = JSON.stringify({ api: { key: 'canary-file-key' } });
    const text = `import { readFileSync } from 'node:fs';
      console.error(JSON.parse(readFileSync(process.argv[1], 'utf8')).api.key); process.exit(1)`;
    const command = [process.execPath, '--input-type=module', '-e', text, '{config}'];
    expect((await failure({ command, config })).frame).toBe('    | ***');
  });
});

describe('a program gets', () => {
  const product = async (options: JsonObject, around: Around) =>
    (await (await connectExec(options, around)).system()).product;

  test('the basics of our environment and its own variables, and nothing else', async () => {
    const env = { PATH: '/bin', LC_ALL: 'C', AWS_SECRET: 'a', NODE_OPTIONS: '', GROVE: 'ours' };
    const options = script(saying('Object.keys(process.env).sort()'), { env: { GROVE: 'its own' } });
    const names = await product(options, { env });
    expect(names.split(',').filter((name) => Object.hasOwn(env, name))).toEqual(['GROVE', 'LC_ALL', 'PATH']);
    expect(await product(script(saying('process.env.GROVE'), { env: { GROVE: 'its own' } }), { env })).toBe(
      'its own',
    );
  });

  test('its folder, and no stdin', async () => {
    writeFileSync(join(folder, 'beside.txt'), '');
    const before = "import { readFileSync, existsSync } from 'node:fs';";
    expect(
      await product(script(saying("existsSync('beside.txt') + readFileSync(0, 'utf8')", before)), { folder }),
    ).toBe('true');
  });

  test('arguments as they are: no shell reads them', async () => {
    const odd = '$(echo 1) "a" \'b\' ; *';
    const command = [process.execPath, '-e', saying('process.argv[1]'), odd];
    expect(await product({ command }, {})).toBe(odd);
  });

  test('its config in a file that is for its owner alone and gone afterwards', async () => {
    const before = "import { readFileSync, statSync } from 'node:fs'; const file = process.argv[1].slice(9);";
    const told = "file + ' ' + (statSync(file).mode & 0o777).toString(8) + ' ' + readFileSync(file, 'utf8')";
    const command = [
      process.execPath,
      '--input-type=module',
      '-e',
      saying(told, before),
      '--',
      '--config={config}',
    ];
    const [file = '', mode, text] = (await product({ command, config: { key: 'a' } }, {})).split(' ');
    expect([text, ...(process.platform === 'win32' ? [] : [mode])]).toEqual(
      ['{"key":"a"}', '600'].slice(0, process.platform === 'win32' ? 1 : 2),
    );
    expect(existsSync(file)).toBe(false);
  });

  test('one start for all that is asked of it', async () => {
    const count = join(folder, 'count');
    const before = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(count)}, 'x');`;
    const connector = await connectExec(script(saying('1', before)));
    await connector.system();
    for await (const _ of connector.describe(['a', 'b']));
    expect(readFileSync(count, 'utf8')).toBe('x');
  });
});

describe.skipIf(process.platform === 'win32')('a program is ended with all that it has started', () => {
  test('when it takes too long, also where it ignores being asked', async () => {
    const file = join(folder, 'late');
    const text = `${childIn(file)} process.on('SIGTERM', () => {}); console.error('waiting'); setInterval(() => {}, 1000);`;
    const error = await failure(script(text), { timeout: 1500 });
    expect(error).toMatchObject({ code: 'source-timeout', frame: '    | waiting' });
    expect(error.message).toMatch(/did not end within 1\.5 s\.$/);
    await gone(await numberIn(file));
  });

  test('when the run is ended', async () => {
    const file = join(folder, 'ended');
    const controller = new AbortController();
    const text = `${childIn(file)} setInterval(() => {}, 1000);`;
    const connector = await connectExec(script(text), { signal: controller.signal });
    const work = connector.system();
    work.catch(() => undefined);
    const pid = await numberIn(file);
    const reason = new Error('the run is over');
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    await gone(pid);
  });

  test('when it ends itself and leaves a child that holds its output open', async () => {
    const file = join(folder, 'left');
    const connector = await connectExec(script(saying('1', `${childIn(file)} child.unref();`)));
    expect((await connector.system()).product).toBe('1');
    await gone(await numberIn(file));
  });
});
