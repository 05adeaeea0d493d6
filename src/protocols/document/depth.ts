/** Levels of objects and lists; no real document has a hundred. */
export const deepest = 200;

/** Values in all, those of an alias each time it is used; the largest real documents have a million. */
const mostValues = 5_000_000;

type Extent = { readonly height: number; readonly values: number };

const endless: Extent = { height: Number.POSITIVE_INFINITY, values: 0 };

/**
 * Why a value from outside cannot be walked, or `undefined`. `endless`: it holds itself, as YAML can say with an alias.
 * Parts that stand in several places are looked at once, so an alias bomb costs no more than its text.
 */
export function depthFault(root: unknown): 'endless' | 'too deep' | 'too large' | undefined {
  const known = new Map<object, Extent>();
  const open = new Set<object>();
  const extentOf = (value: unknown, level: number): Extent => {
    if (typeof value !== 'object' || value === null) return { height: 0, values: 1 };
    const before = known.get(value);
    if (before !== undefined) return before;
    if (open.has(value)) return endless;
    if (level > deepest) return { height: deepest + 1, values: 1 };
    open.add(value);
    let [height, values] = [0, 1];
    for (const child of Object.values(value)) {
      const extent = extentOf(child, level + 1);
      height = Math.max(height, extent.height);
      values += extent.values;
    }
    open.delete(value);
    const extent = { height: height + 1, values };
    known.set(value, extent);
    return extent;
  };
  const { height, values } = extentOf(root, 0);
  if (height === Number.POSITIVE_INFINITY) return 'endless';
  if (height > deepest) return 'too deep';
  return values > mostValues ? 'too large' : undefined;
}
