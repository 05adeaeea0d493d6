/** Results of `work` as they come, with at most `width` under way. The first failure ends it. */
export async function* asTheyCome<R>(
  items: readonly string[],
  width: number,
  work: (item: string) => Promise<R>,
): AsyncGenerator<R> {
  const waiting = items.values();
  const running = new Map<string, Promise<readonly [string, R]>>();
  const startOne = (): void => {
    const next = waiting.next();
    if (next.done === true) return;
    const result = work(next.value).then((value) => [next.value, value] as const);
    // A failure reaches the race below, or nobody once the reader has gone away.
    result.catch(() => undefined);
    running.set(next.value, result);
  };
  for (let started = 0; started < width; started++) startOne();
  while (running.size > 0) {
    const [item, result] = await Promise.race(running.values());
    running.delete(item);
    startOne();
    yield result;
  }
}
