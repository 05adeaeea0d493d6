import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.js';
import { connectorNames, loadConnector } from '../../src/connectors/registry.js';

const pages = new URL('../../docs/connectors/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'seam-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the page of each connector', () => {
  const names = readdirSync(pages).map((file) => file.replace(/\.md$/, ''));

  test.each(names)('%s is about a connector that there is', (name) => {
    expect(connectorNames).toContain(name);
  });

  test.each(names)('%s has a config that seam takes, with sources of the connector', async (name) => {
    const text = readFileSync(new URL(`${name}.md`, pages), 'utf8');
    const configs = [...text.matchAll(/```yaml\n(sources:[\s\S]*?)```/g)].map(([, config = '']) => config);
    expect(configs.length).toBeGreaterThan(0);
    for (const config of configs) {
      writeFileSync(join(folder, 'seam.yaml'), config);
      const loaded = await loadConfig({
        folder,
        connector: (connector) => loadConnector(connector, folder),
        ruleIds: [],
      });
      expect(new Set(loaded.config.sources.map(({ connector }) => connector))).toEqual(new Set([name]));
    }
  });
});
