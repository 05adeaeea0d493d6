import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A package that has the shim, and no `dist` yet. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seam-bin-'));
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "version": "7.8.9", "type": "module" }');
});

afterEach(() => rmSync(folder, { recursive: true }));

function seam(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'seam.js'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function withMain(text: string): void {
  mkdirSync(join(folder, 'dist', 'cli'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'cli', 'main.js'), text);
}

test.each(['--version', '-V'])('%s alone is answered without loading anything', (flag) => {
  withMain(`throw new Error('loaded');`);
  expect(seam(flag)).toEqual({ status: 0, stdout: '7.8.9\n', stderr: '' });
});

test('all else goes to main, which sets the exit code', () => {
  withMain(`export async function main(argv) { console.log(JSON.stringify(argv)); process.exitCode = 3; }`);
  expect(seam('check', '--version')).toEqual({ status: 3, stdout: '["check","--version"]\n', stderr: '' });
});

test('a checkout that is not compiled yet says so in one sentence', () => {
  const { status, stdout, stderr } = seam('check');
  expect(stderr).toBe('seam is not built yet: run "npm run build" in its folder.\n');
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
});
