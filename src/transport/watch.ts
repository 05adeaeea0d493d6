/** Ends an exchange that takes too long, or that nobody wants any more. */
export type Watch = {
  /** Aborts what is under way. */
  readonly signal: AbortSignal;
  /** Waits for a step of the exchange: the time that the other side takes counts, ours between the steps does not. */
  during<T>(step: Promise<T>): Promise<T>;
  /** True once the time was up. */
  isLate(): boolean;
  /** Nothing more is waited for. */
  end(): void;
};

/** A watch of so many milliseconds, which also ends with the signal of the run. */
export function openWatch(milliseconds: number, run: AbortSignal): Watch {
  const controller = new AbortController();
  const stop = () => controller.abort(run.reason);
  if (run.aborted) stop();
  run.addEventListener('abort', stop);
  let left = milliseconds;
  let late = false;
  return {
    signal: controller.signal,
    async during(step) {
      const begin = performance.now();
      const timer = setTimeout(() => {
        late = true;
        controller.abort();
      }, left);
      try {
        return await step;
      } finally {
        clearTimeout(timer);
        left = Math.max(0, left - (performance.now() - begin));
      }
    },
    isLate: () => late,
    end: () => run.removeEventListener('abort', stop),
  };
}
