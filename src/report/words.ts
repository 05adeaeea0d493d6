/** How much is shown: with `all` long lists to their end, and ten times as much of a long text. */
export type Extent = { readonly all: boolean };

/** Characters of one text that are shown. */
const longest = { short: 400, all: 4_000 } as const;

/** The text; one that is very long is cut, and then says how much is missing. */
export function shortened(text: string, { all }: Extent): string {
  return cutAfter(text, all ? longest.all : longest.short);
}

/** The text, or its first characters and how many are missing. */
export function cutAfter(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A character is two UTF-16 units at most: no more of a huge text is taken apart.
  const head = [...text.slice(0, limit * 2)].slice(0, limit).join('');
  const rest = text.slice(head.length);
  return rest === '' ? text : `${head}… (and ${counted(charactersIn(rest), 'more character')})`;
}

function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** `1 change`, `1,204 changes`: the same in every locale. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A whole number with a comma between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Parts of a long list that are shown without `all`. */
export const mostListed = 20;

/** True where so many parts are shown to the end. One more takes no more room than saying that it is missing. */
export function isWhole(count: number, { all }: Extent): boolean {
  return all || count <= mostListed + 1;
}

/** `a, b, c`; of a long list the first ones unless `all`, and how many are left out. */
export function listed(parts: readonly string[], extent: Extent): string {
  if (isWhole(parts.length, extent)) return parts.join(', ');
  return `${parts.slice(0, mostListed).join(', ')}, and ${grouped(parts.length - mostListed)} more`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A span of milliseconds as `3 d`, `26 h`, `5 min` or `40 s`: rounded down, in the largest unit of which there are two. */
export function spanWords(milliseconds: number): string {
  const [unit, length] = units.find(([, each]) => milliseconds >= 2 * each) ?? ['s', 1000];
  return `${Math.floor(milliseconds / length)} ${unit}`;
}
