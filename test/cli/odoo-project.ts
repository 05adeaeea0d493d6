import type { OdooServer, OdooSettings } from '../../src/demo/odoo/server.ts';
import { admin, fixtureModels, startTestOdoo } from '../erp/odoo.ts';
import { makeProject, type Project, type Run, type RunOptions } from './project.ts';

/** An Odoo that runs, and a folder whose `seam.yaml` names it. */
export type OdooProject = Omit<Project, 'seam'> & {
  readonly erp: OdooServer;
  seam(args: readonly string[], options?: RunOptions): Promise<Run>;
  close(): Promise<void>;
};

/** The environment that holds the key of the account. */
const env = { KUMQUAT_KEY: admin.secret };

const seams = `seams:
  juice-press:
    owner: team-press
    runbook: https://wiki.example.com/juice-press
    uses:
      - { contract: erp/kumquat.order, direction: both, fields: [name, grade, code, "grower_id"] }
`;

/** An account, a selection and two seams of the fixtures of Odoo 17, on a server that may misbehave. */
export async function odooProject(
  settings: Partial<OdooSettings> = {},
  { entities = '["kumquat.*"]', more = seams }: { readonly entities?: string; readonly more?: string } = {},
): Promise<OdooProject> {
  const erp = await startTestOdoo(fixtureModels('17.0'), settings);
  const project = makeProject(`sources:
  erp:
    connector: odoo
    url: ${erp.url}
    database: ${erp.database}
    auth: { user: ${admin.login}, apiKey: "\${KUMQUAT_KEY}" }
    entities: ${entities}
${more}`);
  return {
    ...project,
    erp,
    seam: (args, options = {}) => project.seam(args, { ...options, env: { ...env, ...options.env } }),
    async close() {
      project.remove();
      await erp.close();
    },
  };
}
