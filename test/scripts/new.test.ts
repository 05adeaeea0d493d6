import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = [
  'src',
  'test',
  'fixtures/_template',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.test.json',
  'vitest.config.ts',
  'biome.json',
  '.gitignore',
];

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'seam-new-'));
  // A server that a test installed for itself is no part of the repository.
  const filter = (path: string) => !path.endsWith('node_modules');
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});

afterEach(() => rmSync(copy, { recursive: true }));

/** Runs Node in the copy: exit code, and all that was printed. */
function node(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

function contents(path: string): string {
  return readFileSync(join(copy, path), 'utf8');
}

/** What the compiler says of the copy. */
function typeErrors(): string {
  return node('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.test.json').output;
}

let before: string | undefined;

/** What it says of a copy that nothing was made in; nothing, where the repository itself is in order. */
function typeErrorsBefore(): string {
  before ??= typeErrors();
  return before;
}

function expectWellFormed(...paths: readonly string[]): void {
  const { status, output } = node(
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    ...paths,
  );
  expect(status, output).toBe(0);
}

describe('npm run new:connector', () => {
  test('makes a connector that is registered, compiles, and passes its own test', () => {
    const before = typeErrorsBefore();
    const made = node('scripts/new-connector.js', 'kumquat');
    expect(made.output).toMatch(/Next:\n {2}1\. .+\n {2}2\. .+\n {2}3\. /);
    expect(made.status).toBe(0);
    expect(contents('src/connectors/registry.ts')).toMatch(/^ {2}kumquat: .*'\.\/kumquat\/index\.js'/m);
    expect(contents('src/connectors/kumquat/index.ts')).not.toMatch(/template/i);
    expect(typeErrors()).toBe(before);
    expectWellFormed(
      'src/connectors/kumquat',
      'src/connectors/registry.ts',
      'test/connectors/kumquat.test.ts',
    );
    const tested = node(
      'node_modules/vitest/vitest.mjs',
      'run',
      '--no-color',
      'test/connectors/kumquat.test.ts',
    );
    expect(tested.status, tested.output).toBe(0);
  });

  test.each([
    ['no name', [], /^Usage: /],
    ['a name that is no word', ['../kumquat'], /^Usage: /],
    ['two names', ['kumquat', 'quince'], /^Usage: /],
    ['a name that is taken', ['odoo'], /is there already/],
  ])('refuses %s and leaves all as it was', (_what, args, says) => {
    const before = contents('src/connectors/registry.ts');
    const { status, output } = node('scripts/new-connector.js', ...args);
    expect(output).toMatch(says);
    expect(status).toBe(2);
    expect(contents('src/connectors/registry.ts')).toBe(before);
  });
});

describe('npm run new:rule', () => {
  test.each(['enum', 'access', 'walk'])('puts a row into the family %s that compiles', (family) => {
    const before = typeErrorsBefore();
    const { status, output } = node('scripts/new-rule.js', family, 'kumquat-ripened');
    expect(output).toMatch(/Next:\n {2}1\. .+\n {2}2\. .+\n {2}3\. /);
    expect(status).toBe(0);
    expect(contents(`src/drift/rules/${family}.ts`)).toContain("  'kumquat-ripened': {");
    expect(typeErrors()).toBe(before);
    expectWellFormed(`src/drift/rules/${family}.ts`);
  });

  test.each([
    ['an id that does not follow the grammar', ['enum', 'Ripened'], /^Usage: /],
    ['a family that is not there', ['kumquat', 'kumquat-ripened'], /use one of .*enum/],
    ['an id that is taken, in whatever family', ['access', 'enum-value-added'], /already, in .*enum\.ts/],
    ['a family whose rows are made from a table', ['bounds', 'kumquat-ripened'], /by hand/],
  ])('refuses %s', (_what, args, says) => {
    const { status, output } = node('scripts/new-rule.js', ...args);
    expect(output).toMatch(says);
    expect(status).toBe(2);
  });
});

describe('npm run new:format', () => {
  test('makes a format that is registered, compiles, and passes its own test', () => {
    const before = typeErrorsBefore();
    const { status, output } = node('scripts/new-format.js', 'kumquat');
    expect(output).toMatch(/Next:\n {2}1\. .+\n {2}2\. .+\n {2}3\. /);
    expect(status).toBe(0);
    expect(contents('src/report/formats.ts')).toMatch(/^ {2}kumquat: .*kumquat/m);
    expect(typeErrors()).toBe(before);
    expectWellFormed('src/report/kumquat.ts', 'src/report/formats.ts', 'test/report/kumquat.test.ts');
    const tested = node('node_modules/vitest/vitest.mjs', 'run', '--no-color', 'test/report/kumquat.test.ts');
    expect(tested.status, tested.output).toBe(0);
  });

  test.each([
    ['no name', [], /^Usage: /],
    ['a name that is no word', ['../kumquat'], /^Usage: /],
    ['a name that is taken', ['format'], /is there already/],
  ])('refuses %s', (_what, args, says) => {
    const { status, output } = node('scripts/new-format.js', ...args);
    expect(output).toMatch(says);
    expect(status).toBe(2);
  });
});
