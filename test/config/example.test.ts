import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleConfig } from '../../src/config/example.ts';
import { loadConfig } from '../../src/config/load.ts';
import { connectorNames, loadConnector } from '../../src/connectors/registry.ts';
import { connectors, loadFrom, newFolder } from './stub.ts';

describe('the example of a built-in connector', () => {
  test.each(connectorNames)('%s is a config that seam takes', async (name) => {
    const folder = await newFolder();
    writeFileSync(join(folder, 'seam.yaml'), exampleConfig({ ...(await loadConnector(name, '.')), name }));
    const { config } = await loadConfig({
      folder,
      connector: (connector) => loadConnector(connector, folder),
      ruleIds: [],
    });
    expect(config.sources.map(({ connector }) => connector)).toEqual([name]);
  });
});

describe('the example of any connector', () => {
  test.each(Object.keys(connectors))('%s is a config that seam takes', async (name) => {
    const facts = connectors[name];
    if (facts === undefined) throw new Error(name);
    const folder = await newFolder();
    writeFileSync(join(folder, 'seam.yaml'), exampleConfig({ ...facts, name }));
    expect((await loadFrom(folder)).config.sources).toHaveLength(1);
  });

  test('says its examples and placeholders, required keys alone, and the first of alternatives', () => {
    const text = exampleConfig({
      name: './connectors/acme.js',
      secrets: ['auth.apiKey'],
      options: {
        required: ['grove'],
        properties: {
          grove: { type: 'string', examples: ['south'] },
          shade: { type: 'string' },
          auth: {
            type: 'object',
            required: ['user'],
            properties: { user: { type: 'string' }, apiKey: { type: 'string' }, token: { type: 'string' } },
            oneOf: [{ required: ['apiKey'] }, { required: ['token'] }],
          },
        },
      },
    });
    expect(text).toBe(`sources:
  my-acme:
    connector: ./connectors/acme.js
    url: https://erp.example.com
    grove: south
    auth:
      user: user
      apiKey: "\${ACME_API_KEY}"
    entities:
      - "*"
`);
  });
});
