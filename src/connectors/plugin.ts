import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SeamError } from '../errors/seam-error.js';
import { isJsonObject } from '../model/json.js';
import type { ConnectorPlugin } from './connector.js';
import { guarded } from './guarded.js';

/**
 * The connector in a local file or an npm package: what the module exports by default, or as `connector`. All that it
 * does later is guarded: it is somebody else's code.
 * @param folder folder of `seam.yaml`
 * @returns `undefined` where there is no such file or package
 * @throws SeamError `connector-broken` where the module cannot be loaded or holds no connector
 */
export async function loadPlugin(name: string, folder: string): Promise<ConnectorPlugin<never> | undefined> {
  const file = fileOf(name, folder);
  if (file === undefined) return undefined;
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (cause) {
    throw broken(name, `cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const plugin = module['default'] ?? module['connector'];
  const fault = faultOf(plugin) ?? (await optionsFault(plugin));
  if (fault !== undefined) throw broken(name, fault);
  // `faultOf` has looked at all that is needed of it.
  return guarded(plugin as ConnectorPlugin<never>, name);
}

function fileOf(name: string, folder: string): string | undefined {
  if (/^\.{0,2}[/\\]/.test(name)) {
    const file = resolve(folder, name);
    return existsSync(file) ? file : undefined;
  }
  const require = createRequire(join(folder, 'seam.yaml'));
  for (const candidate of [name, `seam-connector-${name}`]) {
    try {
      return require.resolve(candidate);
    } catch {
      // Not installed under this name: the next one, or none.
    }
  }
  return undefined;
}

/** What keeps a value from being a connector, as the end of a sentence. */
function faultOf(plugin: unknown): string | undefined {
  if (!isJsonObject(plugin))
    return 'exports no connector: a default export made with defineConnector is needed';
  const { name, mapping, options, secrets, schemes, packages, capabilities } = plugin;
  const connect = Reflect.get(plugin, 'connect');
  if (typeof name !== 'string' || name === '') return 'has no `name`';
  if (!Number.isSafeInteger(mapping) || Number(mapping) < 1)
    return 'has no `mapping`: a whole number from 1 on';
  if (!isJsonObject(options)) return 'has no `options`: the JSON Schema of its keys in seam.yaml';
  if (!isListOfTexts(secrets)) {
    return 'has no `secrets`: the names of the options that hold one';
  }
  if (schemes !== undefined && !isListOfTexts(schemes)) {
    return 'has `schemes` that are no list of names';
  }
  if (packages !== undefined && !(isListOfTexts(packages) && packages.every(isPackage))) {
    return 'has `packages` that are no list of names as npm takes them: `pg@8`';
  }
  if (!isJsonObject(capabilities) || !isJsonObject(capabilities['facets'])) {
    return 'has no `capabilities` with `facets`';
  }
  return typeof connect === 'function' ? undefined : 'has no function `connect`';
}

/** What keeps its options from being checked, as the end of a sentence. Whatever draft they name, they are read as 2020-12. */
async function optionsFault(plugin: unknown): Promise<string | undefined> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, logger: false });
  const { $schema: _draft, ...options } =
    isJsonObject(plugin) && isJsonObject(plugin['options']) ? plugin['options'] : {};
  if (ajv.validateSchema(options) === true) return undefined;
  return `has \`options\` that are no JSON Schema: ${ajv.errorsText(ajv.errors, { dataVar: 'options' })}`;
}

/** True for what stands in a command line as it is. */
function isPackage(name: string): boolean {
  return /^(?:@[\w.-]+\/)?\w[\w.-]*(?:@[\w.~^-]+)?$/.test(name);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function broken(name: string, fault: string, cause?: unknown): SeamError {
  return new SeamError('connector-broken', { why: `The connector "${name}" ${fault}.`, cause });
}
