import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { nameIn, readText } from './file.js';
import { valueAt } from './pointer.js';
import { type ConfigFile, syntaxError } from './problem.js';
import { readYaml } from './yaml.js';

/**
 * The connectors that a `seam.yaml` names, each with its sources. Nothing else of the file is judged, so that one that is
 * half written can be read; none where there is no file and none was asked for.
 * @throws SeamError `config-not-found` or `config-invalid` where the file that is named is not there, or is no YAML
 */
export async function connectorsNamed({
  folder,
  file,
}: {
  readonly folder: string;
  readonly file?: string | undefined;
}): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = resolve(folder, file ?? 'seam.yaml');
  const named = new Map<string, readonly string[]>();
  if (file === undefined && !existsSync(path)) return named;
  const name = nameIn(folder, path);
  const yaml = readYaml(await readText(path, name));
  const read: ConfigFile = { name, yaml, secret: new Set() };
  const fault = syntaxError(read);
  if (fault !== undefined) throw fault;
  for (const [source, { connector }] of sourcesOf(yaml.root)) {
    if (typeof connector !== 'string' || connector === '') continue;
    named.set(connector, [...(named.get(connector) ?? []), source]);
  }
  return named;
}

/** The sources of a document that may be no config, by name. */
export function sourcesOf(root: Json): readonly (readonly [string, JsonObject])[] {
  const sources = valueAt(root, ['sources']);
  if (!isJsonObject(sources)) return [];
  return Object.entries(sources).flatMap(([name, source]) =>
    isJsonObject(source) ? [[name, source] as const] : [],
  );
}
