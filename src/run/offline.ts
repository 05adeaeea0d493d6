import { resolve } from 'node:path';
import { readPullFile } from '../contract/pull-file.js';
import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import type { PulledSource } from '../model/pull.js';
import { spanWords } from '../report/words.js';
import type { RunContext } from './context.js';

/** The live schemas of a moment, instead of those of now. */
export type OfflinePull = {
  /** RFC 3339, UTC. */
  readonly pulledAt: string;
  /** What the file has of a source; a failure where it has nothing. */
  of(source: SourceConfig): PulledSource;
};

/** Milliseconds by which the clocks of two machines may differ. */
const skew = 5 * 60_000;

/**
 * Opens a pull file.
 * @param maxAge milliseconds; absent: any age
 * @throws SeamError `pull-file-invalid`, `pull-file-stale`
 */
export async function openPullFile(
  file: string,
  maxAge: number | undefined,
  { cwd, now }: Pick<RunContext, 'cwd' | 'now'>,
): Promise<OfflinePull> {
  const { pulledAt, sources } = await readPullFile(resolve(cwd, file));
  if (maxAge !== undefined) refuseStale(file, pulledAt, now().getTime() - Date.parse(pulledAt), maxAge);
  const byName = new Map(sources.map((source) => [source.name, source]));
  return { pulledAt, of: (source) => byName.get(source.name) ?? absent(source, file) };
}

function refuseStale(file: string, pulledAt: string, age: number, maxAge: number): void {
  const where = { file };
  if (age > maxAge) {
    const why = `The pull file was made ${spanWords(age)} ago (${pulledAt}); --max-age allows ${spanWords(maxAge)}.`;
    throw new SeamError('pull-file-stale', { why, where });
  }
  // Else a file with a date in the future would never grow old.
  if (age < -skew) {
    const why = `The pull file says that it was made in the future (${pulledAt}), so its age cannot be judged.`;
    throw new SeamError('pull-file-stale', { why, where });
  }
}

function absent({ name, connector }: SourceConfig, file: string): PulledSource {
  const error = new SeamError('not-in-pull-file', {
    why: `The pull file has nothing of ${name}.`,
    where: { source: name, file },
  });
  return { name, connector, mapping: 0, results: [], failure: error.toFailure() };
}
