import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccount, startDemoOdoo } from '../demo/odoo/demo.js';
import { upgrade } from '../demo/odoo/upgrade.js';
import { exitCodes } from '../errors/exit-codes.js';
import { startRepository } from '../git/repository.js';
import type { Report, SnapshotReport } from '../model/report.js';
import { checkContracts } from './check.js';
import type { RunContext } from './context.js';
import { takeSnapshot } from './snapshot.js';

/** A piece of the demo's story, in order. */
export type DemoStep =
  | { readonly kind: 'says'; readonly text: string }
  | { readonly kind: 'runs'; readonly command: string }
  | { readonly kind: 'snapshot'; readonly report: SnapshotReport }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'ended'; readonly code: number };

/**
 * The main job against an ERP that is built in: contracts are taken into a temporary git repository, all is green, the
 * ERP is upgraded, the check is red. Nothing is left behind. It ends with 0 when the story went as told.
 */
export async function* tellDemo(context: RunContext): AsyncGenerator<DemoStep> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'seam-demo-')));
  const erp = await startDemoOdoo();
  const run: RunContext = {
    ...context,
    cwd: folder,
    env: { ...context.env, DEMO_ERP_KEY: demoAccount.secret },
  };
  try {
    yield { kind: 'says', text: 'An ERP starts: an Odoo with contacts, products and sales orders.' };
    await writeFile(join(folder, 'seam.yaml'), configFor(erp.url, erp.database));
    const repository = await startRepository(folder);

    yield {
      kind: 'says',
      text: 'Two integrations are built on it. What they were built against becomes a contract.',
    };
    yield { kind: 'runs', command: 'seam snapshot && git commit' };
    const taken = await takeSnapshot({}, run);
    yield { kind: 'snapshot', report: taken };
    await repository.commitAll('Take the contracts');

    yield { kind: 'runs', command: 'seam check' };
    const before = await checkContracts({}, run);
    yield { kind: 'report', report: before };

    yield { kind: 'says', text: 'Six months later the ERP team makes "a minor change". Nothing errors.' };
    erp.drift(upgrade);
    yield { kind: 'runs', command: 'seam check' };
    const after = await checkContracts({}, run);
    yield { kind: 'report', report: after };

    const asTold =
      taken.exit.code === 0 && before.exit.code === 0 && after.exit.code === exitCodes.drift.code;
    yield {
      kind: 'says',
      text: asTold ? ending : 'The story did not go as told: please report this output.',
    };
    yield { kind: 'ended', code: asTold ? exitCodes.ok.code : exitCodes.bug.code };
  } finally {
    await erp.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const ending = [
  'The nightly check went red on the night of the change, and named what breaks, whom, and what to do.',
  'On your own ERP: npx erp-seam init.',
].join('\n');

function configFor(url: string, database: string): string {
  return `sources:
  erp:
    connector: odoo
    url: ${url}
    database: ${database}
    auth: { user: ${demoAccount.login}, apiKey: "\${DEMO_ERP_KEY}" }
    entities: [res.partner, product.template, "sale.*"]
seams:
  webshop-orders:
    owner: team-commerce
    runbook: https://wiki.example.com/webshop-orders
    uses:
      - { contract: erp/sale.order, direction: both }
      - { contract: erp/sale.order.line, direction: write, fields: [order_id, product_id, product_uom_qty, price_unit, promised_on] }
  crm-sync:
    owner: team-sales
    runbook: https://wiki.example.com/crm-sync
    uses:
      - { contract: erp/res.partner, direction: read, fields: [name, email, phone, ref, x_loyalty_tier] }
`;
}
