// @ts-check
/**
 * Pictures of the HTML report, to look at: on a wide screen, on a phone, in the dark, and on paper. Fails where the page
 * scrolls sideways or the browser complains. Needs `npm run build`, and a Chromium (`apt-get install chromium`).
 * Usage: npm run screenshots [-- REPORT.json [FOLDER]]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plain } from '../dist/report/format.js';
import { htmlFormat } from '../dist/report/html.js';
import { chromiumPath, openBrowser } from './browser/chromium.js';

const looks = /** @type {const} */ ([
  { name: '1280', width: 1280, media: 'screen', scheme: 'light' },
  { name: '390', width: 390, media: 'screen', scheme: 'light' },
  { name: '1280-dark', width: 1280, media: 'screen', scheme: 'dark' },
  { name: 'paper', width: 794, media: 'print', scheme: 'light' },
]);

const [file = 'test/report/golden/drift.json', folder = 'dist/screenshots'] = process.argv.slice(2);
const chromium = chromiumPath();
if (chromium === undefined) {
  console.error('SKIPPED: no Chromium on this machine (CHROMIUM=path, or apt-get install chromium).');
} else {
  mkdirSync(folder, { recursive: true });
  const page = resolve(folder, 'report.html');
  const report = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(page, htmlFormat.render(report, { paint: plain, width: 80, all: false }));
  const browser = await openBrowser(chromium);
  try {
    process.exitCode = await take(browser.page, page);
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('./browser/chromium.js').Page} browser
 * @param {string} page
 */
async function take(browser, page) {
  const faults = [];
  for (const { name, width, media, scheme } of looks) {
    await browser.resize(width);
    await browser.emulate(media, scheme);
    await browser.open(pathToFileURL(page).href);
    const wide = await browser.evaluate('document.documentElement.scrollWidth > innerWidth');
    if (wide) faults.push(`At ${width} pixels the page scrolls sideways.`);
    const picture = join(folder, `report-${name}.png`);
    writeFileSync(picture, await browser.screenshot());
    console.log(picture);
  }
  for (const fault of [...faults, ...browser.complaints()]) console.error(fault);
  return faults.length + browser.complaints().length === 0 ? 0 : 1;
}
