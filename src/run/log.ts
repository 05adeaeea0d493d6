import { join } from 'node:path';
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
import { judgeEntity, type Sides } from './judge-entity.js';
import { traitsOf } from './traits.js';
import { seamVersion } from './version.js';
import { openWorkspace, ownerOf } from './workspace.js';

export type LogOptions = {
  readonly config?: string | undefined;
  /** Git ref that plugins are loaded from; absent: the work tree. */
  readonly configRef?: string | undefined;
  /** `source/entity`. */
  readonly contract: string;
};

/**
 * The history of a contract as drift, newest commit first: when, who, what changed, whom it broke.
 * @throws SeamError `usage-invalid` for a contract that never was, `git-failed`
 */
export async function readLog(options: LogOptions, context: RunContext): Promise<LogReport> {
  const { config } = await openWorkspace(options, context);
  const [source, entity] = placeOf(options.contract, config);
  const file = join(config.contracts, source, fileNameOf(entity));
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
  for (const [index, version] of versions.entries()) {
    steps.push(await stepOf(version, versions[index + 1], place));
  }
  return { format: 1, seamVersion, command: 'log', contract: options.contract, steps, exit: exitFor([]) };
}

function placeOf(contract: string, config: Config): readonly [source: string, entity: string] {
  const slash = contract.indexOf('/');
  const [source, entity] = [contract.slice(0, slash), contract.slice(slash + 1)];
  const names = config.sources.filter((each) => ownerOf(each) === each.name).map(({ name }) => name);
  if (slash > 0 && entity !== '' && names.includes(source)) return [source, entity];
  const near = didYouMean(slash > 0 ? source : contract, names);
  throw new SeamError('usage-invalid', {
    why: `"${contract}" names no contract.`,
    fix: near === undefined ? 'Write SOURCE/ENTITY.' : `Write SOURCE/ENTITY; did you mean "${near}/…"?`,
  });
}

type Place = {
  readonly source: string;
  readonly entity: string;
  readonly config: Config;
  readonly judge: Validator;
};

async function stepOf(now: Version, before: Version | undefined, place: Place): Promise<LogStep> {
  const { commit } = now;
  if (now.text === undefined) return { commit, what: 'removed', findings: [] };
  if (before?.text === undefined) return { commit, what: 'taken', findings: [] };
  const { source, entity } = place;
  const name = (version: Version) => `${version.commit.id.slice(0, 8)}:${source}/${fileNameOf(entity)}`;
  const contract = readable(before.text, name(before));
  const schema = readable(now.text, name(now));
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
    config,
    uses: usesByContract(config.seams, () => contract),
  };
}
