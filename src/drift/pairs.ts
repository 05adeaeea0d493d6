/** Two collections held against each other by name, each part in the order of the names given by the caller. */
export type Pairs<T> = {
  readonly added: readonly (readonly [name: string, now: T])[];
  readonly removed: readonly (readonly [name: string, was: T])[];
  readonly kept: readonly (readonly [name: string, was: T, now: T])[];
};

/** Pairs the own members of two records by name. */
export function pairs<T>(was: Readonly<Record<string, T>>, now: Readonly<Record<string, T>>): Pairs<T> {
  const before = new Map(Object.entries(was));
  const after = new Map(Object.entries(now));
  const kept: [string, T, T][] = [];
  const removed: [string, T][] = [];
  for (const [name, old] of before) {
    const current = after.get(name);
    if (current === undefined) removed.push([name, old]);
    else kept.push([name, old, current]);
  }
  const added = [...after].filter(([name]) => !before.has(name));
  return { added, removed, kept };
}
