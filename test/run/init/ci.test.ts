import { describe, expect, test } from 'vitest';
import { ciFiles } from '../../../src/run/init/ci.ts';
import { seamVersion } from '../../../src/run/version.ts';

describe('what a connector needs beside seam is installed with it', () => {
  test.each(['github', 'gitlab'] as const)('%s', async (system) => {
    const facts = { variables: [], hasPipeline: false };
    const texts = async (packages: readonly string[]) =>
      (await ciFiles(system, { ...facts, packages })).files.map(({ text }) => text).join('');
    expect(await texts(['pg@8'])).toMatch(
      new RegExp(` erp-seam@${seamVersion.replaceAll('.', '\\.')} pg@8\n`),
    );
    expect(await texts([])).toMatch(new RegExp(` erp-seam@${seamVersion.replaceAll('.', '\\.')}\n`));
  });
});
