import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/drift/fingerprint.js';
import { ruleIds } from '../../src/drift/rules/index.js';
import type { Change } from '../../src/model/drift.js';
import type { Finding } from '../../src/model/report.js';
import { currentRule, firstRule, type RetiredRules, retiredRules } from '../../src/model/retired-rules.js';
import { policyFor } from '../../src/verdict/policy.js';
import { waive } from '../../src/verdict/waivers.js';

/** A rule that was called otherwise twice. */
const retired: RetiredRules = {
  'length-lowered': 'max-length-lowered',
  'size-lowered': 'max-length-lowered',
};
const change: Change = {
  rule: 'max-length-lowered',
  path: { source: 'erp', entity: 'kumquat.line', field: 'k' },
  before: 9,
  after: 5,
  effect: { read: 'narrows', create: 'narrows', update: 'narrows' },
  proof: { kind: 'rule' },
  scope: 'value',
};
const finding: Finding = { ...change, fingerprint: 'f', verdict: 'breaking', judgements: [] };
const every = ['length-lowered', 'size-lowered', 'max-length-lowered'];

describe('a rule that is called otherwise now', () => {
  test.each(every)('is found by %s', (id) => {
    expect(currentRule(id, retired)).toBe('max-length-lowered');
  });

  test.each(every)('is what a policy of %s is about', (rule) => {
    const line = { rule, verdict: 'info', directions: ['create'] } as const;
    expect(policyFor([line], change, 'create', retired)).toBe('info');
  });

  test.each(every)('is what a waiver of %s lets pass', (rule) => {
    const waiver = { rule, reason: 'r', until: '2026-12-24', at: { file: 'f', line: 1 } };
    const term = { now: new Date('2026-12-01'), mostDays: 90, whole: true, retired };
    const { findings, notes } = waive([finding], { waivers: [waiver], notes: [] }, term);
    expect([findings[0]?.waived?.reason, notes]).toEqual(['r', []]);
  });

  test('keeps the fingerprints that it had under its first name', () => {
    expect(fingerprint(change, retired)).toBe(fingerprint({ ...change, rule: 'length-lowered' }, {}));
    expect(firstRule('max-length-raised', retired)).toBe('max-length-raised');
  });
});

describe('the table of retired ids', () => {
  test('names rules that there are, by ids that are free', () => {
    for (const [id, now] of Object.entries(retiredRules)) {
      expect(ruleIds, id).toContain(now);
      expect(ruleIds, id).not.toContain(id);
    }
  });
});
