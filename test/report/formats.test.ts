import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GateReport } from '../../src/model/report.js';
import { formatNames, loadFormat } from '../../src/report/formats.js';
import { anyReport } from './arbitrary.js';
import { clean, dark, drift, everything, finding, gate, judged, mixed, options } from './reports.js';

test('pretty is the format of those who name none', () => {
  expect(formatNames[0]).toBe('pretty');
});

test('a name that is not in the table, not even one that every object has, is no format', async () => {
  await expect(loadFormat('constructor')).rejects.toThrow(RangeError);
});

/** What acts on a terminal, hides, turns text around, or cannot be encoded; a newline is made by the format alone. */
const treacherous = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Labels of an ERP that are made to do harm; what each format makes of them is judged by its own test, too. */
const hostileLabels: readonly (readonly [what: string, label: string])[] = [
  ['a terminal escape', '\u001b[2J\u001b]8;;https://evil.example.com\u0007'],
  ['a workflow command', '\n::error::all is well'],
  ['the end of a script', '</script></style><script>alert(1)</script>'],
  ['a bar', '|'],
  ['backticks', '`` ` ```'],
  ['bidi marks', '\u202e\u2066\u200f'],
  ['lines', '\r\nok 1 - fine\n\n# fine\u2028'],
  ['the end of a CDATA section', ']]>'],
  ['a service message', "##teamcity[buildStatus status='SUCCESS']"],
  ['a million characters', 'k'.repeat(1_000_000)],
  ['a million marks', '<&`|\u202e'.repeat(200_000)],
];

/** The text with Markdown's entities as the marks that they stand for. */
function unmarked(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

describe.each(formatNames)('the format %s', (name) => {
  test('has its own name and an extension', async () => {
    const format = await loadFormat(name);
    expect(format.id).toBe(name);
    expect(format.extension).toMatch(/^[a-z]+$/);
  });

  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
  ])('ends with one newline: %s', async (_, report) => {
    const text = (await loadFormat(name)).render(report, options);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test('names every breaking finding and every entity that was not checked', async () => {
    const text = (await loadFormat(name)).render(drift, options);
    for (const said of [
      'max-length-lowered',
      'kumquat.order.line',
      'webshop-orders',
      'hr.employee',
      'Employees / Officer',
    ]) {
      expect(unmarked(text)).toContain(said);
    }
  });

  test('shows what is let pass, who lets it, why and until when', async () => {
    const text = unmarked((await loadFormat(name)).render(drift, options));
    for (const said of ['legacy_code', 'waived', 'team-commerce', 'release 4.2', '2026-12-24']) {
      expect(text).toContain(said);
    }
  });

  test('says first what a change stops checking, and where it leads sources to', async () => {
    const format = await loadFormat(name);
    const text = unmarked(format.render({ ...drift, gate }, options));
    const first = text.search(/This change stops checking 3 things|"gate": \{/);
    expect(first).toBeGreaterThanOrEqual(0);
    for (const said of ['kumquat.crate', 'webshop-orders', 'sources.erp-prod.url', 'sources.crm']) {
      expect(text).toContain(said);
    }
    // JSON sorts its keys; HTML has its headline, and GitLab and TeamCity their lists, in one line each.
    if (['pretty', 'markdown', 'github', 'tap', 'junit'].includes(name)) {
      expect(first).toBeLessThan(text.indexOf('max-length-lowered'));
    }
  });

  test.each(hostileLabels)('cannot be made to hide what a change stops checking by %s', async (_, label) => {
    const format = await loadFormat(name);
    const hostile: GateReport = {
      ...gate,
      ref: label,
      weakened: [
        { kind: 'waiver-added', what: label, after: { until: label, reason: label } },
        ...gate.weakened,
      ],
      unheeded: [{ kind: 'changed', key: label }],
    };
    const text = format.render({ ...drift, gate: hostile }, options);
    expect(treacherous.test(text)).toBe(false);
    expect(unmarked(text)).toContain('kumquat.crate');
    if (name !== 'json') expect(text.length).toBeLessThan(150_000);
  });

  test('names each waiver that lets nothing pass, or is not needed', async () => {
    const at = { file: 'kumquat.waivers.yaml', line: 7 };
    const waivers = [
      { problem: 'expired', why: 'It ended on 2026-01-01.', at },
      { problem: 'unused', why: 'Nothing is like it.', at: { ...at, line: 9 } },
    ] as const;
    const text = unmarked((await loadFormat(name)).render({ ...clean, waivers }, everything)).replace(
      /\s+/g,
      ' ',
    );
    for (const said of ['It ended on 2026-01-01.', 'Nothing is like it.', 'kumquat.waivers.yaml']) {
      expect(text).toContain(said);
    }
  });

  test('says what could not be read and why, and is never silent about it', async () => {
    const format = await loadFormat(name);
    for (const report of [dark, mixed]) {
      expect(format.render(report, options)).toContain('source-unauthorised');
    }
    const nothing = format.render({ ...clean, coverage: [], exit: { code: 3, all: [3] } }, options);
    expect(nothing).toMatch(/nothing was checked|"code": 3/);
  });

  test.each(hostileLabels)('cannot be made to say something else by %s', async (_, label) => {
    const format = await loadFormat(name);
    const path = { source: 'erp-prod', entity: `kumquat ${label}`, field: label };
    const judgements = [judged({ seam: label, owner: label, runbook: `https://wiki.example.com/${label}` })];
    const hostile = finding({
      path,
      before: label,
      after: [label],
      judgements,
      notes: [{ label, text: label }],
    });
    const dark = { source: label, entity: label, status: 'unreadable', why: label, fix: label } as const;
    const report = { ...drift, findings: [hostile, ...drift.findings], coverage: [dark, ...drift.coverage] };
    const text = format.render(report, options);
    expect(treacherous.test(text)).toBe(false);
    expect(unmarked(text)).toContain('max-length-lowered');
    // The JSON report is for programs and says all; the others are for people.
    if (name !== 'json') expect(text.length).toBeLessThan(150_000);
  });

  test('makes a hostile report harmless', async () => {
    const format = await loadFormat(name);
    fc.assert(
      fc.property(anyReport, fc.boolean(), (report, all) => {
        const text = format.render(report, { ...options, all });
        return !treacherous.test(text);
      }),
    );
  });

  test('gives the same text for the same report, which it does not change', async () => {
    const format = await loadFormat(name);
    fc.assert(
      fc.property(anyReport, (report) => {
        const before = JSON.stringify(report);
        const first = format.render(report, everything);
        return first === format.render(report, everything) && JSON.stringify(report) === before;
      }),
    );
  });
});
