import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRepository } from '../../src/git/repository.js';
import { git, temporaryFolder } from './repositories.js';

test('a new repository commits all that is in the folder, and runs no hook', async () => {
  const folder = temporaryFolder();
  const { commitAll } = await startRepository(folder);
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
  writeFileSync(join(folder, 'kumquat.json'), '{}\n');
  await commitAll('Take the contracts');
  expect(git(folder, 'log', '--format=%an %s')).toBe('seam Take the contracts');
  expect(git(folder, 'branch', '--show-current')).toBe('main');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
