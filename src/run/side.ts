import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parseContract } from '../contract/parse.js';
import { parsePullFile } from '../contract/pull-file.js';
import {
  type ContractFolder,
  readContracts,
  readContractsAt,
  sourcesAmong,
  sourcesOnDisk,
} from '../contract/store.js';
import { SeamError } from '../errors/seam-error.js';
import { type ContractsAtRef, contractsAtRef, textAtRef } from '../git/contracts-at-ref.js';
import type { Config } from '../model/config.js';
import { isJsonObject } from '../model/json.js';
import type { PulledSource } from '../model/pull.js';
import type { EntityResult, SystemInfo } from '../model/source.js';
import type { RunContext } from './context.js';
import { needsCatalogue, pullSource } from './pull-source.js';
import { resolveSources, selectorsOf } from './workspace.js';

/** What one side of a comparison has of one source. */
export type SideSource = {
  readonly name: string;
  readonly connector?: string;
  readonly system?: SystemInfo | undefined;
  /** What is known of each entity, by name. */
  readonly results: ReadonlyMap<string, EntityResult>;
  readonly failure?: PulledSource['failure'];
  readonly pulledAt?: string;
  /** The contracts as they are written down, where it is made of some. */
  readonly contracts?: ContractFolder;
};

/** One side of a comparison. */
export type Side = {
  /** As a person called it. */
  readonly label: string;
  readonly sources: readonly SideSource[];
  /** Where the side is a single contract: its entity. */
  readonly entity?: string;
  /** Where it is made of contracts: their folder, and the commit that they are read at; absent: the disk. */
  readonly place?: { readonly folder: string; readonly ref?: string };
};

export type SideContext = {
  /** `seam.yaml`, where there is one; `live:` needs it. */
  readonly config: Config | undefined;
  readonly context: RunContext;
};

/**
 * Opens what a person calls one side: `live:<source>`, `git:<ref>[:path]`, a folder of contracts or of one source, a
 * contract, or a pull file; the path at a ref is any of the last four, from where the user works.
 * @throws SeamError `usage-invalid` for what is none of these, else what reading it throws
 */
export async function openSide(spec: string, side: SideContext): Promise<Side> {
  if (spec.startsWith('live:')) return liveSide(spec, side);
  if (spec.startsWith('git:')) return gitSide(spec, side);
  const path = resolve(side.context.cwd, spec);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) {
    throw new SeamError('usage-invalid', {
      why: `There is no ${spec} here.`,
      fix: 'Name a folder of contracts, a contract, a pull file, git:REF, or live:SOURCE.',
    });
  }
  return facts.isDirectory() ? folderSide(spec, path) : textSide(spec, path, await readFile(path, 'utf8'));
}

async function liveSide(spec: string, { config, context }: SideContext): Promise<Side> {
  const name = spec.slice('live:'.length);
  const source = config?.sources.find((each) => each.name === name);
  if (config === undefined || source === undefined) {
    const known = config?.sources.map((each) => each.name).join(', ') ?? '';
    const fix = known === '' ? 'live: needs a seam.yaml that has it.' : `Name one of: ${known}.`;
    throw new SeamError('usage-invalid', {
      why: `There is no source "${name}".`,
      where: { source: name },
      fix,
    });
  }
  const selectors = selectorsOf(source, config);
  const exact = selectors.filter(({ exclude }) => !exclude).map((each) => each.name);
  const names = exact.filter((each) => !needsCatalogue([{ name: each, exclude: false }]));
  const resolved = await resolveSources([source], config, context);
  const wanted = { names, selectors: needsCatalogue(selectors) ? selectors : undefined };
  return {
    label: spec,
    sources: [pulledSide(await pullSource(resolved(source), wanted, config.folder, context))],
  };
}

/** `git:<ref>`, which is the folder of contracts, or `git:<ref>:<path of a folder or a file>`. */
async function gitSide(spec: string, { config, context }: SideContext): Promise<Side> {
  const [, ref = '', path = ''] = /^git:([^:]*)(?::(.*))?$/s.exec(spec) ?? [];
  const named = path === '' ? undefined : resolve(context.cwd, path);
  const text = named === undefined ? undefined : await textAtRef({ file: named, ref });
  if (named !== undefined && text !== undefined) return textSide(spec, named, text, ref);
  const folder = named ?? config?.contracts ?? resolve(context.cwd, 'contracts');
  const all = await contractsAtRef({ folder, ref });
  const isOne = [...all.files.keys()].some(isContractPath);
  const place = { folder: isOne ? dirname(folder) : folder, ref };
  if (!isOne) return foldersAtRef(spec, place, sourcesAmong(all.files), all);
  return foldersAtRef(spec, place, [basename(folder)], await contractsAtRef(place));
}

/** A contract that lies in the folder itself makes it the folder of one source. */
const isContractPath = (path: string) => /^[^/]+\.json$/.test(path);

function foldersAtRef(
  spec: string,
  place: Side['place'] & object,
  names: readonly string[],
  { files, place: shown }: ContractsAtRef,
): Side {
  const sources = names.map((name) => folderSource(name, readContractsAt(files, name, shown)));
  if (sources.every(({ results }) => results.size === 0)) throw nothingIn(spec, shown);
  return { label: spec, sources, place };
}

async function folderSide(spec: string, path: string): Promise<Side> {
  const isOne = (await readdir(path, { withFileTypes: true })).some(
    (entry) => entry.isFile() && isContractPath(entry.name),
  );
  const [folder, names] = isOne ? [dirname(path), [basename(path)]] : [path, await sourcesOnDisk(path)];
  const sources: SideSource[] = [];
  for (const name of names) sources.push(folderSource(name, await readContracts(folder, name)));
  if (sources.every(({ results }) => results.size === 0)) throw nothingIn(spec);
  return { label: spec, sources, place: { folder } };
}

/** A contract or a pull file: which of the two, its content says. */
function textSide(spec: string, path: string, text: string, ref?: string): Side {
  if (isPullFile(text)) {
    const { pulledAt, sources } = parsePullFile(text, spec);
    return { label: spec, sources: sources.map((source) => ({ ...pulledSide(source), pulledAt })) };
  }
  const schema = parseContract(text, spec);
  const { entity } = schema['x-seam'];
  const contracts = new Map([[entity, { entity, file: spec, text, schema }]]);
  const source = folderSource(basename(dirname(path)), { contracts, system: undefined, strays: [] });
  const folder = dirname(dirname(path));
  const place = ref === undefined ? { folder } : { folder, ref };
  return { label: spec, entity, sources: [source], place };
}

function isPullFile(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && Object.hasOwn(value, 'pulledAt');
  } catch {
    // What is no JSON is told by whoever reads it as a contract.
    return false;
  }
}

function pulledSide({ name, connector, system, results, failure }: PulledSource): SideSource {
  const byName = new Map(results.map((result) => [result.entity, result]));
  return { name, connector, system, results: byName, ...(failure === undefined ? {} : { failure }) };
}

function folderSource(name: string, folder: ContractFolder): SideSource {
  const { contracts, system } = folder;
  const results = new Map(
    [...contracts].map(([entity, { schema }]) => [entity, { entity, status: 'described', schema } as const]),
  );
  const [first] = contracts.values();
  const connector = system?.connector ?? first?.schema['x-seam'].connector;
  return { name, system, results, contracts: folder, ...(connector === undefined ? {} : { connector }) };
}

function nothingIn(spec: string, place?: string): SeamError {
  return new SeamError('no-contract', {
    why: `There are no contracts in ${spec}${place === undefined ? '' : `, which is ${place}`}.`,
    fix: 'Name a folder of contracts, or take some with seam snapshot.',
  });
}
