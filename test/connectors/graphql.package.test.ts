import { expect, test, vi } from 'vitest';
import { graphql } from '../../src/connectors/graphql/index.js';
import { onFile } from './documents.js';

vi.mock('graphql', () => {
  throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('SDL without the package that reads it gives the command that installs it', async () => {
  const connector = await onFile(graphql, {}, 'graphql/kumquat.graphql');
  await expect(connector.system()).rejects.toMatchObject({
    code: 'package-missing',
    exit: 'usage',
    fix: 'npm install graphql@16',
  });
});
