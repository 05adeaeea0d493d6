import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { faultCode } from '../contract/atomic.js';
import { exitFor } from '../errors/exit-codes.js';
import { SeamError } from '../errors/seam-error.js';
import type { Report } from '../model/report.js';
import type { Seen } from '../model/scan.js';
import { combined, parseSeen } from '../scan/seen.js';
import { reasonsFor } from './check-report.js';
import type { RunContext } from './context.js';
import { type LookOptions, lookAtAll, openProjects } from './look.js';
import { remembering, type Scanned, type ScanOptions, settle } from './scan.js';
import { configFiles } from './scan-files.js';
import { wholeReport } from './scan-report.js';
import { seamVersion } from './version.js';
import { writeReport } from './write-report.js';

export type ShardOptions = LookOptions & {
  readonly config?: readonly string[] | undefined;
  /** File that what was seen is written to, for `mergeShards`. */
  readonly output: string;
};

/**
 * Looks at a part of the sources and writes down what was seen. Nothing is remembered and nobody is told: a seam may
 * well use sources of several shards.
 * @throws SeamError `usage-invalid`, `nothing-selected` where there are fewer sources than shards, `not-delivered`
 */
export async function scanShard(options: ShardOptions, context: RunContext): Promise<Report> {
  const files = await configFiles(options.config ?? [], context.cwd);
  const projects = await openProjects(files, context);
  const { shard } = options;
  const count = projects.flatMap((each) =>
    'opened' in each ? each.opened.loaded.config.sources : [],
  ).length;
  if (shard !== undefined && count > 0 && shard.index > count) {
    throw new SeamError('nothing-selected', {
      why: `There are ${count} sources, so shard ${shard.index} of ${shard.of} has none.`,
      fix: 'Make fewer shards.',
    });
  }
  const seen = await lookAtAll(projects, options, context);
  await writeReport(resolve(context.cwd, options.output), `${JSON.stringify(seen)}\n`);
  return wholeReport(seen, undefined, { failOn: options.failOn, failOnNew: false });
}

export type MergeOptions = Pick<ScanOptions, 'failOn' | 'failOnNew' | 'state' | 'dryRun'> & {
  /** Files that `scanShard` has written. */
  readonly files: readonly string[];
};

/**
 * Goes on with what the shards of a scan saw as a scan does: one report, one exit code, one message for each owner.
 * @throws SeamError `usage-invalid` where the files are not of one scan, else as `scan`
 */
export async function mergeShards(options: MergeOptions, context: RunContext): Promise<Scanned> {
  const shards: Seen[] = [];
  for (const file of options.files)
    shards.push(parseSeen(await textOf(resolve(context.cwd, file), file), file, seamVersion));
  const seen = combined(shards, { exitOf: (report) => exitFor(reasonsFor(report)) });
  return remembering(options, context, async (memory) => {
    const projects = await openProjects(
      seen.projects.map(({ project }) => project),
      context,
    );
    return settle(seen, projects, memory, options, context);
  });
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = faultCode(cause) ?? String(cause);
    throw new SeamError('usage-invalid', {
      why: `${file} cannot be read (${code}).`,
      where: { file },
      cause,
    });
  }
}
