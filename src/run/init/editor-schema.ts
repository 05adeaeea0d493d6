import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemaWith } from '../connectors.js';
import type { NewFile } from './ci.js';

const installedSchema = 'node_modules/erp-seam/schema/seam.schema.json';
const ownSchema = '.seam/seam.schema.json';

/** What editors complete `seam.yaml` from: its path below the folder, and the file where it has to be written first. */
export type EditorSchema = { readonly path: string; readonly file?: NewFile };

/**
 * The schema of the package where the folder has installed it; else one of its own, for `npx` leaves nothing behind.
 * @param connector the connector of the source, which may be a plugin
 */
export async function editorSchema(folder: string, connector: string): Promise<EditorSchema> {
  if (existsSync(join(folder, installedSchema))) return { path: `./${installedSchema}` };
  const schema = await editorSchemaWith([connector], folder);
  return {
    path: `./${ownSchema}`,
    file: { path: ownSchema, text: `${JSON.stringify(schema, null, 2)}\n` },
  };
}
