import { SeamError } from '../errors/seam-error.js';
import { type BranchFile, openBranchFile } from '../git/branch-file.js';
import { emptyState, type ScanState } from '../model/scan-state.js';
import { newer } from './folder.js';
import { parseState, stateText } from './parse.js';
import type { OpenState, StateStore } from './store.js';

const stateFile = 'state.json';

/** How often another run may be first. */
const tries = 8;

/**
 * The state on a branch of git, for runners that keep no disk. Several runs may have it open: each change is made on
 * what is there by then.
 * @param folder in the repository
 * @param ref `refs/heads/seam-state`
 * @throws SeamError `git-failed` where there is no such place, `state-invalid` for one that a newer seam wrote,
 * `not-delivered` where the remote does not answer
 */
export async function openBranch(folder: string, ref: string): Promise<StateStore> {
  const place = `git:${ref}`;
  const branch = await openBranchFile(folder, ref, stateFile);
  const read = async () => {
    const there = await branch.read().catch((cause: unknown) => {
      throw notReached(place, cause);
    });
    return { ...opened(there, place), base: there.commit, text: there.text };
  };
  const first = await read();
  return {
    place,
    exclusive: false,
    opened: { state: first.state, ...(first.setAside === undefined ? {} : { setAside: first.setAside }) },
    async update(change) {
      for (let attempt = 0, now = await read(); attempt < tries; attempt++, now = await read()) {
        const state = change(now.state);
        const text = stateText(state);
        if (text === now.text) return state;
        const put = await branch
          .put(text, now.base, `seam scan: ${summary(state)}`)
          .catch((cause: unknown) => {
            throw notReached(place, cause);
          });
        if (put !== 'moved') return state;
      }
      throw new SeamError('not-delivered', {
        why: `${place} was changed by other runs ${tries} times in a row.`,
        where: { file: place },
      });
    },
    close: async () => undefined,
  };
}

/** What a branch remembers, without writing there. */
export async function peekBranch(folder: string, ref: string): Promise<OpenState> {
  const branch = await openBranchFile(folder, ref, stateFile);
  return opened(await branch.read(), `git:${ref}`);
}

/** A broken state stays in the history of the branch, where its commit names it. */
function opened({ commit, text }: BranchFile, place: string): OpenState {
  if (text === undefined) return { state: emptyState };
  const parsed = parseState(text);
  if ('state' in parsed) return parsed;
  if (parsed.fault === 'newer') throw newer(place);
  return { state: emptyState, setAside: `${commit}:${stateFile}` };
}

function summary({ runs, outbox }: ScanState): string {
  return `${runs.at(-1)?.id ?? 'first run'}, ${outbox.length} to be told`;
}

function notReached(place: string, cause: unknown): unknown {
  if (!(cause instanceof SeamError) || cause.code !== 'git-failed') return cause;
  return new SeamError('not-delivered', {
    why: `${place} could not be reached. ${cause.message}`,
    where: { file: place },
    fix: cause.fix,
    cause,
  });
}
