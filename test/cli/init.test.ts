import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import type { OdooSettings } from '../../src/demo/odoo/server.ts';
import { fixtureSite, manager, startTestFrappe } from '../erp/frappe.ts';
import { admin, fixtureModels, forbidding, startTestOdoo } from '../erp/odoo.ts';
import { canary, makeProject, type Project, type RunOptions, words } from './project.ts';

/** An Odoo, and an empty folder. `init` gives the flags that log in. */
async function emptyFolder(settings: Partial<OdooSettings> = {}) {
  const erp = await startTestOdoo(fixtureModels('17.0'), settings);
  const project = makeProject();
  onTestFinished(async () => {
    project.remove();
    await erp.close();
  });
  const login = [
    ...['--connector', 'odoo', '--url', erp.url, '--option', `database=${erp.database}`],
    ...['--option', `auth.user=${admin.login}`, '--secret', 'auth.apiKey=KUMQUAT_KEY'],
  ];
  const seam = (args: readonly string[], options: RunOptions = {}) =>
    project.seam(args, { ...options, env: { KUMQUAT_KEY: admin.secret, ...options.env } });
  return {
    ...project,
    erp,
    login,
    seam,
    init: (...args: readonly string[]) => seam(['init', ...login, ...args]),
  };
}

/** The `$schema` of the line that editors read. */
function schemaLine(project: Project): string {
  const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(project.read('seam.yaml')) ?? [];
  return path;
}

function expectNoSecret(project: Project, output: string): void {
  expect(output).not.toMatch(canary);
  for (const file of project.files()) expect(project.read(file), file).not.toMatch(canary);
}

describe('seam init by flags, in an empty folder', () => {
  test('writes seam.yaml, contracts and the workflow, and ends green', async () => {
    const made = await emptyFolder();
    const run = await made.init(
      ...['--entities', 'kumquat.order', 'kumquat.g*', '--ci', 'github'],
      ...['--seam', 'juice-press', '--owner', 'team-press', '--direction', 'both'],
      ...['--fields', 'kumquat.order=name,grade,grower_id'],
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/2 of 2 checked, no drift/);
    expect(run.stdout).toMatch(/1\. gh secret set KUMQUAT_KEY/);
    expect(made.files()).toEqual([
      '.github/workflows/seam.yml',
      '.seam/seam.schema.json',
      'contracts/erp/_source.json',
      'contracts/erp/kumquat.grower.json',
      'contracts/erp/kumquat.order.json',
      'seam.yaml',
    ]);
    expect(parse(made.read('seam.yaml'))).toEqual({
      sources: {
        erp: {
          connector: 'odoo',
          url: made.erp.url,
          database: made.erp.database,
          auth: { user: admin.login, apiKey: '${KUMQUAT_KEY}' },
          entities: ['kumquat.order', 'kumquat.g*'],
        },
      },
      seams: {
        'juice-press': {
          owner: 'team-press',
          uses: [
            { contract: 'erp/kumquat.order', direction: 'both', fields: ['name', 'grade', 'grower_id'] },
            { contract: 'erp/kumquat.grower', direction: 'both' },
          ],
        },
      },
    });
    expectNoSecret(made, run.stdout);
    const again = await made.seam(['check']);
    expect(again.code).toBe(0);
  });

  test('the editor finds the schema, and it takes what was written', async () => {
    const made = await emptyFolder();
    await made.init('--entities', 'kumquat.order');
    const file = join(made.folder, schemaLine(made));
    expect(existsSync(file)).toBe(true);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const config = parse(made.read('seam.yaml'));
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ sources: { erp: { ...config.sources.erp, conector: 'x' } } })).toBe(false);
  });

  test('where the package is installed, the schema is its own', async () => {
    const made = await emptyFolder();
    made.write('node_modules/erp-seam/schema/seam.schema.json', '{}');
    await made.init('--entities', 'kumquat.order');
    expect(schemaLine(made)).toBe('./node_modules/erp-seam/schema/seam.schema.json');
    expect(made.files()).not.toContain('.seam/seam.schema.json');
  });

  test('finds entities and fields in the code of the integration', async () => {
    const made = await emptyFolder();
    made.write('src/press.py', `env['kumquat.order'].search_read([], ['grade', "grower_id"])\n`);
    const run = await made.init('--code', 'src', '--seam', 'juice-press', '--direction', 'read');
    expect(run.code).toBe(0);
    const { sources, seams } = parse(made.read('seam.yaml'));
    expect(sources.erp.entities).toEqual(['kumquat.order']);
    expect(seams['juice-press'].uses).toEqual([
      { contract: 'erp/kumquat.order', direction: 'read', fields: ['grade', 'grower_id'] },
    ]);
  });

  test('code that creates uses also what the entity demands', async () => {
    const made = await emptyFolder();
    made.write('src/press.py', `env['kumquat.order'].create({'grade': 'a'})\n`);
    const run = await made.init('--code', 'src', '--seam', 'juice-press', '--direction', 'write');
    expect(run.code).toBe(0);
    const { seams } = parse(made.read('seam.yaml'));
    expect(seams['juice-press'].uses[0].fields).toEqual(['grade', 'grower_id']);
  });

  test('what a glob finds and the account may not read is left out, and said', async () => {
    const made = await emptyFolder({ instead: forbidding('kumquat.crate') });
    const run = await made.init('--entities', 'kumquat.*');
    expect(run.stdout).toMatch(/\? kumquat\.crate {2}left out: /);
    expect(parse(made.read('seam.yaml')).sources.erp.entities).toEqual(['kumquat.*', '!kumquat.crate']);
    expect(run.code).toBe(0);
    const named = await made.init('--force', '--entities', 'kumquat.crate');
    expect(named).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('seam init for other connectors asks by their own schema', () => {
  test('Frappe: a key and its secret', async () => {
    const erp = await startTestFrappe(fixtureSite('15'));
    const project = makeProject();
    onTestFinished(async () => {
      project.remove();
      await erp.close();
    });
    const env = { KEY: manager.apiKey, SECRET: manager.apiSecret };
    const flags = ['--connector', 'frappe', '--url', erp.url, '--entities', 'Kumquat Order'];
    const half = await project.seam(['init', ...flags, '--secret', 'auth.apiKey=KEY'], { env });
    expect(words(half.stderr)).toContain('Add --secret auth.apiSecret=VARIABLE.');
    expect(half.code).toBe(2);
    const run = await project.seam(
      ['init', ...flags, '--secret', 'auth.apiKey=KEY', '--secret', 'auth.apiSecret=SECRET'],
      { env },
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expectNoSecret(project, run.stdout);
  });

  test('CSV: a file, and no login', async () => {
    const project = makeProject();
    onTestFinished(project.remove);
    project.write('data/kumquats.csv', 'grade,price\n1,2\n');
    const run = await project.seam(['init', '--connector', 'csv', '--file', 'data', '--entities', '*']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(project.files()).toContain('contracts/erp/kumquats.json');
  });
});

describe('seam init without a terminal', () => {
  const flags = ['--connector', 'odoo', '--url', 'http://127.0.0.1:9'];
  const login = [...flags, '--option', 'auth.user=k', '--secret', 'auth.apiKey=KUMQUAT_KEY'];

  test.each<[what: string, args: readonly string[], says: RegExp]>([
    ['no connector', [], /--connector odoo/],
    ['a connector that is none', ['--connector', 'odo'], /did you mean "odoo"/],
    ['no address', ['--connector', 'odoo'], /--url https/],
    [
      'no login',
      flags,
      /--option auth\.user=VALUE.*--secret auth\.apiKey=VARIABLE, or --secret auth\.password/,
    ],
    ['no entities', login, /--entities .* --code FOLDER/],
    ['an address and a file', [...login, '--file', 'x'], /not both/],
    ['a file for a server', ['--connector', 'odoo', '--file', 'x'], /--url/],
    ['a seam without a direction', [...login, '--entities', 'k', '--seam', 's'], /--direction read/],
    ['a direction without a seam', [...login, '--entities', 'k', '--direction', 'read'], /--seam NAME/],
    ['a direction that is none', ['--direction', 'reads'], /choices are read, create/],
    ['a CI system that is none', ['--ci', 'jenkins'], /choices are github, gitlab, none/],
    [
      'a credential on the command line',
      [...flags, '--option', 'auth.apiKey=canary-key-x'],
      /--secret auth\.apiKey=VARIABLE/,
    ],
    ['a variable that is none', [...flags, '--secret', 'auth.apiKey=canary-key-x'], /Write the name alone/],
    [
      'a variable that is not set',
      [...login, '--secret', 'auth.apiKey=QUINCE', '--entities', 'k'],
      /QUINCE is not set/,
    ],
    ['a key that is none', [...login, '--option', 'databse=k', '--entities', 'k'], /unknown key "databse"/],
    ['an option without a value', ['--option', 'database'], /key=value/],
    ['fields without an entity', ['--fields', 'name,ref'], /entity=field/],
    ['a folder of code that is not there', [...login, '--code', 'nowhere'], /folder nowhere cannot be read/],
  ])('%s is told with its flag, exits 2, and writes nothing', async (_what, args, says) => {
    const project = makeProject();
    onTestFinished(project.remove);
    const run = await project.seam(['init', ...args], { env: { KUMQUAT_KEY: 'k' } });
    expect(words(run.stderr)).toMatch(says);
    expect(run.stderr).not.toMatch(canary);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(project.files()).toEqual([]);
  });

  test.each<[what: string, args: readonly string[], says: RegExp]>([
    [
      'an entity that is none',
      ['--entities', 'kumquat.ordr'],
      /no entity "kumquat\.ordr".*Did you mean "kumquat\.order"\?/,
    ],
    [
      'a glob that finds nothing',
      ['--entities', 'kumquat.order', 'quince.*'],
      /"quince\.\*" fits none of the 5 entities/,
    ],
    [
      'a field that is none',
      ['--entities', 'kumquat.order', '--seam', 's', '--direction', 'read', '--fields', 'kumquat.order=grad'],
      /grad.*did you mean "grade"\?/i,
    ],
    [
      'fields of another entity',
      ['--entities', 'kumquat.order', '--seam', 's', '--direction', 'read', '--fields', 'kumquat.crate=name'],
      /--fields names kumquat\.crate, which is not contracted/,
    ],
  ])('%s is told by what the ERP has, exits 2, and writes nothing', async (_what, args, says) => {
    const made = await emptyFolder();
    const run = await made.init(...args);
    expect(words(run.stderr)).toMatch(says);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(made.files()).toEqual([]);
  });

  test('a login that the ERP refuses is one sentence, exits 3, and writes nothing', async () => {
    const made = await emptyFolder();
    const run = await made.seam(['init', ...made.login, '--entities', 'kumquat.order'], {
      env: { KUMQUAT_KEY: 'wrong' },
    });
    expect(run.stderr).toMatch(/source-unauthorised/);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(made.files()).toEqual([]);
  });

  test('what is here already stays, unless --force says so', async () => {
    const made = await emptyFolder();
    const before = 'sources:\n  erp: { connector: csv, file: data, entities: ["*"] }\nfailOn: breaking\n';
    made.write('seam.yaml', before);
    made.write('.github/workflows/seam.yml', 'name: mine\n');
    made.write('contracts/erp/mine.txt', 'mine\n');
    const run = await made.init('--entities', 'kumquat.order', '--ci', 'github');
    expect(words(run.stderr)).toMatch(
      /erp in seam\.yaml, contracts\/erp, \.github\/workflows\/seam\.yml are here already\. → Replace .* --force/,
    );
    expect(run.code).toBe(2);
    expect(made.read('seam.yaml')).toBe(before);
    expect(made.read('.github/workflows/seam.yml')).toBe('name: mine\n');
    const forced = await made.init('--entities', 'kumquat.order', '--ci', 'github', '--force');
    expect(forced.stderr).toBe('');
    const config = parse(made.read('seam.yaml'));
    expect(config).toMatchObject({ sources: { erp: { connector: 'odoo' } }, failOn: 'breaking' });
    expect(made.read('.github/workflows/seam.yml')).toContain('KUMQUAT_KEY');
  });

  test('interrupted, it leaves nothing behind', async () => {
    let tell = () => {};
    const asked = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const made = await emptyFolder({
      instead: (_, __, call) => {
        if (call?.method !== 'fields_get') return false;
        tell();
        return true;
      },
    });
    const run = await made.seam(['init', ...made.login, '--entities', 'kumquat.order'], {
      started: (child) => asked.then(() => child.kill('SIGINT')),
    });
    expect(run.code).toBe(130);
    expect(made.files()).toEqual([]);
  });

  test('a file that cannot be put in its place takes back the others', async () => {
    const made = await emptyFolder();
    made.write('contracts', 'a file where the folder should be\n');
    const run = await made.init('--entities', 'kumquat.order', '--ci', 'gitlab');
    expect(run.code).not.toBe(0);
    expect(made.files()).toEqual(['contracts']);
  });
});

describe('seam init where there is a seam.yaml', () => {
  const csv = ['--connector', 'csv', '--file', 'data', '--source', 'lists', '--entities', '*'];

  /** A project with one source and one seam, and what its seam.yaml says. */
  async function begun(settings: Partial<OdooSettings> = {}) {
    const made = await emptyFolder(settings);
    made.write('data/kumquats.csv', 'grade,price\n1,2\n');
    const press = ['--seam', 'juice-press', '--owner', 'team-press', '--direction', 'read'];
    await made.init('--entities', 'kumquat.order', '--ci', 'github', ...press);
    return { ...made, before: made.read('seam.yaml') };
  }

  test('adds a source, and leaves everything else as it is', async () => {
    const made = await begun();
    const [first = '', ...rest] = made.before.split('seams:');
    const order = made.read('contracts/erp/kumquat.order.json');
    const run = await made.seam(['init', ...csv]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/1 of 1 checked, no drift/);
    const own = '  lists:\n    connector: csv\n    file: data\n    entities: [ "*" ]\n';
    expect(made.read('seam.yaml')).toBe([first + own, ...rest].join('seams:'));
    expect(made.read('contracts/erp/kumquat.order.json')).toBe(order);
    const all = await made.seam(['check']);
    expect(all).toMatchObject({ code: 0 });
    expect(all.stdout).toMatch(/2 of 2 checked, no drift/);
  });

  test('a seam that is there uses the new source, too', async () => {
    const made = await begun();
    const seam = ['--seam', 'juice-press', '--direction', 'read'];
    const owned = await made.seam(['init', ...csv, ...seam, '--owner', 'team-lists']);
    expect(words(owned.stderr)).toMatch(/The seam juice-press is in seam\.yaml already, .* Leave --owner/);
    expect(owned.code).toBe(2);
    expect(await made.seam(['init', ...csv, ...seam])).toMatchObject({ code: 0, stderr: '' });
    expect(parse(made.read('seam.yaml')).seams).toEqual({
      'juice-press': {
        owner: 'team-press',
        uses: [
          { contract: 'erp/kumquat.order', direction: 'read' },
          { contract: 'lists/kumquats', direction: 'read' },
        ],
      },
    });
  });

  test('a pipeline that is there is told what it lacks, and written anew with all of it by --force', async () => {
    const made = await begun();
    const login = made.login.map((flag) => flag.replace('KUMQUAT_KEY', 'OTHER_KEY'));
    const second = ['init', ...login, '--source', 'other', '--entities', 'kumquat.grower'];
    const env = { OTHER_KEY: admin.secret };
    const run = await made.seam(second, { env });
    expect(run.stdout).toContain('1. give OTHER_KEY to the check in .github/workflows/seam.yml');
    const forced = await made.seam([...second, '--ci', 'github', '--force'], { env });
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(made.read('.github/workflows/seam.yml')).toMatch(/ KUMQUAT_KEY: .*\n +OTHER_KEY: /);
  });

  test('contracts go where the others are', async () => {
    const made = await begun();
    made.write('seam.yaml', `contracts: agreed/schemas\n${made.before}`);
    expect((await made.seam(['snapshot'])).code).toBe(0);
    expect((await made.seam(['init', ...csv])).code).toBe(0);
    expect(made.files()).toContain('agreed/schemas/lists/kumquats.json');
    made.write('seam.yaml', `contracts: ../elsewhere\n${made.before}`);
    const outside = await made.seam(['init', ...csv]);
    expect(words(outside.stderr)).toMatch(/kept outside of this folder\. → Add the source .* by hand/);
    expect(outside.code).toBe(2);
  });

  test('one that is wrong is told as always, and stays', async () => {
    const made = await begun();
    made.write('seam.yaml', `${made.before}fialOn: breaking\n`);
    const run = await made.seam(['init', ...csv, '--force']);
    expect(run.stderr).toMatch(/fialOn/);
    expect(run.code).toBe(2);
    expect(made.read('seam.yaml')).toBe(`${made.before}fialOn: breaking\n`);
  });

  test('one that somebody changes meanwhile stays as they left it', async () => {
    let meanwhile = () => {};
    const instead: OdooSettings['instead'] = (_, __, call) => {
      if (call?.method === 'fields_get') meanwhile();
      return false;
    };
    const made = await begun({ instead });
    const changed = `${made.before}failOn: breaking\n`;
    meanwhile = () => made.write('seam.yaml', changed);
    const run = await made.init('--source', 'other', '--entities', 'kumquat.grower');
    expect(words(run.stderr)).toMatch(/seam\.yaml was changed meanwhile\. → Run it again\./);
    expect(run.code).toBe(2);
    expect(made.read('seam.yaml')).toBe(changed);
    expect(existsSync(join(made.folder, 'contracts/other'))).toBe(false);
  });
});

describe('the files of a CI system', () => {
  test('GitLab: a file of its own, included where there is no pipeline yet', async () => {
    const made = await emptyFolder();
    const run = await made.init('--entities', 'kumquat.order', '--ci', 'gitlab');
    expect(run.stdout).toMatch(/set KUMQUAT_KEY as a masked CI\/CD variable/);
    expect(parse(made.read('.gitlab-ci.yml'))).toEqual({ include: [{ local: '.gitlab/seam.yml' }] });
    const { seam } = parse(made.read('.gitlab/seam.yml'));
    expect(seam.script[0]).toMatch(/ erp-seam@\d+\.\d+\.\d+$/);
    expect(seam.script[1]).toMatch(/--protect --config-ref "\$CI_MERGE_REQUEST_DIFF_BASE_SHA"/);
    expect(seam.allow_failure).toEqual({ exit_codes: [3] });
  });

  test('GitLab: a pipeline that is there is left alone, and the line that it needs is said', async () => {
    const made = await emptyFolder();
    made.write('.gitlab-ci.yml', 'stages: [kumquat]\n');
    const run = await made.init('--entities', 'kumquat.order', '--ci', 'gitlab');
    expect(made.read('.gitlab-ci.yml')).toBe('stages: [kumquat]\n');
    expect(words(run.stdout)).toContain('1. add to .gitlab-ci.yml: include: [{ local: .gitlab/seam.yml }]');
  });

  test('GitHub: the secret comes from the repository, and reads no more than the code', async () => {
    const made = await emptyFolder();
    await made.init('--entities', 'kumquat.order', '--ci', 'github');
    const workflow = parse(made.read('.github/workflows/seam.yml'));
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const check = workflow.jobs.check.steps.at(-1);
    expect(check.run).toContain('${BASE:+--protect --config-ref "$BASE"}');
    expect(check.env).toEqual({
      BASE: '${{ github.event.pull_request.base.sha }}',
      KUMQUAT_KEY: '${{ secrets.KUMQUAT_KEY }}',
    });
    expect(made.read('.github/workflows/seam.yml')).not.toMatch(/__\w+__/);
  });
});
