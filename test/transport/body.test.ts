import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/transport/http.ts';
import { clientOf, failureOf, serving, servingTcp } from './servers.ts';

const json = { kumquat: 'é'.repeat(20_000) };
const text = JSON.stringify(json);

type Answer = Parameters<RequestListener>[1];

/** A server that gives one body with some headers, and a client that asks for it. */
async function client(headers: Record<string, string>, answer: Uint8Array | ((response: Answer) => void)) {
  const url = await serving((_request, response) => {
    response.writeHead(200, headers);
    if (typeof answer === 'function') answer(response);
    else response.end(answer);
  });
  return clientOf(url, { timeout: 30 });
}

const request: HttpRequest = { path: '/', expect: 'json' };

describe('a compressed body', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ])('is read: %s', async (encoding, body) => {
    const http = await client({ 'content-encoding': encoding }, body);
    expect((await http.json(request)).body).toEqual(json);
  });

  test('is asked for', async () => {
    const asked: unknown[] = [];
    const url = await serving(({ headers }, response) => {
      asked.push(headers['accept-encoding']);
      response.end('{}');
    });
    await (await clientOf(url)).json(request);
    expect(asked).toEqual(['gzip, deflate, br']);
  });

  test.each<[what: string, code: string, encoding: string, body: Uint8Array]>([
    ['that is none', 'source-unusable', 'gzip', Buffer.from(text)],
    ['that is none', 'source-unusable', 'br', Buffer.from(text)],
    ['that is none', 'source-unusable', 'deflate', Buffer.from(text)],
    ['of a kind that nobody knows', 'source-unusable', 'kumquat', Buffer.from(text)],
    ['in too many layers', 'source-unusable', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(text)))],
    ['that ends early', 'source-truncated', 'gzip', gzipSync(text).subarray(0, -12)],
    ['that ends early', 'source-truncated', 'br', brotliCompressSync(text).subarray(0, -12)],
    ['that is empty', 'source-empty', 'gzip', Buffer.of()],
    ['of nothing', 'source-empty', 'gzip', gzipSync('')],
  ])('%s is %s (%s)', async (_what, code, encoding, body) => {
    const http = await client({ 'content-encoding': encoding }, body);
    expect(await failureOf(http.json(request))).toMatchObject({ code });
  });

  test('that grows beyond the limit is stopped where it does', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(60_000_000, '['), { level: 9 }), { level: 9 });
    expect(bomb.length).toBeLessThan(10_000);
    const http = await client({ 'content-encoding': 'gzip, gzip' }, bomb);
    expect(await failureOf(http.json({ ...request, maxBytes: 5_000_000 }))).toMatchObject({
      code: 'source-too-large',
      why: 'The answer is larger than 4 MiB.',
    });
  });
});

describe('a body is read up to the limit', () => {
  const ofSize = (size: number) => Buffer.from(`"${'x'.repeat(size - 2)}"`);

  test.each([
    [
      'by its announced length',
      (size: number) => [{ 'content-length': String(size) }, ofSize(size)] as const,
    ],
    ['by what comes', (size: number) => [{ 'transfer-encoding': 'chunked' }, ofSize(size)] as const],
  ])('%s', async (_how, answer) => {
    const [headers, body] = answer(100_000);
    const http = await client(headers, body);
    expect((await http.json({ ...request, maxBytes: 100_000 })).body).toHaveLength(99_998);
    expect(await failureOf(http.json({ ...request, maxBytes: 99_999 }))).toMatchObject({
      code: 'source-too-large',
      why: 'The answer is larger than 99999 bytes.',
      where: { status: 200 },
    });
  });

  test('of the client, where the request has none', async () => {
    const url = await serving((_request, response) => response.end(ofSize(1_000)));
    const http = await clientOf(url, {}, { limits: { bytes: 999 } });
    expect(await failureOf(http.json(request))).toMatchObject({ code: 'source-too-large' });
  });

  test('also an endless one', async () => {
    const http = await client({}, (response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    expect(await failureOf(http.json({ ...request, maxBytes: 1_000_000 }))).toMatchObject({
      code: 'source-too-large',
    });
  });
});

describe('a body that breaks off is told from one that is whole', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

  test.each([
    ['shorter than its length', `${head}Content-Length: 100\r\n\r\n{"a": 1}`],
    [
      'shorter than its length, behind the beginning',
      `${head}Content-Length: 20000\r\n\r\n{"a": "${'x'.repeat(10_000)}"}`,
    ],
    ['between two chunks', `${head}Transfer-Encoding: chunked\r\n\r\n8\r\n{"a": 1}\r\n`],
    ['within a chunk', `${head}Transfer-Encoding: chunked\r\n\r\nff\r\n{"a": 1`],
    ['without a length, in the middle of the JSON', `${head}Connection: close\r\n\r\n{"a": `],
  ])('%s', async (_where, answer) => {
    let asked = 0;
    const url = await servingTcp((socket) => {
      asked += 1;
      socket.end(answer);
    });
    const http = await clientOf(url);
    expect(await failureOf(http.json(request))).toMatchObject({
      code: 'source-truncated',
      where: { status: 200 },
    });
    expect(asked).toBe(3);
  });

  test('and read again', async () => {
    const url = await servingTcp((socket, asked) => {
      socket.end(`${head}Content-Length: 8\r\n\r\n${asked === 1 ? '{"a"' : '{"a": 1}'}`);
    });
    expect((await (await clientOf(url)).json(request)).body).toEqual({ a: 1 });
  });
});

describe('a source that is too slow', () => {
  const slow: readonly (readonly [what: string, why: RegExp, listener: RequestListener])[] = [
    ['that does not answer', /There was no answer after 0.5 s/, () => undefined],
    [
      'that stops in its body',
      /not complete after 0.5 s/,
      (_request, response) => void response.write('{"a":'),
    ],
    [
      'that stops in its body, behind the beginning',
      /not complete after 0.5 s/,
      (_request, response) => void response.write(`{"a": "${'x'.repeat(10_000)}`),
    ],
    [
      'whose body drips',
      /not complete after 0.5 s/,
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(drip));
      },
    ],
    [
      'that stops in a compressed body',
      /not complete after 0.5 s/,
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.write(gzipSync(text).subarray(0, 30));
      },
    ],
  ];

  test.each(slow)('%s is left, and not asked again', async (_what, why, listener) => {
    let asked = 0;
    const url = await serving((...exchange) => {
      asked += 1;
      listener(...exchange);
    });
    const http = await clientOf(url, { timeout: 0.5 });
    expect(await failureOf(http.json(request))).toMatchObject({
      code: 'source-timeout',
      why: expect.stringMatching(why),
    });
    expect(asked).toBe(1);
  });

  test('in the body of an error is no matter', async () => {
    const url = await serving((_request, response) => void response.writeHead(403).write('{"a":'));
    const http = await clientOf(url);
    expect(await failureOf(http.json(request))).toMatchObject({ code: 'source-forbidden' });
  });
});
