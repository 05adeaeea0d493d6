import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../src/model/report.js';
import { junitFormat } from '../../src/report/junit.js';
import { anyReport } from './arbitrary.js';
import { clean, covered, dark, drift, everything, finding, mixed, options, report } from './reports.js';

const schema = readFileSync(new URL('standards/junit.xsd', import.meta.url), 'utf8');
const render = (value: Report, given = options) => junitFormat.render(value, given);

/** What is wrong with documents by the schema; libxml2 reads them. */
async function faults(...documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `report-${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [schema], maxMemoryPages: 4096 });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** Elements of a name in the document. */
const count = (text: string, name: string) => text.split(`<${name} `).length - 1;

describe('the JUnit report', () => {
  test('is what the schema of Jenkins says', async () => {
    const texts = [drift, clean, dark, mixed, report()].map((value) => render(value));
    expect(await faults(...texts, render(drift, everything))).toEqual([]);
  });

  test('is what the schema says, whatever the report', async () => {
    const texts = fc.sample(anyReport, { numRuns: 200, seed: 7 }).map((value) => render(value, everything));
    expect(await faults(...texts)).toEqual([]);
  });

  test('is judged: the schema refuses another document', async () => {
    expect(await faults('<testsuites><kumquat/></testsuites>')).not.toEqual([]);
    expect(await faults('<testsuites>')).not.toEqual([]);
  });

  test('fails for a finding at or above --fail-on, and not for a milder or waived one', () => {
    const findings = [
      finding(),
      finding({ verdict: 'warning' }),
      finding({ waived: { reason: 'later', until: '2026-12-24' } }),
    ];
    const value = report({ findings, failOn: 'breaking', exit: { code: 1, all: [1] } });
    expect(count(render(value), 'failure')).toBe(1);
    expect(count(render({ ...value, failOn: 'warning' }), 'failure')).toBe(2);
    expect(render(value)).toContain('<skipped message="waived until 2026-12-24: later"/>');
  });

  test('has an error for each entity and source that could not be looked at', () => {
    expect(render(dark)).toMatch(/^<testsuites .* tests="39" failures="0" errors="39">$/m);
    expect(render(drift)).toMatch(/errors="1"/);
  });

  test('is not green where nothing was checked', () => {
    const text = render(report({ exit: { code: 3, all: [3] } }));
    expect(text).toContain('<error type="not-checked" message="nothing was checked → exit 3"/>');
  });

  test('is green where the run is', () => {
    const harmless = finding({ verdict: 'info' });
    const value = report({ findings: [harmless], coverage: covered(3) });
    for (const text of [render(clean), render(value), render(value, everything)]) {
      expect(text).toMatch(/failures="0" errors="0"/);
      expect(text).not.toMatch(/<(?:failure|error) /);
    }
  });
});
