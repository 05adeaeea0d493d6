import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Examination } from '../../../src/model/report.ts';
import type { RunContext } from '../../../src/run/context.ts';
import { clockOf, limitsOf } from '../../../src/run/doctor/answers.ts';
import { examineAll } from '../../../src/run/doctor/doctor.ts';
import { examineNode } from '../../../src/run/doctor/machine.ts';
import { newCertificate } from '../../transport/certificates.ts';
import { servingTls } from '../../transport/servers.ts';

const at = new Date('2026-06-01T12:00:00Z');
const answer = (headers: Readonly<Record<string, string>>, status = 200) => ({ status, headers, at });
const outcomes = (found: readonly Examination[]) => found.map(({ outcome, says }) => `${outcome}: ${says}`);

test.each([
  ['20.19.0', 'good'],
  ['24.1.0', 'good'],
  ['20.18.3', 'bad'],
  ['18.20.0', 'bad'],
])('Node %s is %s', (version, outcome) => {
  expect(examineNode(version).outcome).toBe(outcome);
});

describe('the clock of a source', () => {
  test.each<[date: string | undefined, outcomes: readonly string[]]>([
    [undefined, []],
    ['yesterday', []],
    ['Mon, 01 Jun 2026 12:00:59 GMT', ['good: Its clock and ours agree.']],
    ['Mon, 01 Jun 2026 12:05:00 GMT', ['warning: Its clock is 300 s ahead of ours.']],
    ['Mon, 01 Jun 2026 11:50:00 GMT', ['warning: Its clock is 600 s behind ours.']],
  ])('%s', (date, expected) => {
    expect(outcomes(clockOf([answer(date === undefined ? {} : { date })], 'erp'))).toEqual(expected);
  });
});

describe('the limits of a source', () => {
  test.each<[answers: readonly ReturnType<typeof answer>[], outcomes: readonly string[]]>([
    [[], []],
    [[answer({})], ['good: Its answers name no limit of calls.']],
    [[answer({}), answer({}, 429)], ['warning: The source refused 1 of 2 calls as too many.']],
    [[answer({ 'x-ratelimit-remaining': '7' })], ['good: Its limits: x-ratelimit-remaining 7.']],
    [
      [answer({ 'x-ms-ratelimit-burst-remaining-xrm-requests': '0' })],
      ['warning: Its limits: x-ms-ratelimit-burst-remaining-xrm-requests 0. Nothing is left.'],
    ],
  ])('%j', (answers, expected) => {
    expect(outcomes(limitsOf(answers, 'erp'))).toEqual(expected);
  });
});

test('a certificate that ends within a month is a warning, and names the day', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seam-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const own = newCertificate({ name: 'erp', hosts: ['127.0.0.1'] });
  const url = await servingTls(own);
  writeFileSync(join(folder, 'ca.pem'), own.cert);
  writeFileSync(
    join(folder, 'seam.yaml'),
    `sources: { erp: { connector: odoo, url: "${url}", ca: ca.pem, auth: { user: k, apiKey: "\${KEY}" }, entities: [k] } }\n`,
  );
  const context: RunContext = {
    cwd: folder,
    env: { KEY: 'k' },
    signal: new AbortController().signal,
    now: () => new Date('2089-12-20T00:00:00Z'),
    temporary: async () => folder,
    log: () => {},
    progress: () => {},
  };
  const { examinations } = await examineAll({ node: '24.0.0' }, context);
  const tls = examinations.filter(({ what }) => what === 'tls');
  expect(outcomes(tls)).toEqual([
    'warning: TLSv1.3, certificate of erp, trusted by ca.pem, until 2090-01-01. That is in 12 days.',
  ]);
});
