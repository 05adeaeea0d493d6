import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { byCodePoint } from '../model/text.js';

/** Packages of this name are connectors, by convention; with a scope in front or without. */
const convention = /^seam-connector-./;

/**
 * Names of the installed packages that are connectors by their name, found as Node finds packages: in the folder and in
 * those around it.
 */
export function installedPlugins(folder: string): readonly string[] {
  const names = foldersAround(resolve(folder)).flatMap((each) => pluginsIn(join(each, 'node_modules')));
  return [...new Set(names)].sort(byCodePoint);
}

function foldersAround(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAround(parent)];
}

function pluginsIn(modules: string): readonly string[] {
  const entries = entriesOf(modules);
  const scopes = entries.filter(({ name }) => name.startsWith('@'));
  return [
    ...entries.map(({ name }) => name).filter((name) => convention.test(name)),
    ...scopes.flatMap(({ name: scope }) =>
      entriesOf(join(modules, scope))
        .filter(({ name }) => convention.test(name))
        .map(({ name }) => `${scope}/${name}`),
    ),
  ];
}

function entriesOf(folder: string): readonly Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}
