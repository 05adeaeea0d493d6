import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { faultCode } from '../../contract/atomic.js';
import { readContracts } from '../../contract/store.js';
import type { InitReport } from '../../model/report.js';
import type { EntityRef } from '../../model/source.js';
import { connect } from '../connect.js';
import type { RunContext } from '../context.js';
import { checkSeams, contractsOnDisk } from '../contracts.js';
import { refused } from '../refused.js';
import { sourceReport } from '../report-source.js';
import { openWorkspace, resolveSources } from '../workspace.js';
import { writeSnapshot } from '../write-snapshot.js';
import { type CiFacts, type CiFiles, type CiSystem, ciFiles, leftToPipelines } from './ci.js';
import { type Code, entitiesIn, readCode } from './code.js';
import { configText, type NewConfig, type NewUse, withSource } from './config-text.js';
import { editorSchema } from './editor-schema.js';
import { configFile, type Existing, existingConfig, needsOf, refuseChanged } from './existing.js';
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

/** The folder of contracts that a new project has. */
const usualContracts = 'contracts';

/**
 * What is there already and would be replaced: the source in `seam.yaml`, and files, relative to the folder.
 * @param options as `initialise` has them
 * @throws SeamError as `initialise`, where `seam.yaml` cannot be added to
 */
export async function inTheWay(options: InitOptions, context: RunContext): Promise<readonly string[]> {
  return replacedBy(options, await existingConfig(context), context);
}

async function replacedBy(
  { source = usualName, ci = 'none' }: InitOptions,
  existing: Existing | undefined,
  { cwd }: RunContext,
): Promise<readonly string[]> {
  const isTaken = existing?.workspace.config.sources.some(({ name }) => name === source) ?? false;
  const { files } = await filesFor(ci, { variables: [], packages: [] }, cwd);
  const contracts = join(existing?.contracts ?? usualContracts, source);
  return [
    ...(isTaken ? [`${source} in ${configFile}`] : []),
    ...((await isEmpty(join(cwd, contracts))) ? [] : [contracts]),
    ...files.map(({ path }) => path).filter((path) => existsSync(join(cwd, path))),
  ];
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
  const existing = await existingConfig(context);
  const { resolved, folder } = await openSource({ ...source, entities: ['*'] }, existing, context);
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
 * Makes a project, or adds a source to the one that is there: `seam.yaml`, the first contracts, and the files of a CI
 * system. All of them are written, or none.
 * @throws SeamError for an option that is missing or wrong, a file that is in the way, or a source that cannot be read
 */
export async function initialise(options: InitOptions, context: RunContext): Promise<InitReport> {
  const { ci = 'none', force = false } = options;
  const { cwd, signal } = context;
  const existing = await existingConfig(context);
  refuseHalfASeam(options, existing);
  const source = await newSource(options, context);
  refuseUnset(source, context);
  if (!force) refuseInTheWay(await replacedBy(options, existing, context));
  const code =
    options.code === undefined ? undefined : await readCode(resolve(cwd, options.code), options.code);
  const entities = options.entities ?? (await entitiesOfCode(code, options, context));
  const { resolved, loaded } = await openSource({ ...source, entities }, existing, context);
  const picked = await pickEntities(resolved, loaded.config, options, context);
  const uses = usesOf(source.source, picked.schemas, { ...options, code });
  const config: NewConfig = { ...source, entities: picked.entities, ...seamOf(options, uses) };
  const others = existing?.workspace.config.sources ?? [];
  const connectors = [...others, source].map(({ connector }) => connector);
  const schema = await editorSchema(cwd, connectors, existing === undefined);
  const text = textOf(config, existing, { force, schema: schema.path });
  const whole = await openWorkspace({}, context, text);
  const pipeline = await filesFor(ci, await needsOf(whole), cwd);
  signal.throwIfAborted();
  const staging = await openStaging(cwd);
  try {
    const contracts = join(staging.folder, existing?.contracts ?? usualContracts);
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
    const { folders, orphans } = await contractsOnDisk(whole.config);
    checkSeams(whole, { folders: new Map([...folders, [source.source, taken]]), orphans });
    const files = [...pipeline.files, ...(schema.file === undefined ? [] : [schema.file])];
    for (const file of [{ path: configFile, text }, ...files]) await staging.write(file.path, file.text);
    if (existing !== undefined) await refuseChanged(existing, context);
    // From here on the files move, which takes no time; a run that is ended before leaves nothing.
    signal.throwIfAborted();
    return {
      format: 1,
      command: 'init',
      source: sourceReport(resolved.source, picked.pulled),
      entities: written,
      leftOut: picked.leftOut,
      uses: uses.map(({ contract, fields }) => ({ contract, ...(fields === undefined ? {} : { fields }) })),
      files: await staging.deliver(configFile),
      next: ci === 'none' ? await leftToPipelines(cwd, variablesOf(source)) : pipeline.next,
    };
  } finally {
    await staging.remove();
  }
}

async function openSource(config: NewConfig, existing: Existing | undefined, context: RunContext) {
  const text = textOf(config, existing, { force: true, schema: './seam.schema.json' });
  const loaded = await openWorkspace({}, context, text);
  const source = loaded.config.sources.find(({ name }) => name === config.source);
  if (source === undefined) throw new RangeError('the config has the source that was put there');
  const resolved = (await resolveSources([source], loaded.config, context))(source);
  return { loaded, resolved, folder: loaded.config.folder };
}

type Writing = { readonly force: boolean; readonly schema: string };

function textOf(config: NewConfig, existing: Existing | undefined, { force, schema }: Writing): string {
  return existing === undefined ? configText(config, schema) : withSource(existing.text, config, force);
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

function refuseHalfASeam(options: InitOptions, existing: Existing | undefined): void {
  const { seam, owner, runbook, direction, fields } = options;
  if (seam !== undefined) {
    if (direction === undefined) {
      throw refused('The seam has no direction.', 'Add --direction read, create, update, write or both.');
    }
    const isThere = existing?.workspace.config.seams.some(({ name }) => name === seam) ?? false;
    if (isThere && !options.force && (owner !== undefined || runbook !== undefined)) {
      throw refused(
        `The seam ${seam} is in ${configFile} already, with what it says of its owner.`,
        'Leave --owner and --runbook out: the uses are added to it.',
      );
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

function refuseInTheWay(there: readonly string[]): void {
  if (there.length === 0) return;
  throw refused(
    `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} here already.`,
    'Replace what is here with --force; or call the source otherwise, with --source NAME, and leave --ci out.',
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
