import type { SimpleGit, SimpleGitOptions } from 'simple-git';
import { SeamError } from '../errors/seam-error.js';

/**
 * git, working in a folder. Variables of git itself (`GIT_DIR`, `GIT_INDEX_FILE`), which a hook inherits, do not reach
 * it: simple-git removes them.
 */
export async function openGit(folder: string, options: Partial<SimpleGitOptions> = {}): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  return simpleGit({ baseDir: folder, ...options });
}

/** What git said in its own words, in one line, for an error of ours. */
export function saidByGit(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/\bENOENT\b/.test(message)) return 'git is not installed, or not on the PATH.';
  const line = message.split('\n').find((each) => each.trim() !== '') ?? 'it gave no reason';
  return `git says: ${line.trim()}`;
}

type Refused = {
  readonly where?: Readonly<Record<string, string>>;
  readonly fix?: string;
  readonly cause?: unknown;
};

/** The error for what git refused. */
export function gitFailed(why: string, details: Refused = {}): SeamError {
  return new SeamError('git-failed', { why, ...details });
}

/**
 * What git answers.
 * @throws SeamError `git-failed`, with what git says, where it refuses
 */
export async function said<T>(answer: PromiseLike<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw gitFailed(saidByGit(cause), { cause });
  }
}
