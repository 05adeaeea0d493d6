import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, chromiumPath, openBrowser, type Page } from '../../scripts/browser/chromium.js';
import type { HistoryReport } from '../../src/model/history.js';
import type { Report } from '../../src/model/report.js';
import { historyPage } from '../../src/report/history-html.js';
import { htmlFormat } from '../../src/report/html.js';
import { fleet } from './histories.js';
import { clean, dark, drift, finding, mixed, options, report } from './reports.js';

const chromium = chromiumPath();

describe.skipIf(chromium === undefined)('the HTML pages in a browser (skipped: no Chromium here)', () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seam-page-'));
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => expect(browser.page.complaints()).toEqual([]));

  /** The browser with a page, on a screen of that width. */
  async function showing(value: Report | HistoryReport, width: number): Promise<Page> {
    const file = join(folder, 'page.html');
    writeFileSync(file, value.command === 'history' ? historyPage(value) : htmlFormat.render(value, options));
    await browser.page.emulate('screen', 'light');
    await browser.page.resize(width);
    await browser.page.open(pathToFileURL(file).href);
    return browser.page;
  }

  const long = 'k'.repeat(5_000);
  const wide = finding({
    path: { source: 'erp-prod', entity: long, field: long },
    before: long,
    after: [long],
  });
  const longSpan = {
    path: long,
    rule: long,
    verdict: 'breaking',
    from: fleet.at,
    version: long,
    seams: [long],
  } as const;
  const [first] = fleet.sources;
  const longLine = {
    ...first,
    name: long,
    owner: long,
    version: long,
    breaking: 1,
    warning: 0,
    resolved: 0,
    spans: [longSpan],
    nights: [],
  };
  const coverage = [{ source: long, entity: long, status: 'unreadable', why: long } as const];

  test.each([
    ['drift', drift],
    ['clean', clean],
    ['dark', dark],
    ['mixed', mixed],
    ['names without a space', report({ findings: [wide, { ...wide, verdict: 'info' }], coverage })],
    ['the history of a fleet', fleet],
    [
      'a history of names without a space',
      { ...fleet, sources: [...fleet.sources, longLine], seams: [longLine] },
    ],
  ])('never scrolls sideways, on a phone or beside an editor: %s', async (_, value) => {
    for (const width of [320, 390, 1280]) {
      const page = await showing(value, width);
      await page.evaluate(`for (const fold of document.querySelectorAll('details')) fold.open = true`);
      const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(excess, `${width}`).toBeLessThanOrEqual(0);
    }
  });

  test('is searched by every word, in findings and in coverage', async () => {
    const page = await showing(drift, 390);
    expect(await page.evaluate(searched('webshop waiting'))).toEqual(['kumquat.order state']);
    expect(await page.evaluate(searched('CRM-SYNC'))).toEqual([
      'kumquat.partner ref → reference',
      'kumquat.order x_cost_center',
    ]);
    expect(await page.evaluate(searched('hr.employee'))).toEqual([]);
    expect(await page.evaluate(`document.querySelector('#coverage details').open`)).toBe(true);
    expect(await page.evaluate(`document.querySelector('output').textContent`)).toBe('1 of 45 shown');
    expect(await page.evaluate(searched(''))).toHaveLength(5);
  });

  test('hides the verdicts that are not ticked', async () => {
    const page = await showing(drift, 1280);
    await page.evaluate(`document.querySelector('input[value=breaking]').click()`);
    expect(await page.evaluate(searched(''))).toEqual([
      'kumquat.order x_cost_center',
      'kumquat.order legacy_code',
    ]);
  });

  test('has nothing folded on paper, and no search', async () => {
    const page = await showing(drift, 794);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.evaluate(`[...document.querySelectorAll('details')].every(({ open }) => open)`)).toBe(
      true,
    );
    await page.emulate('print', 'light');
    expect(await page.evaluate(`document.querySelector('form').offsetParent`)).toBeNull();
  });
});

/** Types into the search, and gives the headlines of the cards that are shown. */
const searched = (words: string) => `(() => {
  const search = document.querySelector('input[type=search]');
  search.value = ${JSON.stringify(words)};
  search.dispatchEvent(new Event('input', { bubbles: true }));
  return [...document.querySelectorAll('article')].filter((card) => card.offsetParent).map((card) => card.querySelector('h3').textContent);
})()`;
