import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const identity = {
  GIT_AUTHOR_NAME: 'Kumquat',
  GIT_AUTHOR_EMAIL: 'kumquat@example.com',
  GIT_COMMITTER_NAME: 'Kumquat',
  GIT_COMMITTER_EMAIL: 'kumquat@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** Runs git in a folder and gives what it prints. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...identity };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seam-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new repository with a branch `main` and no commit. */
export function repository(): string {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  return folder;
}

/** Writes files and commits them; gives the id of the commit. */
export function commit(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'kumquats');
  return git(folder, 'rev-parse', 'HEAD');
}
