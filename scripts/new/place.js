// What the three generators share: they make files that are not there yet, and add lines to tables that are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. Paths below are relative to it. */
const root = new URL('../../', import.meta.url);

/**
 * Ends the script with a sentence that says what is wrong and what would be right.
 * @param {string} sentence
 * @returns {never}
 */
export function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** @param {string} path */
export function read(path) {
  return readFileSync(new URL(path, root), 'utf8');
}

/**
 * Names of the files directly in a folder.
 * @param {string} folder
 */
export function filesIn(folder) {
  const entries = readdirSync(new URL(folder, root), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/**
 * Writes files that must not be there yet; nothing is written if one is.
 * @param {Readonly<Record<string, string>>} files
 */
export function create(files) {
  const taken = Object.keys(files).find((path) => existsSync(new URL(path, root)));
  if (taken !== undefined) stop(`${taken} is there already.`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(new URL(`${dirname(path)}/`, root), { recursive: true });
    writeFileSync(new URL(path, root), text);
    console.log(`made     ${path}`);
  }
}

/**
 * Puts the text of a file in place of the one before.
 * @param {string} path
 * @param {string} text
 */
export function change(path, text) {
  writeFileSync(new URL(path, root), text);
  console.log(`changed  ${path}`);
}

/**
 * A source text with lines added at the end of the object or list that `start` opens: up to a bracket that closes it at
 * the begin of a line. `undefined` where the text has no such table.
 * @param {string} text
 * @param {RegExp} start Matches up to and with the opening bracket.
 * @param {string} lines
 */
export function addToTable(text, start, lines) {
  const opening = start.exec(text);
  if (opening === null) return undefined;
  const inside = opening.index + opening[0].length;
  if (/^[}\]]/.test(text.slice(inside))) return `${text.slice(0, inside)}\n${lines}${text.slice(inside)}`;
  const end = /\n[}\]]/.exec(text.slice(inside));
  if (end === null) return undefined;
  const at = inside + end.index + 1;
  return `${text.slice(0, at)}${lines}${text.slice(at)}`;
}

/**
 * Formats what was made (the order of imports follows the new name), and tells the next steps.
 * @param {readonly string[]} paths
 * @param {readonly string[]} steps
 */
export function finish(paths, steps) {
  const biome = fileURLToPath(new URL('node_modules/@biomejs/biome/bin/biome', root));
  const args = [biome, 'check', '--write', '--colors=off', ...paths];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) stop(`${stdout}${stderr}`);
  console.log(`\nNext:\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}`);
}
