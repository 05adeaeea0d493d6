import { isJsonObject, type Json } from '../model/json.js';
import { dotted, type Path, valueAt } from './pointer.js';
import type { Problem } from './problem.js';
import { type ClearSecret, clearSecrets } from './secrets.js';

/** A problem for every credential in clear in a source. `declared`: the secret options of each connector. */
export function secretProblems(
  root: Json,
  declared: ReadonlyMap<string, readonly string[]>,
): readonly Problem[] {
  const sources = valueAt(root, ['sources']);
  if (!isJsonObject(sources)) return [];
  return Object.entries(sources).flatMap(([name, source]) => {
    const connector = valueAt(source, ['connector']);
    const paths = typeof connector === 'string' ? declared.get(connector) : undefined;
    return clearSecrets(source, paths).map((secret) => problemFor(name, secret));
  });
}

/** A problem for every credential in clear in a channel. `declared`: the secret keys of each type. */
export function channelSecretProblems(
  root: Json,
  declared: ReadonlyMap<string, readonly string[]>,
): readonly Problem[] {
  const channels = valueAt(root, ['notify', 'channels']);
  if (!isJsonObject(channels)) return [];
  return Object.entries(channels).flatMap(([name, channel]) => {
    const type = valueAt(channel, ['type']);
    const paths = typeof type === 'string' ? declared.get(type) : undefined;
    return clearSecrets(channel, paths).map((secret) =>
      problemFor(name, secret, ['notify', 'channels', name]),
    );
  });
}

function problemFor(source: string, { path, kind }: ClearSecret, root: Path = ['sources', source]): Problem {
  const full: Path = [...root, ...path];
  const base = { code: 'config-secret-in-clear', path: full, on: 'value' } as const;
  const key = String(path.findLast((step) => typeof step === 'string') ?? source);
  const placeholder = `"\${${variableName(source, path)}}"`;
  if (kind === 'value') {
    return {
      ...base,
      why: `${dotted(full)} holds a credential in clear.`,
      fix: `Put it into an environment variable and write ${key}: ${placeholder}; or "\${file:path}", "\${cmd:command}". Then change the credential: it was readable here.`,
    };
  }
  return {
    ...base,
    why: `${dotted(full)} is an address with a credential in it.`,
    fix:
      key === 'url'
        ? 'Write the address without it, and the credential under the keys that the connector has for it, as a placeholder.'
        : `Put the whole address into an environment variable and write ${key}: ${placeholder}.`,
  };
}

/** A name for the environment variable: `erp-prod`, `auth.apiKey` → `ERP_PROD_API_KEY`. */
export function variableName(source: string, path: Path): string {
  const key = path.findLast((step) => typeof step === 'string') ?? 'secret';
  const words = `${source}_${key}`.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_');
  return words.replace(/^(?=\d)/, '_').toUpperCase();
}
