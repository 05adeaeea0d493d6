import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { openHttp } from '../../src/transport/client.ts';
import { clientOf, closedPort, errorOf, serving, servingTcp } from './servers.ts';

const secret = 'cänary/+"key"';
const basic = Buffer.from(`reader:${secret}`).toString('base64');
const inUrl = encodeURIComponent(secret);

/** The secret in each spelling that is sent or comes back. */
const spellings = [
  secret,
  'canary',
  inUrl,
  basic,
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
];

/** Servers that give the secret back in every place that an answer has. */
const echoes: Readonly<Record<string, RequestListener>> = {
  'a page': (_request, response) => response.end(`<html><input type="password" value="${secret}"></html>`),
  'an error': (_request, response) => response.writeHead(401, { 'x-key': inUrl }).end(secret),
  'a status text': (_request, response) => response.writeHead(403, `no ${inUrl}`).end(),
  'a traceback': (_request, response) => response.writeHead(500).end(`File "a.py" ${secret}`),
  'no JSON': (_request, response) => response.end(`{"key": ${secret}`),
  'half of the JSON': (_request, response) => response.end(`{"key": ${JSON.stringify(secret)}, "a`),
  'a redirect': (_request, response) =>
    response.writeHead(302, { location: `https://x.example/${inUrl}?k=${inUrl}` }).end(),
  'a redirect to a host': (_request, response) =>
    response.writeHead(302, { location: `https://${basic}.example/` }).end(),
  'a redirect within': ({ url }, response) =>
    url?.startsWith('/next')
      ? response.writeHead(404).end()
      : response.writeHead(302, { location: `/next/${inUrl}?q=${inUrl}` }).end(),
  'a login': (_request, response) =>
    response.writeHead(302, { location: `/login/${inUrl}?redirect=${inUrl}` }).end(),
  'an encoding': (_request, response) => response.writeHead(200, { 'content-encoding': inUrl }).end('{}'),
  'a charset': (_request, response) =>
    response.writeHead(200, { 'content-type': `text/json; charset=${basic}` }).end('{}'),
  'a wait': (_request, response) => response.writeHead(429, { 'retry-after': inUrl }).end(),
  nothing: (_request, response) => response.destroy(),
};

const request = {
  method: 'POST',
  path: `/db/${inUrl}/x?note=${inUrl}`,
  query: { password: secret, q: secret },
  headers: { authorization: `Basic ${basic}`, 'x-api-key': inUrl },
  json: { args: [secret] },
  expect: 'json',
} as const;

function expectNoSecret(told: unknown): void {
  const text = inspect(told, {
    depth: 20,
    showHidden: true,
    getters: true,
    maxStringLength: Number.POSITIVE_INFINITY,
  });
  for (const spelling of spellings) expect(text).not.toContain(spelling);
}

test.each(Object.keys(echoes))('no error and no log holds a secret that comes back in %s', async (name) => {
  const url = await serving(echoes[name] ?? (() => undefined));
  for (const method of ['POST', 'GET'] as const) {
    const log: unknown[] = [];
    const http = await clientOf(url, {}, { secrets: [secret, 'canary'], log: (...line) => log.push(line) });
    const error = await errorOf(http.json({ ...request, method }));
    expect(log).not.toEqual([]);
    expectNoSecret([error, error.toFailure(), error.stack, log]);
  }
});

test('nor one of what the network does', async () => {
  const urls = [
    `http://${await closedPort()}`,
    await servingTcp((socket) => void socket.end(`HTTP/1.1 ${secret}\r\n\r\n`)),
    await servingTcp((socket) => void socket.end(`${secret}\r\n`)),
    await servingTcp((socket) => void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"${secret}`)),
  ];
  for (const url of urls) {
    const log: unknown[] = [];
    const http = await clientOf(url, {}, { secrets: [secret], log: (...line) => log.push(line) });
    expectNoSecret([await errorOf(http.json(request)), log]);
  }
});

test('nor one of a request that cannot be sent', async () => {
  const http = await clientOf('https://erp.example.com', {}, { secrets: [secret] });
  const unsendable = [
    { ...request, path: `https://${basic}.example/${inUrl}` },
    { ...request, path: `/../${inUrl}` },
    { ...request, headers: { authorization: `${secret}\u0000` } },
  ];
  for (const each of unsendable) expectNoSecret(await errorOf(http.json(each)));
});

test('nor one of a client that cannot be opened', async () => {
  const settings = { source: 'kumquat-prod', folder: '.', secrets: [secret], log: () => undefined };
  const { signal } = new AbortController();
  const open = (url: string, transport = {}) => openHttp({ ...settings, url, transport, signal });
  expectNoSecret(await errorOf(open(`https://reader:${inUrl}@erp.example.com`)));
  expectNoSecret(await errorOf(open(`${secret}://erp.example.com`)));
  expectNoSecret(await errorOf(open('https://erp.example.com', { proxy: `ftp://reader:${inUrl}@proxy` })));
});

test('a part of the url that is a secret is masked too, and before it is cut', async () => {
  const tenant = `tenant-${'0123456789'.repeat(40)}`;
  const url = await serving((_request, response) => response.writeHead(404).end());
  const http = await clientOf(`${url}/${tenant}`, {}, { secrets: [tenant] });
  const { where } = await errorOf(http.json({ path: '/a', expect: 'json' }));
  expect(where['url']).toBe(`${url}/***/a`);
});

test('a url that is long is cut', async () => {
  const url = await serving((_request, response) => response.writeHead(404).end());
  const http = await clientOf(url);
  const { where } = await errorOf(http.json({ path: `/${'x'.repeat(5_000)}`, expect: 'json' }));
  expect(where['url']).toHaveLength(300);
});
