/** A type without `undefined`: members that could have been it are optional. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** An object of ours, whose keys are no data, without the members that are `undefined`. */
export function defined<const T extends object>(members: T): Defined<T> {
  const kept: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) kept[name] = value;
  }
  return kept as Defined<T>;
}
