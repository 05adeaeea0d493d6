import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'parse5';
import { afterEach, describe, expect, test } from 'vitest';
import type { HistoryNight, HistoryReport } from '../../src/model/history.ts';
import { plain } from '../../src/report/format.ts';
import { renderHistory } from '../../src/report/history.ts';
import { historyPage } from '../../src/report/history-html.ts';
import { readHistory } from '../../src/run/history.ts';
import { stateText } from '../../src/scan/parse.ts';
import { finding, type NightOf, play } from '../notify/nights.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The history of these nights. */
async function historyOf(nights: readonly NightOf[], about?: string): Promise<HistoryReport> {
  const folder = mkdtempSync(join(tmpdir(), 'seam-history-'));
  folders.push(folder);
  mkdirSync(join(folder, '.seam'));
  writeFileSync(join(folder, '.seam/state.json'), stateText(play(nights).state));
  return readHistory(
    { about },
    {
      cwd: folder,
      env: {},
      signal: new AbortController().signal,
      now: () => new Date('2026-11-20T02:00:00Z'),
      temporary: () => Promise.reject(new Error('nothing is written')),
      log: () => {},
      progress: () => {},
    },
  );
}

const code = finding('code');
const grade = finding('grade', { verdict: 'warning' });
const nights = [
  {},
  { findings: [code] },
  { findings: [code, grade] },
  { findings: [grade] },
  { dark: 'source-timeout' },
];

describe('seam history', () => {
  test('tells what drifted when, how long it took to resolve, and what is dark', async () => {
    const { sources, seams, runs } = await historyOf(nights);
    expect(runs).toBe(5);
    expect(sources).toMatchObject([
      {
        name: 'erp',
        version: 'Odoo 17.0',
        breaking: 0,
        warning: 1,
        resolved: 1,
        meanTime: 2 * 24 * 3_600_000,
        dark: { since: '2026-11-05T02:00:00.000Z', code: 'source-timeout' },
        spans: [
          { path: 'erp/kumquat.order/grade', from: '2026-11-03T02:00:00.000Z' },
          {
            path: 'erp/kumquat.order/code',
            from: '2026-11-02T02:00:00.000Z',
            to: '2026-11-04T02:00:00.000Z',
          },
        ],
      },
    ]);
    expect(sources[0]?.nights.map(({ checked, asked }) => `${checked}/${asked}`)).toEqual([
      '2/2',
      '2/2',
      '2/2',
      '2/2',
      '0/2',
    ]);
    expect(seams).toMatchObject([
      { name: 'juice-press', owner: 'team-press', warning: 1, resolved: 1, meanTime: 2 * 24 * 3_600_000 },
    ]);
  });

  test('tells night by night how much of what a seam uses could be looked at, and how much of it drifted', async () => {
    const [seam] = (await historyOf(nights)).seams;
    const words = ({ checked, asked, breaking, warning }: HistoryNight) =>
      `${checked}/${asked}, ${breaking} breaking, ${warning} warning`;
    // Of the two contracts of the source it uses one.
    expect(seam?.nights.map(words)).toEqual([
      '1/1, 0 breaking, 0 warning',
      '1/1, 1 breaking, 0 warning',
      '1/1, 1 breaking, 1 warning',
      '1/1, 0 breaking, 1 warning',
      '0/1, 0 breaking, 0 warning',
    ]);
  });

  test('knows a seam whose contracts never drifted', async () => {
    expect((await historyOf([{}, {}])).seams).toMatchObject([
      { name: 'juice-press', breaking: 0, warning: 0, spans: [], nights: [{ checked: 1 }, { checked: 1 }] },
    ]);
  });

  test('reads at a terminal', async () => {
    const report = await historyOf(nights);
    expect(
      renderHistory(report, { paint: plain, width: 80, all: false }),
    ).toBe(`history · 5 scans from 2026-11-01 to 2026-11-05

erp · Odoo 17.0 · could not be checked since 2026-11-05: source-timeout · 1
  warning · 1 resolved, in 2 d on average · 0 of 2 checked last
  ! since 2026-11-03  erp/kumquat.order/grade max-length-lowered  warning  Odoo
    17.0  juice-press
  ✓ 2026-11-02 – 2026-11-04 (2 d)  erp/kumquat.order/code max-length-lowered
    resolved  Odoo 17.0  juice-press

Seams
  juice-press · 1 warning · 1 resolved, in 2 d on average
`);
  });

  test('of a source that no scan has seen is wrong usage, with what is near', async () => {
    await expect(historyOf(nights, 'erq')).rejects.toMatchObject({
      code: 'usage-invalid',
      fix: 'Did you mean "erp"?',
    });
  });

  test('without a scan says so', async () => {
    expect(renderHistory(await historyOf([]), { paint: plain, width: 80, all: false })).toBe(
      'history · no scan yet\n',
    );
  });
});

describe('the page', () => {
  test('is one file that loads nothing and runs nothing, whatever an ERP calls its fields', async () => {
    const bad = finding('x', {
      path: {
        source: 'erp',
        entity: '<script>alert(1)</script>',
        field: '"><img src=x onerror=alert(1)>\u202e',
      },
    });
    const page = historyPage(await historyOf([{ findings: [bad] }, {}, { findings: [bad] }]));
    const errors: string[] = [];
    parse(page, { onParseError: ({ code: error }) => errors.push(error) });
    expect(errors).toEqual([]);
    expect(page).not.toMatch(/<script|<img|\u202e|<[^>]* (?:src|href)=/);
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;|default-src 'none'/);
  });

  test('shows the fleet, a timeline and the coverage in words, too', async () => {
    const page = historyPage(await historyOf(nights));
    expect(page).toMatch(/1 of 1 drifted, 1 could not be checked/);
    expect(page).toMatch(/Coverage of 5 scans; the last one checked 0 of 2/);
    expect(page).toMatch(/2 times of drift of erp/);
    expect(page).toMatch(/Coverage of 5 scans; the last one checked 0 of 1 of juice-press/);
    expect(page).toMatch(/1 resolved, in 2 d on average/);
  });
});
