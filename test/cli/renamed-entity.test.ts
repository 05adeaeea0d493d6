import { afterEach, describe, expect, test } from 'vitest';
import { all, changed, type Drift } from '../../src/demo/odoo/changes.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { commitAll } from './git.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { words } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

async function taken(more?: string): Promise<OdooProject> {
  const project = await odooProject({}, more === undefined ? {} : { more });
  opened.push(project);
  await project.seam(['snapshot']);
  commitAll(project.folder, 'Take the contracts');
  return project;
}

/** Gives a model another name, as the scripts of an upgrade do: whatever pointed to it points there. */
function modelRenamed(from: string, to: string): Drift {
  const said = (value: Json): Json => (value === from ? to : value);
  const within = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, said(value)]));
  return (models) =>
    models.map((model) => ({
      ...model,
      model: model.model === from ? to : model.model,
      fields: Object.fromEntries(
        Object.entries(model.fields).map(([name, field]) => [
          name,
          isJsonObject(field) ? within(field) : field,
        ]),
      ),
      rows: model.rows.map(within),
    }));
}

const renamed = modelRenamed('kumquat.grower', 'kumquat.farmer');
const head = /✖ kumquat\.grower {2}→ kumquat\.farmer +entity-renamed/;

async function finding(project: OdooProject, ...args: readonly string[]): Promise<Finding> {
  const { stdout } = await project.seam([...args, '--format', 'json']);
  const report: Report = JSON.parse(stdout);
  const found = report.findings.find(({ rule }) => rule === 'entity-renamed');
  if (found === undefined) throw new Error(`no entity was renamed: ${stdout}`);
  return found;
}

describe('a model that an upgrade renames', () => {
  test('is named by check with the evidence, and breaks whoever uses the old name', async () => {
    const project = await taken();
    project.erp.drift(renamed);
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(head);
    expect(words(run.stdout)).toMatch(/why .*fields of the two are the same.*`kumquat\.grower` is gone/);
    expect(run.stdout).not.toContain('entity-removed');
    expect(run.code).toBe(1);
  });

  test('is named by diff alike, live and between two refs', async () => {
    const project = await taken();
    project.erp.drift(renamed);
    const live = await project.seam(['diff', 'git:HEAD', 'live:erp']);
    expect(live.stdout).toMatch(head);
    expect(live.code).toBe(1);
    await project.seam(['snapshot', '--prune']);
    commitAll(project.folder, 'Take the new name');
    const refs = await project.seam(['diff', 'git:HEAD~1', 'git:HEAD']);
    expect(refs.stdout).toMatch(head);
    expect(refs.code).toBe(1);
  });

  test('has one fingerprint wherever it is found, and another where it got another name', async () => {
    const project = await taken();
    project.erp.drift(renamed);
    const { fingerprint } = await finding(project, 'check');
    expect(fingerprint).toMatch(/^[\da-f]{12}$/);
    expect(await finding(project, 'check')).toMatchObject({ fingerprint });
    expect(await finding(project, 'diff', 'contracts', 'live:erp')).toMatchObject({ fingerprint });
    project.erp.drift(modelRenamed('kumquat.farmer', 'kumquat.peasant'));
    expect((await finding(project, 'check')).fingerprint).not.toBe(fingerprint);
  });

  test('is certain where seam.yaml says so, though nothing of it is as it was', async () => {
    const project = await taken();
    const other = all(
      renamed,
      changed('kumquat.farmer', (was) => ({
        ...was,
        fields: Object.fromEntries(Object.entries(was.fields).slice(0, 2)),
        rows: was.rows.slice(0, 2).map((row) => ({ ...row, id: Number(row['id']) + 100_000 })),
      })),
    );
    project.erp.drift(other);
    expect((await project.seam(['check'])).stdout).toMatch(/✖ kumquat\.grower +entity-removed/);
    project.write(
      'seam.yaml',
      `${project.read('seam.yaml')}renames: { erp: { kumquat.grower: kumquat.farmer } }\n`,
    );
    const run = await project.seam(['check']);
    expect(run.stdout).toMatch(head);
    expect(words(run.stdout)).toContain('`renames` in seam.yaml says so');
    expect(run.code).toBe(1);
    expect(await finding(project, 'check')).toMatchObject({
      before: 'kumquat.grower',
      after: 'kumquat.farmer',
      verdict: 'breaking',
      notes: expect.arrayContaining([{ label: 'confidence', text: '1.00' }]),
    });
  });
});
