/** True where a name is a pattern: it has a `*` or a `?`. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name);
}

/**
 * True where the whole text fits the pattern: `*` is any run of characters, also none and also points and slashes,
 * `?` is any one character, all else is itself. Upper and lower case differ.
 * Takes at most pattern × text steps, whatever the pattern: only the last `*` is ever tried again.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let [at, next] = [0, 0];
  let star = -1;
  let resume = 0;
  while (at < given.length) {
    if (wanted[next] === '*') {
      star = next;
      next += 1;
      resume = at;
    } else if (wanted[next] === '?' || wanted[next] === given[at]) {
      next += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      next = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(next).every((character) => character === '*');
}
