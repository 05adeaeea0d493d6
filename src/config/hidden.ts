import { type Path, pathOf, pointerOf, valueAt } from './pointer.js';
import { clearSecrets, isClear } from './secrets.js';
import type { Range, YamlText } from './yaml.js';

/** What no frame may show. */
export type Hidden = {
  /** Values by the pointer of their path. */
  readonly values: ReadonlyMap<string, Range>;
  /** Keys that are no words, credentials in addresses, and whatever is left of text that could not be parsed. */
  readonly others: readonly Range[];
};

/** Keys of a source whose values are no credentials, and all that stands outside of the sources. */
const plainKeys: ReadonlySet<unknown> = new Set([
  'connector',
  'url',
  'entities',
  'contractsOf',
  'allowHttp',
  'proxy',
  'ca',
  'timeout',
  'concurrency',
]);
const plainSections: ReadonlySet<unknown> = new Set(['contracts', 'failOn', 'seams', 'rules', 'renames']);

/**
 * What of the text may be a credential in clear. Beside what looks like one this is every value that a source gives
 * to its connector, and all that stands under keys that seam does not know: a key may be misspelt.
 * @param secret pointers of the values that connectors declare as secret
 */
export function hiddenIn({ text, root, spots, faults }: YamlText, secret: ReadonlySet<string>): Hidden {
  const found = new Set(clearSecrets(root).map(({ path }) => pointerOf(path)));
  const values = new Map<string, Range>();
  const keys: Range[] = [];
  for (const [pointer, { key, value }] of spots) {
    const path = pathOf(pointer, root);
    const json = valueAt(root, path);
    const suspect = !isPlain(path) || secret.has(pointer) || (typeof json === 'string' && json.includes('@'));
    if (found.has(pointer) || (suspect && isClear(json))) values.set(pointer, value);
    if (key !== undefined && !isPlain(path) && !looksLikeKey(key, text)) keys.push(key);
  }
  const broken = faults.length === 0 ? [] : wordsOfSources(text);
  return { values, others: [...keys, ...credentialsInAddresses(text), ...broken] };
}

/** True for a word with a colon behind it; `{ password, hunter2 }` has two keys too. */
function looksLikeKey([start, end]: Range, text: string): boolean {
  return (
    isKeyWord(text.slice(start, end).replace(/^(["'])(.*)\1$/, '$2')) &&
    /^\s?:/.test(text.slice(end, end + 2))
  );
}

/** True for a key that is a word; another may be a key and a value with the colon forgotten. */
export function isKeyWord(key: string): boolean {
  return /^[\w.-]{1,64}$/.test(key);
}

/** True where no credential is expected: the value may be shown in full. */
export function isPlain([section, , key, inner]: Path): boolean {
  if (section !== 'sources') return section === undefined || plainSections.has(section);
  if (key === 'clientCertificate') return inner === undefined || inner === 'cert' || inner === 'key';
  return key === undefined || plainKeys.has(key);
}

function credentialsInAddresses(text: string): readonly Range[] {
  return [...text.matchAll(/:\/\/([^\s"']{0,300})@/g)].map(({ index, 0: match }) => [
    index + 3,
    index + match.length - 1,
  ]);
}

/** In order: an item of a list alone on its line, a key, and any other run of characters that a value can be made of. */
const pieces =
  /^[ \t]*- [^\s{}[\],:"']+[ \t\r]*$|[\w.-]+["']?[ \t]{0,9}:(?=\s|$)|(?<word>(?:[^\s{}[\],"'#:]|:(?=\S))+)/gm;

/** Every word of sources and channels that is neither a key nor an item of a list, by the look of the text. */
function wordsOfSources(text: string): readonly Range[] {
  const start = Math.max(0, text.search(/^(?:sources|notify)[ \t]*:/m));
  const channels = /^notify[ \t]*:/m.test(text);
  const behind = channels ? -1 : text.slice(start).search(/^(?:failOn|seams|rules|renames)[ \t]*:/m);
  const end = start === 0 || behind < 0 ? text.length : start + behind;
  return [...text.slice(start, end).matchAll(pieces)]
    .filter(({ groups }) => /[\p{L}\p{N}]/u.test(groups?.['word'] ?? ''))
    .map(({ index, 0: match }) => [start + index, start + index + match.length]);
}
