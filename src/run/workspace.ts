import { dirname, resolve } from 'node:path';
import { type ResolvedSource, resolveSource } from '../config/interpolate.js';
import { type LoadedConfig, loadConfig } from '../config/load.js';
import { loadConnector } from '../connectors/registry.js';
import { knownRuleIds } from '../drift/rules/index.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { Config, EntitySelector, SourceConfig } from '../model/config.js';
import type { RunContext, Selection } from './context.js';

/** `seam.yaml`, read and checked against the schemas of the connectors that it names. */
export async function openWorkspace({ config: file }: Selection, { cwd }: RunContext): Promise<LoadedConfig> {
  const folder = dirname(resolve(cwd, file ?? 'seam.yaml'));
  return loadConfig({
    folder: cwd,
    ...(file === undefined ? {} : { file }),
    connector: (name) => loadConnector(name, folder),
    ruleIds: knownRuleIds,
  });
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
 * @throws SeamError `secret-unavailable` or `config-invalid`, with all that cannot be had
 */
export async function resolveSources(
  sources: readonly SourceConfig[],
  { folder }: Config,
  { env, signal }: RunContext,
): Promise<Resolved> {
  const resolved = new Map<string, ResolvedSource>();
  const faults: SeamError[] = [];
  for (const source of sources) {
    try {
      const { options: schema, schemes } = await loadConnector(source.connector, folder);
      resolved.set(source.name, await resolveSource(source, { env, folder, signal, schema, schemes }));
    } catch (error) {
      if (!(error instanceof SeamError) || error.exit !== 'usage') throw error;
      faults.push(error);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return (source) => found(resolved, source.name);
  const also = others.flatMap((other) => [{ ...other.toFailure(), also: [] }, ...other.also]);
  const { code, message: why, where, fix } = first;
  throw new SeamError(code, { why, where, fix, also: [...first.also, ...also], cause: first });
}

function found(resolved: ReadonlyMap<string, ResolvedSource>, name: string): ResolvedSource {
  const source = resolved.get(name);
  if (source === undefined) throw new RangeError(`the secrets of ${name} were not asked for`);
  return source;
}

/** Source whose folder holds the contracts that a source is held against. */
export function ownerOf(source: SourceConfig): string {
  return source.contractsOf ?? source.name;
}

/**
 * What is selected of a source. One that is held against the contracts of another takes that one's selection where it
 * has none of its own, or narrows it where its own begins with an exclusion.
 */
export function selectorsOf(source: SourceConfig, { sources }: Config): readonly EntitySelector[] {
  const { entities, contractsOf } = source;
  const narrows = entities[0]?.exclude ?? true;
  const owner = narrows ? sources.find(({ name }) => name === contractsOf) : undefined;
  return [...(owner?.entities ?? []), ...entities];
}
