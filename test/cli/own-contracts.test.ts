import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccount, startDemoOdoo } from '../../src/demo/odoo/demo.ts';
import type { OdooServer } from '../../src/demo/odoo/server.ts';
import { makeProject, type Project } from './project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let erp: OdooServer;
let project: Project;

/** A copy of this repository's own contracts, beside a demo ERP that runs. */
beforeAll(async () => {
  erp = await startDemoOdoo();
  project = makeProject('');
  for (const name of ['seam.yaml', 'contracts']) {
    cpSync(join(root, name), join(project.folder, name), { recursive: true });
  }
});

afterAll(async () => {
  project.remove();
  await erp.close();
});

function seam(...args: readonly string[]) {
  return project.seam(args, { env: { DEMO_ERP_URL: erp.url, DEMO_ERP_KEY: demoAccount.secret } });
}

// After a change of the connector or the demo ERP: npm run contracts
test('the contracts of this repository are those of the demo ERP', async () => {
  const run = await seam('check', '--fail-on', 'info');
  expect(run.stdout).toMatch(/4 of 4 checked, no drift/);
  expect(run.code).toBe(0);
});

test('and a snapshot would write the same bytes', async () => {
  expect((await seam('snapshot')).stdout).toMatch(/= 4 unchanged\nNothing to write\.\n$/);
});
