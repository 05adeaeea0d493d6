// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of `bin/seam.js`. It is installed outside of the work tree: packages of a pull request are never used, and no
 * script of a package is run.
 * @param {{ readonly command: string, readonly version: string, readonly packages: readonly string[] }} inputs
 * @param {string} temporary
 */
export function seamCommand({ command, version, packages }, temporary) {
  if (command !== '') return command;
  const folder = mkdtempSync(join(temporary, 'seam-'));
  // Without it npm looks for a project above.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--prefix', folder];
  const wanted = [`erp-seam@${version || ownVersion()}`, ...packages];
  const { status, error } = spawnSync('npm', [...args, '--', ...wanted], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error(`npm could not install ${wanted.join(' ')}: ${error?.message ?? `exit ${status}`}`);
  return join(folder, 'node_modules/erp-seam/bin/seam.js');
}

function ownVersion() {
  return String(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
}
