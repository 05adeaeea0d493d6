import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { sarifFormat } from '../../src/report/sarif.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, finding, mixed, options, report } from './reports.js';

// The published schema is of draft 4, and uses nothing of it that draft 7 reads otherwise.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(new URL('standards/sarif-2.1.0.schema.json', import.meta.url), 'utf8'));
const validate = addFormats.default(new Ajv({ strict: false, unicodeRegExp: false })).compile(schema);

const run = (value: Report) => JSON.parse(sarifFormat.render(value, options)).runs[0];
const results = (value: Report) => run(value).results;

describe('the SARIF log', () => {
  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
  ])('is what the schema of SARIF 2.1.0 says: %s', (_name, value) => {
    validate(JSON.parse(sarifFormat.render(value, options)));
    expect(validate.errors).toBeNull();
  });

  test('is what the schema says, whatever the report', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (value, all) =>
        validate(JSON.parse(sarifFormat.render(value, { ...options, all }))),
      ),
    );
  });

  test('refers to its rules by their place in the table', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        const { tool, results: found } = run(value);
        return found.every(
          ({ ruleId, ruleIndex }: { ruleId: string; ruleIndex: number }) =>
            tool.driver.rules[ruleIndex].id === ruleId,
        );
      }),
    );
  });

  test('has what the code scanning of GitHub asks for beyond the schema', () => {
    for (const value of [drift, dark, mixed]) {
      const { tool, results: found } = run(value);
      for (const rule of tool.driver.rules) {
        expect(Object.keys(rule)).toEqual(
          expect.arrayContaining(['id', 'shortDescription', 'fullDescription', 'help']),
        );
      }
      for (const { locations, partialFingerprints } of found) {
        expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w./%-]+$/);
        expect(Object.keys(partialFingerprints)).toEqual(['seam/v1']);
      }
    }
  });

  test('points at the line and column of the contract, with a stable fingerprint', () => {
    const [result] = results(
      report({ findings: [finding({ at: { file: 'contracts/erp/50%/a b.json', line: 12, column: 5 } })] }),
    );
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'contracts/erp/50%25/a%20b.json' },
      region: { startLine: 12, startColumn: 5 },
    });
    expect(result.partialFingerprints).toEqual({ 'seam/v1': '7f3a9c0d1e2f' });
  });

  test('tells two findings with one fingerprint apart', () => {
    const prints = results(report({ findings: [finding(), finding()] })).map(
      (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints),
    );
    expect(prints).toEqual([['7f3a9c0d1e2f'], ['7f3a9c0d1e2f-2']]);
  });

  test('suppresses what is let pass, with the reason', () => {
    const waived = { reason: 'the release follows', owner: 'team-erp', until: '2026-12-24' };
    const [result] = results(report({ findings: [finding({ waived })] }));
    expect(result.level).toBe('note');
    expect(result.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'until 2026-12-24 by team-erp: the release follows',
      },
    ]);
  });

  test('has a result for each entity and source that could not be looked at, at its contract', () => {
    const unreadable = results(drift)[0];
    expect(unreadable).toMatchObject({ ruleId: 'not-checked', level: 'error' });
    expect(unreadable.locations[0].physicalLocation.artifactLocation.uri).toBe(
      'contracts/erp-prod/hr.employee.json',
    );
    expect(results(dark)).toHaveLength(1);
    expect(run(dark).invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  });

  test('says how many findings it leaves out', () => {
    const texts = run(drift).invocations[0].toolExecutionNotifications.map(
      ({ message }: { message: { text: string } }) => message.text,
    );
    expect(texts).toContain('1 change that no seam uses, 1 change of labels or layout: seam check --all');
  });

  test('has no placeholder and no link that a text of the ERP made', () => {
    const after = 'see {0} and [here](https://evil.example.com) or [there](1)';
    const [result] = results(report({ findings: [finding({ before: undefined, after })] }));
    expect(result.message.text).toContain(
      'see {{0}} and \\[here\\](https://evil.example.com) or \\[there\\](1)',
    );
  });
});
