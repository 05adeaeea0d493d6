import { resolve } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import type { Config, Place, SourceConfig } from '../model/config.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { channelSecrets } from './channels.js';
import { channelSecretProblems, secretProblems } from './clear.js';
import { type Unheeded, withConnectionsOf, without } from './connections.js';
import { nameIn, readText } from './file.js';
import { sourcesOf } from './named.js';
import { parseConfig, type RawConfig } from './parse.js';
import { hasPlaceholder } from './placeholder.js';
import { type Path, pointerOf, textsIn, valueAt } from './pointer.js';
import { type ConfigFile, configError, type Problem, placeOf, syntaxError } from './problem.js';
import { composeSchema, readBaseSchema, type SourceKeys } from './schema.js';
import { isFilledIn, placeholderProblems, semanticProblems } from './semantics.js';
import { validate } from './validate.js';
import { readYaml } from './yaml.js';

/** What the config needs to know of a connector. */
export type ConnectorFacts = SourceKeys & {
  /** Dotted paths of the options that hold a secret. */
  readonly secrets: readonly string[];
};

export type LoadOptions = {
  /** Path of the file, relative to `folder`; absent: `seam.yaml`. */
  readonly file?: string;
  /** Folder that the command works in. */
  readonly folder: string;
  /** The facts of a connector; rejects with a `SeamError` where there is none of that name. */
  readonly connector: (name: string) => Promise<ConnectorFacts>;
  /** Ids of the rules that `rules` may name. */
  readonly ruleIds: readonly string[];
  /** The file as it was at a git ref, instead of the one on disk. */
  readonly given?: { readonly text: string; readonly name: string };
  /** The file at the base ref: how sources are reached is taken from there. */
  readonly base?: { readonly root: JsonObject; readonly sources: readonly SourceConfig[] };
};

/** Something wrong at a path of the config, found by whoever knows more than the file says. */
export type Found = Omit<Problem, 'code' | 'on'> & Partial<Pick<Problem, 'code' | 'on'>>;

/** A config that is right in itself, and can still say where each part of it stands. */
export type LoadedConfig = {
  readonly config: Config;
  /** The document itself; secrets are placeholders in it. */
  readonly root: JsonObject;
  /** What of the file is not heeded, since the base ref says otherwise. */
  readonly unheeded: readonly Unheeded[];
  /** Where a value stands; a path that is not in the file stands where the nearest part of it does. */
  at(path: Path): Place;
  /** One error for one or more problems, with place and frame; `config-invalid` where a problem says no other code. */
  problem(...problems: readonly [Found, ...Found[]]): SeamError;
};

/**
 * Reads and checks `seam.yaml`. Secrets stay placeholders: `resolveSource` fills them in.
 * @throws SeamError `config-not-found`, `config-invalid`, `config-secret-in-clear` or `connector-unknown`, with all
 * problems of the file
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const path = resolve(options.folder, options.file ?? 'seam.yaml');
  const name = options.given?.name ?? nameIn(options.folder, path);
  const yaml = readYaml(options.given?.text ?? (await readText(path, name)));
  const unread: ConfigFile = { name, yaml, secret: new Set() };
  refuse(syntaxError(unread));
  if (!isJsonObject(yaml.root)) {
    const why = yaml.root === null ? `${name} is empty.` : `${name} must be a map of keys.`;
    refuse(
      configError(
        [{ code: 'config-invalid', path: [], on: 'value', why, fix: 'Begin with "sources:".' }],
        unread,
      ),
    );
  }
  const { root, unheeded, strangers } = withConnectionsOf(
    options.base?.root,
    isJsonObject(yaml.root) ? yaml.root : {},
  );
  const { facts, problems } = await loadConnectors(without(root, strangers), options.connector);
  const file: ConfigFile = { ...unread, secret: declaredSecrets(root, facts) };
  refuse(configError([...problems, ...(await schemaProblems(root, facts))], file));
  // The schema has just said that the document has this shape.
  const parsed = parseConfig(root as unknown as RawConfig, path);
  const schemes = new Map([...facts].map(([connector, { schemes }]) => [connector, schemes]));
  refuse(configError(semanticProblems(parsed, options.ruleIds, schemes), file));
  const known = new Map(options.base?.sources.map(({ name, places }) => [name, places]));
  const placed = <T extends { readonly name: string }>(above: Path, item: T) => ({
    ...item,
    places: placesBelow([...above, item.name], file),
  });
  const config: Config = {
    ...parsed,
    sources: parsed.sources.map((source) => {
      const places = known.get(source.name);
      return places === undefined ? placed(['sources'], source) : { ...source, places };
    }),
    notify: {
      ...parsed.notify,
      channels: parsed.notify.channels.map((channel) => placed(['notify', 'channels'], channel)),
    },
  };
  return {
    config,
    root,
    unheeded,
    at: (where) => placeOf(file, where, 'value'),
    problem: (...found) => errorOf(found, file),
  };
}

function refuse(error: SeamError | undefined): void {
  if (error !== undefined) throw error;
}

function errorOf(found: readonly [Found, ...Found[]], file: ConfigFile): SeamError {
  const problems = found.map((problem) => ({
    code: 'config-invalid' as const,
    on: 'value' as const,
    ...problem,
  }));
  // There is at least one problem, so there is an error.
  return configError(problems, file) ?? new SeamError('config-invalid', { why: found[0].why });
}

type Connectors = {
  readonly facts: ReadonlyMap<string, ConnectorFacts>;
  readonly problems: readonly Problem[];
};

/** The facts of every connector that the file names, and a problem for each that is not there. */
async function loadConnectors(root: Json, connector: LoadOptions['connector']): Promise<Connectors> {
  const facts = new Map<string, ConnectorFacts>();
  const problems: Problem[] = [];
  for (const [source, { connector: name }] of sourcesOf(root)) {
    if (typeof name !== 'string' || name === '' || facts.has(name) || hasPlaceholder(name)) continue;
    try {
      facts.set(name, await connector(name));
    } catch (error) {
      if (!(error instanceof SeamError) || error.exit !== 'usage') throw error;
      const { code, message: why, fix } = error;
      problems.push({ code, path: ['sources', source, 'connector'], on: 'value', why, fix });
    }
  }
  return { facts, problems };
}

async function schemaProblems(root: Json, facts: Connectors['facts']): Promise<readonly Problem[]> {
  const declared = new Map([...facts].map(([name, { secrets }]) => [name, secrets]));
  const base = await readBaseSchema();
  const inClear = [...secretProblems(root, declared), ...channelSecretProblems(root, channelSecrets(base))];
  const found = new Set(inClear.map(({ path }) => pointerOf(path)));
  const others = [...placeholderProblems(root), ...(await validate(composeSchema(base, facts), root))];
  // Of a credential in clear nothing else needs to be said.
  return [...inClear, ...others.filter(({ path }) => !found.has(pointerOf(path)))];
}

function declaredSecrets(root: Json, facts: Connectors['facts']): ReadonlySet<string> {
  const pointers = sourcesOf(root).flatMap(([name, { connector }]) => {
    const secrets = typeof connector === 'string' ? (facts.get(connector)?.secrets ?? []) : [];
    return secrets.map((path) => pointerOf(['sources', name, ...path.split('.')]));
  });
  return new Set(pointers);
}

/** The place of every placeholder below a path, for errors when they are filled in. */
function placesBelow(path: Path, file: ConfigFile): ReadonlyMap<string, Place> {
  const texts = textsIn(valueAt(file.yaml.root, path) ?? null, path);
  const places = texts
    .filter(([where, text]) => isFilledIn(where) && hasPlaceholder(text))
    .map(([where]) => [where.slice(path.length).join('.'), placeOf(file, where, 'value')] as const);
  return new Map(places);
}
