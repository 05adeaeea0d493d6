import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeProject, type Project, words } from './project.ts';

const plugins = fileURLToPath(new URL('../../fixtures/plugins/', import.meta.url));

function configOf(plugin: string, more = ''): string {
  return `sources:
  grove:
    connector: ${plugin}
    url: https://grove.invalid
    grove: south
    entities: [crate, tree]
    timeout: 0.2
${more}`;
}

/** A project whose source is one of the plugins in `fixtures/plugins`. */
function project(plugin: string, more?: string): Project {
  const made = makeProject(configOf(`${plugins}${plugin}.js`, more));
  onTestFinished(() => made.remove());
  return made;
}

/** The same, with the contracts of the plugin that keeps the rules. */
async function contracted(plugin: string): Promise<Project> {
  const made = project('kumquat');
  expect((await made.seam(['snapshot'])).code).toBe(0);
  made.write('seam.yaml', configOf(`${plugins}${plugin}.js`));
  return made;
}

describe('a connector in a local file', () => {
  test('is one like any other', async () => {
    const made = project('kumquat');
    const taken = await made.seam(['snapshot']);
    expect(taken.stdout).toMatch(/^grove · Kumquat 1 · as south\n/);
    expect(taken.stdout).toMatch(/Wrote 2 files under contracts\/grove\./);
    expect((await made.seam(['check'])).stdout).toMatch(/2 of 2 checked, no drift/);
    made.write('seam.yaml', configOf(`${plugins}grown.js`));
    const run = await made.seam(['check']);
    expect(run.stdout).toMatch(/✖ crate {2}name +max-length-lowered\n/);
    expect(run.code).toBe(1);
  });

  test('has its options checked by its own schema', async () => {
    const made = project('kumquat');
    made.write('seam.yaml', configOf(`${plugins}kumquat.js`).replace('grove: south', 'grov: south'));
    const run = await made.seam(['snapshot']);
    expect(run.stderr).toMatch(/unknown key "grov" in sources\.grove/);
    expect(run.stderr).toMatch(/Did you mean "grove"\?/);
    expect(run.code).toBe(2);
  });

  test('has its secrets refused in clear', async () => {
    const run = await project('kumquat', '    key: canary-in-clear\n').seam(['snapshot']);
    expect(run.stderr).toMatch(/sources\.grove\.key holds a credential in clear/);
    expect(run.code).toBe(2);
  });

  test('that is not there is told with those that are', async () => {
    const made = makeProject(configOf('./grove.js'));
    onTestFinished(() => made.remove());
    const run = await made.seam(['snapshot']);
    expect(words(run.stderr)).toMatch(/There is no connector "\.\/grove\.js", .* Use one of: .*odoo/);
    expect(run.code).toBe(2);
  });
});

describe('a connector in a package', () => {
  test.each(['seam-connector-kumquat', 'kumquat'])('is found as %s', async (name) => {
    const made = makeProject(configOf(name));
    onTestFinished(() => made.remove());
    made.write(
      'node_modules/seam-connector-kumquat/package.json',
      '{ "name": "seam-connector-kumquat", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    made.write(
      'node_modules/seam-connector-kumquat/index.js',
      `export { default } from '${plugins.replaceAll('\\', '/')}kumquat.js';\n`,
    );
    expect((await made.seam(['snapshot'])).stdout).toMatch(/Wrote 2 files/);
  });
});

describe('a connector that breaks the rules breaks nothing else', () => {
  test.each<[plugin: string, says: RegExp, code: number]>([
    ['throws-when-loaded', /connector-broken .* cannot be loaded: the grove is closed\./, 3],
    ['exports-nothing', /connector-broken .* exports no connector/, 3],
    ['has-no-mapping', /connector-broken .* has no `mapping`/, 3],
    ['has-broken-options', /connector-broken .* `options` that are no JSON Schema: options\/type must be/, 3],
    ['throws-in-connect', /connector-broken .*connect threw "grove is undefined"\./, 3],
    ['throws-in-describe', /connector-broken .*describe threw "trees is not iterable"\./, 3],
    ['hangs', /connector-broken .*connect gave no answer within 1 s\./, 3],
    ['describes-twice', /\? crate, tree .*it was described twice\./, 3],
    ['describes-nonsense', /crate: \/\$schema must be .* tree: what became of it cannot be read\./, 3],
    ['forgets-one', /\? crate The connector gave no answer for it\./, 3],
    ['exits', /^$/, 70],
    ['fails-in-the-background', /Something failed where nobody listens: Error: nobody listens/, 70],
  ])('%s', async (plugin, says, code) => {
    const made = await contracted(plugin);
    const before = made.files();
    const run = await made.seam(['check']);
    expect(words(run.stdout + run.stderr)).toMatch(says);
    expect(run.stdout).not.toMatch(/no drift \(/);
    expect(run.code).toBe(code);
    expect(made.files()).toEqual(before);
  });

  test('what it prints does not get into the report', async () => {
    const made = await contracted('prints');
    const run = await made.seam(['check', '--format', 'json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ exit: { code: 0 } });
    expect(run.stderr).toMatch(/hello from the grove\nand again\n/);
  });

  test('an encoding that throws makes its source unreadable, not green', async () => {
    const made = project('grown');
    expect((await made.seam(['snapshot'])).code).toBe(0);
    made.write('seam.yaml', configOf(`${plugins}throws-in-wire.js`));
    const run = await made.seam(['check']);
    expect(words(run.stdout)).toMatch(/connector-broken .*wire threw "no such view"\./);
    expect(run.code).toBe(3);
  });

  test('and the other sources are checked all the same', async () => {
    const made = project('kumquat');
    await made.seam(['snapshot']);
    const other = configOf(`${plugins}throws-in-describe.js`)
      .replace('sources:\n', '')
      .replace('grove:', 'other:');
    made.write(
      'seam.yaml',
      `${configOf(`${plugins}kumquat.js`)}${other.replace('    entities', '    contractsOf: grove\n    entities')}`,
    );
    const run = await made.seam(['check']);
    expect(run.stdout).toMatch(/2 of 4 contracts checked, no drift in them → exit 3/);
    expect(run.code).toBe(3);
  });
});
