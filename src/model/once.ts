/** The same work, done when it is first asked for; every later call gets the same promise, also one that was rejected. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
