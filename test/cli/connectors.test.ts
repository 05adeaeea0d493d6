import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { validate } from '../../src/config/validate.ts';
import { connectorNames, loadConnector } from '../../src/connectors/registry.ts';
import { makeProject, type Project, words } from './project.ts';

const plugins = fileURLToPath(new URL('../../fixtures/plugins/', import.meta.url));

function project(connector: string): Project {
  const made = makeProject(`sources:\n  grove:\n    connector: ${connector}\n`);
  onTestFinished(() => made.remove());
  return made;
}

/** Installs a package that is one of the plugins. */
function install(made: Project, name: string, plugin = 'kumquat'): void {
  const exports = { name, version: '1.0.0', type: 'module', exports: './index.js' };
  made.write(`node_modules/${name}/package.json`, JSON.stringify(exports));
  made.write(
    `node_modules/${name}/index.js`,
    `export { default } from '${plugins.replaceAll('\\', '/')}${plugin}.js';\n`,
  );
}

test.each(connectorNames)('%s says in one line what it reads', async (name) => {
  expect((await loadConnector(name, '.')).summary).toMatch(/^\S.{10,90}\.$/);
});

describe('seam connectors', () => {
  test('lists those that are built in, named in a config that need not be whole, and installed', async () => {
    const made = project(`${plugins}kumquat.js`);
    install(made, 'seam-connector-quince');
    install(made, '@grove/seam-connector-medlar');
    const run = await made.seam(['connectors']);
    const titles = run.stdout.split('\n').filter((line) => / · (?:built in|local file|package)/.test(line));
    expect(titles).toEqual([
      ...connectorNames.map((name) => `${name} · built in`),
      expect.stringMatching(/kumquat\.js · local file/),
      '@grove/seam-connector-medlar · package',
      'seam-connector-quince · package',
    ]);
    expect(words(run.stdout)).toMatch(/kumquat\.js · local file · read with it: grove/);
    expect(words(run.stdout)).toMatch(/odoo · built in reads Odoo 14 to 19.* tells types, read-only/);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test('needs no seam.yaml', async () => {
    const made = project('odoo');
    rmSync(join(made.folder, 'seam.yaml'));
    const run = await made.seam(['connectors', 'csv']);
    expect(run.stdout).toMatch(/^csv · built in\n/);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const missing = await made.seam(['connectors', '--config', 'other.yaml']);
    expect(words(missing.stderr)).toMatch(/There is no other\.yaml here\./);
    expect(missing.code).toBe(2);
  });

  test('shows one that is installed once, by the name that the config has for it', async () => {
    const made = project('quince');
    install(made, 'seam-connector-quince');
    const { stdout } = await made.seam(['connectors']);
    expect(stdout.match(/quince/g)).toHaveLength(1);
    expect(stdout).toMatch(/^quince · package · read with it: grove$/m);
  });

  test.each([
    [
      'cannot be loaded',
      'throws-when-loaded',
      /broken The connector ".*" cannot be loaded: the grove is closed\./,
    ],
    ['is none', 'exports-nothing', /broken The connector ".*" exports no connector/],
  ])('lists one that %s with the reason', async (_, plugin, says) => {
    const run = await project(`${plugins}${plugin}.js`).seam(['connectors']);
    expect(words(run.stdout)).toMatch(says);
    expect(run.code).toBe(0);
  });

  test('shows the keys of one, which of them are secret, an example, and how it knows what it tells', async () => {
    const { stdout, code } = await project('odoo').seam(['connectors', 'odoo']);
    expect(stdout).toMatch(/^ {2}auth\.apiKey {2}text · secret$/m);
    expect(stdout).toMatch(/^ {2}language {2}text · "en_US" without it$/m);
    expect(stdout).toMatch(/^ {10}apiKey: "\$\{ODOO_API_KEY\}"$/m);
    expect(words(stdout)).toMatch(/partly: \d+ facets nullability required, stored/);
    expect(code).toBe(0);
  });

  test('gives JSON with the schema of the keys', async () => {
    const { stdout } = await project('kumquat').seam([
      'connectors',
      `${plugins}kumquat.js`,
      '--format',
      'json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      connectors: [{ kind: 'file', status: 'loaded', options: { required: ['grove'] }, secrets: ['key'] }],
    });
    const all = JSON.parse((await project('nowhere').seam(['connectors', '--format', 'json'])).stdout);
    expect(all.connectors).toHaveLength(connectorNames.length + 1);
    expect(all.connectors.at(-1)).toMatchObject({
      name: 'nowhere',
      status: 'broken',
      failure: { code: 'connector-unknown' },
    });
  });

  test('what a plugin prints does not get into it', async () => {
    const { stdout } = await project(`${plugins}prints.js`).seam(['connectors', '--format', 'json']);
    expect(JSON.parse(stdout).connectors).toHaveLength(connectorNames.length + 1);
  });

  test('of a name that there is not exits 2', async () => {
    const run = await project('odoo').seam(['connectors', 'oddo']);
    expect(words(run.stderr)).toMatch(/There is no connector "oddo".*did you mean "odoo"\?/);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('seam schema', () => {
  const whole = (connector: string, more: object) => ({
    sources: { grove: { connector, url: 'https://grove.invalid', entities: ['*'], ...more } },
  });

  test('writes the keys of built-in connectors and of those that a half-written config names', async () => {
    const name = `${plugins}kumquat.js`;
    const { stdout, code } = await project(name).seam(['schema']);
    const schema = JSON.parse(stdout);
    expect(await validate(schema, whole(name, { grove: 'south' }))).toEqual([]);
    expect(await validate(schema, whole(name, { grov: 'south' }))).not.toEqual([]);
    expect(await validate(schema, whole('csv', { delimiter: ';' }))).toEqual([]);
    expect(await validate(schema, whole('csv', { delimiter: ';;' }))).not.toEqual([]);
    expect(await validate(schema, whole('./another.js', { anything: 1 }))).toEqual([]);
    const [{ enum: names }] = schema.$defs['any-source'].properties.connector.anyOf;
    expect(names).toEqual([...connectorNames, name]);
    expect(code).toBe(0);
  });

  test('writes a file, and says how an editor finds it', async () => {
    const made = project('odoo');
    const run = await made.seam(['schema', '--output', 'seam.schema.json']);
    expect(run.stdout).toMatch(/^# yaml-language-server: \$schema=seam\.schema\.json$/m);
    expect(JSON.parse(made.read('seam.schema.json'))).toMatchObject({ title: 'seam.yaml' });
    const again = await made.seam(['schema']);
    expect(again.stdout).toBe(made.read('seam.schema.json'));
  });

  test.each([
    ['is not there', 'nowhere', 2, /There is no connector "nowhere"/],
    ['cannot be loaded', `${plugins}throws-when-loaded.js`, 3, /cannot be loaded: the grove is closed/],
  ])('writes nothing where a connector %s', async (_, connector, code, says) => {
    const made = project(connector);
    const run = await made.seam(['schema', '--output', 'seam.schema.json']);
    expect(words(run.stderr)).toMatch(says);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(made.files()).toEqual(['seam.yaml']);
  });

  test('says where a config that is no YAML is broken', async () => {
    const made = project('"odoo');
    const run = await made.seam(['schema']);
    expect(run.stderr).toMatch(/^seam\.yaml:\d/);
    expect(run.code).toBe(2);
  });
});
