import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test } from 'vitest';
import {
  fieldAdded,
  fieldChanged,
  fieldRemoved,
  fieldRenamed,
  modelRemoved,
} from '../../src/demo/odoo/changes.ts';
import type { Report } from '../../src/model/report.ts';
import { admin, fixtureModels, reader } from '../erp/odoo.ts';
import { commitAll } from './git.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { canary, words } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

/** A project whose contracts are taken. */
async function contracted(...given: Parameters<typeof odooProject>): Promise<OdooProject> {
  const made = await odooProject(...given);
  opened.push(made);
  const taken = await made.seam(['snapshot']);
  expect(taken.stderr + taken.stdout).toMatch(/Wrote \d+ files/);
  return made;
}

async function jsonReport(project: OdooProject, ...args: readonly string[]) {
  const { code, stdout } = await project.seam(['check', ...args, '--format', 'json']);
  const report: Report = JSON.parse(stdout);
  return { code, report };
}

/** `verdict rule entity field` of what is not silent and not of the law's `info`. */
function told({ findings }: Report): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict !== 'info')
    .map(({ verdict, rule, path }) => [verdict, rule, path.entity, path.field].filter(Boolean).join(' '));
}

describe('seam check', () => {
  test('over an unchanged ERP is calm and exits 0', async () => {
    const project = await contracted();
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(
      /^erp · Odoo 17\.0 · 5 contracts clean\n5 of 5 checked, no drift \(\d+\.\d s\)\n$/,
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test('names each field that changed, whom it breaks, and exits 1', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    project.erp.drift(
      fieldAdded('kumquat.order', {
        name: 'channel',
        type: 'char',
        label: 'Channel',
        with: { required: true },
      }),
    );
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(/✖ kumquat\.order {2}code +field-removed\n/);
    expect(run.stdout).toMatch(/✖ kumquat\.order {2}channel +mandatory-field-added\n/);
    expect(run.stdout).toMatch(/breaks +juice-press \(reads, creates, updates\) · team-press\n/);
    expect(run.stdout).toMatch(/seam accept [0-9a-f]{6,} --reason '…'\n/);
    expect(run.stdout).toMatch(/2 breaking → exit 1\n$/);
    expect(run.code).toBe(1);
  });

  test('is green again after the next snapshot', async () => {
    const project = await contracted();
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
    expect((await project.seam(['check'])).code).toBe(1);
    await project.seam(['snapshot', 'erp', 'kumquat.order']);
    expect((await project.seam(['check'])).code).toBe(0);
  });

  test('calls a field that no seam uses info, and what concerns whole documents not', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'memo'));
    const { code, report } = await jsonReport(project);
    expect(code).toBe(0);
    expect(told(report)).toEqual([]);
    expect(report.findings).toMatchObject([
      { rule: 'field-removed', path: { field: 'memo' }, verdict: 'info' },
    ]);
  });

  test('judges a contract that no seam names in every direction', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.crate', 'price'));
    const { code, report } = await jsonReport(project);
    expect(code).toBe(1);
    expect(told(report)).toEqual(['breaking field-removed kumquat.crate price']);
  });

  test('keeps quiet about labels, and counts them', async () => {
    const project = await contracted();
    project.erp.drift(fieldChanged('kumquat.order', 'code', { string: 'Other Label' }));
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(/· 1 change of labels or layout +seam check --all\n/);
    expect(run.code).toBe(0);
    expect((await project.seam(['check', '--all'])).stdout).toMatch(/label-changed/);
  });

  test('tells a renamed field of the same database as one finding', async () => {
    const project = await contracted();
    project.erp.drift(fieldRenamed('kumquat.order', 'code', 'short_code'));
    const { report } = await jsonReport(project);
    expect(told(report)).toEqual(['breaking field-renamed kumquat.order code']);
  });

  test('takes an entity that the ERP no longer lists for drift', async () => {
    const project = await contracted();
    project.erp.drift(modelRemoved('kumquat.order'));
    const { code, report } = await jsonReport(project);
    expect(code).toBe(1);
    expect(told(report)).toContain('breaking entity-removed kumquat.order');
  });

  test('takes what this account cannot see for hidden, not for gone', async () => {
    const project = await contracted();
    project.erp.drift((models) => models.map((model) => ({ ...model, restricted: ['grade'] })));
    const text = project.read('seam.yaml').replace(admin.login, reader.login);
    project.write('seam.yaml', text);
    const { stdout } = await project.seam(['check', '--format', 'json'], {
      env: { KUMQUAT_KEY: reader.secret },
    });
    const report: Report = JSON.parse(stdout);
    expect(told(report)).toContain('warning field-removed-or-hidden kumquat.order grade');
    expect(told(report).filter((line) => line.startsWith('breaking'))).toEqual([]);
  });

  test('reads a removal a second time, and believes the second reading', async () => {
    let readings = 0;
    const project = await contracted({
      instead(_request, _response, call) {
        const attributes = call?.named['attributes'];
        const whole = Array.isArray(attributes) && attributes.length > 1;
        if (call?.model === 'kumquat.order' && call.method === 'fields_get' && whole) readings += 1;
        // The first reading is the snapshot's.
        if (readings === 3) project.erp.drift(() => fixtureModels('17.0'));
        return false;
      },
    });
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    expect((await project.seam(['check'])).code).toBe(0);
    expect(readings).toBe(3);
  });

  test('with --no-confirm believes the first reading', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const before = project.erp.calls.length;
    expect((await project.seam(['check', '--no-confirm'])).code).toBe(1);
    const asked = project.erp.calls.slice(before).filter(({ method }) => method === 'fields_get').length;
    expect(asked).toBeLessThanOrEqual(7);
  });

  test.each([
    ['breaking', 0],
    ['warning', 1],
    ['info', 1],
  ])('with --fail-on %s exits %i over a warning', async (failOn, code) => {
    const project = await contracted();
    project.erp.drift(fieldChanged('kumquat.order', 'grade', { depends: ['name'], store: false }));
    const run = await project.seam(['check', '--fail-on', failOn]);
    expect(run.code, run.stdout).toBe(code);
  });

  test('checks the one entity that is named', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const run = await project.seam(['check', 'erp', 'kumquat.grower']);
    expect(run.stdout).toMatch(/1 of 1 checked, no drift/);
    expect(run.code).toBe(0);
  });

  test('holds the ERP against the contracts of a git ref', async () => {
    const project = await contracted();
    commitAll(project.folder, 'Take the contracts');
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
    await project.seam(['snapshot']);
    expect((await project.seam(['check'])).code).toBe(0);
    const run = await project.seam(['check', '--ref', 'HEAD']);
    expect(run.stdout).toMatch(/kumquat\.order {2}code +max-length-lowered/);
    expect(run.code).toBe(1);
  });

  test('writes one of several reports to stdout and the others to files', async () => {
    const project = await contracted();
    const run = await project.seam(['check', '--format', 'pretty', '--format', 'json=report.json']);
    expect(run.stdout).toMatch(/no drift/);
    expect(JSON.parse(project.read('report.json'))).toMatchObject({ command: 'check', exit: { code: 0 } });
  });

  test('says where the contract stands, and who agreed to the line', async () => {
    const project = await contracted();
    commitAll(project.folder, 'Take the contracts');
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
    const { report } = await jsonReport(project);
    const [finding] = report.findings;
    const { file = '', line = 0 } = finding?.at ?? {};
    expect(file).toBe('contracts/erp/kumquat.order.json');
    expect(project.read(file).split('\n')[line - 1]).toBe('    "code": {');
    expect(finding?.agreed).toMatchObject({
      author: 'Kumquat',
      commit: expect.stringMatching(/^[\da-f]{40}$/),
    });
    expect(report.coverage[0]?.at).toEqual({ file: 'contracts/erp/kumquat.crate.json', line: 1 });
  });

  test('shows a document that proves the direction that breaks', async () => {
    const project = await contracted();
    project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 24 }));
    const { report } = await jsonReport(project);
    expect(report.findings[0]?.proof).toMatchObject({ kind: 'witness', direction: 'read' });
  });

  test('writes JSON that its published schema allows', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const { report } = await jsonReport(project);
    const schema = JSON.parse(
      readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  test('names entities that the selectors find and that have no contract', async () => {
    const project = await contracted({}, { entities: '[kumquat.order, kumquat.grower]' });
    project.write(
      'seam.yaml',
      project.read('seam.yaml').replace('[kumquat.order, kumquat.grower]', '["kumquat.*"]'),
    );
    const run = await project.seam(['check']);
    expect(words(run.stdout)).toMatch(
      /3 entities without a contract: kumquat\.crate, kumquat\.species, kumquat\.variant/,
    );
    expect(run.code).toBe(0);
  });

  test('warns of contracts that nothing watches', async () => {
    const project = await contracted();
    project.write(
      'seam.yaml',
      project.read('seam.yaml').replace('["kumquat.*"]', '["kumquat.*", "!kumquat.crate"]'),
    );
    project.write('contracts/erp-old/kumquat.order.json', project.read('contracts/erp/kumquat.order.json'));
    const { code, report } = await jsonReport(project);
    expect([...told(report)].sort()).toEqual([
      'warning contract-not-selected kumquat.crate',
      'warning contract-without-source *',
    ]);
    expect(code).toBe(1);
  });

  test('holds another source against the same contracts', async () => {
    const project = await contracted();
    const uat = await odooProject();
    opened.push(uat);
    uat.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const source = `  erp-uat: { connector: odoo, url: "${uat.erp.url}", database: ${uat.erp.database}, auth: { user: ${admin.login}, apiKey: "\${KUMQUAT_KEY}" }, contractsOf: erp }\n`;
    project.write('seam.yaml', project.read('seam.yaml').replace('seams:', `${source}seams:`));
    const { code, report } = await jsonReport(project);
    expect(code).toBe(1);
    expect(report.findings.map(({ path }) => path)).toEqual([
      { source: 'erp-uat', entity: 'kumquat.order', field: 'code' },
    ]);
    const run = await project.seam(['snapshot', 'erp-uat']);
    expect(run.stderr).toMatch(/erp-uat is held against the contracts of erp/);
    expect(run.code).toBe(2);
  });

  test('follows the policy of seam.yaml, and says so', async () => {
    const project = await contracted();
    project.write(
      'seam.yaml',
      `${project.read('seam.yaml')}rules:\n  - { rule: field-removed, verdict: info, path: "erp/*/code" }\n`,
    );
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const { code, report } = await jsonReport(project);
    expect(code).toBe(0);
    expect(report.findings[0]?.judgements[0]).toMatchObject({
      verdict: 'info',
      changedFrom: { verdict: 'breaking', by: 'policy' },
    });
  });

  test('is coloured only where that is wanted', async () => {
    const project = await contracted();
    const plain = await project.seam(['check']);
    const forced = await project.seam(['check'], { env: { FORCE_COLOR: '1' } });
    const refused = await project.seam(['check'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    const code = '\u001b[';
    expect([plain, forced, refused].map(({ stdout }) => stdout.includes(code))).toEqual([false, true, false]);
    const without = stripVTControlCharacters(forced.stdout).replace(/\(\d+\.\d s\)/, '');
    expect(without).toBe(plain.stdout.replace(/\(\d+\.\d s\)/, ''));
  });

  test('tells no secret', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const { stdout, stderr } = await project.seam([
      'check',
      '--all',
      '--format',
      'json=report.json',
      '--format',
      'pretty',
    ]);
    expect(stdout + stderr + project.read('report.json')).not.toMatch(canary);
  });
});

describe('seam pull and seam check --offline', () => {
  test('judge elsewhere what was pulled before, without credentials and without the ERP', async () => {
    const project = await contracted();
    project.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const pulled = await project.seam(['pull', '--output', 'pull.json']);
    expect(pulled.stdout).toMatch(/^erp · Odoo 17\.0 .*5 entities\nWrote pull\.json\.\n$/);
    expect(pulled.code).toBe(0);
    expect(project.read('pull.json')).not.toMatch(canary);
    const calls = project.erp.calls.length;
    const run = await project.seam(['check', '--offline', 'pull.json'], { env: { KUMQUAT_KEY: '' } });
    expect(words(run.stdout)).toMatch(/pulled \d+ s ago \(\d{4}-/);
    expect(run.stdout).toMatch(/kumquat\.order {2}code +field-removed/);
    expect(run.code).toBe(1);
    expect(project.erp.calls.length).toBe(calls);
  });

  test('a pull file older than --max-age is not judged', async () => {
    const project = await contracted();
    await project.seam(['pull', '--output', 'pull.json']);
    const old = new Date(Date.now() - 3 * 86_400_000).toISOString();
    project.write(
      'pull.json',
      project.read('pull.json').replace(/"pulledAt": "[^"]+"/, `"pulledAt": "${old}"`),
    );
    const run = await project.seam(['check', '--offline', 'pull.json', '--max-age', '24h']);
    expect(words(run.stderr)).toMatch(/The pull file was made 3 d ago \(.+\); --max-age allows 24 h\./);
    expect(run.code).toBe(3);
    expect((await project.seam(['check', '--offline', 'pull.json'])).code).toBe(0);
  });

  test('--max-age means nothing without a pull file', async () => {
    const project = await contracted();
    const run = await project.seam(['check', '--max-age', '24h']);
    expect(words(run.stderr)).toMatch(/--max-age says how old a pull file may be, and there is none/);
    expect(run.code).toBe(2);
  });

  test('a source that the pull file does not hold could not be checked', async () => {
    const project = await contracted();
    await project.seam(['pull', '--output', 'pull.json']);
    project.write('pull.json', project.read('pull.json').replace('"name": "erp"', '"name": "other"'));
    const run = await project.seam(['check', '--offline', 'pull.json']);
    expect(run.stdout).toMatch(/✖ erp {2}not-in-pull-file/);
    expect(run.code).toBe(3);
  });
});
