import { expect, test, vi } from 'vitest';
import { mysql } from '../../src/connectors/mysql/index.ts';
import { open } from '../sql/source.ts';

vi.mock('mysql2', () => {
  throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('MySQL without its driver gives the command that installs it', async () => {
  const work = open(mysql, { url: 'mysql://127.0.0.1/kumquat', options: { auth: { user: 'reader' } } });
  await expect(work).rejects.toMatchObject({
    code: 'package-missing',
    exit: 'usage',
    fix: 'npm install mysql2@3',
  });
});
