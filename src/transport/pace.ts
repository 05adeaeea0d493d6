import { setTimeout as timer } from 'node:timers/promises';

/** Who may send to one source, and when: so many at once, nobody while the source asks for a pause. */
export type Pace = {
  /** Waits for a place, and for the end of a pause; gives what leaves the place again. Throws the reason of an abort. */
  enter(): Promise<() => void>;
  /** Holds everybody back for so many milliseconds from now; false where all pauses together would get too long. */
  pause(milliseconds: number): boolean;
};

/** `places` at once, first come first served; pauses of at most `mostPause` milliseconds in sum. */
export function openPace(places: number, mostPause: number, signal: AbortSignal): Pace {
  const queue: { readonly come: () => void; readonly fail: (reason: unknown) => void }[] = [];
  let free = places;
  let pausedUntil = 0;
  let paused = 0;
  signal.addEventListener('abort', () => {
    for (const { fail } of queue.splice(0)) fail(signal.reason);
  });

  /** A place that is left goes to the next in the queue, so that nobody comes in between. */
  function leave(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next.come();
  }

  async function place(): Promise<void> {
    signal.throwIfAborted();
    if (free === 0) return new Promise((come, fail) => queue.push({ come, fail }));
    free -= 1;
  }

  return {
    async enter() {
      await place();
      const leaveOnce = once(leave);
      try {
        for (let left = pausedUntil - performance.now(); left > 0; left = pausedUntil - performance.now()) {
          await sleep(left, signal);
        }
        return leaveOnce;
      } catch (error) {
        leaveOnce();
        throw error;
      }
    },
    pause(milliseconds) {
      const now = performance.now();
      const added = now + milliseconds - Math.max(pausedUntil, now);
      if (added <= 0) return true;
      if (paused + added > mostPause) return false;
      paused += added;
      pausedUntil = now + milliseconds;
      return true;
    },
  };
}

/** Waits; throws the reason of an abort. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await timer(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** The same function, which does nothing when it is called again. */
function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
