import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { didYouMean } from '../errors/did-you-mean.js';
import { SeamError } from '../errors/seam-error.js';
import type { ChannelConfig, Place, SourceConfig } from '../model/config.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { addressFault } from './address.js';
import { mostOutput, runCommand, splitCommand } from './command.js';
import { type Part, parsePlaceholders } from './placeholder.js';
import { dotted, type Path, pathOf } from './pointer.js';
import { quoted } from './say.js';
import { looksSecret } from './secrets.js';
import { schemaErrors } from './validate.js';

export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of `seam.yaml`: files are relative to it, commands run in it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** JSON Schema of the connector's options, to check what was filled in. */
  readonly schema?: JsonObject;
  /** What `url` may begin with, where it is not http or https. */
  readonly schemes?: readonly string[] | undefined;
  /** Milliseconds that a command may take. */
  readonly commandTimeout?: number;
};

/** A source with its placeholders filled in, and every value that was. */
export type ResolvedSource = { readonly source: SourceConfig; readonly secrets: readonly string[] };

/**
 * Fills in the placeholders of a source that is about to be contacted. A line end behind a value is not part of it;
 * an empty value is none, as CI systems give for a secret that a job may not see.
 * @throws SeamError `secret-unavailable` for all that cannot be had, `config-invalid` where what was filled in does not fit
 */
export async function resolveSource(
  source: SourceConfig,
  surroundings: Surroundings,
): Promise<ResolvedSource> {
  const of = sourceAt(source);
  const filling: Filling = { of, surroundings, values: new Map(), failures: [] };
  const place = (await fill(placeOf(source), [], filling)) as Pick<SourceConfig, 'url' | 'file'>;
  const options = (await fill(source.options, [], filling)) as JsonObject;
  const transport = (await fill(source.transport as JsonObject, [], filling)) as SourceConfig['transport'];
  refuseFailures(filling);
  const resolved = { ...source, ...place, options, transport };
  const secrets = secretsOf(filling);
  if (secrets.length > 0) await refuseUnfit(resolved, surroundings);
  return { source: resolved, secrets };
}

/** A channel with its placeholders filled in, and every value that was. */
export type ResolvedChannel = { readonly channel: ChannelConfig; readonly secrets: readonly string[] };

/**
 * Fills in the placeholders of a channel that is about to be used.
 * @throws SeamError `secret-unavailable` for all that cannot be had
 */
export async function resolveChannel(
  channel: ChannelConfig,
  surroundings: Surroundings,
): Promise<ResolvedChannel> {
  const { name, places } = channel;
  const of = { root: ['notify', 'channels', name], where: { channel: name }, places };
  const filling: Filling = { of, surroundings, values: new Map(), failures: [] };
  const options = (await fill(channel.options, [], filling)) as JsonObject;
  const transport = (await fill(channel.transport as JsonObject, [], filling)) as ChannelConfig['transport'];
  refuseFailures(filling);
  return { channel: { ...channel, options, transport }, secrets: secretsOf(filling) };
}

function refuseFailures({ failures: [first, ...others] }: Filling): void {
  if (first === undefined) return;
  throw new SeamError(first.code, {
    why: first.message,
    where: first.where,
    fix: first.fix,
    also: others.map((error) => error.toFailure()),
  });
}

function secretsOf({ values }: Filling): readonly string[] {
  return [...new Set([...values.values()].flatMap((value) => ('value' in value ? [value.value] : [])))];
}

/** What is filled in: where it stands in `seam.yaml`. */
type Owner = {
  readonly root: Path;
  readonly where: Readonly<Record<string, string>>;
  readonly places: ReadonlyMap<string, Place> | undefined;
};

function sourceAt({ name, places }: SourceConfig): Owner {
  return { root: ['sources', name], where: { source: name }, places };
}

/** Where the source is: its address, or its file. */
function placeOf({ url, file }: SourceConfig): JsonObject {
  return { ...(url === undefined ? {} : { url }), ...(file === undefined ? {} : { file }) };
}

type Value = { readonly value: string } | { readonly why: string; readonly fix?: string };

type Filling = {
  readonly of: Owner;
  readonly surroundings: Surroundings;
  /** What each placeholder gave: it is asked once. */
  readonly values: Map<string, Value>;
  readonly failures: SeamError[];
};

async function fill(value: Json, path: Path, filling: Filling): Promise<Json> {
  if (typeof value === 'string') return fillText(value, path, filling);
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const [index, item] of value.entries()) items.push(await fill(item, [...path, index], filling));
    return items;
  }
  if (!isJsonObject(value)) return value;
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value))
    entries.push([key, await fill(item, [...path, key], filling)]);
  return Object.fromEntries(entries);
}

async function fillText(text: string, path: Path, filling: Filling): Promise<string> {
  const parsed = parsePlaceholders(text);
  if ('fault' in parsed) {
    filling.failures.push(
      failure(
        'config-invalid',
        path,
        { why: `In ${dotted(path)} ${parsed.fault.why}`, fix: parsed.fault.fix },
        filling,
      ),
    );
    return '';
  }
  let filled = '';
  for (const part of parsed.parts)
    filled += part.kind === 'text' ? part.text : await filledIn(part, path, filling);
  return filled;
}

type Placeholder = Exclude<Part, { kind: 'text' }>;

async function filledIn(part: Placeholder, path: Path, filling: Filling): Promise<string> {
  const key = `${part.kind}:${part.name}`;
  const known = filling.values.get(key);
  const value = known ?? nonEmpty(await ask(part, filling), part);
  filling.values.set(key, value);
  if ('value' in value) return value.value;
  if (known === undefined) filling.failures.push(failure('secret-unavailable', path, value, filling));
  return '';
}

function failure(
  code: 'secret-unavailable' | 'config-invalid',
  path: Path,
  { why, fix }: { readonly why: string; readonly fix?: string },
  { of }: Pick<Filling, 'of'>,
): SeamError {
  const place = of.places?.get(path.join('.'));
  const key = dotted([...of.root, ...path]);
  return new SeamError(code, {
    why: code === 'config-invalid' ? `${why}.` : `${why}; ${key} needs it.`,
    where: { ...of.where, ...place },
    ...(fix === undefined ? {} : { fix }),
  });
}

function nonEmpty(value: Value, { kind, name }: Placeholder): Value {
  if (!('value' in value)) return value;
  const text = value.value.replace(/\r?\n$/, '');
  if (text !== '') return { value: text };
  const what = {
    env: `The environment variable ${name}`,
    file: `The file ${quoted(name)}`,
    cmd: `What ${programOf(name)} writes`,
  };
  return { why: `${what[kind]} is empty` };
}

function ask({ kind, name }: Placeholder, { surroundings, values }: Filling): Value | Promise<Value> {
  switch (kind) {
    case 'env':
      return askEnvironment(name, surroundings);
    case 'file':
      return askFile(name, surroundings);
    case 'cmd':
      return askCommand(name, surroundings, values);
  }
}

function askEnvironment(name: string, { env }: Surroundings): Value {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined) return { value };
  const near = didYouMean(name, Object.keys(env));
  const fix =
    near === undefined
      ? `Set ${name}; in CI, as a secret of the job.`
      : `Set ${name}, or did you mean ${near}?`;
  return { why: `The environment variable ${name} is not set`, fix };
}

async function askFile(name: string, { folder }: Surroundings): Promise<Value> {
  const path = resolve(folder, name);
  const file = `The file ${quoted(name)}`;
  const fix = 'Create it, or correct the path, which is relative to seam.yaml.';
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return { why: `${file} is no plain file`, fix };
    if (facts.size > mostOutput) return { why: `${file} is larger than ${mostOutput / 1024} KiB`, fix };
    return { value: await readFile(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { why: code === 'ENOENT' ? `${file} does not exist` : `${file} cannot be read (${code})`, fix };
  }
}

async function askCommand(
  line: string,
  surroundings: Surroundings,
  values: Filling['values'],
): Promise<Value> {
  const { folder, env, signal, commandTimeout = 30_000 } = surroundings;
  const words = splitCommand(line);
  if (words === undefined) return { why: 'A quote in the command is not closed', fix: 'Close it.' };
  const result = await runCommand(words, {
    folder,
    env,
    timeout: commandTimeout,
    ...(signal === undefined ? {} : { signal }),
  });
  if ('output' in result) return { value: result.output };
  const said = redact(result.stderr.trim(), env, values).slice(-300);
  const fix =
    said === ''
      ? 'Run the command in the folder of seam.yaml and see.'
      : `It says: ${said.replace(/\s+/g, ' ')}`;
  return { why: `The command ${programOf(line)} gave nothing: ${result.why}`, fix };
}

/** The program alone: the arguments may hold what nobody else should read. */
function programOf(line: string): string {
  return quoted(splitCommand(line)?.[0] ?? '');
}

/** What a command complains about, without what was filled in before and what its environment calls a secret. */
function redact(text: string, env: Surroundings['env'], values: Filling['values']): string {
  const known = [...values.values()].flatMap((value) => ('value' in value ? [value.value] : []));
  const named = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && looksSecret(name) ? [value] : [],
  );
  return [...known, ...named]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
    .replace(/\/\/[^\s/@]{1,300}@/g, '//***@')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** What was filled in must be an address, and what the connector asks for. Values are never shown. */
async function refuseUnfit(source: SourceConfig, { schema, schemes }: Surroundings): Promise<void> {
  const { url, transport } = source;
  const unfit = (path: Path, why: string) =>
    failure(
      'config-invalid',
      path,
      { why: `${dotted(['sources', source.name, ...path])} ${why}, once filled in` },
      { of: sourceAt(source) },
    );
  const address = url === undefined ? undefined : addressFault(url, 'source', schemes);
  if (address !== undefined) throw unfit(['url'], address);
  const proxy = transport.proxy === undefined ? undefined : addressFault(transport.proxy, 'proxy');
  if (proxy !== undefined) throw unfit(['proxy'], proxy);
  const [error] = schema === undefined ? [] : await schemaErrors(schema, source.options);
  if (error !== undefined)
    throw unfit(pathOf(error.instancePath, source.options), 'is not what its connector allows');
}
