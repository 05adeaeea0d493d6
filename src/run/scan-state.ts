import { resolve } from 'node:path';
import { openBranch, peekBranch } from '../scan/branch.js';
import { openFolder, peekFolder } from '../scan/folder.js';
import type { OpenState, StateStore } from '../scan/store.js';
import type { RunContext } from './context.js';

/** Where scans remember, where nothing else is said. */
export const usualState = '.seam';

const branch = 'git:';

/**
 * Opens a state to change it: a folder, or a branch of git (`git:refs/heads/seam-state`).
 * @throws SeamError as `openFolder` and `openBranch`
 */
export function openState(place: string, { cwd, now, processes }: RunContext): Promise<StateStore> {
  if (place.startsWith(branch)) return openBranch(cwd, place.slice(branch.length));
  const { own, lives } = processes ?? { own: undefined, lives: () => true };
  return openFolder(resolve(cwd, place), { own, lives, now: now() });
}

/**
 * What is remembered, without changing it.
 * @throws SeamError `state-invalid`, `git-failed`
 */
export function peekState(place: string, { cwd }: Pick<RunContext, 'cwd'>): Promise<OpenState> {
  if (place.startsWith(branch)) return peekBranch(cwd, place.slice(branch.length));
  return peekFolder(resolve(cwd, place));
}
