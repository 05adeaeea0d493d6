import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { allowedHostsVariable, refuseOtherHosts } from '../config/hosts.js';
import { type ResolvedSource, resolveSource } from '../config/interpolate.js';
import { type LoadedConfig, loadConfig } from '../config/load.js';
import { loadConnector } from '../connectors/registry.js';
import { knownRuleIds } from '../drift/rules/index.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config, SourceConfig } from '../model/config.js';
import { type Base, openBaseProject, trusted } from './base.js';
import type { RunContext, Selection } from './context.js';

export { selectorsOf } from '../config/select.js';
export { ownerOf } from '../model/config.js';

/** `seam.yaml`, and the project at the base ref where the command line names one. */
export type Workspace = LoadedConfig & { readonly base?: Base };

/**
 * Reads `seam.yaml` and checks it against the schemas of the connectors that it names. With a base ref, how sources are
 * reached is taken from there, and nothing that a change brings is run.
 * @param text what the file will say, where it is not written yet
 * @throws SeamError as `loadConfig` and `openBaseProject`
 */
export async function openWorkspace(
  { config: file, configRef }: Selection,
  context: RunContext,
  text?: string,
): Promise<Workspace> {
  const { cwd } = context;
  const path = resolve(cwd, file ?? 'seam.yaml');
  const own = { folder: cwd, ...(file === undefined ? {} : { file }), ruleIds: knownRuleIds };
  if (configRef === undefined) {
    const given = text === undefined ? {} : { given: { name: file ?? 'seam.yaml', text } };
    return loadConfig({ ...own, ...given, connector: (name) => loadConnector(name, dirname(path)) });
  }
  const base = await openBaseProject(path, configRef, context);
  const connector = (name: string) => loadConnector(name, base.folder ?? dirname(path));
  const loaded = await loadConfig({ ...own, connector, base: connectionsOf(base) });
  const sources = await Promise.all(loaded.config.sources.map((source) => trusted(source, base, path)));
  return { ...loaded, config: { ...loaded.config, sources }, base };
}

function connectionsOf({ loaded }: Base) {
  return { root: loaded?.root ?? {}, sources: loaded?.config.sources ?? [] };
}

/**
 * The configuration for what can be done without one: none where the command line names no file and there is no
 * `seam.yaml` in the working folder.
 * @throws SeamError as `openWorkspace`
 */
export async function optionalConfig(selection: Selection, context: RunContext): Promise<Config | undefined> {
  if (selection.config === undefined && !existsSync(resolve(context.cwd, 'seam.yaml'))) return undefined;
  return (await openWorkspace(selection, context)).config;
}

/**
 * The sources that the command line asks for: the one it names, or all.
 * @throws SeamError `usage-invalid` for a name that `seam.yaml` does not have
 */
export function selectSources({ config }: LoadedConfig, { source }: Selection): readonly SourceConfig[] {
  if (source === undefined) return config.sources;
  const found = config.sources.filter(({ name }) => name === source);
  if (found.length > 0) return found;
  const names = config.sources.map(({ name }) => name);
  const near = didYouMean(source, names);
  throw new SeamError('usage-invalid', {
    why: `There is no source "${source}" in ${config.file}.`,
    where: { source },
    fix: `Name one of: ${names.join(', ')}${near === undefined ? '.' : `; did you mean "${near}"?`}`,
  });
}

/** A source with its secrets filled in, by the source as `seam.yaml` says it. */
export type Resolved = (source: SourceConfig) => ResolvedSource;

/**
 * Fills in the secrets of sources, one after the other: a command may ask somebody for one.
 * @throws SeamError `secret-unavailable` or `config-invalid`, with all that cannot be had; `host-not-allowed` before
 * anything is sent
 */
export async function resolveSources(
  sources: readonly SourceConfig[],
  { folder }: Config,
  { env, signal }: RunContext,
): Promise<Resolved> {
  const resolved = new Map<string, ResolvedSource>();
  const faults: SeamError[] = [];
  for (const source of sources) {
    if (source.untrusted !== undefined) {
      resolved.set(source.name, { source, secrets: [] });
      continue;
    }
    try {
      const from = source.folder ?? folder;
      const { options: schema, schemes } = await loadConnector(source.connector, from);
      resolved.set(source.name, await resolveSource(source, { env, folder: from, signal, schema, schemes }));
    } catch (error) {
      if (!(error instanceof SeamError) || error.exit !== 'usage') throw error;
      faults.push(error);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) {
    refuseOtherHosts([...resolved.values()].filter(isTrusted), env[allowedHostsVariable]);
    return (source) => found(resolved, source.name);
  }
  const also = others.flatMap((other) => [{ ...other.toFailure(), also: [] }, ...other.also]);
  const { code, message: why, where, fix } = first;
  throw new SeamError(code, { why, where, fix, also: [...first.also, ...also], cause: first });
}

const isTrusted = ({ source }: ResolvedSource) => source.untrusted === undefined;

function found(resolved: ReadonlyMap<string, ResolvedSource>, name: string): ResolvedSource {
  const source = resolved.get(name);
  if (source === undefined) throw new RangeError(`the secrets of ${name} were not asked for`);
  return source;
}
