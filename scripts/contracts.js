// @ts-check
/**
 * Takes the contracts of the demo ERP anew, as seam.yaml at the root of the repository names them.
 * Usage: npm run contracts
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { demoAccount, startDemoOdoo } from '../dist/demo/odoo/demo.js';

const seam = fileURLToPath(new URL('../bin/seam.js', import.meta.url));
const erp = await startDemoOdoo();
const env = { ...process.env, DEMO_ERP_URL: erp.url, DEMO_ERP_KEY: demoAccount.secret };
const child = spawn(process.execPath, [seam, 'snapshot', '--prune'], { env, stdio: 'inherit' });
child.on('close', async (code) => {
  await erp.close();
  process.exitCode = code ?? 1;
});
