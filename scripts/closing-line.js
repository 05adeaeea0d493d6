// Prints the outcome of a test run as one plain line for CI: `Tests: 512 passed, 0 failed, 3 skipped`.
// Usage: node scripts/closing-line.js RESULT.json, where the file is what vitest's reporter `json` wrote.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ readonly assertionResults: readonly { readonly status: string }[], readonly status: string }} TestFile
 * @typedef {{ readonly success: boolean, readonly testResults: readonly TestFile[] }} Result
 */

/**
 * The closing line. A file that broke before or beside its tests, and a run that failed without a failed test, count
 * as one failure: the line never says "0 failed" of a red run.
 * @param {Result} result
 */
export function closingLine({ success, testResults }) {
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  const count = (/** @type {string} */ wanted) => statuses.filter((status) => status === wanted).length;
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = count('passed');
  const failed = count('failed') + brokenFiles;
  const skipped = statuses.length - passed - count('failed');
  const numbers = [`${passed} passed`, `${success ? failed : Math.max(1, failed)} failed`];
  if (skipped > 0) numbers.push(`${skipped} skipped`);
  return `Tests: ${numbers.join(', ')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const result = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
  console.log(closingLine(result));
}
