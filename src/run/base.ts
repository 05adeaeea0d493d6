import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { type LoadedConfig, loadConfig } from '../config/load.js';
import { parsePlaceholders } from '../config/placeholder.js';
import { textsIn } from '../config/pointer.js';
import { readYaml } from '../config/yaml.js';
import { connectorNames, loadConnector } from '../connectors/registry.js';
import { knownRuleIds } from '../drift/rules/index.js';
import { SeamError } from '../errors/seam-error.js';
import { type BaseCommit, openBase, pathInBase, textInBase, writeBase } from '../git/base.js';
import type { SourceConfig } from '../model/config.js';
import { isJsonObject, type Json } from '../model/json.js';
import { bridgeFiles, bridgePackages, realPathInside } from './base-files.js';
import type { RunContext } from './context.js';

/** The project as it is at the base ref: what a change is built on, and what may be trusted where the change may not. */
export type Base = BaseCommit & {
  /** `seam.yaml` of the commit; absent where it has none. */
  readonly loaded?: LoadedConfig;
  /** The folder of `seam.yaml` in a copy of the commit, where a source needs files of it. */
  readonly folder?: string;
};

/**
 * Opens the project at a base ref. Plugins are loaded from there, in the state of that commit.
 * @param file absolute path of `seam.yaml`
 * @throws SeamError `git-failed`, `config-invalid` for a file that is a link out of the repository or a source that names
 * a file of the work tree, or as `loadConfig` for the file at the ref
 */
export async function openBaseProject(
  file: string,
  ref: string,
  { cwd, temporary }: Pick<RunContext, 'cwd' | 'temporary'>,
): Promise<Base> {
  const commit = await openBase(cwd, ref);
  const path = pathInBase(commit, file);
  if (path === undefined) {
    throw new SeamError('usage-invalid', {
      why: `${file} is not in the repository of the working folder, so ${ref} cannot have it.`,
      fix: 'Run seam in the repository, or leave --config-ref out.',
    });
  }
  await refuseLinkOut(commit, file);
  const text = await textInBase(commit, path);
  if (text === undefined) return commit;
  const given = { text, name: `${ref}:${path}` };
  const sources = sourcesIn(readYaml(text).root);
  if (!sources.some(needsFiles)) {
    const connector = (name: string) => loadConnector(name, dirname(file));
    return {
      ...commit,
      loaded: await loadConfig({ folder: cwd, file, given, connector, ruleIds: knownRuleIds }),
    };
  }
  refuseWorkTree(commit, given.name, sources);
  const top = await temporary();
  await writeBase(commit, top);
  const folder = join(top, dirname(path));
  await mkdir(folder, { recursive: true });
  const place = { commit, copy: top, below: dirname(path) };
  await bridgeFiles(place, sources.flatMap(pathsIn));
  const changed = await bridgePackages(place);
  const connector = (name: string) => loadConnector(name, folder).catch(because(changed, ref));
  const loaded = await loadConfig({ folder: cwd, file, given, connector, ruleIds: knownRuleIds });
  return { ...commit, loaded, folder };
}

/**
 * A source as it may be used: with what it reads from the base, or with the reason why it is not looked at.
 * @param file absolute path of the `seam.yaml` of the work tree
 */
export async function trusted(source: SourceConfig, base: Base, file: string): Promise<SourceConfig> {
  const known = base.loaded?.config.sources.some(({ name }) => name === source.name) ?? false;
  if (!known) {
    return {
      ...source,
      untrusted: {
        why: `This change brings ${source.name}; ${base.ref} does not have it, so nothing was asked.`,
        fix: `Merge the source first, or check a change that you trust: seam check ${source.name}`,
      },
    };
  }
  const placed = base.folder === undefined ? source : { ...source, folder: base.folder };
  if (source.file === undefined || (await realPathInside(base, dirname(file), source.file))) return placed;
  return {
    ...placed,
    untrusted: { why: `${source.file} is a link that leads out of the repository, so it was not read.` },
  };
}

/** A file of a change that is a link to elsewhere could show in an error what is there. */
async function refuseLinkOut(commit: BaseCommit, file: string): Promise<void> {
  if (await realPathInside(commit, dirname(file), file)) return;
  throw new SeamError('config-invalid', {
    where: { file },
    why: `${file} is a link that leads out of the repository.`,
    fix: 'Put the file itself there.',
  });
}

/** A path from the root that leads into the work tree would be that of the change, wherever it is named. */
function refuseWorkTree(commit: BaseCommit, name: string, sources: readonly Json[]): void {
  const words = sources.flatMap(pathsIn).flatMap((text) => text.split(/[\s"'=,:]+/));
  const found = words.find((word) => isAbsolute(word) && pathInBase(commit, word) !== undefined);
  if (found === undefined) return;
  throw new SeamError('config-invalid', {
    where: { file: name },
    why: `${name} names ${found}, which is in the work tree, where the change under check can alter it.`,
    fix: 'Write it relative to seam.yaml: then it is taken from the base.',
  });
}

/** The sources of a document that may be anything. */
function sourcesIn(root: Json): readonly Json[] {
  const sources = isJsonObject(root) ? root['sources'] : undefined;
  return isJsonObject(sources) ? Object.values(sources) : [];
}

/** True where a source runs or reads files of the project: a plugin, a command, a certificate, a secret in a file. */
function needsFiles(source: Json): boolean {
  if (!isJsonObject(source)) return false;
  const { connector, url, file, ca, clientCertificate } = source;
  const isPlugin = typeof connector === 'string' && !connectorNames.includes(connector);
  const isPlaceless = url === undefined && file === undefined;
  const certified = ca !== undefined || clientCertificate !== undefined;
  return isPlugin || isPlaceless || certified || namesIn(source).length > 0;
}

/** What the placeholders for files and commands of a source name. */
function namesIn(source: Json): readonly string[] {
  return textsIn(source).flatMap(([, text]) => {
    const parsed = parsePlaceholders(text);
    const parts = 'parts' in parsed ? parsed.parts : [];
    return parts.flatMap((part) => (part.kind === 'file' || part.kind === 'cmd' ? [part.name] : []));
  });
}

/** Every text of a source that may be the path of a file. */
function pathsIn(source: Json): readonly string[] {
  return [...textsIn(source).map(([, text]) => text), ...namesIn(source)];
}

/** Tells what a plugin that cannot be loaded may be missing. */
function because(changed: readonly string[], ref: string) {
  return (error: unknown): never => {
    if (!(error instanceof SeamError) || changed.length === 0) throw error;
    throw new SeamError(error.code, {
      why: error.message,
      where: error.where,
      fix: `The change alters ${changed.join(', ')}, so installed packages are not those of ${ref} and were not used. Merge them first, or let the plugin need none.`,
      cause: error,
    });
  };
}
