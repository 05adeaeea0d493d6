import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { metadata } from '../erp/odata.ts';
import { fruitProject } from './fruit-project.ts';
import { cacheOf } from './project.ts';

/** A project with contracts of a service that confirms what is unchanged. */
async function snapshotted() {
  const { service, erp, seam } = await fruitProject((asked) =>
    asked.headers['if-none-match'] === '"one"'
      ? { status: 304 }
      : { ...metadata(), headers: { ...metadata().headers, etag: '"one"' } },
  );
  expect(await seam(['snapshot'])).toMatchObject({ code: 0, stderr: '' });
  return { erp, service, seam, folder: join(cacheOf(erp.folder), 'seam') };
}

test('what the source confirms to be unchanged is read from the cache, and coverage says so', async () => {
  const { service, seam, folder } = await snapshotted();
  const { code, stdout } = await seam(['check']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('metadata from the cache')]);
  expect(service.asked.at(-1)?.headers['if-none-match']).toBe('"one"');
  const { coverage }: Report = JSON.parse((await seam(['check', '--format', 'json'])).stdout);
  expect(coverage.every(({ fromCache }) => fromCache === true)).toBe(true);
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name), 'latin1')).not.toContain('canary');
  }
});

test('--no-cache asks for all of it, and leaves the cache as it is', async () => {
  const { service, seam, folder } = await snapshotted();
  const before = readdirSync(folder);
  const { code, stdout } = await seam(['check', '--no-cache']);
  expect([code, stdout]).toEqual([0, expect.not.stringContaining('cache')]);
  expect(service.asked.at(-1)?.headers['if-none-match']).toBeUndefined();
  expect(readdirSync(folder)).toEqual(before);
});

test('a user without a home keeps nothing, and is served all the same', async () => {
  const { service, seam, erp } = await snapshotted();
  const before = erp.files();
  const { code } = await seam(['check'], { HOME: '', XDG_CACHE_HOME: '' });
  expect(code).toBe(0);
  expect(service.asked.at(-1)?.headers['if-none-match']).toBeUndefined();
  expect(erp.files()).toEqual(before);
});
