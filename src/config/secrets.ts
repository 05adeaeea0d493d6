import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { parsePlaceholders } from './placeholder.js';
import type { Path } from './pointer.js';

/** A value that is a credential, and stands in the file as it is. */
export type ClearSecret = {
  readonly path: Path;
  /** `value`: it is one as a whole. `url`: it is an address that holds one. */
  readonly kind: 'value' | 'url';
};

const secretNames =
  /(?:password|passwd|pwd|passphrase|passcode|secret|token|api_?key|access_?key|private_?key|credentials?|bearer)$/;

/** True for a key that by its name holds a credential: `password`, `apiKey`, `api_secret`, `clientSecret`, `token`. */
export function looksSecret(key: string): boolean {
  return secretNames.test(key.toLowerCase().replaceAll('-', '_'));
}

/**
 * Every credential in clear below a value: texts and numbers under a key that looks secret or that the connector
 * declares as secret (dotted paths from the value), and addresses with credentials in them. Placeholders are none.
 */
export function clearSecrets(root: Json, declared: readonly string[] = []): readonly ClearSecret[] {
  return walk(root, [], false, new Set(declared));
}

function walk(
  value: Json,
  path: Path,
  secret: boolean,
  declared: ReadonlySet<string>,
): readonly ClearSecret[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => walk(item, [...path, index], secret, declared));
  }
  if (isJsonObject(value)) return walkMap(value, path, declared);
  if (secret && isClear(value)) return [{ path, kind: 'value' }];
  return typeof value === 'string' && holdsCredentials(value) ? [{ path, kind: 'url' }] : [];
}

function walkMap(map: JsonObject, path: Path, declared: ReadonlySet<string>): readonly ClearSecret[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const inner = [...path, key];
    return walk(value, inner, looksSecret(key) || declared.has(inner.join('.')), declared);
  });
}

/** True for a number, a text without placeholders, or one that has letters or digits beside its placeholders. */
export function isClear(value: Json | undefined): boolean {
  if (typeof value !== 'string') return typeof value === 'number';
  const parsed = parsePlaceholders(value);
  if (!('parts' in parsed)) return true;
  const { parts } = parsed;
  if (parts.every(({ kind }) => kind === 'text')) return parts.length > 0;
  return parts.some((part) => part.kind === 'text' && /[\p{L}\p{N}]/u.test(part.text));
}

/** True for an address with a password, or with a query parameter that looks secret, in clear. RFC 3986, 3.2.1 */
function holdsCredentials(text: string): boolean {
  const [, userinfo = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(text) ?? [];
  const colon = userinfo.indexOf(':');
  if (colon >= 0 && isClear(userinfo.slice(colon + 1))) return true;
  return [...text.matchAll(/[?&]([^=&#]+)=([^&#]+)/g)].some(
    ([, name = '', value = '']) => looksSecret(name) && isClear(value),
  );
}
