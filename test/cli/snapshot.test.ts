import { afterEach, describe, expect, test } from 'vitest';
import { fieldChanged, modelRemoved } from '../../src/demo/odoo/changes.ts';
import { shuffled } from '../erp/odoo.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { canary } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

async function project(...given: Parameters<typeof odooProject>): Promise<OdooProject> {
  const made = await odooProject(...given);
  opened.push(made);
  return made;
}

const contracts = ['crate', 'grower', 'order', 'species', 'variant'].map(
  (name) => `contracts/erp/kumquat.${name}.json`,
);

/** The texts of all contracts. */
function texts({ files, read }: OdooProject): readonly string[] {
  return files()
    .filter((path) => path.startsWith('contracts/'))
    .map((path) => `${path}\n${read(path)}`);
}

describe('seam snapshot', () => {
  test('writes a contract for each selected entity, and what the source is', async () => {
    const made = await project();
    const run = await made.seam(['snapshot']);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^erp · Odoo 17\.0 · as admin/);
    expect(run.stdout).toMatch(/Wrote 5 files under contracts\/erp\./);
    expect(run.code).toBe(0);
    expect(made.files()).toEqual(['contracts/erp/_source.json', ...contracts, 'seam.yaml']);
    expect(made.read('contracts/erp/kumquat.order.json')).toMatch(/^\{\n {2}"\$schema": .+\n[\s\S]*\}\n$/);
    expect(texts(made).join()).not.toMatch(canary);
  });

  test('over an unchanged ERP writes nothing, also in another order of the answer', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const before = texts(made);
    expect((await made.seam(['snapshot'])).stdout).toMatch(/= 5 unchanged\nNothing to write\.\n$/);
    expect(texts(made)).toEqual(before);

    const other = await project({ order: shuffled });
    await other.seam(['snapshot']);
    expect(texts(other)).toEqual(before);
  });

  test('does not depend on the locale or the time zone of the machine', async () => {
    const made = await project();
    await made.seam(['snapshot'], {
      env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' },
    });
    const turkish = texts(made);
    const other = await project();
    await other.seam(['snapshot'], { env: { LC_ALL: 'C', TZ: 'UTC' } });
    expect(texts(other)).toEqual(turkish);
  });

  test('of a change of one field touches the lines of that field alone', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const before = made.read('contracts/erp/kumquat.order.json').split('\n');
    made.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
    const run = await made.seam(['snapshot']);
    expect(run.stdout).toMatch(/~ kumquat\.order +1 change +code\n/);
    expect(run.stdout).toMatch(/= 4 unchanged/);
    const after = made.read('contracts/erp/kumquat.order.json').split('\n');
    expect(after.filter((line, index) => line !== before[index])).toEqual(['      "maxLength": 8,']);
  });

  test('with --dry-run says what it would write, and writes nothing', async () => {
    const made = await project();
    const run = await made.seam(['snapshot', '--dry-run']);
    expect(run.stdout).toMatch(/Would write 5 files under contracts\/erp\. Nothing was written\./);
    expect(run.code).toBe(0);
    expect(made.files()).toEqual(['seam.yaml']);
  });

  test('of one entity leaves the others as they are', async () => {
    const made = await project();
    await made.seam(['snapshot', 'erp', 'kumquat.grower']);
    expect(made.files()).toContain('contracts/erp/kumquat.grower.json');
    expect(made.files()).not.toContain('contracts/erp/kumquat.order.json');
  });

  test('names what is gone and keeps its contract, until --prune', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    made.erp.drift(modelRemoved('kumquat.crate'));
    const kept = await made.seam(['snapshot']);
    expect(kept.stdout).toMatch(/- kumquat\.crate +gone from the ERP; its contract stays/);
    expect(kept.stdout).toMatch(/Remove what is gone: seam snapshot erp --prune/);
    expect(kept.code).toBe(0);
    expect(made.files()).toContain('contracts/erp/kumquat.crate.json');
    const pruned = await made.seam(['snapshot', '--prune']);
    expect(pruned.stdout).toMatch(/- kumquat\.crate +its contract was removed/);
    expect(made.files()).not.toContain('contracts/erp/kumquat.crate.json');
  });

  test('names a contract that no selector asks for any more', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    made.write(
      'seam.yaml',
      made.read('seam.yaml').replace('"kumquat.*"', '"kumquat.order", "kumquat.grower"'),
    );
    const run = await made.seam(['snapshot']);
    expect(run.stdout).toMatch(/- kumquat\.crate +not among `entities` any more; its contract stays/);
    expect(run.code).toBe(0);
  });

  test('keeps what people wrote into a contract', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const path = 'contracts/erp/kumquat.grower.json';
    made.write(
      path,
      made.read(path).replace('"type": "object"', '"description": "Ask finance.",\n  "type": "object"'),
    );
    expect((await made.seam(['snapshot'])).stdout).toMatch(/= 5 unchanged/);
    expect(made.read(path)).toContain('Ask finance.');
  });

  test('writes what it could read of a source, names the rest, and exits 3', async () => {
    const failing = { fields_get: { name: 'builtins.ValueError', message: 'canary-server-trace' } };
    const made = await project();
    made.erp.drift((models) =>
      models.map((model) => (model.model === 'kumquat.crate' ? { ...model, failing } : model)),
    );
    const run = await made.seam(['snapshot']);
    expect(run.stdout).toMatch(/✖ kumquat\.crate +Odoo failed with builtins\.ValueError\./);
    expect(run.stdout).toMatch(/1 entity could not be read → exit 3/);
    expect(run.stdout + run.stderr).not.toMatch(canary);
    expect(run.code).toBe(3);
    expect(made.files()).toEqual([
      'contracts/erp/_source.json',
      ...contracts.filter((path) => !path.includes('crate')),
      'seam.yaml',
    ]);
  });

  test('contracts only the fields that are named, and those that create demands', async () => {
    const made = await project(
      {},
      { entities: '[{ name: kumquat.order, fields: [code, "x_*"] }]', more: '' },
    );
    await made.seam(['snapshot']);
    const { properties } = JSON.parse(made.read('contracts/erp/kumquat.order.json'));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['code', 'x_pallet', 'grower_id']));
    expect(Object.keys(properties)).not.toContain('memo');
  });

  test('of a name that the ERP does not have says so, and exits 3', async () => {
    const made = await project({}, { entities: '[kumquat.oder]', more: '' });
    const run = await made.seam(['snapshot']);
    expect(run.stdout).toMatch(/✖ kumquat\.oder +Odoo does not list a model kumquat\.oder\./);
    expect(run.code).toBe(3);
  });
});
