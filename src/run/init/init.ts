import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { faultCode } from '../../contract/atomic.js';
import { readContracts } from '../../contract/store.js';
import type { InitReport } from '../../model/report.js';
import type { EntityRef } from '../../model/source.js';
import { connect } from '../connect.js';
import type { RunContext } from '../context.js';
import { checkSeams } from '../contracts.js';
import { refused } from '../refused.js';
import { sourceReport } from '../report-source.js';
import { openWorkspace, resolveSources } from '../workspace.js';
import { writeSnapshot } from '../write-snapshot.js';
import { type CiFacts, type CiFiles, type CiSystem, ciFiles } from './ci.js';
import { type Code, entitiesIn, readCode } from './code.js';
import { configText, type NewConfig, type NewUse } from './config-text.js';
import { editorSchema } from './editor-schema.js';
import { pickEntities } from './pick.js';
import { type NewSource, newSource, type SourceOptions, usualName, variablesOf } from './source.js';
import { openStaging } from './staging.js';
import { usesOf } from './uses.js';

export type InitOptions = SourceOptions & {
  /** Names, globs and exclusions; absent: the entities that the code of `code` names. */
  readonly entities?: readonly string[] | undefined;
  /** Folder of the integration's code. */
  readonly code?: string | undefined;
  /** Fields in use, by entity. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly seam?: string | undefined;
  readonly owner?: string | undefined;
  readonly runbook?: string | undefined;
  /** `read`, `create`, `update`, `write` or `both`. */
  readonly direction?: string | undefined;
  /** `none` without it. */
  readonly ci?: CiSystem | undefined;
  /** Replace what is there. */
  readonly force?: boolean | undefined;
  /** Leave out entities that cannot be read although they are named. */
  readonly leaveOut?: boolean | undefined;
};

/**
 * Files of a new project that are there already, relative to the folder.
 * @param options as `initialise` has them
 */
export async function filesInTheWay(options: InitOptions, context: RunContext): Promise<readonly string[]> {
  const { source = usualName, ci = 'none' } = options;
  const { cwd } = context;
  const { files } = await filesFor(ci, { variables: [], packages: [] }, cwd);
  const own = ['seam.yaml', ...files.map(({ path }) => path)].filter((path) => existsSync(join(cwd, path)));
  const contracts = join('contracts', source);
  return (await isEmpty(join(cwd, contracts))) ? own : [...own, contracts];
}

/**
 * Names and labels of what the account can see, in the order of the source.
 * @throws SeamError where the source is not described whole, or cannot be read
 */
export async function listEntities(
  options: SourceOptions,
  context: RunContext,
): Promise<readonly EntityRef[]> {
  const source = await newSource(options, context);
  const { resolved, folder } = await openSource({ ...source, entities: ['*'] }, context);
  const connection = await connect(resolved, folder, context);
  try {
    const entities: EntityRef[] = [];
    for await (const entity of connection.connector.list()) {
      context.signal.throwIfAborted();
      entities.push(entity);
    }
    return entities;
  } finally {
    await connection.close();
  }
}

/**
 * Makes a project: `seam.yaml`, the first contracts, and the files of a CI system. All of them are written, or none.
 * @throws SeamError for an option that is missing or wrong, a file that is in the way, or a source that cannot be read
 */
export async function initialise(options: InitOptions, context: RunContext): Promise<InitReport> {
  const { ci = 'none', force = false } = options;
  const { cwd, signal } = context;
  refuseHalfASeam(options);
  const source = await newSource(options, context);
  refuseUnset(source, context);
  if (!force) await refuseInTheWay(options, context);
  const code =
    options.code === undefined ? undefined : await readCode(resolve(cwd, options.code), options.code);
  const entities = options.entities ?? (await entitiesOfCode(code, options, context));
  const { resolved, loaded } = await openSource({ ...source, entities }, context);
  const picked = await pickEntities(resolved, loaded.config, options, context);
  const uses = usesOf(source.source, picked.schemas, { ...options, code });
  const config: NewConfig = { ...source, entities: picked.entities, ...seamOf(options, uses) };
  const schema = await editorSchema(cwd, source.connector);
  const pipeline = await filesFor(ci, { variables: variablesOf(source), packages: source.packages }, cwd);
  const text = configText(config, schema.path);
  const whole = await openWorkspace({}, context, text);
  signal.throwIfAborted();
  const staging = await openStaging(cwd);
  try {
    const contracts = join(staging.folder, 'contracts');
    const written = await writeSnapshot({
      source: resolved.source,
      before: await readContracts(whole.config.contracts, source.source),
      pulled: picked.pulled,
      folder: contracts,
      partial: true,
      dryRun: false,
      prune: false,
      signal,
    });
    const taken = await readContracts(contracts, source.source);
    checkSeams(whole, { folders: new Map([[source.source, taken]]), orphans: new Map() });
    const files = [...pipeline.files, ...(schema.file === undefined ? [] : [schema.file])];
    for (const file of [{ path: 'seam.yaml', text }, ...files]) await staging.write(file.path, file.text);
    // From here on the files move, which takes no time; a run that is ended before leaves nothing.
    signal.throwIfAborted();
    return {
      format: 1,
      command: 'init',
      source: sourceReport(resolved.source, picked.pulled),
      entities: written,
      leftOut: picked.leftOut,
      uses: uses.map(({ contract, fields }) => ({ contract, ...(fields === undefined ? {} : { fields }) })),
      files: await staging.deliver('seam.yaml'),
      next: pipeline.next,
    };
  } finally {
    await staging.remove();
  }
}

async function openSource(config: NewConfig, context: RunContext) {
  const loaded = await openWorkspace({}, context, configText(config, './seam.schema.json'));
  const [source] = loaded.config.sources;
  if (source === undefined) throw new RangeError('a new config has a source');
  const resolved = (await resolveSources([source], loaded.config, context))(source);
  return { loaded, resolved, folder: loaded.config.folder };
}

async function entitiesOfCode(
  code: Code | undefined,
  options: InitOptions,
  context: RunContext,
): Promise<readonly string[]> {
  if (code === undefined) {
    throw refused(
      'No entity is named.',
      'Name them: --entities res.partner "sale.*"; or the folder of the code that uses them: --code FOLDER.',
    );
  }
  const found = entitiesIn(code, await listEntities(options, context));
  if (found.length > 0) return found;
  throw refused(
    `The code in ${options.code} names no entity that this account sees.`,
    'Name them: --entities NAME…',
  );
}

function seamOf({ seam, owner, runbook }: InitOptions, uses: readonly NewUse[]): Pick<NewConfig, 'seam'> {
  return seam === undefined ? {} : { seam: { name: seam, owner, runbook, uses } };
}

function refuseHalfASeam({ seam, owner, runbook, direction, fields }: InitOptions): void {
  if (seam !== undefined) {
    if (direction === undefined) {
      throw refused('The seam has no direction.', 'Add --direction read, create, update, write or both.');
    }
    return;
  }
  const given = Object.entries({ owner, runbook, direction, fields }).find(
    ([, value]) => value !== undefined,
  );
  if (given !== undefined)
    throw refused(`--${given[0]} says something of a seam, and none is named.`, 'Add --seam NAME.');
}

function refuseUnset(source: NewSource, { env }: RunContext): void {
  const unset = variablesOf(source).filter((name) => (env[name] ?? '') === '');
  if (unset.length === 0) return;
  throw refused(
    `${unset.join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set in this shell.`,
    `Set the environment ${unset.length === 1 ? 'variable' : 'variables'}, and run it again: the value is not written anywhere.`,
  );
}

async function refuseInTheWay(options: InitOptions, context: RunContext): Promise<void> {
  const there = await filesInTheWay(options, context);
  if (there.length === 0) return;
  throw refused(
    `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} here already.`,
    'Replace what is here with --force, or edit it: a further source is a further key below `sources`.',
  );
}

/** The files of a CI system for a folder. */
async function filesFor(ci: CiSystem, facts: Omit<CiFacts, 'hasPipeline'>, cwd: string): Promise<CiFiles> {
  const hasPipeline = existsSync(join(cwd, '.gitlab-ci.yml'));
  return ciFiles(ci, { ...facts, hasPipeline });
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return true;
    throw cause;
  }
}
