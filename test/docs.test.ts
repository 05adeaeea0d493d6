import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { resolveSource } from '../src/config/interpolate.ts';
import { loadConfig } from '../src/config/load.ts';
import { connectorNames, loadConnector } from '../src/connectors/registry.ts';
import { ruleIds } from '../src/drift/rules/index.ts';

const root = new URL('../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'seam-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = [
  'README.md',
  ...readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md'))
    .sort(),
];

/** Every block of YAML of a page: the whole of it, and the line it begins in. */
function blocksOf(page: string): readonly { readonly at: string; readonly yaml: string }[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(({ index, 1: yaml = '' }) => ({
    at: `${page}:${text.slice(0, index).split('\n').length}`,
    yaml,
  }));
}

const blocks = pages.flatMap(blocksOf);
const isConfig = (yaml: string) => /^sources:/m.test(yaml);

/** A value for each variable of a config: one that a URL can be, too. */
function envFor(yaml: string): Readonly<Record<string, string>> {
  const names = [...yaml.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, 'https://example.com/value']));
}

describe('the YAML of the documentation', () => {
  test.each(blocks)('$at is YAML', ({ yaml }) => {
    const { errors, warnings } = parseDocument(yaml);
    expect([...errors, ...warnings]).toEqual([]);
  });

  test.each(blocks.filter(({ yaml }) => isConfig(yaml)))(
    '$at is a config that seam takes',
    async ({ yaml }) => {
      writeFileSync(join(folder, 'seam.yaml'), yaml);
      const { config } = await loadConfig({
        folder,
        connector: (name) => loadConnector(name, folder),
        ruleIds,
      });
      for (const source of config.sources) {
        const texts = JSON.stringify(source.options) + JSON.stringify(source.transport);
        // Files and commands are those of the user.
        if (/\$\{(?:file|cmd):/.test(texts)) continue;
        const { options: schema, schemes } = await loadConnector(source.connector, folder);
        await resolveSource(source, { env: envFor(yaml), folder, schema, schemes });
      }
    },
  );

  test('of README and of every connector has one', () => {
    const withConfig = new Set(
      blocks.filter(({ yaml }) => isConfig(yaml)).map(({ at }) => at.replace(/:\d+$/, '')),
    );
    const wanted = ['README.md', ...connectorNames.map((name) => `docs/connectors/${name}.md`)];
    expect(wanted.filter((page) => !withConfig.has(page))).toEqual([]);
  });
});
