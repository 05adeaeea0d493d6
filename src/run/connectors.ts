import { dirname, resolve } from 'node:path';
import { exampleConfig } from '../config/example.js';
import { keysOf } from '../config/keys.js';
import { connectorsNamed } from '../config/named.js';
import { readBaseSchema, schemaForEditors } from '../config/schema.js';
import type { ConnectorPlugin } from '../connectors/connector.js';
import { installedPlugins } from '../connectors/installed.js';
import { connectorNames, loadConnector } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';
import type { Capabilities, Capability } from '../model/capabilities.js';
import type { ConnectorSheet, LoadedSheet } from '../model/connector-sheet.js';
import { isJsonObject, type JsonObject } from '../model/json.js';
import type { RunContext, Selection } from './context.js';

/** Which `seam.yaml`. */
type Where = Pick<Selection, 'config'>;

/** Names of the connectors that are built in. */
export const builtInConnectors: readonly string[] = connectorNames;

/**
 * Every connector that there is: those that are built in, then those that `seam.yaml` names, then other packages that are
 * connectors by their name. One that cannot be loaded says why.
 * @throws SeamError `config-not-found` or `config-invalid` where `seam.yaml` cannot be read
 */
export async function connectorSheets(where: Where, context: RunContext): Promise<readonly ConnectorSheet[]> {
  const { folder, named } = await surroundings(where, context);
  const own = [...named.keys()].filter((name) => !connectorNames.includes(name));
  const packages = installedPlugins(folder).filter(
    (name) => !own.some((used) => used === name || `seam-connector-${used}` === name),
  );
  const sheets: ConnectorSheet[] = [];
  for (const name of [...connectorNames, ...own, ...packages]) {
    sheets.push(await sheetOf(name, folder, named.get(name) ?? []));
  }
  return sheets;
}

/**
 * One connector, built in or not.
 * @throws SeamError `connector-unknown`, `connector-broken`, or those of `connectorSheets`
 */
export async function connectorSheet(name: string, where: Where, context: RunContext): Promise<LoadedSheet> {
  const { folder, named } = await surroundings(where, context);
  return loadedSheet(name, await loadConnector(name, folder), named.get(name) ?? []);
}

/**
 * The JSON Schema of `seam.yaml` for an editor: seam's own keys, and those of every built-in connector and of every other
 * one that the file names. The file may be half written.
 * @throws SeamError as `connectorSheet` does
 */
export async function editorSchema(where: Where, context: RunContext): Promise<JsonObject> {
  const { folder, named } = await surroundings(where, context);
  return editorSchemaWith(named.keys(), folder);
}

/**
 * The same for these connectors beside the built-in ones.
 * @param folder folder of `seam.yaml`
 */
export async function editorSchemaWith(names: Iterable<string>, folder: string): Promise<JsonObject> {
  const connectors = new Map<string, ConnectorPlugin<never>>();
  for (const name of new Set([...connectorNames, ...names])) {
    connectors.set(name, await loadConnector(name, folder));
  }
  return schemaForEditors(await readBaseSchema(), connectors);
}

async function surroundings({ config }: Where, { cwd }: RunContext) {
  const folder = dirname(resolve(cwd, config ?? 'seam.yaml'));
  return { folder, named: await connectorsNamed({ folder: cwd, file: config }) };
}

async function sheetOf(name: string, folder: string, sources: readonly string[]): Promise<ConnectorSheet> {
  try {
    return loadedSheet(name, await loadConnector(name, folder), sources);
  } catch (error) {
    if (!(error instanceof SeamError)) throw error;
    return { name, kind: kindOf(name), sources, status: 'broken', failure: error.toFailure() };
  }
}

function loadedSheet(name: string, plugin: ConnectorPlugin<never>, sources: readonly string[]): LoadedSheet {
  const { summary, options, secrets, mapping, file, placeless } = plugin;
  const capabilities = toldBy(plugin);
  return {
    name,
    kind: kindOf(name),
    sources,
    status: 'loaded',
    ...(typeof summary === 'string' ? { summary } : {}),
    places: placeless ? [] : file ? ['url', 'file'] : ['url'],
    mapping,
    options,
    keys: keysOf(options),
    secrets,
    capabilities,
    example: exampleConfig({ ...plugin, name }),
  };
}

function kindOf(name: string): ConnectorSheet['kind'] {
  if (connectorNames.includes(name)) return 'built-in';
  return /^\.{0,2}[/\\]/.test(name) ? 'file' : 'package';
}

/** The table of a plugin, which may lack what its type demands: somebody else wrote it. */
function toldBy({ capabilities }: ConnectorPlugin<never>): Capabilities {
  const { facets, onWrite, updateRevalidates, versions } = capabilities as Partial<Capabilities>;
  const rows = Object.entries(facets ?? {}).filter((row): row is [string, Capability] =>
    isJsonObject(row[1]),
  );
  const texts = (list: unknown) => (Array.isArray(list) ? list.map(String) : []);
  return {
    facets: Object.fromEntries(
      rows.map(([facet, { observable, note }]) => [facet, { observable, note: String(note) }]),
    ),
    onWrite: isJsonObject(onWrite) ? onWrite : {},
    updateRevalidates: updateRevalidates === true,
    versions: { tested: texts(versions?.tested), documented: texts(versions?.documented) },
  };
}
