import { visible } from '../escape.js';

/** What Markdown or the page around it gives a sense, wherever in a line it stands. https://github.github.com/gfm/ */
const special = /[\\`*_{}[\]<>|~&$]/g;

/** Keeps two characters apart without a mark that is seen; an entity, so that the source has no hidden character. */
const apart = '&#8203;';

/**
 * The text as Markdown prose, in the middle of a line. Nobody is notified and nothing is linked by a name of an ERP:
 * GitHub and GitLab look for `@somebody` and `#12` in the finished page, where a backslash is gone, so those are parted.
 */
export function prose(text: string): string {
  return visible(text)
    .replace(special, '\\$&')
    .replace(/@|#(?=\d)/g, `$&${apart}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

/** The text as prose that stands out; there is always some, since asterisks alone would be a line across the page. */
export function bold(text: string): string {
  const shown = text.trim();
  return `**${prose(shown === '' ? '""' : shown)}**`;
}

/** The text as a code span, in which nothing has a sense; not for a cell of a table, which a `|` would end. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return '`""`';
  const runs = shown.match(/`+/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The text as HTML code, each mark by its number: it stays what it is in prose, in a table, and within other HTML. */
export function htmlCode(text: string): string {
  const shown = visible(text);
  return `<code>${numbered(shown.trim() === '' ? '""' : shown)}</code>`;
}

/** The text with each mark by its number that Markdown, HTML or a table gives a sense; within a line. */
export function numbered(text: string): string {
  return visible(text).replace(
    /[!"#$&'*+/:<=>?@[\\\]^_`{|}~]|(?<=www)\./gi,
    (mark) => `&#${mark.charCodeAt(0)};`,
  );
}

/** A web address as a link that shows where it leads; anything else as code. */
export function link(text: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/.test(text) ? `<${text}>` : code(text);
}
