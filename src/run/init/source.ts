import { parsePlaceholders } from '../../config/placeholder.js';
import { textsIn } from '../../config/pointer.js';
import { isClear } from '../../config/secrets.js';
import type { ConnectorPlugin } from '../../connectors/connector.js';
import { connectorNames, loadConnector } from '../../connectors/registry.js';
import type { JsonObject } from '../../model/json.js';
import { byCodePoint } from '../../model/text.js';
import type { RunContext } from '../context.js';
import { refused } from '../refused.js';
import type { NewConfig } from './config-text.js';
import { demandsOf, type Key, type Keys, keyOf, valueIn, withKey } from './keys.js';

/** A source as the command line or somebody at a terminal describes it. */
export type SourceOptions = {
  /** Name of the source; `erp` without it. */
  readonly source?: string | undefined;
  readonly connector?: string | undefined;
  readonly url?: string | undefined;
  readonly file?: string | undefined;
  /** Text by dotted key of the source: `auth.user`. */
  readonly option?: Readonly<Record<string, string>> | undefined;
  /** Name of an environment variable by dotted key of a credential: `auth.apiKey`. */
  readonly secret?: Readonly<Record<string, string>> | undefined;
};

/** A source that says all that its connector asks for. */
export type NewSource = Pick<NewConfig, 'source' | 'connector' | 'place' | 'keys'>;

/** The name of a source that nobody named. */
export const usualName = 'erp';

/**
 * The source that the options describe.
 * @throws SeamError `usage-invalid` that names the flag for whatever is missing; `connector-unknown`
 */
export async function newSource(options: SourceOptions, { cwd }: RunContext): Promise<NewSource> {
  const { source = usualName, connector } = options;
  if (connector === undefined) throw refused('No connector is named.', 'Name one: --connector odoo.');
  const plugin = await loadConnector(connector, cwd);
  const place = placeOf(options, plugin);
  const keys = keysOf(plugin, options);
  const missing = demandsOf(plugin, keys);
  if (missing.length > 0) {
    const flags = missing.map(({ groups }) =>
      groups.map((group) => group.map(flagOf).join(' ')).join(', or '),
    );
    throw refused(`The connector ${connector} needs more keys.`, `Add ${flags.join(', and ')}.`);
  }
  return { source, connector, place, keys };
}

/** The keys that the options say, with a placeholder for each credential. */
export function keysOf(plugin: Keys, { option = {}, secret = {} }: SourceOptions): JsonObject {
  let keys: JsonObject = {};
  for (const [path, text] of Object.entries(option)) {
    const key = keyOf(plugin, path);
    if (key.secret && isClear(text)) {
      throw refused(
        `${path} is a credential, and a command line is read by many.`,
        `Name the variable that holds it: ${flagOf(key)}.`,
      );
    }
    keys = withKey(keys, path, valueIn(key, text));
  }
  for (const [path, variable] of Object.entries(secret)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      throw refused(
        `--secret ${path} does not name an environment variable.`,
        `Write the name alone: --secret ${path}=ERP_KEY.`,
      );
    }
    keys = withKey(keys, path, `\${${variable}}`);
  }
  return keys;
}

/** The flag that says a key. */
function flagOf({ path, secret }: Key): string {
  return secret ? `--secret ${path}=VARIABLE` : `--option ${path}=VALUE`;
}

function placeOf(
  { url, file }: SourceOptions,
  { file: takesFile, placeless, schemes: [scheme = 'https'] = [] }: Keys & Places,
): NewSource['place'] {
  if (placeless) {
    if (url === undefined && file === undefined) return {};
    throw refused('This connector finds its source by its own keys.', 'Leave --url and --file out.');
  }
  if (url !== undefined && file !== undefined) {
    throw refused('A source has an address or a file, not both.', 'Leave --url or --file out.');
  }
  const example = `Name its address: --url ${scheme}://erp.example.com`;
  if (file !== undefined && !takesFile) {
    throw refused('This connector reads a server, not a file.', `${example}.`);
  }
  if (file !== undefined) return { file };
  if (url !== undefined) return { url };
  throw refused('No address is named.', takesFile ? `${example}, or --file PATH.` : `${example}.`);
}

/** Names of the environment variables that placeholders in the texts of a value name, sorted. */
export function variablesIn(value: JsonObject): readonly string[] {
  const names = textsIn(value).flatMap(([, text]) => {
    const parsed = parsePlaceholders(text);
    return 'parts' in parsed ? parsed.parts.flatMap((part) => (part.kind === 'env' ? [part.name] : [])) : [];
  });
  return [...new Set(names)].sort(byCodePoint);
}

/** Names of the environment variables that a source needs, sorted. */
export function variablesOf({ place, keys }: Pick<NewSource, 'place' | 'keys'>): readonly string[] {
  return variablesIn({ ...place, ...keys });
}

/** Where the sources of a connector can be. */
export type Places = Pick<ConnectorPlugin<never>, 'file' | 'placeless' | 'schemes'>;

/** The built-in connectors, each with what it reads. */
export async function connectorChoices(
  folder: string,
): Promise<readonly { readonly name: string; readonly summary?: string | undefined }[]> {
  return Promise.all(
    connectorNames.map(async (name) => ({ name, summary: (await loadConnector(name, folder)).summary })),
  );
}

/** What a connector says of its keys, and of where its sources can be. */
export async function connectorKeys(name: string, folder: string): Promise<Keys & Places> {
  return loadConnector(name, folder);
}
