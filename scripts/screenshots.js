// @ts-check
/**
 * Pictures of the HTML pages, of reports and of histories, to look at: on a wide screen, on a phone, in the dark, and on
 * paper. Fails where a page scrolls sideways or the browser complains. Needs `npm run build`, and a Chromium
 * (`apt-get install chromium`). They go to dist/screenshots. Usage: npm run screenshots [-- FILE.json…]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plain } from '../dist/report/format.js';
import { historyPage } from '../dist/report/history-html.js';
import { htmlFormat } from '../dist/report/html.js';
import { chromiumPath, openBrowser } from './browser/chromium.js';

const looks = /** @type {const} */ ([
  { name: '1280', width: 1280, media: 'screen', scheme: 'light' },
  { name: '390', width: 390, media: 'screen', scheme: 'light' },
  { name: '1280-dark', width: 1280, media: 'screen', scheme: 'dark' },
  { name: 'paper', width: 794, media: 'print', scheme: 'light' },
]);

const folder = 'dist/screenshots';
const given = process.argv.slice(2);
const files = given.length > 0 ? given : ['test/report/golden/drift.json', 'test/report/golden/history.json'];
const chromium = chromiumPath();
if (chromium === undefined) {
  console.error('SKIPPED: no Chromium on this machine (CHROMIUM=path, or apt-get install chromium).');
} else {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser(chromium);
  try {
    for (const file of files) await take(browser.page, file);
  } finally {
    await browser.close();
  }
}

/** The page for what a command gave as JSON. @param {{ readonly command: string }} given */
function pageOf(given) {
  // The commands wrote these files in the form that their page takes.
  const known = /** @type {any} */ (given);
  if (given.command === 'history') return historyPage(known);
  return htmlFormat.render(known, { paint: plain, width: 80, all: false });
}

/**
 * @param {import('./browser/chromium.js').Page} browser
 * @param {string} file
 */
async function take(browser, file) {
  const name = parse(file).name;
  const page = resolve(folder, `${name}.html`);
  writeFileSync(page, pageOf(JSON.parse(readFileSync(file, 'utf8'))));
  const faults = [];
  for (const { name: look, width, media, scheme } of looks) {
    await browser.resize(width);
    await browser.emulate(media, scheme);
    await browser.open(pathToFileURL(page).href);
    const wide = await browser.evaluate('document.documentElement.scrollWidth > innerWidth');
    if (wide) faults.push(`${name} at ${width} pixels scrolls sideways.`);
    const picture = join(folder, `${name}-${look}.png`);
    writeFileSync(picture, await browser.screenshot());
    console.log(picture);
  }
  for (const fault of [...faults, ...browser.complaints()]) {
    console.error(fault);
    process.exitCode = 1;
  }
}
