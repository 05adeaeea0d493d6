import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveSource, type Surroundings } from '../../src/config/interpolate.js';
import type { SourceConfig } from '../../src/model/config.js';
import type { JsonObject } from '../../src/model/json.js';
import { connectors, errorOf, lines, load, newFolder, withSource } from './stub.js';

const canary = 'Canary7Zq';
/** A command line that runs this script, which must have no quotes of its own but ' and no backslash. */
const node = (script: string) => `\${cmd:'${process.execPath}' -e "${script}"}`;

function sourceWith(options: JsonObject, more: Partial<SourceConfig> = {}): SourceConfig {
  return {
    name: 'erp',
    connector: 'kumquat',
    url: 'https://erp.example.com',
    entities: [],
    transport: {},
    options,
    ...more,
  };
}

async function resolved(options: JsonObject, around: Partial<Surroundings> = {}) {
  return resolveSource(sourceWith(options), { env: {}, folder: '/', ...around });
}

test('a source that is a file has placeholders in its path', async () => {
  const { url: _, ...source } = sourceWith({}, { file: '${STAGE}/erp.yaml' });
  const { source: filled } = await resolveSource(source, { env: { STAGE: 'uat' }, folder: '/' });
  expect(filled.file).toBe('uat/erp.yaml');
  expect(filled.url).toBeUndefined();
});

describe('placeholders of a source', () => {
  test('are filled in everywhere but in its name, and every value is a secret', async () => {
    const source = sourceWith(
      { auth: { user: '${U}', list: ['${U}', 5, null, true] }, __proto__: '${A}' },
      {
        url: 'https://${HOST}/x',
        transport: {
          ca: '${CA}',
          timeout: 3,
          clientCertificate: { cert: '${U}', key: 'k', passphrase: '${P}' },
        },
      },
    );
    const env = { U: 'reader', HOST: 'erp.example.com', CA: 'ca.pem', P: 'a$b', A: 'x' };
    const { source: filled, secrets } = await resolveSource(source, { env, folder: '/' });
    expect(filled.url).toBe('https://erp.example.com/x');
    expect(filled.options['auth']).toEqual({ user: 'reader', list: ['reader', 5, null, true] });
    expect(filled.transport).toEqual({
      ca: 'ca.pem',
      timeout: 3,
      clientCertificate: { cert: 'reader', key: 'k', passphrase: 'a$b' },
    });
    expect([...secrets].sort()).toEqual(['a$b', 'ca.pem', 'erp.example.com', 'reader']);
  });

  test('may stand beside text and each other, and $${ is no placeholder', async () => {
    const { source } = await resolved(
      { a: 'x${A}${B}y', b: '$${A} $ {A} $$', c: '$$${A}' },
      { env: { A: '1', B: '${A}' } },
    );
    expect(source.options).toEqual({ a: 'x1${A}y', b: '${A} $ {A} $$', c: '$${A}' });
  });

  test('name files relative to seam.yaml, whose last line end does not count', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'run'));
    await writeFile(join(folder, 'run', 'key'), `${canary}\r\n`);
    const { source, secrets } = await resolved(
      { key: '${file:run/key}', same: `\${file:${join(folder, 'run', 'key')}}` },
      { folder },
    );
    expect(source.options).toEqual({ key: canary, same: canary });
    expect(secrets).toEqual([canary]);
  });

  test('run commands without a shell, in the folder of seam.yaml, with the environment that was given', async () => {
    const folder = await newFolder();
    const script = "console.log(process.cwd() + '|' + process.env.A + '|' + process.argv.slice(1).join('+'))";
    const { source } = await resolved(
      { key: `\${cmd:'${process.execPath}' -e "${script}" '$A' "a b" c\\ d {x}}` },
      { folder, env: { A: '1' } },
    );
    expect(source.options['key']).toMatch(/\|1\|\$A\+a b\+c d\+\{x\}$/);
    expect(source.options['key']).toContain(folder.slice(folder.lastIndexOf('/')));
  });

  test('run a command once, however often it stands there', async () => {
    const folder = await newFolder();
    const text = node(
      "require('fs').appendFileSync('log', 'x'); console.log(require('fs').readFileSync('log', 'utf8'))",
    );
    const { source } = await resolved({ a: text, b: text }, { folder });
    expect(source.options).toEqual({ a: 'x', b: 'x' });
  });

  test('of a loaded config are named with their place when they cannot be had', async () => {
    const { config } = await load(withSource('', '    database: "${file:nowhere}"\n'));
    const [source] = config.sources;
    if (source === undefined) throw new Error('there is a source');
    const error = await errorOf(resolveSource(source, { env: { KYE: 'x' }, folder: config.folder }));
    expect(error.toFailure()).toMatchObject({
      code: 'secret-unavailable',
      where: { source: 'erp', file: 'seam.yaml', line: 5, column: 35 },
    });
    expect(lines(error)).toEqual([
      '5:35 secret-unavailable The environment variable KEY is not set; sources.erp.auth.apiKey needs it. → Set KEY, or did you mean KYE?',
      '7:15 secret-unavailable The file "nowhere" does not exist; sources.erp.database needs it. → Create it, or correct the path, which is relative to seam.yaml.',
    ]);
  });

  test('are not asked where there are none', async () => {
    const source = sourceWith({ a: 'x' });
    expect(await resolveSource(source, { env: {}, folder: '/' })).toEqual({ source, secrets: [] });
  });
});

describe('a secret that cannot be had', () => {
  test.each<[string, string, string]>([
    [
      'an unset variable',
      '${NOPE}',
      'The environment variable NOPE is not set; sources.erp.a needs it. → Set NOPE; in CI, as a secret of the job.',
    ],
    [
      'an empty variable',
      '${EMPTY}',
      'The environment variable EMPTY is empty; sources.erp.a needs it. → Set the variable, create the file, or correct the command.',
    ],
    [
      'a variable of Object',
      '${constructor}',
      'The environment variable constructor is not set; sources.erp.a needs it. → Set constructor; in CI, as a secret of the job.',
    ],
    [
      'a folder',
      '${file:.}',
      'The file "." is no plain file; sources.erp.a needs it. → Create it, or correct the path, which is relative to seam.yaml.',
    ],
    [
      'a device',
      '${file:/dev/zero}',
      'The file "/dev/zero" is no plain file; sources.erp.a needs it. → Create it, or correct the path, which is relative to seam.yaml.',
    ],
    [
      'a large file',
      '${file:large}',
      'The file "large" is larger than 64 KiB; sources.erp.a needs it. → Create it, or correct the path, which is relative to seam.yaml.',
    ],
    [
      'an empty file',
      '${file:empty}',
      'The file "empty" is empty; sources.erp.a needs it. → Set the variable, create the file, or correct the command.',
    ],
    [
      'a program that is not there',
      '${cmd:no-such-program-here x}',
      'The command "no-such-program-here" gave nothing: there is no such program; sources.erp.a needs it. → Run the command in the folder of seam.yaml and see.',
    ],
    [
      'an unclosed quote',
      '${cmd:echo "x}',
      'A quote in the command is not closed; sources.erp.a needs it. → Close it.',
    ],
    ['a command of quotes', "${cmd:''}", expect.stringContaining('The command "" gave nothing')],
  ])('is %s', async (_, text, expected) => {
    const folder = await newFolder();
    await writeFile(join(folder, 'large'), 'x'.repeat(70_000));
    await writeFile(join(folder, 'empty'), '\n');
    const error = await errorOf(resolved({ a: text }, { folder, env: { EMPTY: '' } }));
    expect(lines(error)[0]?.replace('secret-unavailable ', '')).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ['fails', 'process.exit(3)', 'it ended with exit code 3'],
    ['writes nothing', '', 'is empty'],
    ['does not end', 'setInterval(() => 0, 1000)', 'it did not end within 0.5 s'],
    ['writes without end', "for (;;) process.stdout.write('x'.repeat(9999))", 'it wrote more than 64 KiB'],
  ])('is what a command does not give that %s', async (_, script, why) => {
    const timeout = script.startsWith('setInterval') ? { commandTimeout: 500 } : {};
    const error = await errorOf(resolved({ a: node(script) }, timeout));
    expect(error).toMatchObject({ code: 'secret-unavailable', message: expect.stringContaining(why) });
  });

  test('a command that waits for input gets none', async () => {
    const error = await errorOf(
      resolved({ a: node("process.stdin.on('data', () => 0).on('end', () => process.exit(4))") }),
    );
    expect(error.message).toContain('exit code 4');
  });

  test('a command that complains is heard, without its arguments and without what is secret', async () => {
    const script =
      "console.error('no luck with ' + process.env.A + ' at https://u:p@x ' + process.env.VAULT_TOKEN); process.exit(1)";
    const env = { A: canary, VAULT_TOKEN: `${canary}-token` };
    const error = await errorOf(resolved({ before: '${A}', key: node(script) }, { env }));
    expect(lines(error)[0]).toContain('It says: no luck with *** at https://***@x ***');
    expect(JSON.stringify(error.toFailure())).not.toContain(canary);
    expect(error.message).not.toContain('console.error');
  });

  test('the end of the run ends a command', async () => {
    const controller = new AbortController();
    const ending = resolved({ a: node('setInterval(() => 0, 1000)') }, { signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await expect(ending).rejects.toThrow('interrupted');
  });
});

describe('what was filled in', () => {
  test('must be an address where one is asked for, and is not shown', async () => {
    const env = { U: `ftp://${canary}` };
    const url = await errorOf(resolveSource(sourceWith({}, { url: '${U}' }), { env, folder: '/' }));
    const proxy = await errorOf(
      resolveSource(sourceWith({}, { transport: { proxy: '${U}' } }), { env, folder: '/' }),
    );
    expect([url.message, proxy.message]).toEqual([
      'sources.erp.url is no address that begins with https:// or http://, once filled in.',
      'sources.erp.proxy is no address that begins with https:// or http://, once filled in.',
    ]);
    expect(JSON.stringify([url.toFailure(), proxy.toFailure()])).not.toContain(canary);
  });

  test('must be what the connector asks for, and is not shown', async () => {
    const options = { auth: { user: 'x', password: '${P}' }, mode: '${MODE}' };
    const schema = connectors['kumquat']?.options ?? {};
    const error = await errorOf(resolved(options, { schema, env: { P: 'x', MODE: canary } }));
    expect(error.message).toBe('sources.erp.mode is not what its connector allows, once filled in.');
    expect(JSON.stringify(error.toFailure())).not.toContain(canary);
    expect((await resolved(options, { schema, env: { P: 'x', MODE: 'ripe' } })).source.options['mode']).toBe(
      'ripe',
    );
  });
});
