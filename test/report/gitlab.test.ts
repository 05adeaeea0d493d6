import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { gitlabFormat } from '../../src/report/gitlab.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, finding, mixed, options, report } from './reports.js';

/** What GitLab's page on the format demands; it publishes no schema. docs.gitlab.com/ci/testing/code_quality */
const schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the repository, and not with `./`.
          path: { type: 'string' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};
const validate = new Ajv2020({ strict: true }).compile(schema);
const entries = (value: Report) => JSON.parse(gitlabFormat.render(value, options));

describe('the Code Quality report of GitLab', () => {
  test('is what its documentation says, whatever the report, with no fingerprint twice', () => {
    fc.assert(
      fc.property(anyReport, (value) => {
        const found: readonly { fingerprint: string }[] = entries(value);
        return validate(found) && new Set(found.map(({ fingerprint }) => fingerprint)).size === found.length;
      }),
    );
  });

  test.each([
    ['breaking, and the ERP alters it silently', { onWrite: 'alters' }, 'blocker'],
    ['breaking', {}, 'critical'],
    ['a warning', { verdict: 'warning' }, 'major'],
    ['let pass', { waived: { reason: 'later', until: '2026-12-24' } }, 'info'],
  ] as const)('gives a finding that is %s the severity %s', (_, members, severity) => {
    expect(entries(report({ findings: [finding(members)] }))[0].severity).toBe(severity);
  });

  test('says in one line what happened, for whom and where', () => {
    expect(entries(drift)[2]).toEqual({
      description:
        'kumquat.order state: enum-value-added: breaking for webshop-orders: was draft, sent, sale, done, cancel; now also waiting',
      check_name: 'enum-value-added',
      fingerprint: '7f3a9c0d1e2f',
      severity: 'critical',
      location: { path: 'contracts/erp-prod/kumquat.order.json', lines: { begin: 64 } },
    });
  });

  test('is empty only where all was checked and nothing drifted', () => {
    expect(entries(clean)).toEqual([]);
    expect(entries(dark)).toMatchObject([{ check_name: 'source-unauthorised', severity: 'critical' }]);
    expect(entries(mixed)).toHaveLength(2);
    expect(entries(report({ exit: { code: 3, all: [3] } }))).not.toEqual([]);
  });

  test('says that a finding is let pass, by whom and until when', () => {
    const waived = { reason: 'later', owner: 'team-erp', until: '2026-12-24' };
    expect(entries(report({ findings: [finding({ waived })] }))[0].description).toMatch(
      /waived, breaking for webshop-orders: .*until 2026-12-24 by team-erp: later$/,
    );
  });
});
