import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { template } from '../../src/connectors/_template/index.js';
import type { Connector } from '../../src/connectors/connector.js';
import { openHttp } from '../../src/transport/client.js';

type Answers = Readonly<Record<string, { readonly status: number; readonly body: string }>>;

const fixture = (name: string) => ({
  status: 200,
  body: readFileSync(new URL(`../../fixtures/_template/${name}.json`, import.meta.url), 'utf8'),
});

const answers: Answers = {
  '/catalogue': fixture('catalogue'),
  '/catalogue/kumquat.order': fixture('kumquat.order'),
  '/catalogue/quince%2Fline': { status: 403, body: '{}' },
};

const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A connector at a loopback server that gives these answers, and 404 to all else. */
async function connected(given: Answers = answers): Promise<Connector> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const known = request.headers.authorization === 'Bearer kumquat' && Object.hasOwn(given, path);
    const { status, body } = (known ? given[path] : undefined) ?? { status: 404, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const url = await listening(server);
  const signal = new AbortController().signal;
  const log = () => {};
  const client = { source: 'acme', url, transport: {}, folder: '.', secrets: ['kumquat'], signal, log };
  const { http, close } = await openHttp(client);
  opened.push(close, async () => server.close());
  return template.connect({ auth: { token: 'kumquat' } }, { http, log, signal });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('the connector _template', () => {
  test('says what the source is', async () => {
    expect(await (await connected()).system()).toEqual({ product: 'Template', version: '1.4' });
  });

  test('lists what the catalogue lists', async () => {
    const listed = await all((await connected()).list());
    expect(listed).toEqual([{ name: 'kumquat.order', label: 'Kumquat order' }, { name: 'quince/line' }]);
  });

  test('describes each field by its native type, and keeps one of an unknown type', async () => {
    const [result] = await all((await connected()).describe(['kumquat.order']));
    if (result?.status !== 'described') throw new Error(`It is ${result?.status}.`);
    expect(result.schema.required).toEqual(['ref']);
    expect(Object.entries(result.schema.properties)).toEqual([
      ['ref', { title: 'Reference', type: 'string', maxLength: 24, 'x-seam': { nativeType: 'text' } }],
      ['crates', { type: 'integer', 'x-seam': { nativeType: 'whole' } }],
      [
        'state',
        { title: 'State', type: 'string', enum: ['ripe', 'sold'], 'x-seam': { nativeType: 'choice' } },
      ],
      ['picked_on', { type: 'string', format: 'date', 'x-seam': { nativeType: 'day' } }],
      ['__proto__', { 'x-seam': { nativeType: 'smell' } }],
    ]);
  });

  test('says of each entity that it cannot describe why', async () => {
    const results = await all((await connected()).describe(['quince/line', 'medlar']));
    expect(results).toMatchObject([
      { entity: 'quince/line', status: 'forbidden' },
      { entity: 'medlar', status: 'missing' },
    ]);
  });

  test.each(['{}', '[]', '{"fields":[{"name":"ref"}]}', '{"fields":[7]}'])(
    'calls the answer %s unusable instead of empty',
    async (body) => {
      const connector = await connected({ '/catalogue/medlar': { status: 200, body } });
      await expect(all(connector.describe(['medlar']))).rejects.toMatchObject({ code: 'source-unusable' });
    },
  );
});
