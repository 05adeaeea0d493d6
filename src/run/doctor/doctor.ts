import { reasonOf } from '../../errors/codes.js';
import { type ExitReason, exitFor } from '../../errors/exit-codes.js';
import { isFailure, SeamError } from '../../errors/seam-error.js';
import type { SourceConfig } from '../../model/config.js';
import type { DoctorReport, Examination } from '../../model/report.js';
import { type RunContext, runFacts, type Selection } from '../context.js';
import { checkSeams, contractsOnDisk } from '../contracts.js';
import { seamVersion } from '../version.js';
import { openWorkspace, resolveSources, selectSources } from '../workspace.js';
import { bad, good, warning } from './examination.js';
import { examineGit, examineNode } from './machine.js';
import { examineSource } from './source.js';

export type DoctorOptions = Pick<Selection, 'config' | 'configRef' | 'source'> & {
  /** Version of Node that runs, without the `v`. */
  readonly node: string;
};

/**
 * Looks at everything that a check needs: this machine, the config, and the way to each source up to what its account may
 * see. Only reading calls are made, and none where the config is wrong.
 * @throws SeamError `usage-invalid` for a source that is not there
 */
export async function examineAll(options: DoctorOptions, context: RunContext): Promise<DoctorReport> {
  const started = context.now().getTime();
  const examinations: Examination[] = [examineNode(options.node), await examineGit(context.cwd)];
  examinations.push(...(await examineProject(options, context)));
  return {
    format: 1,
    seamVersion,
    command: 'doctor',
    ...runFacts(context, started),
    examinations,
    exit: exitFor(examinations.flatMap(reasonIn)),
  };
}

function reasonIn({ outcome, code }: Examination): readonly ExitReason[] {
  if (outcome !== 'bad') return [];
  return [code === undefined ? 'usage' : reasonOf({ code })];
}

async function examineProject(options: DoctorOptions, context: RunContext): Promise<readonly Examination[]> {
  const loaded = await attempt(() => openWorkspace(options, context));
  if (loaded instanceof SeamError) return [bad('config', loaded)];
  const { config } = loaded;
  const names = config.sources.map(({ name }) => name).join(', ');
  const seams = config.seams.length === 0 ? 'none' : config.seams.map(({ name }) => name).join(', ');
  const found: Examination[] = [
    good('config', `${options.config ?? 'seam.yaml'} is right. Sources: ${names}. Seams: ${seams}.`),
  ];
  const sources = selectSources(loaded, options);
  found.push(await examineContracts(loaded));
  for (const source of sources) found.push(...(await examineOne(source, config, context)));
  return found;
}

async function examineContracts(loaded: Awaited<ReturnType<typeof openWorkspace>>): Promise<Examination> {
  const contracts = await attempt(async () => {
    const onDisk = await contractsOnDisk(loaded.config);
    checkSeams(loaded, onDisk);
    return onDisk;
  });
  if (contracts instanceof SeamError) return bad('contracts', contracts);
  const count = [...contracts.folders.values()].reduce((sum, folder) => sum + folder.contracts.size, 0);
  if (count > 0)
    return good(
      'contracts',
      `${count} ${count === 1 ? 'contract' : 'contracts'} on disk, and each can be read.`,
    );
  return warning(
    'contracts',
    'There is no contract yet.',
    'Run seam snapshot, look at the result, and commit it.',
  );
}

async function examineOne(
  source: SourceConfig,
  config: Parameters<typeof resolveSources>[1],
  context: RunContext,
): Promise<readonly Examination[]> {
  const { name } = source;
  const resolved = await attempt(() => resolveSources([source], config, context));
  if (resolved instanceof SeamError) return [bad('secrets', resolved, name)];
  const filled = resolved(source);
  const count = filled.secrets.length;
  const secrets =
    count === 0
      ? 'No secret is needed.'
      : `${count === 1 ? 'The secret is' : `All ${count} secrets are`} there.`;
  return [good('secrets', secrets, name), ...(await examineSource(filled, config, context))];
}

/** The value, or what is wrong as an error of ours; anything else is a bug and goes on. */
async function attempt<T>(work: () => Promise<T>): Promise<T | SeamError> {
  try {
    return await work();
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}
