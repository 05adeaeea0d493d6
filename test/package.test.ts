import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

type LockEntry = {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

/** A project that has nothing but the tarball of seam, which was built before (`pretest`). */
let project: string;
let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'seam-package-'));
  // Without scripts: `prepack` would build anew, under the feet of the other tests.
  const { stdout, stderr } = npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', project);
  if (stdout === '') throw new Error(stderr);
  [packed] = JSON.parse(stdout);
  writeFileSync(join(project, 'package.json'), '{ "name": "kumquat", "private": true, "type": "module" }\n');
});

afterAll(() => rmSync(project, { recursive: true }));

function npm(cwd: string, ...args: readonly string[]) {
  return run(cwd, 'npm', ...args);
}

/** Runs a program without what `npm test` has set for itself, and with a cache for npm where there is no home for one. */
function run(cwd: string, program: string, ...args: readonly string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/i.test(name));
  const cache = existsSync(homedir()) ? {} : { npm_config_cache: join(project, '.npm') };
  const env = { ...Object.fromEntries(inherited), npm_config_update_notifier: 'false', ...cache };
  return spawnSync(program, args, { cwd, env, encoding: 'utf8', shell: process.platform === 'win32' });
}

/** Puts seam, these packages and what they need into the project; skips the test where no registry can be reached. */
function install(context: TestContext, ...tarballs: readonly string[]): void {
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=0'];
  const { status, stderr } = npm(project, 'install', ...flags, join(project, packed.filename), ...tarballs);
  const code = /npm error code (\w+)/.exec(stderr)?.[1];
  context.skip(unreachable.has(code ?? ''), `the registry cannot be reached: ${code}`);
  expect(status, stderr).toBe(0);
}

/** What npm says where there is no network, or none that leads to the registry. */
const unreachable: ReadonlySet<string> = new Set([
  'ENOTCACHED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
]);

const usesLibrary = `
import type * as library from 'erp-seam';
export type Names = keyof typeof library;
export const some: Names extends never ? 'empty' : 'some' = 'some';
`;

/** Puts the types of Node beside the project, once. */
function linkTypes(): void {
  const types = join(project, 'types');
  if (!existsSync(types)) symlinkSync(join(root, 'node_modules', '@types'), types, 'junction');
}

const strictly = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: ['./types'],
  },
  files: ['use.ts'],
};

describe('the published package', () => {
  test('holds what runs, its schemas and its papers, and nothing else', () => {
    const allowed =
      /^(dist\/.+\.(js|json|d\.ts)|bin\/seam\.js|schema\/.+\.json|templates\/.+|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/;
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !allowed.test(path) || path.includes('_template'))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['bin/seam.js', 'dist/index.js', 'dist/index.d.ts', 'LICENSE']),
    );
  });

  test('installs into an empty project, where seam runs and its types are found', (context) => {
    install(context);
    const seam = join(project, 'node_modules', '.bin', 'seam');
    expect(run(project, seam, '--version')).toMatchObject({ stdout: `${version}\n`, stderr: '', status: 0 });
    const help = run(project, seam, '--help');
    expect(help.stdout).toMatch(/\bcheck\b/);
    expect(help.status).toBe(0);

    writeFileSync(join(project, 'use.ts'), usesLibrary);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(strictly));
    linkTypes();
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(run(project, process.execPath, tsc, '-p', '.')).toMatchObject({ stdout: '', status: 0 });
  });
});

describe('a connector that somebody else writes and packs', () => {
  const name = 'seam-connector-kumquat';

  // Both runs of the suite wait for what servers do wrong.
  test('is made by seam, installs beside it, and keeps every promise there', {
    timeout: 240_000,
  }, (context) => {
    const home = join(project, 'home-of-the-author');
    mkdirSync(home);
    const bin = join(root, 'bin', 'seam.js');
    expect(run(home, process.execPath, bin, 'connector', 'new', 'kumquat')).toMatchObject({ status: 0 });
    const made = npm(join(home, name), 'pack', '--json', '--pack-destination', home);
    expect(made.status, made.stderr).toBe(0);
    const [{ filename, files }] = JSON.parse(made.stdout);
    expect(files.map(({ path }: { readonly path: string }) => path).sort()).toEqual([
      'README.md',
      'index.js',
      'package.json',
    ]);
    install(context, join(home, filename));

    const seam = join(project, 'node_modules', '.bin', 'seam');
    const listed = run(project, seam, 'connectors', name);
    expect(listed.stdout).toMatch(/^seam-connector-kumquat · package\n/);
    // The subject stays with its author: it is no part of the package.
    const subject = readFileSync(join(home, name, 'conformance.js'), 'utf8').replace(
      "'./index.js'",
      `'${name}'`,
    );
    expect(subject).toContain(`from '${name}'`);
    writeFileSync(join(project, 'conformance.js'), subject);
    const tested = run(project, seam, 'connector', 'test');
    expect(tested.stdout).toMatch(/^✔ contracts\n/m);
    expect(tested).toMatchObject({
      stderr: '',
      status: 0,
      stdout: expect.stringMatching(/\nEvery promise is kept\.\n$/),
    });

    mkdirSync(join(project, 'test'));
    cpSync(join(home, name, 'test'), join(project, 'test'), { recursive: true });
    const nodeTest = run(project, process.execPath, '--test', join('test', 'conformance.test.js'));
    expect(nodeTest.status, nodeTest.stdout).toBe(0);
    expect(nodeTest.stdout).toMatch(/contracts: what it describes are contracts/);

    const sources = ['index.js', 'conformance.js'].map((file) => `${home}/${name}/${file}`);
    const js = {
      compilerOptions: { ...strictly.compilerOptions, allowJs: true, checkJs: true },
      files: sources,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(js));
    linkTypes();
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(run(project, process.execPath, tsc, '-p', '.')).toMatchObject({ stdout: '', status: 0 });
  });
});

describe('the lock file', () => {
  const packages = new Map<string, LockEntry>(
    Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages),
  );
  const installed = [...packages].filter(([path]) => path !== '');

  test('says what is installed, and not from where', () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  });

  test('holds the hash of every package', () => {
    expect(installed.filter(([, entry]) => entry.integrity === undefined)).toEqual([]);
  });

  // npm leaves out what its registry does not have at the moment; `npm ci` then fails on every machine.
  test('lists the optional packages of every platform', () => {
    const wanted = installed.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !packages.has(`node_modules/${name}`))).toEqual([]);
  });
});
