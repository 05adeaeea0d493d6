import type { EntitySchema } from '../../src/model/schema.js';
import { connect, described } from '../connectors/odoo-source.js';
import { admin, startTestOdoo } from '../erp/odoo.js';
import { recorded, recordedModels, recordedNames, recordings } from '../erp/odoo-recordings.js';

export { recorded, recordedModels, recordedNames, recordings };

/** Contracts of Odoo models, by `from/model`, as the connector makes them. */
export async function odooContracts(
  from: string,
  models: Parameters<typeof startTestOdoo>[0],
): Promise<readonly (readonly [name: string, contract: EntitySchema])[]> {
  const server = await startTestOdoo(models);
  try {
    const connector = await connect(server, { auth: { user: admin.login, apiKey: admin.secret } });
    return await Promise.all(
      models.map(
        async ({ model }) => [`${from}/${model}`, (await described(connector, model)).schema] as const,
      ),
    );
  } finally {
    await server.close();
  }
}
