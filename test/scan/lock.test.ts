import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { takeLock } from '../../src/scan/lock.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const now = new Date('2026-11-02T02:00:00Z');
const holder = { own: 42, lives: (id: number) => id === 7, now };

function locked(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'seam-lock-'));
  folders.push(folder);
  writeFileSync(join(folder, 'lock'), text);
  return folder;
}

const by = (process: number | null, machine: string, at: string) => JSON.stringify({ process, machine, at });
const here = hostname();

test.each([
  ['of a process that lives', by(7, here, '2026-11-01T02:00:00Z'), 'holds'],
  ['of a process that has died', by(8, here, '2026-11-02T01:59:00Z'), 'taken'],
  ['of our own number, in another container of this name', by(42, here, '2026-11-02T01:59:00Z'), 'taken'],
  ['of another machine, an hour old', by(7, 'kumquat', '2026-11-02T01:00:00Z'), 'holds'],
  ['of another machine, a day old', by(7, 'kumquat', '2026-11-01T02:00:00Z'), 'taken'],
  ['of nobody in particular, an hour old', by(null, here, '2026-11-02T01:00:00Z'), 'holds'],
])('a lock %s %s', async (_, text, outcome) => {
  const folder = locked(text);
  const taken = takeLock(folder, holder);
  if (outcome === 'holds') return expect(taken).rejects.toMatchObject({ code: 'scan-running' });
  const release = await taken;
  await release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock that its holder could not finish is judged by its age', async () => {
  await expect(takeLock(locked(''), { ...holder, now: new Date() })).rejects.toMatchObject({
    code: 'scan-running',
  });
  const later = new Date(Date.now() + 24 * 3_600_000);
  await (await takeLock(locked('{ "pro'), { ...holder, now: later }))();
});

test('of many that take a dead lock at once, one has it', async () => {
  const folder = locked(by(8, here, '2026-11-01T02:00:00Z'));
  const takers = Array.from({ length: 20 }, (_, index) =>
    takeLock(folder, { own: 100 + index, lives: (id) => id >= 100, now }),
  );
  const results = await Promise.allSettled(takers);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
