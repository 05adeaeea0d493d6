import { visible } from '../../report/escape.js';
import type { RunContext } from '../../run/context.js';
import { demandsOf, furtherKeys, isGroup, type Key, type Keys } from '../../run/init/keys.js';
import {
  connectorChoices,
  connectorKeys,
  keysOf,
  type Places,
  type SourceOptions,
  usualName,
} from '../../run/init/source.js';
import type { Ask } from './prompts.js';

/** Another answer than a name of the list. */
const another = 'another';

/**
 * Asks for what the options do not say of the source: connector, address, and whatever its connector wants to know.
 * @param taken names of the sources that are there
 */
export async function askForSource(
  given: SourceOptions,
  taken: readonly string[],
  ask: Ask,
  { cwd }: RunContext,
): Promise<SourceOptions> {
  const connector = given.connector ?? (await askConnector(ask, cwd));
  const keys = await connectorKeys(connector, cwd);
  const place = given.url ?? given.file;
  const address = place === undefined ? await askPlace(keys, ask) : {};
  const source =
    given.source ??
    (await ask.text('What is the source called? Its contracts get a folder of this name.', {
      initial: [usualName, connector].find((name) => !taken.includes(name)) ?? '',
    }));
  return askKeys({ ...given, ...address, connector, source }, keys, ask);
}

async function askConnector(ask: Ask, cwd: string): Promise<string> {
  const built = await connectorChoices(cwd);
  const options = built.map(({ name, summary }) => ({
    value: name,
    label: name,
    ...(summary === undefined ? {} : { hint: visible(summary) }),
  }));
  const chosen = await ask.one('Which ERP is it?', [
    ...options,
    { value: another, label: 'another', hint: 'a package, or ./a-file.js' },
  ]);
  return chosen === another
    ? ask.text('Name of the package, or path of the file', { check: needed })
    : chosen;
}

async function askPlace(
  { file, placeless, schemes = ['https', 'http'] }: Places,
  ask: Ask,
): Promise<SourceOptions> {
  if (placeless) return {};
  const kind = file
    ? await ask.one('Where is it?', [
        { value: 'url', label: 'at an address' },
        { value: 'file', label: 'in a file or folder here' },
      ])
    : 'url';
  if (kind === 'file') return { file: await ask.text('Path of the file or folder', { check: needed }) };
  const [scheme] = schemes;
  return { url: await ask.text(`Address, as ${scheme}://erp.example.com`, { check: addressOf(schemes) }) };
}

/** Until the connector asks for nothing more; then what else it can be told. */
async function askKeys(start: SourceOptions, keys: Keys, ask: Ask): Promise<SourceOptions> {
  let options = await askDemands(start, keys, ask);
  const further = furtherKeys(keys, keysOf(keys, options));
  if (further.length === 0) return options;
  const chosen = await ask.some(
    'Anything else that it has to know? Space chooses, Enter goes on.',
    further.map(({ path, schema }) => ({ value: path, label: path, hint: hintOf(schema) })),
    options.url === undefined ? [] : further.map(({ path }) => path).filter((path) => path === 'auth'),
  );
  for (const key of further.filter(({ path }) => chosen.includes(path))) {
    options = isGroup(key) ? await askDemands(options, keys, ask, key.path) : await askKey(options, key, ask);
  }
  return askDemands(options, keys, ask);
}

/** @param begun a group of keys of which nothing is said yet */
async function askDemands(
  start: SourceOptions,
  keys: Keys,
  ask: Ask,
  begun?: string,
): Promise<SourceOptions> {
  let options = start;
  for (;;) {
    const given = keysOf(keys, options);
    const [demand] = demandsOf(keys, begun === undefined ? given : { [begun]: {}, ...given });
    if (demand === undefined) return options;
    const [first = [], ...others] = demand.groups;
    const group = others.length === 0 ? first : await askGroup(demand.groups, ask);
    for (const key of group) options = await askKey(options, key, ask);
  }
}

async function askGroup(groups: readonly (readonly Key[])[], ask: Ask): Promise<readonly Key[]> {
  const name = (keys: readonly Key[]) => keys.map(({ path }) => path).join(', ');
  const chosen = await ask.one(
    'How does it log in?',
    groups.map((keys) => ({ value: name(keys), label: name(keys), hint: hintOf(keys[0]?.schema ?? {}) })),
  );
  return groups.find((keys) => name(keys) === chosen) ?? [];
}

async function askKey(options: SourceOptions, key: Key, ask: Ask): Promise<SourceOptions> {
  const { path, schema, secret } = key;
  const hint = hintOf(schema);
  if (secret) {
    const variable = await ask.text(
      `${path}${hint === '' ? '' : `: ${hint}`}\nName of the environment variable that holds it (never the value itself)`,
      { initial: variableOf(options.source ?? usualName, path), check: variableName },
    );
    return { ...options, secret: { ...options.secret, [path]: variable } };
  }
  const usual = schema['default'];
  const text = await ask.text(`${path}${hint === '' ? '' : `: ${hint}`}`, {
    ...(typeof usual === 'string' || typeof usual === 'number' ? { initial: String(usual) } : {}),
    check: needed,
  });
  return { ...options, option: { ...options.option, [path]: text } };
}

/** `erp` and `auth.apiKey` make `ERP_API_KEY`. */
function variableOf(source: string, path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const words = `${source}_${last.replace(/([a-z])([A-Z])/g, '$1_$2')}`;
  return words
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}

function hintOf({ description }: Key['schema']): string {
  return typeof description === 'string' ? visible(description) : '';
}

const needed = (text: string) => (text === '' ? 'It is needed.' : undefined);
const variableName = (text: string) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? undefined : 'A name is letters, digits and underscores.';

const addressOf = (schemes: readonly string[]) => (text: string) =>
  schemes.some((scheme) => text.startsWith(`${scheme}://`)) && URL.canParse(text)
    ? undefined
    : `It begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`;
