import { describe, expect, test } from 'vitest';
import { connectorNames, loadConnector } from '../../../src/connectors/registry.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { demandsOf, furtherKeys, keyOf, valueIn, withKey } from '../../../src/run/init/keys.ts';

/** What is still asked for: keys of a group with `+`, groups with `|`. */
async function asked(connector: string, given: JsonObject = {}): Promise<readonly string[]> {
  const plugin = await loadConnector(connector, '.');
  return demandsOf(plugin, given).map(({ groups }) =>
    groups.map((keys) => keys.map(({ path, secret }) => `${path}${secret ? '*' : ''}`).join('+')).join(' | '),
  );
}

describe('what a connector asks for follows from the schema of its options', () => {
  test.each<[connector: string, given: JsonObject, asked: readonly string[]]>([
    ['odoo', {}, ['auth.user', 'auth.apiKey* | auth.password*']],
    ['odoo', { auth: { user: 'k' } }, ['auth.apiKey* | auth.password*']],
    ['odoo', { auth: { user: 'k', apiKey: '${K}' } }, []],
    ['frappe', {}, ['auth.apiKey*+auth.apiSecret* | auth.user+auth.password*']],
    ['frappe', { auth: { user: 'k' } }, ['auth.password*']],
    ['sap', {}, ['services']],
    [
      'sap',
      { services: ['K'], auth: {} },
      ['auth.user+auth.password* | auth.oauth.tokenUrl+auth.oauth.clientId+auth.oauth.clientSecret*'],
    ],
    ['sap-b1', {}, ['company', 'auth.user', 'auth.password*']],
    ['csv', {}, []],
    ['csv', { auth: {} }, ['auth.token* | auth.user+auth.password* | auth.header+auth.value*']],
    ['csv', { auth: { header: 'X-Key' } }, ['auth.value*']],
  ])('%s, given %j', async (connector, given, expected) => {
    expect(await asked(connector, given)).toEqual(expected);
  });

  test.each(connectorNames)(
    '%s: saying the first of all that is asked leaves nothing to ask',
    async (name) => {
      const plugin = await loadConnector(name, '.');
      let given: JsonObject = {};
      for (let round = 0; round < 20; round++) {
        const [demand] = demandsOf(plugin, given);
        if (demand === undefined) break;
        for (const { path } of demand.groups[0] ?? []) given = withKey(given, path, 'kumquat');
      }
      expect(demandsOf(plugin, given)).toEqual([]);
    },
  );

  test('what is not asked for and not given can be said too', async () => {
    const plugin = await loadConnector('odoo', '.');
    const paths = furtherKeys(plugin, { auth: {}, company: 1 }).map(({ path }) => path);
    expect(paths).toEqual(['database', 'language']);
  });
});

describe('a text of the command line becomes what its key wants', () => {
  test.each<[connector: string, path: string, text: string, value: unknown]>([
    ['odoo', 'database', '17', '17'],
    ['odoo', 'company', '3', 3],
    ['odoo', 'allowHttp', 'true', true],
    ['odoo', 'ca', './kumquat.pem', './kumquat.pem'],
    ['sap', 'services', 'A_SRV, B_SRV', ['A_SRV', 'B_SRV']],
    ['sap', 'services', '["A,B"]', ['A,B']],
    ['sap-b1', 'api', 'v1', 'v1'],
    ['odata', 'query', '{ $schemaversion: "2.0" }', { $schemaversion: '2.0' }],
    ['odoo', 'language', '{ : [', '{ : ['],
    ['odoo', 'proxy', '{ : [', '{ : ['],
  ])('%s %s=%s', async (connector, path, text, value) => {
    expect(valueIn(keyOf(await loadConnector(connector, '.'), path), text)).toEqual(value);
  });
});
