import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Http, HttpRequest } from '../../src/transport/http.ts';
import { clientOf, errorOf, failureOf, serving, servingTcp, textOf } from './servers.ts';

const request: HttpRequest = { path: '/$metadata', expect: 'xml' };
const entity = '<EntityType Name="Kümquat"/>';

async function read(http: Http, asked: Partial<HttpRequest> = {}): Promise<string> {
  const { chunks } = await http.stream({ ...request, ...asked });
  return textOf(chunks);
}

test('a large document comes in pieces', async () => {
  const document = `<Edmx>${entity.repeat(500_000)}</Edmx>`;
  const url = await serving((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/xml', 'content-encoding': 'gzip', etag: '"1"' });
    response.end(gzipSync(document, { level: 1 }));
  });
  const { status, headers, chunks } = await (await clientOf(url)).stream(request);
  expect([status, headers['etag']]).toEqual([200, '"1"']);
  let pieces = 0;
  let text = '';
  for await (const chunk of chunks) {
    pieces += 1;
    text += chunk;
  }
  expect(text === document).toBe(true);
  expect(pieces).toBeGreaterThan(100);
});

test.each<[what: string, bytes: Buffer, type: string]>([
  ['UTF-8 with a mark', Buffer.from(`\uFEFF<a>${entity}</a>`), 'application/xml'],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF<a>${entity}</a>`, 'utf16le'), 'application/xml'],
  ['UTF-16 by its header', Buffer.from(`<a>${entity}</a>`, 'utf16le'), 'application/xml; charset="utf-16le"'],
  ['UTF-16 by its first letter', Buffer.from(`<a>${entity}</a>`, 'utf16le'), 'application/xml'],
  ['latin1 by its header', Buffer.from(`<a>${entity}</a>`, 'latin1'), 'text/xml;CHARSET=iso-8859-1'],
])('a document in %s comes as text, wherever its bytes are cut', async (_what, bytes, type) => {
  const url = await serving(async (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end();
  });
  expect(await read(await clientOf(url))).toBe(`<a>${entity}</a>`);
});

test('a document in latin1 says so in its declaration', async () => {
  const document = `<?xml version="1.0" encoding='ISO-8859-1'?><a>${entity}</a>`;
  const url = await serving((_request, response) => response.end(Buffer.from(document, 'latin1')));
  expect(await read(await clientOf(url))).toBe(document);
});

describe('before the first piece', () => {
  test.each([
    ['source-html', '<!doctype html><html><h1>Back soon</h1>'],
    ['source-unauthorised', '<html><title>Logon</title>'],
    ['source-empty', ''],
    ['source-unusable', '{"error": {}}'],
  ])('an answer is judged: %s', async (code, body) => {
    const url = await serving((_request, response) => response.end(body));
    expect(await failureOf((await clientOf(url)).stream(request))).toMatchObject({ code });
  });

  test('an answer that fails is asked for again', async () => {
    let asked = 0;
    const url = await serving((_request, response) => {
      asked += 1;
      if (asked === 1) response.destroy();
      else if (asked === 2) response.writeHead(500).end();
      else response.end('<a/>');
    });
    expect(await read(await clientOf(url))).toBe('<a/>');
  });

  test('a document that has not changed is an answer without one', async () => {
    const url = await serving((_request, response) => response.writeHead(304).end());
    const { status, chunks } = await (await clientOf(url)).stream({ ...request, accept: [304] });
    expect([status, await textOf(chunks)]).toEqual([304, '']);
  });
});

describe('behind the first piece', () => {
  const begun = `<a>${entity.repeat(1_000)}`;

  test('a connection that breaks off is an error with its place', async () => {
    const url = await servingTcp((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${begun}`);
    });
    expect(await failureOf(read(await clientOf(url)))).toMatchObject({
      code: 'source-truncated',
      where: { source: 'kumquat-prod', url: `${url}/$metadata`, status: 200 },
    });
  });

  test('a document that grows beyond the limit, stops, or is no text, is an error', async () => {
    const url = await serving((_request, response) => {
      response.write(begun);
      response.write(Buffer.of(0xff, 0xfe));
    });
    const http = await clientOf(url, { timeout: 30 });
    expect(await failureOf(read(http, { maxBytes: 10_000 }))).toMatchObject({ code: 'source-too-large' });
    expect(await failureOf(read(http))).toMatchObject({ code: 'source-unusable' });
    const still = await serving((_request, response) => void response.write(begun));
    expect(await failureOf(read(await clientOf(still, { timeout: 0.5 })))).toMatchObject({
      code: 'source-timeout',
    });
  });

  test('a reader may take its time: only what the source takes counts', async () => {
    const url = await serving((_request, response) => response.end(`${begun}</a>`));
    const { chunks } = await (await clientOf(url, { timeout: 1 })).stream(request);
    let text = '';
    for await (const chunk of chunks) {
      if (text === '') await new Promise((resolve) => setTimeout(resolve, 1_200));
      text += chunk;
    }
    expect(text).toBe(`${begun}</a>`);
  });

  test('an abort throws its reason', async () => {
    const controller = new AbortController();
    const url = await serving((_request, response) => void response.write(begun));
    const http = await clientOf(url, {}, { signal: controller.signal });
    const reading = read(http);
    setTimeout(() => controller.abort('kumquat'), 20);
    await expect(reading).rejects.toBe('kumquat');
  });
});

test('a reader that leaves gives its place free', async () => {
  const url = await serving((_request, response) => void response.write(`<a>${entity.repeat(1_000)}`));
  const http = await clientOf(url, { concurrency: 1 });
  for (let at = 0; at < 3; at++) {
    const { chunks } = await http.stream(request);
    for await (const _chunk of chunks) break;
  }
  const failing = async () => {
    const { chunks } = await http.stream(request);
    for await (const _chunk of chunks) throw new Error('kumquat');
  };
  await expect(failing()).rejects.toThrow('kumquat');
  expect((await http.stream(request)).status).toBe(200);
});

test('every refusal gives its place free', async () => {
  let asked = 0;
  const url = await serving((_request, response) => {
    asked += 1;
    const answers = [
      () => response.destroy(),
      () => response.writeHead(404).end(),
      () => response.end('<html>'),
    ];
    (answers[asked % 3] ?? answers[0])?.();
  });
  const http = await clientOf(url, { concurrency: 1 });
  for (let at = 0; at < 6; at++) await errorOf(read(http));
  expect(asked).toBeGreaterThan(6);
});
