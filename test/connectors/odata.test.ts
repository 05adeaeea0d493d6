import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { ODataOptions } from '../../src/connectors/odata/client.ts';
import { odata } from '../../src/connectors/odata/index.ts';
import { type Answer, type Asked, type Listening, listen } from '../erp/listening.ts';
import { collected, connectTo, describedBy } from './collected.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/odata/${name}`, import.meta.url), 'utf8');
const xml = (body: string): Answer => ({
  headers: { 'content-type': 'application/xml;charset=utf-8' },
  body,
});

const opened: Listening[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function started(
  answer: (asked: Asked) => Answer = () => xml(fixture('kumquats.v4.edmx')),
): Promise<Listening> {
  const server = await listen((asked) =>
    asked.path === '/odd/$metadata' ? answer(asked) : { status: 404, body: 'no' },
  );
  opened.push(server);
  return server;
}

const connected = async (options: ODataOptions = {}, answer?: (asked: Asked) => Answer, path = '/odd') => {
  const server = await started(answer);
  return { server, connector: await connectTo(odata, server.url + path, options) };
};

describe('any OData service', () => {
  test.each(['/odd', '/odd/', '/odd/$metadata'])('url may be %s', async (path) => {
    const { connector } = await connected({}, undefined, path);
    expect((await collected(connector.list())).map(({ name }) => name)).toEqual([
      'Orchard.Kumquat',
      'Orchard.Crate',
      'Orchard.Pick()',
    ]);
  });

  test('is described', async () => {
    const { connector } = await connected();
    const { schema } = await describedBy(connector, 'Orchard.Kumquat');
    expect(schema).toMatchObject({
      properties: {
        Code: { type: 'string', maxLength: 12 },
        Ripe: { type: 'boolean', default: false },
        Grade: { enum: ['First', 'Juice', null] },
        PickedAt: { readOnly: true },
        Crate: { type: 'object', 'x-seam': { target: 'Orchard.Crate', required: 'unknown' } },
      },
      'x-seam': { connector: 'odata', addresses: { Kumquats: {} } },
    });
    expect((await describedBy(connector, 'Orchard.Pick()')).schema).toMatchObject({
      required: ['count'],
      properties: { $return: { type: 'array', items: { type: ['object', 'null'] } } },
    });
  });

  test('says its version, language and account', async () => {
    const { connector } = await connected({ auth: { user: 'seam-reader', password: 'p' }, language: 'de' });
    expect(await connector.system()).toEqual({
      product: 'OData',
      version: '4.0',
      language: 'de',
      account: 'seam-reader',
    });
  });

  test('that has its metadata in JSON alone is read, too', async () => {
    const { server, connector } = await connected({}, ({ headers }) =>
      headers.accept === 'application/json'
        ? { headers: { 'content-type': 'application/json' }, body: fixture('kumquats.v4.json') }
        : { status: 406, body: 'no' },
    );
    expect((await describedBy(connector, 'Orchard.Kumquat')).schema.properties['Code']).toMatchObject({
      type: 'string',
    });
    expect(server.asked.map(({ headers }) => headers.accept)).toEqual([
      'application/xml',
      'application/json',
    ]);
  });
});

describe('what a call carries', () => {
  const basic = `Basic ${Buffer.from('seam-reader:canary').toString('base64')}`;

  test.each<[string, ODataOptions, Readonly<Record<string, string>>]>([
    ['nothing', {}, { authorization: '' }],
    ['a user', { auth: { user: 'seam-reader', password: 'canary' } }, { authorization: basic }],
    ['a token', { auth: { token: 'canary' } }, { authorization: 'Bearer canary' }],
    ['a key', { apiKey: { header: 'X-Odd-Key', value: 'canary' } }, { 'x-odd-key': 'canary' }],
    ['a key in the usual header', { apiKey: { value: 'canary' } }, { apikey: 'canary' }],
    ['a language', { language: 'de' }, { 'accept-language': 'de' }],
  ])('%s', async (_what, options, headers) => {
    const { server, connector } = await connected(options);
    await collected(connector.list());
    const sent = server.asked[0]?.headers ?? {};
    for (const [name, value] of Object.entries(headers)) expect(sent[name] ?? '').toBe(value);
  });

  test('a query', async () => {
    const { server, connector } = await connected({ query: { $schemaversion: '2.0' } });
    await collected(connector.list());
    expect(server.asked[0]?.query.get('$schemaversion')).toBe('2.0');
  });
});

describe('faults', () => {
  test('a service without metadata has failed', async () => {
    const { connector } = await connected({}, () => ({ status: 404, body: 'no' }));
    await expect(collected(connector.list())).rejects.toMatchObject({ code: 'source-not-found' });
  });

  test('what is not right and can be read all the same is logged', async () => {
    const said: unknown[] = [];
    const odd = fixture('kumquats.v4.edmx').replace('Type="self.Grade"', 'Type="Far.Away"');
    const server = await started(() => xml(odd));
    const connector = await connectTo(
      odata,
      `${server.url}/odd`,
      {},
      { log: (message, facts) => void said.push([message, facts]) },
    );
    await describedBy(connector, 'Orchard.Kumquat');
    expect(said).toContainEqual([
      'odata: The type Far.Away is declared nowhere.',
      { entity: 'Orchard.Kumquat' },
    ]);
  });
});
