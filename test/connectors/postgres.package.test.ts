import { expect, test, vi } from 'vitest';
import { postgres } from '../../src/connectors/postgres/index.ts';
import { open } from '../sql/source.ts';

vi.mock('pg', () => {
  throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('PostgreSQL without its driver gives the command that installs it', async () => {
  const work = open(postgres, { url: 'postgres://127.0.0.1/kumquat', options: { auth: { user: 'reader' } } });
  await expect(work).rejects.toMatchObject({
    code: 'package-missing',
    exit: 'usage',
    fix: 'npm install pg@8',
  });
});
