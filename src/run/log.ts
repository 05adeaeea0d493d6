import { join, resolve } from 'node:path';
import { fileNameOf } from '../contract/file-name.js';
import { parseContract } from '../contract/parse.js';
import { didYouMean } from '../errors/did-you-mean.js';
import { exitFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import { historyOf, type Version } from '../git/history.js';
import type { Config } from '../model/config.js';
import type { LogReport, LogStep } from '../model/report.js';
import type { EntitySchema } from '../model/schema.js';
import { loadValidator, type Validator } from '../validate/validator.js';
import { usesByContract } from '../verdict/usage.js';
import type { RunContext } from './context.js';
import { judgeEntity, noPolicy, type Sides } from './judge-entity.js';
import { traitsOf } from './traits.js';
import { seamVersion } from './version.js';
import { optionalConfig, ownerOf } from './workspace.js';

export type LogOptions = {
  readonly config?: string | undefined;
  /** Git ref that plugins are loaded from; absent: the work tree. */
  readonly configRef?: string | undefined;
  /** `source/entity`. */
  readonly contract: string;
};

/**
 * The history of a contract as drift, newest commit first: when, who, what changed, whom it broke. Without a
 * `seam.yaml`, of a contract in `contracts`, and nobody is known who uses it.
 * @throws SeamError `usage-invalid` for a contract that never was, `git-failed`
 */
export async function readLog(options: LogOptions, context: RunContext): Promise<LogReport> {
  const config = await optionalConfig(options, context);
  const [source, entity] = placeOf(options.contract, config);
  const folder = config?.contracts ?? resolve(context.cwd, 'contracts');
  const file = join(folder, source, fileNameOf(entity));
  const versions = await historyOf(file);
  if (versions.length === 0) {
    throw new SeamError('usage-invalid', {
      why: `git knows no contract ${options.contract}.`,
      where: { file },
      fix: 'Commit it first, or name one that is there.',
    });
  }
  const place = { source, entity, config, judge: await loadValidator() };
  const steps: LogStep[] = [];
  for (const version of versions) steps.push(await stepOf(version, place));
  return { format: 1, seamVersion, command: 'log', contract: options.contract, steps, exit: exitFor([]) };
}

function placeOf(contract: string, config: Config | undefined): readonly [source: string, entity: string] {
  const slash = contract.indexOf('/');
  const [source, entity] = [contract.slice(0, slash), contract.slice(slash + 1)];
  const sources = config?.sources ?? [];
  const names = sources.filter((each) => ownerOf(each) === each.name).map(({ name }) => name);
  const isKnown = config === undefined || names.includes(source);
  if (slash > 0 && entity !== '' && isKnown) return [source, entity];
  const near = didYouMean(slash > 0 ? source : contract, names);
  throw new SeamError('usage-invalid', {
    why: `"${contract}" names no contract.`,
    fix: near === undefined ? 'Write SOURCE/ENTITY.' : `Write SOURCE/ENTITY; did you mean "${near}/…"?`,
  });
}

type Place = {
  readonly source: string;
  readonly entity: string;
  readonly config: Config | undefined;
  readonly judge: Validator;
};

async function stepOf({ commit, before, text, isCut }: Version, place: Place): Promise<LogStep> {
  if (text === undefined) return { commit, what: 'removed', findings: [] };
  if (isCut) return { commit, what: 'cut', findings: [] };
  if (before === undefined) return { commit, what: 'taken', findings: [] };
  const { source, entity } = place;
  const name = `${commit.id.slice(0, 8)}:${source}/${fileNameOf(entity)}`;
  const [contract, schema] = [readable(before, name), readable(text, name)];
  if (contract === undefined || schema === undefined) return { commit, what: 'unreadable', findings: [] };
  const sides = await sidesOf(contract, place);
  const { findings } = judgeEntity(contract, { entity, status: 'described', schema }, sides);
  return { commit, what: 'changed', findings };
}

/** An old commit may hold what this seam cannot read; that ends nothing. */
function readable(text: string, name: string): EntitySchema | undefined {
  try {
    return parseContract(text, name);
  } catch (error) {
    if (error instanceof SeamError) return undefined;
    throw error;
  }
}

async function sidesOf(contract: EntitySchema, { source, config, judge }: Place): Promise<Sides> {
  const { capabilities, wire } = await traitsOf(contract['x-seam'].connector, config);
  return {
    source,
    owner: source,
    selectors: [{ name: '*', exclude: false }],
    capabilities,
    wire,
    judge,
    was: undefined,
    now: undefined,
    config: config ?? noPolicy,
    uses: usesByContract(config?.seams ?? [], () => contract),
  };
}
