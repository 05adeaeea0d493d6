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
 * @param connectors of all sources, which may be plugins
 * @param isNew whether there is no `seam.yaml` yet: one that is there names the schema that it wants
 */
export async function editorSchema(
  folder: string,
  connectors: readonly string[],
  isNew: boolean,
): Promise<EditorSchema> {
  if (existsSync(join(folder, installedSchema))) return { path: `./${installedSchema}` };
  const path = `./${ownSchema}`;
  if (!isNew && !existsSync(join(folder, ownSchema))) return { path };
  const schema = await editorSchemaWith(connectors, folder);
  return { path, file: { path: ownSchema, text: `${JSON.stringify(schema, null, 2)}\n` } };
}
