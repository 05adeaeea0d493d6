import { randomBytes } from 'node:crypto';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import type { Verdict } from '../model/drift.js';
import type { Failure } from '../model/report.js';
import type { Seen, SeenProject, Shard } from '../model/scan.js';
import { spanWords } from '../report/words.js';
import type { Checked } from './check-report.js';
import type { RunContext } from './context.js';
import { inPool } from './pool.js';
import { labelOf } from './scan-label.js';
import { lookAt, type OpenProject, openProject, projectReport } from './scan-project.js';
import { seamVersion } from './version.js';

export type LookOptions = {
  readonly failOn?: Verdict | undefined;
  /** Milliseconds for all sources together. */
  readonly timeBudget?: number | undefined;
  /** Milliseconds for one source. */
  readonly sourceTimeout?: number | undefined;
  readonly shard?: Shard | undefined;
};

/** A project that could be read, or why not. */
export type Project =
  | { readonly project: string; readonly opened: OpenProject }
  | { readonly project: string; readonly failure: Failure };

/** Sources that are looked at at once: each may have several requests under way. */
const atOnce = 40;

/** Milliseconds that a timer can count; a longer one would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** Milliseconds for one source. */
const usualTimeout = 15 * 60_000;

/** Reads every project; what is wrong with one is its own failure. */
export async function openProjects(
  files: readonly string[],
  context: RunContext,
): Promise<readonly Project[]> {
  return inPool(files, atOnce, async (project) => {
    try {
      return { project, opened: await openProject(project, context) };
    } catch (error) {
      if (!(error instanceof SeamError)) throw error;
      return { project, failure: error.toFailure() };
    }
  });
}

/**
 * Looks at all sources of the projects, or at those of a shard, in parallel; each has its own time and its own failure.
 * @throws whatever the run was aborted with
 */
export async function lookAtAll(
  projects: readonly Project[],
  options: LookOptions,
  context: RunContext,
): Promise<Seen> {
  const began = context.now();
  const at = began.toISOString();
  const trace = context.trace ?? randomBytes(16).toString('hex');
  const budget = options.timeBudget;
  const over = limit(budget, `The time budget of the run, ${spanWords(budget ?? 0)}, is used up.`);
  const work = worksOf(projects, options.shard);
  try {
    const done = await inPool(work, atOnce, async ({ opened, source }) => {
      const time = options.sourceTimeout ?? usualTimeout;
      const own = limit(time, `It was not done after ${spanWords(time)}.`);
      const label = labelOf(opened.project, projects.length);
      const progress: RunContext['progress'] = (step) =>
        context.progress({ ...step, source: `${label}${step.source}` });
      try {
        const either = AbortSignal.any([over.signal, own.signal]);
        return await lookAt(source, opened, either, { ...context, trace, progress });
      } finally {
        own.end();
      }
    });
    const checked = new Map(work.map(({ opened, source }, index) => [keyOf(opened, source), done[index]]));
    const duration = context.now().getTime() - began.getTime();
    const seen = await inPool(projects, atOnce, (project) =>
      seenOf(project, checked, { ...options, duration }, context),
    );
    return {
      format: 1,
      seamVersion,
      command: 'scan',
      run: { id: `${at.replace(/[-:]|\.\d+/g, '')}-${trace.slice(0, 8)}`, at, trace },
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      duration,
      projects: seen,
    };
  } finally {
    over.end();
  }
}

type Work = { readonly opened: OpenProject; readonly source: SourceConfig };

/** All sources, or every n-th of them: neighbours are likely to be on one server. */
function worksOf(projects: readonly Project[], shard: Shard | undefined): readonly Work[] {
  const all = projects.flatMap((project) =>
    'opened' in project
      ? project.opened.loaded.config.sources.map((source) => ({ opened: project.opened, source }))
      : [],
  );
  return shard === undefined ? all : all.filter((_, index) => index % shard.of === shard.index - 1);
}

const keyOf = ({ project }: OpenProject, { name }: SourceConfig) => JSON.stringify([project, name]);

async function seenOf(
  project: Project,
  checked: ReadonlyMap<string, Checked | undefined>,
  { shard, failOn, duration }: LookOptions & { readonly duration: number },
  context: RunContext,
): Promise<SeenProject> {
  if ('failure' in project) return { project: project.project, sources: [], failure: project.failure };
  const { opened } = project;
  const { sources } = opened.loaded.config;
  const looked = sources.flatMap((source) => checked.get(keyOf(opened, source)) ?? []);
  const part = { whole: shard === undefined, strays: (shard?.index ?? 1) === 1, failOn, duration };
  const report = await projectReport(opened, looked, part, context);
  return { project: project.project, sources: sources.map(({ name }) => name), report };
}

/** A signal that ends something after so many milliseconds, or never. */
function limit(
  milliseconds: number | undefined,
  why: string,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(
          () => controller.abort(new SeamError('not-complete', { why })),
          Math.min(milliseconds, longestTimer),
        );
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
