import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { faultCode, notDelivered, sweep, writeAtomically } from '../contract/atomic.js';
import { SeamError } from '../errors/seam-error.js';
import { emptyState } from '../model/scan-state.js';
import { type Holder, takeLock } from './lock.js';
import { parseState, stateText } from './parse.js';
import type { OpenState, StateStore } from './store.js';

const stateFile = 'state.json';

/**
 * The state in a folder, which is made where it is not there. Only this run may write it until it is closed.
 * @param folder absolute path
 * @throws SeamError `scan-running`, `state-invalid` for one that a newer seam wrote, `not-delivered` where seam may not
 * write there
 */
export async function openFolder(folder: string, holder: Holder): Promise<StateStore> {
  const file = join(folder, stateFile);
  let release: () => Promise<void>;
  try {
    await mkdir(folder, { recursive: true });
    release = await takeLock(folder, holder);
  } catch (cause) {
    throw notDelivered(file, cause);
  }
  try {
    await sweep(folder);
    const opened = await readFolder(folder, holder.now);
    let { state } = opened;
    return {
      place: file,
      exclusive: true,
      opened,
      async update(change) {
        const changed = change(state);
        await writeAtomically(file, stateText(changed));
        state = changed;
        return state;
      },
      close: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * What a folder remembers, without writing there; the empty state where there is none, or none that can be read.
 * @throws SeamError `state-invalid`
 */
export async function peekFolder(folder: string): Promise<OpenState> {
  const file = join(folder, stateFile);
  const text = await textOf(file);
  if (text === undefined) return { state: emptyState };
  const parsed = parseState(text);
  if ('state' in parsed) return parsed;
  if (parsed.fault === 'newer') throw newer(file);
  return { state: emptyState, setAside: file };
}

async function readFolder(folder: string, now: Date): Promise<OpenState> {
  const opened = await peekFolder(folder);
  if (opened.setAside === undefined) return opened;
  const aside = join(folder, `state.broken-${now.toISOString().replaceAll(':', '')}.json`);
  try {
    await rename(opened.setAside, aside);
  } catch (cause) {
    throw notDelivered(aside, cause);
  }
  return { ...opened, setAside: aside };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (faultCode(cause) === 'ENOENT') return undefined;
    throw new SeamError('state-invalid', {
      why: `${file} cannot be read (${faultCode(cause) ?? String(cause)}).`,
      where: { file },
      cause,
    });
  }
}

/** The error for a state that only a newer seam understands. */
export function newer(place: string): SeamError {
  return new SeamError('state-invalid', {
    why: `${place} was written by a newer seam.`,
    where: { file: place },
    fix: 'Use that version, or name another place with --state.',
  });
}
