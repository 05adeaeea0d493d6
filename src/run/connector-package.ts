import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Outcome, runConformance } from '../conformance/run.js';
import type { Subject } from '../conformance/subject.js';
import { connectorNames } from '../connectors/registry.js';
import { SeamError } from '../errors/seam-error.js';
import { isJsonObject } from '../model/json.js';
import { seamVersion } from './version.js';

const template = fileURLToPath(new URL('../../templates/connector/', import.meta.url));

/**
 * Writes a plugin package that works, with its tests, into a new folder `seam-connector-<name>`.
 * @returns the folder and its files
 * @throws SeamError `usage-invalid` for a name that is none or is taken, `not-delivered`
 */
export async function newConnectorPackage(
  name: string,
  cwd: string,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const refuse = (why: string, fix: string) => new SeamError('usage-invalid', { why, fix });
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw refuse(
      `"${name}" cannot be the name of a connector.`,
      'Use lower case letters, digits and hyphens.',
    );
  }
  if (connectorNames.includes(name)) {
    throw refuse(`"${name}" is a built-in connector.`, 'Give yours another name.');
  }
  const folder = `seam-connector-${name}`;
  const place = resolve(cwd, folder);
  if (existsSync(place))
    throw refuse(`There is a ${folder} here already.`, 'Remove it, or choose another name.');
  await mkdir(place);
  await cp(template, place, { recursive: true });
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll('__name__', name).replaceAll('__range__', `^${seamVersion}`));
  }
  return { folder, files: files.map((file) => file.slice(place.length + 1).replaceAll('\\', '/')).sort() };
}

/**
 * Puts a connector to every test of the conformance suite.
 * @param file module whose default export is the subject, relative to `cwd`
 * @throws SeamError `usage-invalid` where the module is none
 */
export async function* testConnector(file: string, cwd: string): AsyncGenerator<Outcome> {
  const path = resolve(cwd, file);
  if (!existsSync(path)) {
    throw new SeamError('usage-invalid', {
      why: `There is no ${file} here.`,
      fix: 'Name the module whose default export is the subject: the connector and a server for it.',
    });
  }
  const { default: subject }: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  const isSubject = isJsonObject(subject) && typeof Reflect.get(subject, 'start') === 'function';
  if (!isSubject || !isJsonObject(subject['plugin'])) {
    throw new SeamError('usage-invalid', {
      why: `${file} exports no subject by default: { plugin, start }.`,
      fix: 'See conformance.js of a package that seam connector new makes.',
    });
  }
  // What is wrong with the plugin itself is what the suite is there to find.
  yield* runConformance(subject as unknown as Subject);
}
