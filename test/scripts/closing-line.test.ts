import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/closing-line.js', import.meta.url));

/** One file of vitest's JSON result whose tests ended so. */
function file(status: 'passed' | 'failed', ...tests: readonly string[]) {
  return { status, assertionResults: tests.map((each) => ({ status: each })) };
}

test.each([
  ['a green run', true, [file('passed', 'passed', 'passed')], 'Tests: 2 passed, 0 failed'],
  [
    'skipped, pending and todo tests as skipped',
    true,
    [file('passed', 'passed', 'skipped', 'pending', 'todo')],
    'Tests: 1 passed, 0 failed, 3 skipped',
  ],
  [
    'failed tests',
    false,
    [file('failed', 'passed', 'failed'), file('passed', 'passed')],
    'Tests: 2 passed, 1 failed',
  ],
  [
    'a file that does not load',
    false,
    [file('failed'), file('passed', 'passed')],
    'Tests: 1 passed, 1 failed',
  ],
  ['an error outside of every test', false, [file('passed', 'passed')], 'Tests: 1 passed, 1 failed'],
  ['a run that found no test', false, [], 'Tests: 0 passed, 1 failed'],
])('the closing line tells %s', (_what, success, testResults, line) => {
  const folder = mkdtempSync(join(tmpdir(), 'seam-closing-'));
  try {
    writeFileSync(join(folder, 'tests.json'), JSON.stringify({ success, testResults }));
    const output = execFileSync(process.execPath, [script, join(folder, 'tests.json')], { encoding: 'utf8' });
    expect(output).toBe(`${line}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
