import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fieldRemoved } from '../../src/demo/odoo/changes.ts';
import { once } from '../../src/model/once.ts';
import type { Report } from '../../src/model/report.ts';
import { commitAll, git } from './git.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { makeProject, type Project, type Run, words } from './project.ts';

const plugins = fileURLToPath(new URL('../../fixtures/plugins/', import.meta.url));
// Each is several runs of the command line against a server.
vi.setConfig({ testTimeout: 240_000 });

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

/** A server that nobody may ask, and how often it was. */
async function evilServer(): Promise<{ readonly url: string; asked: () => number }> {
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked: () => asked };
}

/** The contracts of the fixtures, by path: taken once, since they are the same bytes each time. */
const contracts = once(async () => {
  const { seam, files, read, close } = await odooProject();
  expect((await seam(['snapshot'])).code).toBe(0);
  const taken = files().flatMap((path) =>
    path.startsWith('contracts') ? [[path, read(path)] as const] : [],
  );
  await close();
  return taken;
});

/** A project with contracts on `main`, and a branch `change` that nothing has been changed on yet. */
async function onMain(
  settings: Parameters<typeof odooProject>[0] = {},
  more?: Parameters<typeof odooProject>[1],
): Promise<OdooProject> {
  const project = await odooProject(settings, more);
  opened.push(project);
  for (const [path, text] of await contracts()) project.write(path, text);
  branch(project.folder);
  return project;
}

function branch(folder: string): void {
  commitAll(folder, 'Take the contracts');
  git(folder, 'branch', '-M', 'main');
  git(folder, 'switch', '-qc', 'change');
}

type Files = Pick<Project, 'read' | 'write' | 'folder'>;

function edit({ read, write }: Files, path: string, from: string | RegExp, to: string): void {
  const before = read(path);
  expect(before).toMatch(from);
  write(path, before.replace(from, to));
}

const gate = ['check', '--config-ref', 'main'];

async function told(project: Pick<Project, 'seam'>, ...args: readonly string[]): Promise<Report> {
  return JSON.parse((await project.seam([...gate, ...args, '--format', 'json'])).stdout);
}

/** `kind what` of all that the change stops checking. */
const lost = ({ gate }: Report) => gate?.weakened.map(({ kind, what }) => `${kind} ${what}`);

describe('a change cannot lead secrets elsewhere', () => {
  test.each<[what: string, harm: (project: OdooProject, url: string) => void, key: string]>([
    [
      'another url',
      (project, url) => edit(project, 'seam.yaml', /url: .*/, `url: ${url}`),
      'sources.erp.url',
    ],
    [
      'a proxy',
      (project, url) => edit(project, 'seam.yaml', /( +)database/, `$1proxy: ${url}\n$1database`),
      'sources.erp.proxy',
    ],
    [
      'an anchor and a merge key',
      (project, url) => {
        const twin = `  twin:\n    connector: odoo\n    url: &evil ${url}\n    database: kumquats\n    auth: &auth { user: admin, apiKey: "\${KUMQUAT_KEY}" }\n    contractsOf: erp\n`;
        edit(project, 'seam.yaml', /url: .*/, 'url: *evil');
        edit(project, 'seam.yaml', /auth: .*/, 'auth: { <<: *auth, user: reader }');
        edit(project, 'seam.yaml', 'sources:\n', `sources:\n${twin}`);
      },
      'sources.erp.url',
    ],
    [
      'another source of the same contracts',
      (project, url) =>
        edit(
          project,
          'seam.yaml',
          'sources:\n',
          `sources:\n  twin:\n    connector: odoo\n    url: ${url}\n    database: kumquats\n    auth: { user: admin, apiKey: "\${KUMQUAT_KEY}" }\n    contractsOf: erp\n`,
        ),
      'sources.twin',
    ],
  ])('by %s', async (_what, harm, key) => {
    const project = await onMain();
    const evil = await evilServer();
    harm(project, evil.url);
    const run = await project.seam([...gate, '--format', 'pretty', '--format', 'json=r.json']);
    const report: Report = JSON.parse(project.read('r.json'));
    expect(evil.asked()).toBe(0);
    expect(report.gate?.unheeded.map((each) => each.key)).toContain(key);
    expect(
      report.coverage.filter(({ source }) => source === 'erp').map(({ status }) => status),
    ).not.toContain('unreadable');
    expect(run.stdout).toMatch(/^! This change/);
  });

  test('by a source under another name: what is new is not asked, and never green', async () => {
    const project = await onMain();
    const evil = await evilServer();
    edit(project, 'seam.yaml', '  erp:\n', '  shop:\n');
    edit(project, 'seam.yaml', /url: .*/, `url: ${evil.url}`);
    edit(project, 'seam.yaml', 'erp/kumquat.order', 'shop/kumquat.order');
    git(project.folder, 'mv', 'contracts/erp', 'contracts/shop');
    const run = await project.seam(gate);
    expect(evil.asked()).toBe(0);
    expect(words(run.stdout)).toMatch(/source-untrusted.*This change brings shop; main does not have it/);
    expect(words(run.stdout)).toMatch(/This change stops checking .* erp: the source is gone/);
    expect(run.code).toBe(3);
  });

  test('by a seam.yaml that is gone, elsewhere, or a link out of the repository', async () => {
    const project = await onMain();
    const evil = await evilServer();
    const hostile = project.read('seam.yaml').replace(/url: .*/, `url: ${evil.url}`);
    git(project.folder, 'mv', 'seam.yaml', 'moved.yaml');
    project.write('moved.yaml', hostile);
    expect((await project.seam(gate)).code).toBe(2);
    const moved = await project.seam([...gate, '--config', 'moved.yaml']);
    expect(moved.stdout).toMatch(/source-untrusted/);
    expect(moved.code).toBe(3);
    const outside = makeProject('canary-outside-file: 1\n');
    onTestFinished(() => outside.remove());
    symlinkSync(join(outside.folder, 'seam.yaml'), join(project.folder, 'seam.yaml'));
    const linked = await project.seam(gate);
    expect(words(linked.stderr)).toMatch(/link that leads out of the repository/);
    expect(linked.stderr).not.toMatch(/canary-outside/);
    expect(linked.code).toBe(2);
    expect(evil.asked()).toBe(0);
  });

  test('by the name of another secret', async () => {
    const project = await onMain();
    edit(project, 'seam.yaml', 'KUMQUAT_KEY', 'DEPLOY_KEY');
    const run = await project.seam(gate, { env: { DEPLOY_KEY: 'canary-deploy-key' } });
    expect(words(run.stdout)).toMatch(/done as main says.* sources\.erp\.auth/);
    expect(run.code).toBe(0);
  });

  test.each(['snapshot', 'pull --output live.json', 'diff contracts live:erp', 'accept erp/kumquat.order'])(
    'in seam %s either',
    async (command) => {
      const project = await onMain();
      const evil = await evilServer();
      edit(project, 'seam.yaml', /url: .*/, `url: ${evil.url}`);
      commitAll(project.folder, 'Lead it elsewhere');
      project.erp.drift(fieldRemoved('kumquat.order', 'date_order'));
      const run = await project.seam([...command.split(' '), '--config-ref', 'main']);
      expect(run.stderr + run.stdout).not.toMatch(/source-unusable|unreachable/);
      expect(evil.asked()).toBe(0);
    },
  );
});

describe('a change cannot have anything run', () => {
  /** A project whose key is given by a script of the repository. */
  async function withCommand(): Promise<OdooProject> {
    const project = await odooProject();
    opened.push(project);
    project.write('key.mjs', "process.stdout.write(process.env.REAL_KEY ?? '');\n");
    edit(project, 'seam.yaml', '${KUMQUAT_KEY}', '${cmd:node ./key.mjs}');
    const env = { REAL_KEY: 'canary-admin-key' };
    expect((await project.seam(['snapshot'], { env })).code).toBe(0);
    branch(project.folder);
    return { ...project, seam: (args, options = {}) => project.seam(args, { ...options, env }) };
  }

  const marks =
    "import { writeFileSync } from 'node:fs';\nwriteFileSync(process.env.MARK ?? 'marked', 'yes');\n";

  test.each<[what: string, harm: (project: OdooProject, mark: string) => void]>([
    [
      'by another command',
      (project, mark) => {
        project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
        edit(project, 'seam.yaml', 'key.mjs', 'evil.mjs');
      },
    ],
    [
      'by another script behind the same command',
      (project, mark) =>
        project.write(
          'key.mjs',
          `${marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark))}process.stdout.write('canary-admin-key');\n`,
        ),
    ],
    [
      'by a link in the place of the script',
      (project, mark) => {
        project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
        rmSync(join(project.folder, 'key.mjs'));
        symlinkSync('evil.mjs', join(project.folder, 'key.mjs'));
      },
    ],
    [
      'by a source that is new',
      (project, mark) => {
        project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
        edit(
          project,
          'seam.yaml',
          'sources:\n',
          `sources:\n  twin:\n    connector: odoo\n    url: ${project.erp.url}\n    database: kumquats\n    auth: { user: admin, apiKey: "\${cmd:node ./evil.mjs}" }\n    contractsOf: erp\n`,
        );
      },
    ],
    [
      'by a connector that is new',
      (project, mark) => {
        project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
        edit(project, 'seam.yaml', 'connector: odoo', 'connector: ./evil.mjs');
      },
    ],
    [
      'by the connector that a contract names',
      (project, mark) => {
        project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
        edit(project, 'contracts/erp/kumquat.order.json', '"connector": "odoo"', '"connector": "./evil.mjs"');
      },
    ],
  ])('%s', async (_what, harm) => {
    const project = await withCommand();
    const mark = join(project.folder, 'marked');
    harm(project, mark);
    commitAll(project.folder, 'Run this');
    const run = await project.seam(gate);
    expect(existsSync(mark)).toBe(false);
    expect(run.stdout).toMatch(/\d of \d+ (?:contracts )?checked/);
    expect(run.stdout + run.stderr).not.toMatch(/canary/);
  });

  test('by seam diff or seam log either, for the connector that a contract names', async () => {
    const project = await onMain();
    const mark = join(project.folder, 'marked');
    project.write('evil.mjs', marks.replace("process.env.MARK ?? 'marked'", JSON.stringify(mark)));
    edit(project, 'contracts/erp/kumquat.order.json', '"connector": "odoo"', '"connector": "./evil.mjs"');
    commitAll(project.folder, 'Run this');
    await project.seam(['diff', 'git:main', 'contracts']);
    await project.seam(['log', 'erp/kumquat.order']);
    expect(existsSync(mark)).toBe(false);
  });

  test('but a script of the base is run, beside the files that it needs, and leaves nothing behind', async () => {
    const project = await withCommand();
    project.write('key.mjs', "import './part.mjs';\n");
    project.write('part.mjs', "process.stdout.write(process.env.REAL_KEY ?? '');\n");
    commitAll(project.folder, 'Split the script');
    git(project.folder, 'branch', '-f', 'main');
    project.write('part.mjs', 'process.exit(9);\n');
    const run = await project.seam(gate);
    expect(run.stdout).toMatch(/no drift/);
    expect(run.code).toBe(0);
  });
});

describe('a program that is a source is that of the base', () => {
  const lines = [
    { seam: 1, type: 'system', product: 'Press', version: '1', observes: [] },
    { type: 'entity', name: 'crate' },
    {
      type: 'result',
      entity: 'crate',
      schema: { type: 'object', required: [], properties: { code: { type: 'string' } } },
    },
    { type: 'end' },
  ];
  const prints = `for (const line of ${JSON.stringify(lines)}) console.log(JSON.stringify(line));\n`;

  async function withProgram(command: (folder: string) => string): Promise<Project> {
    const project = makeProject('');
    onTestFinished(() => project.remove());
    const node = JSON.stringify(process.execPath);
    project.write('tools/press.mjs', prints);
    project.write(
      'seam.yaml',
      `sources:\n  press:\n    connector: exec\n    command: [${node}, ${command(project.folder)}]\n    cwd: tools\n    entities: [crate]\n`,
    );
    expect(words((await project.seam(['snapshot'])).stdout)).toMatch(/Wrote 2 files|Wrote 1 file/);
    branch(project.folder);
    edit(
      project,
      'tools/press.mjs',
      /^/,
      "import { writeFileSync } from 'node:fs';\nwriteFileSync('/dev/stderr', 'evil');\nconsole.log('no');\nprocess.exit(9);\n",
    );
    return project;
  }

  test('when the change alters it', async () => {
    const project = await withProgram(() => 'press.mjs');
    const run = await project.seam(gate);
    expect(run.stdout).toMatch(/1 of 1 checked, no drift/);
    expect(run.code).toBe(0);
  });

  test('and not one that is named by its place in the work tree', async () => {
    const project = await withProgram((folder) => join(folder, 'tools/press.mjs'));
    const run = await project.seam(gate);
    expect(words(run.stderr)).toMatch(/which is in the work tree, where the change under check can alter it/);
    expect(run.code).toBe(2);
  });
});

describe('a plugin is that of the base', () => {
  const config = (plugin: string) =>
    `sources:\n  grove:\n    connector: ${plugin}\n    url: https://grove.invalid\n    grove: south\n    entities: [crate, tree]\n`;

  /** A project whose connector is a file of its own. */
  async function withPlugin(text = readFileSync(`${plugins}kumquat.js`, 'utf8')): Promise<Project> {
    const project = makeProject(config('./plugins/kumquat.mjs'));
    onTestFinished(() => project.remove());
    project.write('plugins/kumquat.mjs', text);
    expect(words((await project.seam(['snapshot'])).stderr)).toBe('');
    branch(project.folder);
    return project;
  }

  const greets = (text: string) => `process.stderr.write('evil plugin');\n${text}`;

  test.each<[what: string, harm: (project: Project) => void]>([
    [
      'when its file was changed',
      (project) => edit(project, 'plugins/kumquat.mjs', /^/, "process.stderr.write('evil plugin');\n"),
    ],
    [
      'when another file is named',
      (project) => {
        project.write('plugins/evil.mjs', greets(project.read('plugins/kumquat.mjs')));
        edit(project, 'seam.yaml', 'kumquat.mjs', 'evil.mjs');
      },
    ],
    [
      'when its folder is a link to another one',
      (project) => {
        project.write('evil/kumquat.mjs', greets(project.read('plugins/kumquat.mjs')));
        rmSync(join(project.folder, 'plugins'), { recursive: true });
        symlinkSync('evil', join(project.folder, 'plugins'));
      },
    ],
  ])('%s', async (_what, harm) => {
    const project = await withPlugin();
    harm(project);
    commitAll(project.folder, 'Load this');
    const run = await project.seam(gate);
    expect(run.stderr).not.toMatch(/evil plugin/);
    expect(run.stdout).toMatch(/2 of 2 checked, no drift/);
    expect(run.code).toBe(0);
  });

  /** A plugin that takes its parts from a package. */
  async function withPackage(): Promise<Project> {
    const project = makeProject(config('./plugins/kumquat.mjs'));
    onTestFinished(() => project.remove());
    project.write('.gitignore', 'node_modules\n');
    project.write('package.json', '{ "name": "shop", "dependencies": { "grove": "1" } }\n');
    project.write('node_modules/grove/package.json', '{ "name": "grove", "exports": "./index.mjs" }\n');
    project.write('node_modules/grove/index.mjs', readFileSync(`${plugins}kumquat.js`, 'utf8'));
    project.write('plugins/kumquat.mjs', "export { default } from 'grove';\n");
    expect(words((await project.seam(['snapshot'])).stderr)).toBe('');
    branch(project.folder);
    return project;
  }

  test('and finds the packages that are installed', async () => {
    const project = await withPackage();
    expect((await project.seam(gate)).stdout).toMatch(/2 of 2 checked, no drift/);
  });

  test('unless the change says which those are', async () => {
    const project = await withPackage();
    edit(project, 'package.json', '"1"', '"file:evil"');
    edit(project, 'node_modules/grove/index.mjs', /^/, "process.stderr.write('evil plugin');\n");
    const run = await project.seam(gate);
    expect(run.stderr).not.toMatch(/evil plugin/);
    expect(words(run.stderr)).toMatch(/The change alters package\.json/);
    expect(run.code).toBe(3);
  });

  test('also where a package is a folder of the repository', async () => {
    const project = await withPackage();
    rmSync(join(project.folder, 'node_modules/grove'), { recursive: true });
    project.write('packages/grove/package.json', '{ "name": "grove", "exports": "./index.mjs" }\n');
    project.write('packages/grove/index.mjs', readFileSync(`${plugins}kumquat.js`, 'utf8'));
    symlinkSync('../packages/grove', join(project.folder, 'node_modules/grove'));
    commitAll(project.folder, 'Keep the package here');
    git(project.folder, 'branch', '-f', 'main');
    edit(project, 'packages/grove/index.mjs', /^/, "process.stderr.write('evil plugin');\n");
    const run = await project.seam(gate);
    expect(run.stderr).not.toMatch(/evil plugin/);
    expect(run.stdout).toMatch(/2 of 2 checked, no drift/);
  });
});

describe('a secret in a file', () => {
  async function withFile(): Promise<OdooProject> {
    const project = await odooProject();
    opened.push(project);
    project.write('.gitignore', 'secrets\n');
    project.write('secrets/key', 'canary-admin-key\n');
    edit(project, 'seam.yaml', '${KUMQUAT_KEY}', '${file:secrets/key}');
    expect((await project.seam(['snapshot'])).code).toBe(0);
    branch(project.folder);
    return project;
  }

  test('that the job has put there is used', async () => {
    const project = await withFile();
    const run = await project.seam(gate);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
  });

  test('that the change brings in its place is not', async () => {
    const project = await withFile();
    rmSync(join(project.folder, 'secrets'), { recursive: true });
    project.write('other/key', 'canary-admin-key\n');
    rmSync(join(project.folder, '.gitignore'));
    symlinkSync('other', join(project.folder, 'secrets'));
    commitAll(project.folder, 'Link it');
    const run = await project.seam(gate);
    expect(words(run.stderr)).toMatch(/The file "secrets\/key" does not exist/);
    expect(run.code).toBe(2);
  });
});

describe('what a change stops checking is said first', () => {
  const policy = 'rules:\n  - { rule: max-length-lowered, verdict: breaking }\n';

  test.each<[what: string, harm: (project: OdooProject) => void, lost: readonly string[]]>([
    ['nothing', () => undefined, []],
    [
      'a contract',
      ({ folder }) => rmSync(join(folder, 'contracts/erp/kumquat.crate.json')),
      ['contract-removed erp/kumquat.crate'],
    ],
    [
      'a field of a contract',
      (project) => {
        const contract = JSON.parse(project.read('contracts/erp/kumquat.order.json'));
        contract.properties.grade = undefined;
        contract.required = contract.required.filter((name: string) => name !== 'grade');
        project.write('contracts/erp/kumquat.order.json', `${JSON.stringify(contract, null, 2)}\n`);
        edit(project, 'seam.yaml', 'name, grade, code', 'name, code');
      },
      ['use-narrowed erp/kumquat.order', 'contract-loosened erp/kumquat.order/grade'],
    ],
    [
      'the length of a field',
      (project) =>
        edit(project, 'contracts/erp/kumquat.order.json', /("code": \{[^}]*"maxLength": )\d+/, '$1999'),
      ['contract-loosened erp/kumquat.order/code'],
    ],
    [
      'what the contract knows of a facet',
      (project) => edit(project, 'contracts/erp/kumquat.order.json', /"maxLength",\s*/, ''),
      ['contract-loosened erp/kumquat.order'],
    ],
    [
      'a use',
      (project) => edit(project, 'seam.yaml', 'direction: both', 'direction: read'),
      ['use-removed erp/kumquat.order'],
    ],
    [
      'a used field',
      (project) => edit(project, 'seam.yaml', 'name, grade, code', 'name, code'),
      ['use-narrowed erp/kumquat.order'],
    ],
    [
      'a seam',
      (project) => edit(project, 'seam.yaml', 'juice-press:', 'juice:'),
      ['seam-removed juice-press'],
    ],
    [
      'all but one field of a contract that no seam named',
      (project) =>
        edit(
          project,
          'seam.yaml',
          /$/,
          '  decoy:\n    uses: [{ contract: erp/kumquat.crate, direction: read, fields: [id] }]\n',
        ),
      ['use-instead-of-all erp/kumquat.crate'],
    ],
    [
      'all but what a path leads to of a contract that no seam named',
      (project) => edit(project, 'seam.yaml', '"grower_id"', '"grower_id", "grower_id.name"'),
      ['use-instead-of-all erp/kumquat.grower'],
    ],
    [
      'an entity',
      (project) => edit(project, 'seam.yaml', '["kumquat.*"]', '["kumquat.*", "!kumquat.crate"]'),
      ['entity-unselected erp/kumquat.crate'],
    ],
    [
      'the new fields of an entity',
      (project) =>
        edit(
          project,
          'seam.yaml',
          '["kumquat.*"]',
          '["kumquat.*", "!kumquat.order", { name: kumquat.order, fields: [name, "grade*", code, grower_id] }]',
        ),
      ['fields-unselected erp/kumquat.order'],
    ],
    [
      'the verdict of a rule',
      (project) => edit(project, 'seam.yaml', /$/, 'rules:\n  - { rule: field-removed, verdict: info }\n'),
      ['rule-lowered *'],
    ],
    [
      'the exit code of warnings',
      (project) => edit(project, 'seam.yaml', /^/, 'failOn: breaking\n'),
      ['fail-on-lowered failOn'],
    ],
    [
      'the term of waivers',
      (project) => edit(project, 'seam.yaml', /^/, 'maxWaiverDays: 9999\n'),
      ['waivers-longer maxWaiverDays'],
    ],
    [
      'a waived finding',
      (project) =>
        project.write(
          'seam.waivers.yaml',
          `waivers:\n  - { path: "*", reason: trust me, until: ${new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)} }\n`,
        ),
      ['waiver-added *'],
    ],
    [
      'the folder of contracts',
      (project) => {
        git(project.folder, 'mv', 'contracts', 'elsewhere');
        edit(project, 'seam.yaml', /^/, 'contracts: elsewhere\n');
      },
      ['contracts-moved contracts'],
    ],
    [
      'who took the contracts',
      (project) => edit(project, 'contracts/erp/_source.json', '"account": "admin"', '"account": "somebody"'),
      ['account-changed erp'],
    ],
    [
      'contracts behind a link',
      (project) => {
        git(project.folder, 'mv', 'contracts', 'elsewhere');
        rmSync(join(project.folder, 'elsewhere/erp/kumquat.crate.json'));
        symlinkSync('elsewhere', join(project.folder, 'contracts'));
      },
      ['contract-removed erp/kumquat.crate'],
    ],
    [
      'a source',
      (project) => {
        edit(project, 'seam.yaml', '  erp:\n', '  shop:\n');
        edit(project, 'seam.yaml', 'erp/kumquat.order', 'shop/kumquat.order');
        git(project.folder, 'mv', 'contracts/erp', 'contracts/shop');
      },
      ['source-removed erp'],
    ],
  ])('%s', async (_what, harm, expected) => {
    const project = await onMain();
    harm(project);
    const run: Run = await project.seam([
      ...gate,
      '--protect',
      '--format',
      'pretty',
      '--format',
      'json=r.json',
    ]);
    const report: Report = JSON.parse(project.read('r.json'));
    expect(lost(report)).toEqual(expect.arrayContaining([...expected]));
    if (expected.length === 0) expect(lost(report)).toEqual([]);
    if (expected.length === 0) {
      expect(run.stdout).not.toMatch(/This change/);
      expect(run.code).toBe(0);
      return;
    }
    expect(run.stdout).toMatch(/^✖ This change stops checking \d+ things?/);
    expect(run.stdout).toMatch(/no longer checked/);
    expect(run.code).toBe(1);
  });

  test('also a line of policy that made something more severe, and the order of two lines', async () => {
    const project = await onMain({}, { more: policy });
    edit(project, 'seam.yaml', policy, '');
    expect(lost(await told(project))).toEqual(['rule-dropped *']);
    edit(
      project,
      'seam.yaml',
      /$/,
      'rules:\n  - { rule: field-removed, verdict: info }\n  - { rule: field-removed, verdict: breaking }\n',
    );
    commitAll(project.folder, 'Two lines');
    git(project.folder, 'branch', '-f', 'main');
    edit(project, 'seam.yaml', /( +- \{ rule: field-removed, verdict: info \}\n)( +- .*\n)/, '$2$1');
    expect(lost(await told(project))).toEqual(['rules-reordered rules']);
  });

  test('and a system under test that is held against other contracts', async () => {
    const project = await onMain();
    const twin = `  twin:\n    connector: odoo\n    url: ${project.erp.url}\n    database: kumquats\n    auth: { user: admin, apiKey: "\${KUMQUAT_KEY}" }\n`;
    edit(project, 'seam.yaml', 'sources:\n', `sources:\n${twin}    entities: [kumquat.crate]\n`);
    await project.seam(['snapshot', 'twin']);
    commitAll(project.folder, 'A twin');
    git(project.folder, 'branch', '-f', 'main');
    edit(project, 'seam.yaml', 'entities: [kumquat.crate]', 'contractsOf: erp');
    expect(lost(await told(project))).toEqual(
      expect.arrayContaining(['contracts-of-changed twin', 'contract-removed twin/kumquat.crate']),
    );
  });

  test('in every format, and fails only where the check is protected', async () => {
    const project = await onMain();
    rmSync(join(project.folder, 'contracts/erp/kumquat.crate.json'));
    const formats = ['json', 'markdown', 'html', 'junit', 'sarif', 'github', 'gitlab', 'teamcity', 'tap'];
    const files = formats.flatMap((format) => ['--format', `${format}=r/${format}`]);
    project.write('r/.gitkeep', '');
    const run = await project.seam([...gate, '--format', 'pretty', ...files]);
    for (const text of [run.stdout, ...formats.map((format) => project.read(`r/${format}`))]) {
      expect(text).toMatch(/contract-removed|This change stops checking/);
      expect(text).toMatch(/kumquat(?:\.|&#46;|\\\.)crate/);
    }
    expect(run.code).toBe(0);
  });

  test('and a moved address fails a protected check too, which would move the gate when it is merged', async () => {
    const project = await onMain();
    edit(project, 'seam.yaml', /database: .*/, 'database: other');
    const run = await project.seam([...gate, '--protect']);
    expect(words(run.stdout)).toMatch(/alters how sources are reached.*sources\.erp\.database/);
    expect(run.code).toBe(1);
  });

  test('a drift that the change accepts does not hide it', async () => {
    const project = await onMain();
    project.erp.drift(fieldRemoved('kumquat.order', 'grade'));
    edit(project, 'seam.yaml', 'name, grade, code', 'name, code');
    commitAll(project.folder, 'Forget it');
    expect((await project.seam(['accept', 'field-removed'])).stderr).toBe('');
    const run = await project.seam(gate);
    expect(words(run.stdout)).toMatch(
      /^! This change stops checking.*grade: its contract agrees to field-removed, which was breaking/,
    );
    expect(run.code).toBe(0);
  });

  test('--protect needs something to hold the change against', async () => {
    const project = await onMain();
    const run = await project.seam(['check', '--protect']);
    expect(words(run.stderr)).toMatch(/Add --config-ref/);
    expect(run.code).toBe(2);
  });

  test('a project that the base does not have yet is named, and not green', async () => {
    const project = await odooProject();
    opened.push(project);
    await project.seam(['snapshot']);
    writeFileSync(join(project.folder, '.gitignore'), 'seam.yaml\ncontracts\n');
    branch(project.folder);
    const run = await project.seam(gate);
    expect(words(run.stdout)).toMatch(/This change brings sources that main does not have.*sources\.erp/);
    expect(run.code).toBe(3);
  });
});

describe('SEAM_ALLOWED_HOSTS', () => {
  const run = async (project: OdooProject, hosts: string) =>
    project.seam(['check'], { env: { SEAM_ALLOWED_HOSTS: hosts } });

  test.each<[hosts: string, code: number]>([
    ['127.0.0.1', 0],
    ['erp.example.com, 127.0.0.1', 0],
    ['PORT', 0],
    ['127.0.0.1:1', 2],
    ['*.example.com', 2],
    ['', 2],
    ['*.127.0.0.1', 2],
  ])('%s: exit %i', async (hosts, code) => {
    const project = await onMain();
    const { host } = new URL(project.erp.url);
    const done = await run(project, hosts === 'PORT' ? host : hosts);
    if (code !== 0) expect(done.stderr).toMatch(/host-not-allowed/);
    expect(done.code).toBe(code);
  });

  test.each(['https://erp.example.com', 'erp.example.com/path', '*', 'a*b', 'user@erp'])(
    'that has %s is no list',
    async (hosts) => {
      const project = await onMain();
      const done = await run(project, hosts);
      expect(words(done.stderr)).toMatch(/is no host/);
      expect(done.code).toBe(2);
    },
  );

  test('holds for the proxy and for whatever address an option names', async () => {
    const project = await onMain();
    const evil = await evilServer();
    edit(
      project,
      'seam.yaml',
      /( +)database/,
      `$1proxy: ${evil.url.replace('127.0.0.1', 'localhost')}\n$1database`,
    );
    const done = await run(project, '127.0.0.1');
    expect(words(done.stderr)).toMatch(/sources\.erp\.proxy leads to localhost:\d+/);
    expect(evil.asked()).toBe(0);
    expect(done.code).toBe(2);
  });
});
