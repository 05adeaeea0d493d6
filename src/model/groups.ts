/** Things that have something in common; at least one. */
export type Group<T> = readonly [T, ...T[]];

/** Items by a key that they share, keys in the order of their first items. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, Group<T>> {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return found;
}

/** Items with the same key together, groups in the order of their first items. */
export function groupsBy<T>(
  items: readonly T[],
  keyOf: (item: T) => readonly unknown[],
): readonly Group<T>[] {
  return [...grouped(items, (item) => JSON.stringify(keyOf(item))).values()];
}
