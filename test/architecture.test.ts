import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { violations } from './architecture/violations.js';

const root = new URL('../', import.meta.url);

/** The files below `src/`, by path. */
function sourceTree(): ReadonlyMap<string, string> {
  const files = readdirSync(new URL('src', root), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = `${parentPath}/${name}`.replaceAll('\\', '/');
      return [file.slice(file.lastIndexOf('/src/') + 1), readFileSync(file, 'utf8')];
    }),
  );
}

/** Violations of a made-up tree whose folders all have their README. */
function inTree(files: Readonly<Record<string, string>>): readonly string[] {
  const folders = new Set(Object.keys(files).map((path) => path.split('/').slice(0, 2).join('/')));
  const readmes = [...folders].map(
    (folder) => [`${folder}/README.md`, 'In: …\nOut: …\nTo add: …\n'] as const,
  );
  return violations(new Map([...readmes, ...Object.entries(files)]));
}

test('the sources keep to the import table of DESIGN.md', () => {
  expect(violations(sourceTree()).join('\n')).toBe('');
});

test.each<[what: string, path: string, text: string, says: RegExp]>([
  [
    'an arrow against the table',
    'src/drift/kumquat.ts',
    `import { a } from '../transport/http.js';`,
    /^src\/drift\/kumquat\.ts → src\/transport\/http\.ts: drift may import contract, model; drift is a function/,
  ],
  [
    'a type import',
    'src/model/kumquat.ts',
    `import type { A } from '../errors/codes.js';`,
    /model may import nothing of ours/,
  ],
  [
    'a type in passing',
    'src/model/kumquat.ts',
    `export type A = import('../errors/codes.js').ErrorCode;`,
    /→ src\/errors\/codes/,
  ],
  ['a re-export', 'src/verdict/kumquat.ts', `export * from '../drift/pairs.js';`, /→ src\/drift\/pairs\.ts/],
  [
    'a dynamic import',
    'src/report/kumquat.ts',
    `export const a = () => import('../run/check.js');`,
    /→ src\/run\/check/,
  ],
  ['an import of cli', 'src/run/kumquat.ts', `import '../cli/main.js';`, /outermost layer/],
  [
    'a connector in a connector',
    'src/connectors/acme/a.ts',
    `import '../odoo/wire.js';`,
    /the registry alone loads/,
  ],
  [
    'the registry in a connector',
    'src/connectors/acme/a.ts',
    `import '../registry.js';`,
    /connectors\/<id> may import/,
  ],
  [
    'a connector beside the registry',
    'src/run/kumquat.ts',
    `import '../connectors/odoo/index.js';`,
    /the registry alone loads/,
  ],
  ['an index from inside', 'src/drift/rules/a.ts', `import './index.js';`, /an index is for those outside/],
  ['the library from inside', 'src/run/kumquat.ts', `import '../index.js';`, /an index is for those outside/],
  [
    'a file that is its own circle',
    'src/drift/a.ts',
    `import './a.js';`,
    /src\/drift\/a\.ts → src\/drift\/a\.ts: a circle/,
  ],
  ['the clock in drift', 'src/drift/a.ts', 'export const now = Date.now();', /→ Date\.now \(clock\)/],
  ['the clock, made new', 'src/verdict/a.ts', 'export const now = new Date();', /→ new Date\(\) \(clock\)/],
  ['chance', 'src/drift/a.ts', 'export const dice = Math.random();', /→ Math\.random \(clock\)/],
  ['files in verdict', 'src/verdict/a.ts', `import { readFileSync } from 'node:fs';`, /→ node:fs \(files\)/],
  [
    'the network in a connector',
    'src/connectors/acme/a.ts',
    `export const a = fetch('/');`,
    /→ fetch \(network\)/,
  ],
  ['process', 'src/run/a.ts', 'export const a = process.env;', /→ process \(environment\)/],
  ['a signal', 'src/drift/a.ts', `process.kill(1, 'SIGTERM');`, /→ process\.kill \(processes\)/],
  [
    'process by another way',
    'src/run/a.ts',
    'export const a = globalThis.process;',
    /→ process \(environment\)/,
  ],
  ['process as a shorthand', 'src/run/a.ts', 'export const a = { process };', /→ process \(environment\)/],
  ['console', 'src/contract/a.ts', 'console.log(1);', /→ console \(environment\)/],
  ['colour', 'src/report/a.ts', `import chalk from 'chalk';`, /→ chalk \(environment\)/],
  ['any', 'src/model/a.ts', 'export type A = readonly any[];', /→ any/],
  ['a long file', 'src/model/a.ts', '\n'.repeat(400).concat('export {};'), /401 lines, at most 350/],
  ['an unknown folder', 'src/utils/a.ts', 'export {};', /"utils" is no layer/],
])('fails on %s', (_what, path, text, says) => {
  expect(inTree({ [path]: text })).toEqual([expect.stringMatching(says)]);
});

test('fails on a circle of files, and tells it once', () => {
  const files = {
    'src/drift/c.ts': `import './a.js';`,
    'src/drift/a.ts': `import type {} from './b.js';`,
    'src/drift/b.ts': `export const load = () => import('./c.js');`,
  };
  expect(inTree(files)).toEqual([
    'src/drift/a.ts → src/drift/b.ts → src/drift/c.ts → src/drift/a.ts: a circle; move what both need into a third file.',
  ]);
});

test('fails on a folder without README, and on one whose README is not three lines', () => {
  const tree = new Map([
    ['src/drift/a.ts', ''],
    ['src/model/a.ts', ''],
    ['src/model/README.md', 'one\n'],
  ]);
  expect(violations(tree)).toEqual([
    expect.stringMatching(/^src\/drift\/README\.md: is not there/),
    expect.stringMatching(/^src\/model\/README\.md: has 1 lines/),
  ]);
});

test('lets pass what the table allows', () => {
  const files = {
    'src/connectors/registry.ts': `export const load = () => import('./acme/index.js');`,
    'src/connectors/acme/index.ts': `import { a } from '../connector.js'; import { b } from '../../protocols/odata/parse.js'; import './wire.js';`,
    'src/connectors/acme/wire.ts': `import type {} from '../../model/json.js';`,
    'src/drift/a.ts': `export const a = (row: { process: string; Date: string }) => row.process + new Date(0).toISOString();`,
    'src/cli/main.ts': `import '../run/check.js'; import chalk from 'chalk'; console.log(process.argv);`,
    'src/index.ts': `export * from './run/check.js'; export * from './drift/a.js';`,
  };
  expect(inTree(files)).toEqual([]);
});
