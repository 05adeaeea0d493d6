// @ts-check
/**
 * Writes the pages that are tables of the code, under docs/ and in README.md; with --check it says which ones are stale, and fails.
 * Usage: npm run docs [-- --check]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configPage } from './docs/config.js';
import { capabilitiesPage } from './docs/connectors.js';
import { errorsPage } from './docs/errors.js';
import { formatsPage } from './docs/formats.js';
import { readmePage } from './docs/readme.js';
import { rulesPage } from './docs/rules.js';

const pages = {
  'docs/rules.md': rulesPage,
  'README.md': readmePage,
  'docs/config.md': configPage,
  'docs/errors.md': errorsPage,
  'docs/connectors.md': capabilitiesPage,
  'docs/formats.md': formatsPage,
};

const check = process.argv.includes('--check');
mkdirSync('docs', { recursive: true });
const stale = [];
for (const [file, page] of Object.entries(pages)) {
  const text = await page();
  if (read(file) === text) continue;
  if (check) stale.push(file);
  else writeFileSync(file, text);
}
if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run: npm run docs`);
  process.exitCode = 1;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}
